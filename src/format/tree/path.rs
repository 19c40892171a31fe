//! Where in nested values something stands.

use super::Step;

/// Stands before a key.
pub const KEY: char = '\u{1}';
/// Stands for the elements of a list, all of them.
pub const LIST: char = '\u{2}';
/// Stands for any key, where keys are names of people or items.
pub const ANY: &str = "*";
/// Any item of any person.
pub const BOTH: &str = "*\u{1}*";

/// Deepest nesting that is looked at; what lies deeper is passed over.
const DEEPEST: usize = 24;

/// Which keys are names of people or items.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    /// How many keys are, 0 to 2, and below which path.
    pub count: usize,
    pub under: String,
    /// The keys that only wrap what they hold, before the first name and behind it; empty where there is none. What stands
    /// beside them is passed over.
    pub wraps: [String; 2],
}

impl Naming {
    /// How many names stand on this path; `None` when anything else does, or no key is a name.
    pub fn level(&self, path: &str) -> Option<usize> {
        if self.count > 0 { level(path, &self.under) } else { None }
    }
}

/// Keys and lists from the root to a value.
#[derive(Debug, Default)]
pub struct Path {
    /// As text, of which every beginning that ends at a mark is an ancestor's path.
    pub text: String,
    marks: Vec<usize>,
    /// How many values are open that are not looked at.
    beyond: usize,
    /// Which keys are names, and what they are here.
    naming: Naming,
    pub keys: [String; 2],
}

impl Path {
    /// The root, below which these keys are names.
    pub fn new(naming: &Naming) -> Self {
        Path { naming: naming.clone(), ..Path::default() }
    }

    /// The key that wraps all that is looked at here.
    fn wrap(&self) -> Option<&str> {
        let [first, behind] = &self.naming.wraps;
        let wrap = match self.marks.len() {
            1 => first,
            depth if depth == 2 + usize::from(!first.is_empty()) && !self.text.ends_with(LIST) => behind,
            _ => return None,
        };
        (!wrap.is_empty()).then_some(wrap)
    }

    /// Goes a step further.
    pub fn open(&mut self, step: Step<'_>) {
        let hidden = || matches!(step, Step::Key(key) if self.wrap().is_some_and(|wrap| wrap != key));
        if self.beyond > 0 || self.marks.len() >= DEEPEST || hidden() {
            self.beyond += 1;
            return;
        }
        let wraps = self.wrap().is_some();
        self.marks.push(self.text.len());
        match step {
            Step::Root => {}
            Step::Element => self.text.push(LIST),
            Step::Key(_) if wraps => {}
            Step::Key(key) => {
                let level = self.naming.level(&self.text).filter(|level| *level < self.naming.count);
                if !self.text.is_empty() {
                    self.text.push(KEY);
                }
                if let Some(level) = level {
                    self.text.push_str(ANY);
                    self.keys[level].clear();
                    self.keys[level].push_str(key);
                } else {
                    self.text.push_str(&super::line_of(key));
                }
            }
        }
    }

    /// Goes a step back.
    pub fn close(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(mark) = self.marks.pop() {
            self.text.truncate(mark);
        }
    }

    /// Back to the root.
    pub fn clear(&mut self) {
        self.text.clear();
        self.marks.clear();
        self.beyond = 0;
    }

    /// The path here, unless it is too deep to be looked at.
    pub fn here(&self) -> Option<&str> {
        (self.beyond == 0).then_some(self.text.as_str())
    }
}

/// How many keys that are names stand below `under` on this path; `None` when anything else does.
pub fn level(path: &str, under: &str) -> Option<usize> {
    let rest = path.strip_prefix(under)?;
    let rest =
        if under.is_empty() { rest } else { rest.strip_prefix(KEY).or(rest.is_empty().then_some(rest))? };
    if rest.is_empty() {
        return Some(0);
    }
    rest.split(KEY).all(|key| key == ANY).then(|| rest.split(KEY).count())
}

/// True when `path` is `root` or lies below it.
pub fn is_below(path: &str, root: &str) -> bool {
    let ends = |rest: &str| root.is_empty() || rest.is_empty() || rest.starts_with([KEY, LIST]);
    path.strip_prefix(root).is_some_and(ends)
}

/// The length of the deepest path that both lie below.
pub fn common(a: &str, b: &str) -> usize {
    let mut end = 0;
    let mark = |b: &u8| matches!(char::from(*b), KEY | LIST);
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    for next in 1..=same {
        let ends = |path: &str| path.as_bytes().get(next).is_none_or(mark);
        if ends(a) && ends(b) {
            end = next;
        }
    }
    end
}

/// The keys of a path, for a message.
pub fn keys_of(path: &str) -> String {
    let keys = path.split([KEY, LIST]).filter(|key| !key.is_empty() && *key != ANY);
    keys.collect::<Vec<_>>().join(".")
}

/// The key at the end of a path.
pub fn last_key(path: &str) -> &str {
    let path = path.trim_end_matches(LIST);
    path.rsplit([KEY, LIST]).next().unwrap_or(path)
}

/// `movie` of `movies`.
pub fn singular(key: &str) -> &str {
    key.strip_suffix('s').unwrap_or(key)
}
