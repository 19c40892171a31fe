//! The head of a file → which of its values are rows, and which keys are columns.

use super::json::Json;
use super::path::{ANY, BOTH, KEY, LIST, Naming, Path, common, is_below, level};
use super::rows::{Column, Flattening, NAMES, PLACES, Plan, Tables};
use super::xml::Xml;
use super::{Flat, Reader, Step, Walk, column_title};
use crate::format::personal::{Personal, is_about, is_of_wishes, roles_of, says_how_far};
use crate::format::table::{Header, Roles, ends_as_item};
use crate::format::value::{is_number, is_year, number};
use crate::format::words::{Words, words};
use crate::format::{Format, Head, Match, Parser, recognize, shown};
use crate::ratings::{Ids, Noun};
use std::cell::{Cell, OnceCell};
use std::rc::Rc;

/// Most ways of taking values for rows that are tried.
const MOST_PLANS: usize = 16;

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

/// Most columns of a table that is made of nested values.
const MOST_COLUMNS: usize = 256;

/// How a file is written.
#[derive(Clone, Copy, PartialEq)]
enum Notation {
    /// `true` where every line is a document.
    Json(bool),
    Xml,
}

impl Notation {
    fn reader(self) -> Box<dyn Reader> {
        match self {
            Notation::Json(by_line) => Box::new(Json::new(by_line)),
            Notation::Xml => Box::new(Xml::new()),
        }
    }

    fn read(self, head: &Head<'_>, walk: &mut dyn Walk) {
        let mut reader = self.reader();
        reader.push(head.text.as_bytes(), walk);
        if head.whole {
            reader.finish(walk);
        }
    }
}

