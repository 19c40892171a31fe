//! Words in which names of columns and files are looked up.

/// Words, all in one text: lists of texts take twice the room.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub text: &'static str,
    /// How long each is; a blank stands behind it.
    pub lengths: &'static [u8],
}

/// The words of this text, with a blank between two.
macro_rules! words {
    ($text:literal) => {{
        const TEXT: &str = $text;
        const LENGTHS: [u8; $crate::format::words::count(TEXT)] = $crate::format::words::lengths(TEXT);
        $crate::format::words::Words { text: TEXT, lengths: &LENGTHS }
    }};
}
pub(crate) use words;

/// How many words a text has.
pub(crate) const fn count(text: &str) -> usize {
    let (bytes, mut at, mut blanks) = (text.as_bytes(), 0, 0);
    while at < bytes.len() {
        blanks += (bytes[at] == b' ') as usize;
        at += 1;
    }
    blanks + !bytes.is_empty() as usize
}

/// How long each word of a text is.
pub(crate) const fn lengths<const N: usize>(text: &str) -> [u8; N] {
    let (bytes, mut at, mut word) = (text.as_bytes(), 0, 0);
    let mut lengths = [0; N];
    while at < bytes.len() {
        if bytes[at] == b' ' {
            word += 1;
        } else {
            lengths[word] += 1;
        }
        at += 1;
    }
    lengths
}

impl Words {
    /// Each word.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        let (text, mut at) = (self.text, 0);
        self.lengths.iter().map(move |&length| {
            let from = at;
            at += usize::from(length) + 1;
            text.get(from..at - 1).unwrap_or_default()
        })
    }

    /// Which of these words it is. Most of a length differ in the first letter, which is a comparison without a call.
    #[inline(never)]
    pub fn position(&self, name: &str) -> Option<usize> {
        let mut at = 0;
        self.lengths.iter().position(|&length| {
            let from = at;
            at += usize::from(length) + 1;
            usize::from(length) == name.len()
                && self.text.as_bytes().get(from) == name.as_bytes().first()
                && self.text.get(from..at - 1) == Some(name)
        })
    }

    /// True for one of these words.
    pub fn contain(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// True for a name in which one of them stands.
    #[inline(never)]
    pub fn stand_in(&self, name: &str) -> bool {
        self.iter().any(|word| name.contains(word))
    }

    /// True for a name that begins with one of them.
    pub fn begin(&self, name: &str) -> bool {
        self.behind(name).is_some()
    }

    /// True for a name that ends with one of them.
    pub fn end(&self, name: &str) -> bool {
        self.before(name).is_some()
    }

    /// What stands in a name behind the first of them with which it begins.
    #[inline(never)]
    pub fn behind<'a>(&self, name: &'a str) -> Option<&'a str> {
        self.iter().find_map(|word| name.strip_prefix(word))
    }

    /// What stands in a name before the first of them with which it ends.
    #[inline(never)]
    pub fn before<'a>(&self, name: &'a str) -> Option<&'a str> {
        self.iter().find_map(|word| without_end(name, word))
    }
}

/// What stands before this end of a name. Most names differ from it in the last letter, which is a comparison without a
/// call.
pub(crate) fn without_end<'a>(name: &'a str, end: &str) -> Option<&'a str> {
    if name.as_bytes().last() == end.as_bytes().last() { name.strip_suffix(end) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_up_in_words() {
        const FRUITS: Words = words!("apple äpfel fig");
        assert_eq!(FRUITS.iter().collect::<Vec<_>>(), ["apple", "äpfel", "fig"]);
        assert!(FRUITS.contain("äpfel") && FRUITS.contain("fig"));
        assert!(!FRUITS.contain("app") && !FRUITS.contain("apple äpfel") && !FRUITS.contain(""));
        assert!(FRUITS.stand_in("a fig tree") && !FRUITS.stand_in("a tree"));
        assert!(FRUITS.begin("figs") && !FRUITS.begin("a fig"));
        assert_eq!(FRUITS.behind("apples"), Some("s"));
        assert_eq!(FRUITS.before("pineapple"), Some("pine"));
        assert_eq!((FRUITS.before("pine"), FRUITS.behind("pine")), (None, None));
    }

    #[test]
    fn no_words_are_none() {
        const NONE: Words = words!("");
        assert_eq!(NONE.iter().count(), 0);
        assert!(!NONE.contain("") && !NONE.begin("any") && !NONE.stand_in("any"));
    }
}
