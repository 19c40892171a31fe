//! Which files are read, in which order, and which of them are for testing.

use super::{LoadOptions, Source, base_name};
use crate::error::{Error, Result};
use crate::format::archive::zip::Member;
use crate::order;
use rustc_hash::{FxHashMap, FxHashSet};

/// A file that may be read: a source itself, or a member of an archive.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Index of the source.
    pub source: usize,
    /// With the archive's name in front.
    pub name: String,
    pub kind: Kind,
    pub test: bool,
    /// Named by the person, so it is read whatever it is called.
    pub picked: bool,
}

/// How a file stands in its source.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Plain,
    Gzip,
    Member(Member),
}

impl File {
    /// Bytes to be read for it.
    pub fn length(&self, sources: &[Source]) -> u64 {
        match &self.kind {
            Kind::Member(member) => member.packed,
            _ => sources[self.source].size,
        }
    }

    /// The path inside the archive, or the source's name.
    fn path<'a>(&'a self, sources: &'a [Source]) -> &'a str {
        match &self.kind {
            Kind::Member(member) => &member.name,
            _ => &sources[self.source].name,
        }
    }
}

/// What a load reads.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The files, those for testing at the end.
    pub files: Vec<File>,
    /// The predefined splits that the files hold, in alphabetical order.
    pub splits: Vec<String>,
    /// What is worth telling of the choice.
    pub notes: Vec<String>,
}

/// Most files among which an account is looked for.
const FEW: usize = 4000;

/// Most names in one sentence.
const NAMES: usize = 8;

impl Plan {
    /// Chooses among the files.
    ///
    /// # Errors
    /// When the options ask for a split that the files do not hold.
    pub fn of(files: Vec<File>, sources: &[Source], options: &LoadOptions) -> Result<Plan> {
        let mut plan = Plan::default();
        let mut left = Vec::new();
        let (picked, mut free): (Vec<File>, Vec<File>) = files.into_iter().partition(|f| f.picked);
        // Archives of accounts hold some dozens of files; those of more hold something else.
        let few = if free.len() <= FEW { free.clone() } else { Vec::new() };
        free.retain(|file| {
            let path = file.path(sources);
            let archived = matches!(file.kind, Kind::Member(_));
            let told = |rated| is_told_elsewhere(path, rated);
            let wanted = !(is_clutter(path)
                || archived && is_prose(path)
                || few.len() > 1 && is_computed(path, &few, sources)
                || account(file, &few, sources).is_some_and(told));
            if !wanted && !is_clutter(path) {
                left.push(base_name(path).to_owned());
            }
            wanted
        });
        let halves: Vec<Option<Half>> = free.iter().map(|f| Half::of(f.path(sources))).collect();
        let splits = paired(&halves);
        let mut names: Vec<String> = splits.iter().cloned().collect();
        order::sort_by(&mut names, &|a, b| a.cmp(b));
        if let Some(split) = &options.split
            && !splits.contains(split)
        {
            let known = if names.is_empty() { "none".to_owned() } else { list(&names) };
            let expected = format!("a predefined split of the files ({known})");
            return Err(Error::parameter("load", "split", expected, format!("“{split}”")));
        }
        let is_split = |half: &Option<Half>| half.as_ref().is_some_and(|h| splits.contains(&h.split));
        let whole = free
            .iter()
            .zip(&halves)
            .any(|(file, half)| !is_split(half) && is_ratings_name(base_name(file.path(sources))));
        // Without the whole data set, its first split serves.
        let used = options.split.clone().or_else(|| names.first().filter(|_| !whole).cloned());
        for (mut file, half) in free.into_iter().zip(halves) {
            if is_split(&half) {
                let Some(half) = half.filter(|h| Some(&h.split) == used.as_ref()) else { continue };
                file.test = half.test;
            } else if used.is_some() && is_ratings_name(base_name(file.path(sources))) {
                continue;
            }
            plan.files.push(file);
        }
        plan.files.extend(picked);
        // A builder takes rows for testing last.
        order::sort_by(&mut plan.files, &|a, b| a.test.cmp(&b.test));
        if !left.is_empty() {
            plan.notes.push(format!("Left unread: {}.", list(&left)));
        }
        if let (Some(split), None) = (&used, &options.split) {
            plan.notes.push(format!("The files are a split: {split} is read, its test rows for testing."));
        }
        plan.splits = names;
        Ok(plan)
    }
}