/// The table that the values make whose rows say most.
pub(super) fn flatten(head: &Head<'_>, name: &'static str) -> Option<Flat> {
    let first = head.lines().first()?.trim_start();
    let document =
        || first.starts_with('{') && Json::default().ends_with(first.as_bytes(), &mut Survey::default());
    let notation =
        if name == "XML" { Notation::Xml } else { Notation::Json(head.lines().len() > 1 && document()) };
    let (mut naming, mut called) = (Naming::default(), "");
    let mut survey = Survey::of(head, notation, &naming);
    if notation != Notation::Xml {
        (naming.count, called) = survey.names();
        // A document of keys may have names further below.
        if first.starts_with('{')
            && notation == Notation::Json(false)
            && matches!(called, "" | "id")
            && let Some(wrapped) = survey.wrapped(head, notation)
        {
            (naming, called) = wrapped;
        }
    }
    if naming.count == 0
        && let Some(under) = survey.map(notation)
    {
        called = if survey.is_of_item(&under) { "user" } else { "item" };
        naming = Naming { count: 1, under, ..Naming::default() };
    }
    if naming.count > 0 {
        survey = Survey::of(head, notation, &naming);
    }
    let mut tables = Tables::of(survey.plans(notation, &naming, called), &naming);
    notation.read(head, &mut tables);
    let (mut plans, mut texts) = tables.into_texts();
    let table = |text| Head::of_table(&head.name, text, head.whole, None, Rc::default());
    let heads: Vec<Head<'_>> = texts.iter().map(|text| table(text)).collect();
    let both = |table: &Head<'_>| table.ways().any(|(_, header)| is_both(&header.roles));
    // An order says of what it consists, where the order itself is no item's.
    let surely = |table: &Head<'_>| {
        let named = |header: &Header| header.roles.item.is_some_and(|at| ends_as_item(&header.names[at]));
        table.ways().any(|(_, header)| is_both(&header.roles) && named(header))
    };
    let of_order = |plan: &Plan| is_of_order(&plan.row) || invented(plan).is_some();
    let outer = plans.iter().zip(&heads).any(|(plan, table)| !of_order(plan) && surely(table));
    let most = || (0..texts.len()).max_by_key(|&i| (texts[i].lines().count(), usize::MAX - i));
    let mut found: Vec<OnceCell<Option<Match>>> = vec![];
    found.resize_with(texts.len(), OnceCell::new);
    // Lists under a key that says nothing of items come behind others.
    let fits = |rank: usize, at: usize| {
        let (plan, table) = (&plans[at], &heads[at]);
        match rank {
            0 => Personal.open(table).is_some_and(|personal| found[at].set(Some(personal)).is_ok()),
            1 if outer || !is_of_order(&plan.row) || !both(table) => false,
            2 if invented(plan).is_some_and(|key| !says_done(key)) => false,
            2 | 3 if !both(table) => false,
            _ => found[at].get_or_init(|| recognize(table)).is_some(),
        }
    };
    let known = (0..5).find_map(|rank| (0..texts.len()).find(|&at| fits(rank, at)));
    // Nobody can say what the columns of a list of names are.
    let best = known.or_else(|| most().filter(|&at| !is_list(&plans[at])))?;
    // Lists beside the one that is read say as much; what stands around it, or in it, is of it.
    let beside = |at: &usize| {
        let (row, other) = (&plans[best].row, &plans[*at].row);
        !(is_below(row, other) || is_below(other, row))
    };
    let own = |at: usize| {
        let found = found[at].get_or_init(|| recognize(&heads[at]));
        found.as_ref().is_some_and(|found| found.format.contains("one person"))
    };
    let tells = |at: usize| own(at) || both(&heads[at]);
    let unread = known.and_then(|_| (0..texts.len()).filter(beside).find(|&at| tells(at)));
    // Of two lists of one person's the longer one is read, as few things are under way at a time.
    let lines = |at: usize| texts[at].lines().count();
    let longer = unread.filter(|&at| own(best) && own(at) && lines(at) > 2 * lines(best));
    let wished = |at: &usize| is_of_wishes(&keys_of(&plans[*at].row));
    let (best, unread) = match longer.filter(|at| !wished(at)) {
        Some(longer) => (longer, Some(best)),
        None => (best, unread),
    };
    let unread = unread.map(|at| {
        let [read, other] = [best, at].map(|at| shown(&keys_of(&plans[at].row)));
        format!("“{read}” alone was read, “{other}” was not")
    });
    let known = heads[best].known();
    drop(heads);
    let found = Cell::new(found.swap_remove(best).into_inner());
    let (plan, text) = (plans.swap_remove(best), texts.swap_remove(best));
    let Naming { count, under, wraps } = naming;
    let pairs = count == 1 && plan.columns.iter().any(|column| column.path == PLACES[0]);
    let invented =
        invented(&plan).map(|key| format!("what stands under “{}” was taken for items", shown(key)));
    let reading = move |table| Box::new(Flattening::new(notation.reader(), plan, table)) as Box<dyn Parser>;
    let told = match count {
        _ if pairs => Some("lists of two were taken for an item and its rating".to_owned()),
        _ if !under.is_empty() => {
            let what = if called == "user" { "people" } else { "items" };
            Some(format!("keys under “{}” were taken for {what}", shown(last_key(&under))))
        }
        2 => Some("the outer keys were taken for people and the inner ones for items".to_owned()),
        1 if !wraps[1].is_empty() => {
            Some(format!("what stands under “{}” was taken for items", shown(&wraps[1])))
        }
        1 if invented.is_none() && matches!(called, "user" | "item") => {
            let what = if called == "user" { "a person" } else { "an item" };
            Some(format!("each key was taken for {what}"))
        }
        _ => invented,
    };
    Some(Flat { text, known, found, notation: name, told, unread, reading: Box::new(reading) })
}

/// What stands at a path.
#[derive(Default, Clone, Copy)]
struct Place {
    opened: usize,
    texts: usize,
    numbers: usize,
    /// Numbers with a fraction.
    fractions: usize,
    /// Numbers with more than two decimals.
    computed: usize,
    /// The highest number.
    most: f32,
}

/// All paths of a head in the order of their first appearance.
#[derive(Default)]
struct Survey {
    here: Path,
    paths: Ids,
    places: Vec<Place>,
    /// The names that a data frame gives before its rows: `{"columns": ["user", "item"], "data": [[1, 2]]}`.
    columns: Vec<String>,
}

impl Survey {
    fn of(head: &Head<'_>, notation: Notation, naming: &Naming) -> Self {
        let mut survey = Survey { here: Path::new(naming), ..Survey::default() };
        notation.read(head, &mut survey);
        survey
    }

    fn place(&mut self) -> Option<&mut Place> {
        let at = self.paths.intern(self.here.here()?) as usize;
        if at == self.places.len() {
            self.places.push(Place::default());
        }
        Some(&mut self.places[at])
    }

