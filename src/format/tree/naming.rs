//! Which keys of the head of a file are no columns, but names of people or items.

use super::path::{ANY, KEY, LIST, Naming, last_key, singular};
use super::plans::invented;
use super::rows::{PLACES, Plan};
use super::survey::{Notation, Place, Survey};
use crate::format::personal::{roles_of, says_how_far};
use crate::format::table::Roles;
use crate::format::value::{is_number, is_year};
use crate::format::words::{Words, words};
use crate::format::{Head, shown};
use crate::ratings::{Ids, Noun};

/// The highest number that may be a rating under two names.
const HIGHEST: f32 = 100.0;

/// The highest mark of one person's that nothing says is one.
const HIGHEST_MARK: f32 = 10.0;

/// Fewest items that everybody may have rated.
const FEWEST: usize = 3;

/// What lists of what somebody did are called, beside names of items.
const DONE: Words = words!(
    "like likes liked favorites favourites watched seen read played listened viewed visited bought purchased \
    purchases ordered saved"
);

/// How many keys from the root are names, and what the first of them is called as a column: lists and ratings belong to a
/// user, a record has an id; nothing where none is a name.
type Names = (usize, &'static str);

/// No key is a name.
const NO_NAMES: Names = (0, "");

/// A head of whose keys it is known which are names.
pub struct Named {
    /// What stands where, now that they are known.
    pub survey: Survey,
    pub naming: Naming,
    /// What the first name is called as a column.
    pub called: &'static str,
}

impl Named {
    /// Finds the names of the head.
    pub fn of(head: &Head<'_>, notation: Notation) -> Self {
        let survey = Survey::of(head, notation, &Naming::default());
        match naming_of(&survey, head, notation) {
            Some((naming, called)) => Named { survey: Survey::of(head, notation, &naming), naming, called },
            None => Named { survey, naming: Naming::default(), called: "" },
        }
    }

    /// What keys were taken for in this table.
    pub fn told(&self, plan: &Plan) -> Option<String> {
        let Naming { count, under, wraps } = &self.naming;
        let invented = invented(plan);
        let taken = |key: &str| format!("what stands under “{}” was taken for items", shown(key));
        if *count == 1 && plan.columns.iter().any(|column| column.path == PLACES[0]) {
            return Some("lists of two were taken for an item and its rating".to_owned());
        }
        if !under.is_empty() {
            let what = if self.called == "user" { "people" } else { "items" };
            return Some(format!("keys under “{}” were taken for {what}", shown(last_key(under))));
        }
        match count {
            2 => Some("the outer keys were taken for people and the inner ones for items".to_owned()),
            1 if !wraps[1].is_empty() => Some(taken(&wraps[1])),
            1 if invented.is_none() && matches!(self.called, "user" | "item") => {
                let what = if self.called == "user" { "a person" } else { "an item" };
                Some(format!("each key was taken for {what}"))
            }
            _ => invented.map(taken),
        }
    }
}

/// Which keys are names, and what the first of them is called; `None` when none is.
fn naming_of(survey: &Survey, head: &Head<'_>, notation: Notation) -> Option<(Naming, &'static str)> {
    let (count, called) = if notation == Notation::Xml { NO_NAMES } else { names(survey) };
    // A document of keys may have names further below.
    let is_of_keys = || head.lines().first().is_some_and(|line| line.trim_start().starts_with('{'));
    let may_wrap = notation == Notation::Json(false) && matches!(called, "" | "id") && is_of_keys();
    if may_wrap && let Some(wrapped) = wrapped(survey, head, notation) {
        return Some(wrapped);
    }
    if count > 0 {
        return Some((Naming { count, ..Naming::default() }, called));
    }
    let under = map(survey, notation)?;
    let called = if survey.is_of_item(&under) { "user" } else { "item" };
    Some((Naming { count: 1, under, ..Naming::default() }, called))
}

/// How many keys from the root are names of people or items, and not of what they hold: 1 for
/// `{"ann": ["Heat"]}`, `{"ann": [{"film": "Heat"}]}` and `{"31": {"title": "Heat"}}`, 2 for `{"ann": {"Heat": 4}}`
/// and `{"ann": {"Heat": {"rating": 4}}}`.
fn names(survey: &Survey) -> Names {
    if is_flat(survey) {
        return (1, "item");
    }
    match Below::of(survey).filter(|below| !below.is_of_columns()) {
        Some(below) if below.is_of_numbers() => below.names_of_numbers(),
        Some(below) if below.is_of_marked_records() => (2, below.around()),
        Some(below) if below.is_of_lists_by_state() => (1, "status"),
        Some(below) if below.days == below.all => (1, "name"),
        Some(below) if below.is_of_lists_by_kind() => (1, below.around()),
        Some(below) => below.names_of_lists(),
        None => NO_NAMES,
    }
}

/// What stands below the keys of a document, as if these were names.
#[derive(Default)]
struct Below {
    roots: Ids,
    /// What follows behind a root.
    inner: Ids,
    /// How many paths there are, and how many of them lead to a value, to the values of a list and into the objects of one.
    all: usize,
    values: usize,
    lists: usize,
    objects: usize,
    /// How many lead to a list of days, on which somebody did something.
    days: usize,
    /// How many lead to the values of a list under one key more, and whether one of these keys says what somebody did.
    listed: usize,
    done: bool,
    /// How many lead to nothing but numbers, and the highest that is no list's.
    numbers: usize,
    most: f32,
    /// How many texts there are, and how many of them are worked out.
    texts: usize,
    computed: usize,
    /// What is said of each item of each person, and how many paths lead to such.
    leaves: Ids,
    records: usize,
}

impl Below {
    /// `None` when not everything stands below a key.
    fn of(survey: &Survey) -> Option<Self> {
        let mut below = Below::default();
        for (path, place) in survey.texts() {
            below.add(path, place)?;
        }
        (below.all > 0).then_some(below)
    }

    fn add(&mut self, path: &str, place: Place) -> Option<()> {
        let end = path.find([KEY, LIST]).filter(|&end| end > 0)?;
        let (root, rest) = path.split_at(end);
        self.roots.intern(root);
        self.inner.intern(rest);
        self.all += 1;
        (self.computed, self.texts) = (self.computed + place.computed, self.texts + place.texts);
        let key = rest.strip_prefix(KEY).and_then(|rest| rest.strip_suffix(LIST));
        self.listed += usize::from(key.is_some_and(|key| !key.contains([KEY, LIST])));
        self.done |= key.is_some_and(|key| says_done(key) || roles_of(&[key]).item.is_some());
        let told = rest.strip_prefix(KEY).filter(|rest| !rest.contains(LIST));
        if let Some((_, leaf)) = told.and_then(|rest| rest.split_once(KEY))
            && !leaf.contains(KEY)
        {
            self.leaves.intern(leaf);
            self.records += 1;
        }
        match rest.strip_prefix(LIST) {
            Some("") => {
                self.lists += 1;
                self.days += usize::from(place.days == place.texts);
            }
            Some(_) => self.objects += 1,
            None => {
                let value = !rest[1..].contains([KEY, LIST]);
                self.values += usize::from(value);
                self.numbers += usize::from(value && place.numbers == place.texts);
                self.most = self.most.max(place.most);
            }
        }
        Some(())
    }

    /// Columns one after the other are no names: a data frame writes each as its rows' numbers and values. Fractions name
    /// nobody, and what says who and what is a record.
    fn is_of_columns(&self) -> bool {
        let counted = self.inner.len() > 2
            && self.inner.iter().enumerate().all(|(at, key)| key[1..].parse() == Ok(at))
            && !self.roots.iter().any(is_number);
        let fractions = self.roots.iter().all(is_number) && self.roots.iter().any(|root| root.contains('.'));
        counted || fractions || roles(&self.roots).is_both()
    }

    fn is_of_numbers(&self) -> bool {
        self.values == self.all && self.numbers == self.all
    }

    /// Names above numbers. Figures of a report are no marks, and say the same few things of all.
    fn names_of_numbers(&self) -> Names {
        let roles = roles(&self.inner);
        let record = roles.item.is_some() && (roles.user.is_some() || roles.rating.is_some());
        let report = self.most > HIGHEST
            || self.computed * 2 > self.texts
            || (self.inner.len() < FEWEST && self.all == self.roots.len() * self.inner.len());
        match (record, report) {
            (true, _) => (1, "id"),
            (false, true) => NO_NAMES,
            (false, false) => (2, self.around()),
        }
    }

    /// True for films and books: these are what somebody has rated, and nobody who did.
    #[inline(never)]
    fn is_of_kinds(&self) -> bool {
        self.roots.len() > 1 && self.roots.iter().all(|key| Noun::of_items(singular(key)).is_some())
    }

    /// What the outer of two names is called.
    fn around(&self) -> &'static str {
        if self.is_of_kinds() { "category" } else { "user" }
    }

    /// True when a key says what it holds.
    #[inline(never)]
    fn says_something(&self) -> bool {
        self.roots.iter().any(|key| {
            let roles = roles_of(&[key]);
            let known = roles.user.is_some() || roles.item.is_some() || roles.rating.is_some();
            let noun = Noun::of_items(key).is_some() || Noun::of_people(key).is_some();
            known || noun || matches!(key, "users" | "ratings" | "items")
        })
    }

    /// True for keys that may be people. Addresses are people's, if there is only one.
    #[inline(never)]
    fn may_be_people(&self) -> bool {
        (self.roots.len() > 1 || self.roots.iter().all(|key| key.contains('@')))
            && !self.says_something()
            && !self.roots.iter().all(is_of_year)
    }

    /// True when all have much in common under their names.
    #[inline(never)]
    fn is_alike(&self) -> bool {
        self.roots.len() > 1 && self.inner.len() * 2 <= self.all
    }

    /// True for a record of each item of each person in which is a mark.
    fn is_of_marked_records(&self) -> bool {
        let same = self.records == self.all && self.leaves.len() * 2 <= self.all;
        same && (self.is_of_kinds() || self.may_be_people()) && {
            let roles = roles(&self.leaves);
            roles.user.is_none() && roles.item.is_none() && roles.rating.is_some()
        }
    }

    fn is_of_lists(&self) -> bool {
        self.lists + self.objects == self.all
    }

    /// True for lists of what was read and of what is still to read, which are one person's; years are nobody, either. What
    /// stands in lists within those by state is told apart.
    fn is_of_lists_by_state(&self) -> bool {
        let nested = |rest: &str| rest[1..].contains([LIST]) && !rest.ends_with(LIST);
        let states = || self.is_alike() && !self.says_something() && self.roots.iter().any(says_how_far);
        self.is_of_lists()
            && self.roots.len() > 1
            && (self.roots.iter().all(is_of_year)
                || !self.inner.iter().any(nested)
                    && (self.roots.iter().all(|key| says_how_far(key) || is_of_year(key)) || states()))
    }

    /// True for lists of films and of books.
    fn is_of_lists_by_kind(&self) -> bool {
        let same = self.lists == self.all || self.all * 4 >= self.roots.len() * self.inner.len() * 3;
        self.is_of_lists() && self.is_of_kinds() && same
    }

    /// Names above lists and records. Where each entry of a list says who, the key says what it is on.
    fn names_of_lists(&self) -> Names {
        let same = self.lists == self.all
            || self.objects == self.all && self.is_alike()
            || self.listed == self.all && self.done;
        if same && self.may_be_people() {
            let keys = self.inner.iter().filter_map(|key| key.strip_prefix(LIST)?.strip_prefix(KEY));
            let roles = roles_of(&keys.filter(|key| !key.contains([KEY, LIST])).collect::<Vec<&str>>());
            let on_item = roles.user.is_some() && roles.item.is_none();
            (1, if on_item { "item" } else { "user" })
        } else if self.lists + self.objects == 0 && self.is_alike() {
            (1, "id")
        } else {
            NO_NAMES
        }
    }
}