/// The first names, and how many more there are.
fn list(names: &[String]) -> String {
    let shown = names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(NAMES) {
        Some(more @ 1..) => format!("{shown} and {more} more"),
        _ => shown,
    }
}

/// The archive of all of an account at Letterboxd to which this file belongs: whether it holds the ratings.
fn account(file: &File, files: &[File], sources: &[Source]) -> Option<bool> {
    let holds =
        |name: &str| files.iter().any(|other| other.source == file.source && other.path(sources) == name);
    let archive = base_name(&sources[file.source].name).to_lowercase();
    let account = matches!(file.kind, Kind::Member(_))
        && (archive.starts_with("letterboxd") || holds("watched.csv") && holds("watchlist.csv"));
    account.then(|| holds("ratings.csv"))
}

/// Files of an account at Letterboxd that say nothing of what the person thinks, or again what the ratings say.
fn is_told_elsewhere(path: &str, rated: bool) -> bool {
    match path.split_once('/') {
        Some(("likes", name)) => name != "films.csv",
        Some(_) => true,
        None => {
            matches!(path, "profile.csv" | "comments.csv")
                || rated && matches!(path, "diary.csv" | "reviews.csv")
        }
    }
}

/// Files that systems put beside others, and the parts of a workbook, which is an archive whatever it is called.
fn is_clutter(path: &str) -> bool {
    let name = base_name(path);
    let of_workbook = ["xl/", "_rels/", "docProps/", "[Content_Types].xml"];
    of_workbook.iter().any(|part| path.starts_with(part))
        || path.contains("__MACOSX/")
        || name.starts_with('.')
        || matches!(name, "Thumbs.db" | "desktop.ini" | "")
}

/// Files of an archive that are certainly not data: descriptions, scripts, pictures. Google gives histories as pages.
fn is_prose(path: &str) -> bool {
    let name = base_name(path).to_lowercase();
    if path.starts_with("Takeout/YouTube") && name.ends_with(".html") {
        return false;
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let words = ["readme", "license", "copying", "changelog"];
    words.iter().any(|word| name.starts_with(word))
        || matches!(
            extension,
            "md" | "html"
                | "htm"
                | "pdf"
                | "doc"
                | "docx"
                | "png"
                | "jpg"
                | "jpeg"
                | "gif"
                | "svg"
                | "pl"
                | "sh"
                | "py"
                | "r"
                | "ipynb"
                | "info"
                | "genre"
                | "occupation"
                | "md5"
                | "sha256"
        )
}

/// True for what was computed for people, or what they want, beside what they gave.
#[inline(never)]
fn is_computed(path: &str, files: &[File], sources: &[Source]) -> bool {
    let called = |path: &str, words: &[&str]| {
        let name = base_name(path).to_lowercase();
        words.iter().any(|word| name.contains(word))
    };
    let computed = |path: &str| called(path, &["recommendations", "predict", "submission", "to_read"]);
    let given = |path: &str| called(path, &["rating", "interaction", "review"]) && !computed(path);
    computed(path) && files.iter().any(|file| given(file.path(sources)))
}

/// Names of files that hold all ratings, beside which splits are copies.
fn is_ratings_name(name: &str) -> bool {
    let name = name.to_lowercase();
    name == "u.data" || name.starts_with("ratings.")
}

/// One half of a predefined split, by its file's name: `u1.base` and `u1.test`, or `r1.train` and
/// `r1.test`.
struct Half {
    folder: String,
    split: String,
    test: bool,
}

impl Half {
    fn of(path: &str) -> Option<Half> {
        let name = base_name(path);
        let folder = path[..path.len() - name.len()].to_owned();
        let (split, extension) = name.rsplit_once('.')?;
        let test = match extension {
            "base" | "train" => false,
            "test" => true,
            _ => return None,
        };
        (!split.is_empty()).then(|| Half { folder, split: split.to_owned(), test })
    }
}

/// The splits of which one folder holds both halves.
fn paired(halves: &[Option<Half>]) -> FxHashSet<String> {
    let mut found: FxHashMap<(&str, &str), [bool; 2]> = FxHashMap::default();
    for half in halves.iter().flatten() {
        found.entry((&half.folder, &half.split)).or_default()[usize::from(half.test)] = true;
    }
    let both = found.into_iter().filter(|(_, halves)| *halves == [true; 2]);
    both.map(|((_, split), _)| split.to_owned()).collect()
}