    /// The paths that have texts.
    fn texts(&self) -> impl Iterator<Item = (&str, Place)> {
        let all = self.places.iter().enumerate().map(|(at, place)| (self.paths.get(at as u32), *place));
        all.filter(|(_, place)| place.texts > 0)
    }

    /// How many keys from the root are names of people or items, and not of what they hold: 1 for
    /// `{"ann": ["Heat"]}`, `{"ann": [{"film": "Heat"}]}` and `{"31": {"title": "Heat"}}`, 2 for `{"ann": {"Heat": 4}}`
    /// and `{"ann": {"Heat": {"rating": 4}}}`; and what the first of them is called as a column: lists and ratings belong to
    /// a user, a record has an id.
    fn names(&self) -> (usize, &'static str) {
        if self.is_flat() {
            return (1, "item");
        }
        let (mut roots, mut inner) = (Ids::default(), Ids::default());
        // How many paths are of which shape: values, lists of values, lists of objects; and how many are below keys.
        let (mut values, mut lists, mut objects, mut all) = (0, 0, 0, 0);
        // Whether all of them are lists under a key, one of which says what somebody did.
        let (mut listed, mut done) = (true, false);
        let mut numbers = true;
        let mut most = 0.0f32;
        let (mut computed, mut texts) = (0, 0);
        // What each item of each person has, and whether all paths lead to such.
        let (mut leaves, mut records) = (Ids::default(), true);
        for (path, place) in self.texts() {
            (computed, texts) = (computed + place.computed, texts + place.texts);
            let Some(end) = path.find([KEY, LIST]).filter(|&end| end > 0) else {
                return (0, "");
            };
            let (root, rest) = path.split_at(end);
            roots.intern(root);
            inner.intern(rest);
            all += 1;
            let key = rest.strip_prefix(KEY).and_then(|rest| rest.strip_suffix(LIST));
            listed &= key.is_some_and(|key| !key.contains([KEY, LIST]));
            done |= key.is_some_and(|key| says_done(key) || roles_of(&[key]).item.is_some());
            let told = rest.strip_prefix(KEY).filter(|rest| !rest.contains(LIST));
            match told.and_then(|rest| rest.split_once(KEY)).filter(|(_, leaf)| !leaf.contains(KEY)) {
                Some((_, leaf)) => {
                    leaves.intern(leaf);
                }
                None => records = false,
            }
            match rest.strip_prefix(LIST) {
                Some("") => lists += 1,
                Some(_) => objects += 1,
                None => {
                    let value = !rest[1..].contains([KEY, LIST]);
                    values += usize::from(value);
                    numbers &= value && place.numbers == place.texts;
                    most = most.max(place.most);
                }
            }
        }
        let roles = |keys: &Ids| {
            let keys: Vec<&str> = keys.iter().map(|key| key.trim_start_matches(KEY)).collect();
            roles_of(&keys)
        };
        let means = |key: &str| {
            let roles = roles_of(&[key]);
            let known = roles.user.is_some() || roles.item.is_some() || roles.rating.is_some();
            let noun = Noun::of_items(key).is_some() || Noun::of_people(key).is_some();
            known || noun || matches!(key, "users" | "ratings" | "items")
        };
        // Columns one after the other are no names: a data frame writes each as its rows' numbers and values.
        let counted = inner.len() > 2
            && inner.iter().enumerate().all(|(at, key)| key[1..].parse() == Ok(at))
            && !roots.iter().any(is_number);
        // Fractions name nobody.
        let marks = roots.iter().all(is_number) && roots.iter().any(|root| root.contains('.'));
        if all == 0 || counted || marks || is_both(&roles(&roots)) {
            return (0, "");
        }
        // Films and books are what somebody has rated, and nobody who did.
        let kinds = roots.len() > 1 && roots.iter().all(|key| Noun::of_items(singular(key)).is_some());
        let around = if kinds { "category" } else { "user" };
        // What all have in common under their names.
        let alike = roots.len() > 1 && inner.len() * 2 <= all;
        if values == all && numbers {
            let roles = roles(&inner);
            let record = roles.item.is_some() && (roles.user.is_some() || roles.rating.is_some());
            // Figures of a report are no marks, and say the same few things of all.
            let report = most > HIGHEST
                || computed * 2 > texts
                || (inner.len() < FEWEST && all == roots.len() * inner.len());
            return if record {
                (1, "id")
            } else if report {
                (0, "")
            } else {
                (2, around)
            };
        }
        // Addresses are people's, if there is only one.
        let several =
            (roots.len() > 1 || roots.iter().all(|key| key.contains('@'))) && !roots.iter().any(means);
        if (several || kinds) && records && leaves.len() * 2 <= all {
            let of_item = roles(&leaves);
            if of_item.user.is_none() && of_item.item.is_none() && of_item.rating.is_some() {
                return (2, around);
            }
        }
        // Lists of what was read and of what is still to read are one person's; years are nobody, either. What stands in
        // lists within these is told apart.
        let nested = inner.iter().any(|rest| rest[1..].contains([LIST]) && !rest.ends_with(LIST));
        let states = || alike && !roots.iter().any(means) && roots.iter().any(says_how_far);
        let far = roots.len() > 1
            && !nested
            && (roots.iter().all(|key| says_how_far(key) || is_year(key)) || states());
        let same = lists == all || all * 4 >= roots.len() * inner.len() * 3;
        if (far || kinds && same) && lists + objects == all {
            return (1, if far { "status" } else { around });
        }
        if several && (lists == all || objects == all && alike || listed && done) {
            // Where each entry of a list says who, the key says what it is on.
            let keys = inner.iter().filter_map(|key| key.strip_prefix(LIST)?.strip_prefix(KEY));
            let roles = roles_of(&keys.filter(|key| !key.contains([KEY, LIST])).collect::<Vec<&str>>());
            let on_item = roles.user.is_some() && roles.item.is_none();
            (1, if on_item { "item" } else { "user" })
        } else if lists + objects == 0 && alike {
            (1, "id")
        } else {
            (0, "")
        }
    }