/// What these keys mean beside one another.
fn roles(keys: &Ids) -> Roles {
    let keys: Vec<&str> = keys.iter().map(|key| key.trim_start_matches(KEY)).collect();
    roles_of(&keys)
}

/// Which keys are names where others only wrap what is of interest: `{"ratings": {"ann": {"Heat": 4}}}` and
/// `{"ann": {"age": 33, "ratings": {"Heat": 4}}}`; and what the first of them is called as a column.
#[inline(never)]
fn wrapped(survey: &Survey, head: &Head<'_>, notation: Notation) -> Option<(Naming, &'static str)> {
    let mut naming = Naming::default();
    let mut below = None;
    // All of it may stand under what it is of: `{"books": {"2019": ["Emma"]}}`.
    let mut roots = survey.texts().map(|(path, _)| path.split([KEY, LIST]).next().unwrap_or_default());
    if let Some(root) = roots.next().filter(|root| Noun::of_items(singular(root)).is_some())
        && roots.all(|other| other == root)
    {
        let naming = Naming { count: 1, wraps: [root.to_owned(), String::new()], ..Naming::default() };
        let found = names(&Survey::of(head, notation, &Naming { count: 0, ..naming.clone() }));
        if found == (1, "status") {
            return Some((naming, found.1));
        }
    }
    if let Some(key) = wrap(survey, 0) {
        naming.wraps[0] = key.to_owned();
        let survey = Survey::of(head, notation, &naming);
        let (count, called) = names(&survey);
        if !matches!(called, "" | "id") {
            return Some((Naming { count, ..naming }, called));
        }
        below = Some(survey);
    }
    naming.wraps[1] = wrap(below.as_ref().unwrap_or(survey), 1)?.to_owned();
    let (count, called) = names(&Survey::of(head, notation, &naming));
    (called == "user").then_some((Naming { count, ..naming }, called))
}

/// The one key below the root, or below each of its keys, that says of people what they think or did and holds more
/// than a value.
fn wrap(survey: &Survey, behind: usize) -> Option<&str> {
    let says = |key: &str| {
        let rated = roles_of(&[key]).rating.is_some();
        let of = |word: &&str| key.contains(word);
        says_done(key) || rated || ["rating", "score"].iter().any(of) || behind == 0 && key.contains("user")
    };
    let (mut found, mut roots) = (None, Ids::default());
    for (path, _) in survey.texts() {
        let mut rest = path;
        if behind > 0 {
            let (root, below) = path.split_once(KEY).filter(|(root, _)| !root.contains(LIST))?;
            roots.intern(root);
            rest = below;
        }
        let Some(end) = rest.find([KEY, LIST]) else { continue };
        let key = &rest[..end];
        if found == Some(key) || !says(key) {
            continue;
        }
        if found.is_some() || behind == 0 && rest[end..].starts_with(LIST) {
            return None;
        }
        found = Some(key);
    }
    let key = found.filter(|_| behind == 0 || roots.len() > 1)?;
    // Columns of a data frame have the same rows.
    let below = || survey.texts().filter_map(|(path, _)| path.split_once(KEY)).filter(|_| behind == 0);
    let mut rows = Ids::default();
    for (_, row) in below().filter(|(root, _)| *root == key) {
        rows.intern(row);
    }
    let shared = below().any(|(root, row)| root != key && rows.find(row).is_some());
    (!shared).then_some(key)
}