    /// Which keys are names where others only wrap what is of interest: `{"ratings": {"ann": {"Heat": 4}}}` and
    /// `{"ann": {"age": 33, "ratings": {"Heat": 4}}}`; and what the first of them is called as a column.
    #[inline(never)]
    fn wrapped(&self, head: &Head<'_>, notation: Notation) -> Option<(Naming, &'static str)> {
        let mut naming = Naming::default();
        let mut below = None;
        if let Some(key) = self.wrap(0) {
            naming.wraps[0] = key.to_owned();
            let survey = Survey::of(head, notation, &naming);
            let (count, called) = survey.names();
            if !matches!(called, "" | "id") {
                return Some((Naming { count, ..naming }, called));
            }
            below = Some(survey);
        }
        naming.wraps[1] = below.as_ref().unwrap_or(self).wrap(1)?.to_owned();
        let (count, called) = Survey::of(head, notation, &naming).names();
        (called == "user").then_some((Naming { count, ..naming }, called))
    }

    /// The one key below the root, or below each of its keys, that says of people what they think or did and holds more
    /// than a value.
    fn wrap(&self, behind: usize) -> Option<&str> {
        let says = |key: &str| {
            let rated = roles_of(&[key]).rating.is_some();
            let of = |word: &&str| key.contains(word);
            says_done(key)
                || rated
                || ["rating", "score"].iter().any(of)
                || behind == 0 && key.contains("user")
        };
        let (mut found, mut roots) = (None, Ids::default());
        for (path, _) in self.texts() {
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
        let below = || self.texts().filter_map(|(path, _)| path.split_once(KEY)).filter(|_| behind == 0);
        let mut rows = Ids::default();
        for (_, row) in below().filter(|(root, _)| *root == key) {
            rows.intern(row);
        }
        let shared = below().any(|(root, row)| root != key && rows.find(row).is_some());
        (!shared).then_some(key)
    }

    /// True for what one person thinks of each: `{"Heat": 4, "Up": 2, "31": 5}`. Names of settings are words in small letters.
    /// Numbers that run are those of rows.
    fn is_flat(&self) -> bool {
        let (mut keys, mut titles) = (0, 0);
        let (mut runs, mut before) = (true, None);
        for (path, place) in self.texts() {
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
    fn map(&self, notation: Notation) -> Option<String> {
        let mut parents = Ids::default();
        // Of each: its keys, whether all are numbers on a scale, how many values.
        let mut found: Vec<(usize, bool, bool, usize)> = Vec::new();
        for (path, place) in self.texts() {
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
            let opened = self.paths.find(parent).map_or(0, |at| self.places[at as usize].opened);
            let repeated = parent.contains(LIST) || notation == Notation::Json(true);
            repeated && marks && keys >= FEWEST && opened > 1 && (ids || values * 10 <= keys * opened * 9)
        };
        let mut maps = (0..found.len()).filter(|&at| fits(at));
        let at = maps.next().filter(|_| maps.next().is_none())?;
        Some(parents.get(at as u32).to_owned())
    }

    /// True when this stands in records with the titles of items, and nobody is named there.
    fn is_of_item(&self, under: &str) -> bool {
        let around = &under[..under.rfind([KEY, LIST]).map_or(0, |at| at + 1)];
        let beside = self.texts().filter_map(|(path, _)| path.strip_prefix(around));
        let keys: Vec<&str> = beside.filter(|key| !key.contains([KEY, LIST])).collect();
        let roles = roles_of(&keys);
        roles.user.is_none() && keys.iter().any(|key| ends_as_item(key) || matches!(*key, "title" | "isbn"))
    }

    /// All ways of taking values for rows, those nearer to the root first.
    fn plans(&self, notation: Notation, naming: &Naming, called: &str) -> Vec<Plan> {
        let (names, under) = (naming.count, naming.under.as_str());
        let depth = |row: &str| row.bytes().filter(|b| matches!(char::from(*b), KEY | LIST)).count();
        // Each with its depth.
        let mut rows: Vec<(usize, &str)> = Vec::new();
        for (path, place) in self.texts() {
            let mut add = |row| {
                if rows.len() < 4 * MOST_PLANS && !rows.iter().any(|&(_, other)| other == row) {
                    let depth = depth(row);
                    let at = rows.iter().position(|&(other, _)| other > depth);
                    rows.insert(at.unwrap_or(rows.len()), (depth, row));
                }
            };
            if notation == Notation::Xml {
                if let Some(parent) = path.rfind(KEY) {
                    add(&path[..parent]);
                }
                continue;
            }
            let around = path.strip_suffix(LIST).unwrap_or(path);
            if !under.is_empty() {
                if level(path, under) == Some(1) {
                    add(path);
                }
                continue;
            }
            match around.rfind(LIST) {
                Some(end) => add(&path[..=end]),
                None if names == 2 && level(path, "").is_some() => {}
                // What is told of each item.
                None if names == 2 => add(BOTH),
                None if names > 0 => add(ANY),
                None => add(""),
            }
            // Numbers with fractions and lists of lists are coordinates, and no items; nor are what says something of
            // one, as who made it, and marks.
            let list = around.len() < path.len()
                && !around.ends_with(LIST)
                && place.fractions == 0
                && !describes(last_key(around), place)
                && !(is_about(last_key(around)) && self.is_of_item(around));
            let under_key = around.len() < path.len() && around.ends_with(LIST);
            if under_key {
                add(around);
            }
            if list || names == 2 && level(path, "").is_some() {
                add(path);
            }
        }
        rows.truncate(MOST_PLANS);
        let plans = rows.into_iter().map(|(_, row)| self.plan(row, notation, naming, called));
        // A list of nothing but names may be what somebody chose.
        plans.filter(|plan| is_list(plan) || plan.columns.len() > 1).collect()
    }

    /// The table of the rows at this path.
    fn plan(&self, row: &str, notation: Notation, naming: &Naming, called: &str) -> Plan {
        let names = naming.count;
        let mut columns: Vec<Column> = Vec::new();
        let mut add = |path: &str, name: &str, owner: usize, parent: &str| {
            if columns.len() == MOST_COLUMNS {
                return;
            }
            let mut name = column_title(name).into_owned();
            if columns.iter().any(|column| column.name == name) || owner < row.len() && is_vague(&name) {
                name = format!("{}.{name}", column_title(parent));
            }
            columns.push(Column { path: path.to_owned(), name, owner });
        };
        if names > 0 {
            add(NAMES[0], called, usize::MAX, called);
            if names == 2 {
                add(NAMES[1], "item", usize::MAX, "item");
            }
        }
        let ordered = self.ordered(row);
        for (path, _) in self.texts() {
            if !is_below(path, row) {
                continue;
            }
            let name = path[row.len()..].trim_start_matches(KEY).trim_end_matches(LIST);
            let width =
                if row.ends_with(LIST) && name.is_empty() && path != row { self.width(row, path) } else { 0 };
            if path == row {
                let marks = !naming.under.is_empty() || (names == 1 && path == ANY);
                let name = if marks { "rating" } else { value_name(path, names) };
                add(path, name, row.len(), "");
            } else if width > 1 {
                let called: Vec<String> = (0..width).map(|at| self.place_name(at, width, names)).collect();
                add(path, &called[0], row.len(), "");
                for (place, name) in PLACES.iter().zip(&called[1..]) {
                    add(place, name, row.len(), "");
                }
            } else if !(name.is_empty() || name.contains(LIST) || row.is_empty() && path.starts_with(LIST)) {
                let (around, name) = name_of(name);
                let name = if Some(path) == ordered { "item" } else { &*name };
                add(path, name, row.len(), around);
            }
        }
        // Trakt has films among series, and either may come first.
        for (kind, other) in [("show", "movie"), ("movie", "show")] {
            let known = format!("{row}{KEY}{kind}{KEY}");
            if self.paths.find(&format!("{known}ids{KEY}trakt")).is_none() {
                continue;
            }
            for (path, _) in self.texts() {
                let Some(keys) = path.strip_prefix(&*known) else { continue };
                let name = format!("{other}{KEY}{keys}");
                let path = format!("{row}{KEY}{name}");
                if !keys.contains(LIST) && self.paths.find(&path).is_none() {
                    add(&path, &name_of(&name).1, row.len(), "");
                }
            }
        }
        for (path, _) in self.texts() {
            if is_below(path, row) {
                continue;
            }
            let shared = common(path, row);
            let ancestor = &row[..shared];
            let opened = self.paths.find(ancestor).map_or(0, |at| self.places[at as usize].opened);
            let repeated =
                opened > 1 || ancestor.ends_with(LIST) || shared == 0 && notation == Notation::Json(true);
            let name = path[shared..].trim_start_matches(KEY);
            // What is said once says nothing of a row.
            if repeated && !name.is_empty() && !name.contains(LIST) {
                add(path, &name_of(name).1, shared, singular(last_key(ancestor)));
            }
        }
        Plan { naming: naming.clone(), row: row.to_owned(), columns }
    }

    /// What names the elements of a list of what was ordered, where no key says that it does.
    #[inline(never)]
    fn ordered(&self, row: &str) -> Option<&str> {
        if !is_of_order(row) {
            return None;
        }
        let key =
            |path: &'_ str| path.strip_prefix(row).and_then(|rest| rest.strip_prefix(KEY)).map(str::to_owned);
        let known = |path: &str| key(path).is_some_and(|key| roles_of(&[&key]).item.is_some());
        if self.texts().any(|(path, _)| known(path)) {
            return None;
        }
        ["name", "title", "id"].iter().find_map(|called| {
            self.texts().map(|(path, _)| path).find(|path| key(path).as_deref() == Some(*called))
        })
    }

    /// How many elements all rows have that are lists; 0 when they have different numbers.
    fn width(&self, row: &str, path: &str) -> usize {
        let opened = |path: &str| self.paths.find(path).map_or(0, |at| self.places[at as usize].opened);
        let (rows, elements) = (opened(row), opened(path));
        let width = elements / rows.max(1);
        // The last of the head may be cut off.
        if rows > 1 && elements.abs_diff(rows * width) <= 1 && width <= PLACES.len() + 1 { width } else { 0 }
    }

    /// What the element at this place of a row is called: as a data frame says, or a person's item and rating.
    fn place_name(&self, at: usize, width: usize, names: usize) -> String {
        let known = ["item", "rating", "timestamp"];
        match (self.columns.get(at), known.get(at)) {
            (Some(name), _) if self.columns.len() == width => name.clone(),
            (_, Some(name)) if names == 1 => (*name).to_owned(),
            _ => format!("value {}", at + 1),
        }
    }
}

impl Walk for Survey {
    fn open(&mut self, step: Step<'_>, _line: u64) {
        self.here.open(step);
        if let Some(place) = self.place() {
            place.opened += 1;
        }
    }

    fn wants(&mut self) -> bool {
        self.here.here().is_some()
    }

    fn text(&mut self, text: &str) {
        if let Some(place) = self.place() {
            place.texts += 1;
            place.numbers += usize::from(is_number(text));
            let value = number(text);
            place.most = place.most.max(value.unwrap_or(f32::MAX));
            place.fractions += usize::from(value.is_some_and(|value| value.fract() != 0.0));
            place.computed += usize::from(value.is_some_and(|value| (value * 100.0).fract() != 0.0));
        }
        if self.here.here() == Some("columns\u{2}") && self.columns.len() <= PLACES.len() {
            self.columns.push(column_title(text).into_owned());
        }
    }

    fn close(&mut self) {
        self.here.close();
    }

    fn broken(&mut self, _line: u64, _expected: &str, _found: &str, lost: bool) {
        if lost {
            self.here.clear();
        }
    }
}

/// True when a list under this key holds what somebody did something with: `likes`, `past_orders`.
fn says_done(key: &str) -> bool {
    let did = words!("order purchase bought watched liked history");
    DONE.contain(key) || (!key.contains("dislike") && did.stand_in(key))
}

/// True when a list under this key says something of what has it, or holds marks.
fn describes(key: &str, place: Place) -> bool {
    if says_done(key) || key.is_empty() || key == ANY {
        return false;
    }
    let roles = roles_of(&[singular(key)]);
    let marks = place.numbers == place.texts && place.most <= HIGHEST_MARK && roles.item.is_none();
    marks || roles.genres.is_some() || roles.tag.is_some() || roles.rating.is_some()
}

/// True for a document that is a list of names or numbers, and of nothing else.
fn is_list(plan: &Plan) -> bool {
    plan.row.chars().eq([LIST]) && plan.columns.len() == 1 && plan.columns[0].path == plan.row
}

/// The key of the list whose elements are rows, where it says nothing of items.
fn invented(plan: &Plan) -> Option<&str> {
    let list = plan.columns.iter().find(|column| column.path == plan.row && column.path.ends_with(LIST))?;
    let key = last_key(&list.path);
    (list.name == "item" && !key.starts_with("item") && !key.is_empty() && key != ANY).then_some(key)
}

/// What the keys of a value are called together, without what only wraps it: `movie_id` of MongoDB's
/// `"movie_id": {"$oid": "5f"}`, and `title` of `"data": {"title": "Heat"}` or of Django's `"fields": {"title": "Heat"}` with
/// the key around it.
fn name_of(keys: &str) -> (&str, String) {
    let inner = words!("data fields").behind(keys).and_then(|keys| keys.strip_prefix(KEY));
    let rest = inner.unwrap_or(keys);
    let wrap = rest.rfind(KEY).filter(|at| rest[at + 1..].starts_with('$'));
    let name = rest[..wrap.unwrap_or(rest.len())].replace(KEY, ".");
    (inner.map_or("", |rest| &keys[..keys.len() - rest.len() - 1]), name)
}

/// True for names that many things have beside one another.
fn is_vague(name: &str) -> bool {
    matches!(name, "id" | "name" | "title")
}

/// The keys of a path, for a message.
fn keys_of(path: &str) -> String {
    let keys = path.split([KEY, LIST]).filter(|key| !key.is_empty() && *key != ANY);
    keys.collect::<Vec<_>>().join(".")
}

/// The key at the end of a path.
fn last_key(path: &str) -> &str {
    let path = path.trim_end_matches(LIST);
    path.rsplit([KEY, LIST]).next().unwrap_or(path)
}

/// `movie` of `movies`.
fn singular(key: &str) -> &str {
    key.strip_suffix('s').unwrap_or(key)
}

/// True for the elements of a list of what was ordered, in something else.
fn is_of_order(row: &str) -> bool {
    let around = row.strip_suffix(LIST).filter(|around| around.contains([LIST, KEY]));
    around.is_some_and(|around| {
        words!("item product line detail").end(singular(&last_key(around).to_ascii_lowercase()))
    })
}

/// True when both a user and an item are named.
fn is_both(roles: &Roles) -> bool {
    roles.user.is_some() && roles.item.is_some()
}

/// The name of a row's own text: a rating under two names; an item in a list; an element's name.
fn value_name(path: &str, names: usize) -> &str {
    if names == 2 {
        return "rating";
    }
    let key = last_key(path);
    // Those by whom something is liked are people.
    if path.ends_with(LIST) && words!("edBy ed_by").end(key) {
        return "user";
    }
    let name = singular(key);
    if path.ends_with(LIST) && roles_of(&[name]).item.is_none() { "item" } else { name }
}