/// True for what one person thinks of each: `{"Heat": 4, "Up": 2, "31": 5}`. Names of settings are words in small letters.
/// Numbers that run are those of rows.
fn is_flat(survey: &Survey) -> bool {
    let (mut keys, mut titles) = (0, 0);
    let (mut runs, mut before) = (true, None);
    for (path, place) in survey.texts() {
        if path.contains([KEY, LIST]) || place.numbers != place.texts || place.most > HIGHEST_MARK {
            return false;
        }
        keys += 1;
        runs &= before.replace(place.most).is_none_or(|before| place.most == before + 1.0);
        let begins = |c: char| c.is_uppercase() || c.is_ascii_digit();
        titles += usize::from(path.starts_with(begins) || path.contains(' '));
    }
    keys >= FEWEST && titles * 2 > keys && !runs
}

/// The path in a record below which keys are items and values ratings: `ratings` of
/// `[{"user": "ann", "ratings": {"Heat": 4, "Up": 2}}]`. Several figures of each record are no ratings.
fn map(survey: &Survey, notation: Notation) -> Option<String> {
    let mut parents = Ids::default();
    // Of each: its keys, whether all are numbers on a scale, how many values.
    let mut found: Vec<(usize, bool, bool, usize)> = Vec::new();
    for (path, place) in survey.texts() {
        let Some(end) = path.rfind(KEY).filter(|&end| !path[..end].ends_with(LIST)) else { continue };
        let at = parents.intern(&path[..end]) as usize;
        if at == found.len() {
            found.push((0, true, true, 0));
        }
        let (keys, marks, ids, values) = &mut found[at];
        *keys += 1;
        *marks &= place.numbers == place.texts && place.most <= HIGHEST;
        *ids &= is_number(&path[end + 1..]);
        *values += place.texts;
    }
    let fits = |at: usize| {
        let parent = parents.get(at as u32);
        let (keys, marks, ids, values) = found[at];
        let opened = survey.opened(parent);
        let repeated = parent.contains(LIST) || notation == Notation::Json(true);
        repeated && marks && keys >= FEWEST && opened > 1 && (ids || values * 10 <= keys * opened * 9)
    };
    let mut maps = (0..found.len()).filter(|&at| fits(at));
    let at = maps.next().filter(|_| maps.next().is_none())?;
    Some(parents.get(at as u32).to_owned())
}

/// True for a year, or the years until one: `2019`, `2018-and-before`.
fn is_of_year(key: &str) -> bool {
    key.get(..4).is_some_and(is_year) && !key[4..].starts_with(|c: char| c.is_alphanumeric())
}

/// True when a list under this key holds what somebody did something with: `likes`, `past_orders`.
pub fn says_done(key: &str) -> bool {
    let did = words!("order purchase bought watched liked history");
    DONE.contain(key) || (!key.contains("dislike") && did.stand_in(key))
}

/// True when a list under this key says something of what has it, or holds marks.
pub fn describes(key: &str, place: Place) -> bool {
    if says_done(key) || key.is_empty() || key == ANY {
        return false;
    }
    let roles = roles_of(&[singular(key)]);
    let marks = place.numbers == place.texts && place.most <= HIGHEST_MARK && roles.item.is_none();
    marks || roles.genres.is_some() || roles.tag.is_some() || roles.rating.is_some()
}
