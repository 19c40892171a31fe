//! What stands where → the tables that its values may make.

use super::column_title;
use super::naming::{Named, describes};
use super::path::{ANY, BOTH, KEY, LIST, common, is_below, last_key, level, singular};
use super::rows::{Column, NAMES, PLACES, Plan};
use super::survey::{Notation, Survey};
use crate::format::personal::{is_about, roles_of, says_how_far};
use crate::format::words::words;

/// Most ways of taking values for rows that are tried.
const MOST_PLANS: usize = 16;

/// Most columns of a table that is made of nested values.
const MOST_COLUMNS: usize = 256;

/// Most paths that are looked at as those of rows.
const MOST_ROWS: usize = 4 * MOST_PLANS;

/// All ways of taking values for rows, those nearer to the root first.
pub fn plans(named: &Named, notation: Notation) -> Vec<Plan> {
    let rows = rows(named, notation);
    let plans = rows.into_iter().take(MOST_PLANS).map(|row| plan(named, row, notation));
    // A list of nothing but names may be what somebody chose.
    plans.filter(|plan| is_list(plan) || plan.columns.len() > 1).collect()
}

/// The paths of what may be rows, those nearer to the root first.
fn rows(named: &Named, notation: Notation) -> Vec<&str> {
    let (survey, names, under) = (&named.survey, named.naming.count, named.naming.under.as_str());
    let depth = |row: &str| row.bytes().filter(|b| matches!(char::from(*b), KEY | LIST)).count();
    let mut rows: Vec<(usize, &str)> = Vec::new();
    for (path, place) in survey.texts() {
        let mut add = |row| {
            if rows.len() < MOST_ROWS && !rows.iter().any(|&(_, other)| other == row) {
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
        if !under.is_empty() {
            if level(path, under) == Some(1) {
                add(path);
            }
            continue;
        }
        let around = path.strip_suffix(LIST).unwrap_or(path);
        let is_named = names == 2 && level(path, "").is_some();
        match around.rfind(LIST) {
            Some(end) => add(&path[..=end]),
            None if is_named => {}
            // What is told of each item.
            None if names == 2 => add(BOTH),
            None if names > 0 => add(ANY),
            None => add(""),
        }
        // Numbers with fractions and lists of lists are coordinates, and no items; nor are what says something of
        // one, as who made it, and marks.
        let in_list = around.len() < path.len();
        let other = || {
            let key = last_key(around);
            describes(key, place) || is_about(key) && survey.is_of_item(around)
        };
        // Nor are days, but where somebody did what a key names.
        let days = place.days == place.texts && around != ANY;
        let items = !around.ends_with(LIST) && place.fractions == 0 && !days && !other();
        if in_list && around.ends_with(LIST) {
            add(around);
        }
        if in_list && items || is_named {
            add(path);
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Columns as they are found.
struct Columns<'a> {
    row: &'a str,
    found: Vec<Column>,
}

impl Columns<'_> {
    /// Adds the values at `path`, which belong to the ancestor whose path is `owner` bytes long. What is called like another
    /// column is called after the key around it.
    #[inline(never)]
    fn add(&mut self, path: &str, name: &str, owner: usize, parent: &str) {
        if self.found.len() == MOST_COLUMNS {
            return;
        }
        let mut name = column_title(name).into_owned();
        let twin = self.found.iter().any(|column| column.name == name);
        if twin || owner < self.row.len() && is_vague(&name) {
            name = format!("{}.{name}", column_title(parent));
        }
        self.found.push(Column { path: path.to_owned(), name, owner });
    }

    /// Adds what a row of its own says.
    fn add_own(&mut self, path: &str, name: &str, parent: &str) {
        self.add(path, name, self.row.len(), parent);
    }
}

/// The table of the rows at this path.
fn plan(named: &Named, row: &str, notation: Notation) -> Plan {
    let mut columns = Columns { row, found: Vec::new() };
    if named.naming.count > 0 {
        columns.add(NAMES[0], named.called, usize::MAX, named.called);
        if named.naming.count == 2 {
            columns.add(NAMES[1], "item", usize::MAX, "item");
        }
    }
    add_own(&mut columns, named);
    add_films_and_series(&mut columns, &named.survey);
    add_around(&mut columns, &named.survey, notation);
    Plan { naming: named.naming.clone(), row: row.to_owned(), columns: columns.found }
}

/// What stands in the rows.
fn add_own(columns: &mut Columns<'_>, named: &Named) {
    let (survey, row, names) = (&named.survey, columns.row, named.naming.count);
    let ordered = ordered(survey, row);
    for (path, place) in survey.texts().filter(|(path, _)| is_below(path, row)) {
        let name = path[row.len()..].trim_start_matches(KEY).trim_end_matches(LIST);
        // What stands beside a title in a list of what was read is no rating of it.
        let elements = row.ends_with(LIST) && name.is_empty() && path != row && !says_how_far(last_key(row));
        let width = if elements { survey.width(row, path) } else { 0 };
        if path == row {
            let marks = !named.naming.under.is_empty() || names == 1 && path == ANY;
            let name = if marks { "rating" } else { value_name(path, names) };
            let days = place.days == place.texts && path == format!("{ANY}{LIST}");
            columns.add_own(path, if days { "date" } else { name }, "");
        } else if width > 1 {
            for at in 0..width {
                let path = if at == 0 { path } else { PLACES[at - 1] };
                columns.add_own(path, &place_name(survey, at, width, names), "");
            }
        } else if !(name.is_empty() || name.contains(LIST) || row.is_empty() && path.starts_with(LIST)) {
            let (around, name) = name_of(name);
            columns.add_own(path, if Some(path) == ordered { "item" } else { &name }, around);
        }
    }
}

/// Trakt has films among series, either may come first, and the head may have but one of them.
fn add_films_and_series(columns: &mut Columns<'_>, survey: &Survey) {
    let row = columns.row;
    for (kind, other) in [("show", "movie"), ("movie", "show")] {
        let known = format!("{row}{KEY}{kind}{KEY}");
        if !survey.has(&format!("{known}ids{KEY}trakt")) {
            continue;
        }
        for keys in survey.texts().filter_map(|(path, _)| path.strip_prefix(&*known)) {
            let name = format!("{other}{KEY}{keys}");
            let path = format!("{row}{KEY}{name}");
            if !keys.contains(LIST) && !survey.has(&path) {
                columns.add_own(&path, &name_of(&name).1, "");
            }
        }
    }
}

/// What stands around the rows. What is said once says nothing of a row.
fn add_around(columns: &mut Columns<'_>, survey: &Survey, notation: Notation) {
    let row = columns.row;
    for (path, _) in survey.texts().filter(|(path, _)| !is_below(path, row)) {
        let shared = common(path, row);
        let ancestor = &row[..shared];
        let repeated = survey.opened(ancestor) > 1
            || ancestor.ends_with(LIST)
            || shared == 0 && notation == Notation::Json(true);
        let name = path[shared..].trim_start_matches(KEY);
        // How many elements a list has is told of none of them.
        let counts = row.ends_with(LIST) && words!("Count _count").end(name);
        if repeated && !counts && !name.is_empty() && !name.contains(LIST) {
            columns.add(path, &name_of(name).1, shared, singular(last_key(ancestor)));
        }
    }
}

/// What names the elements of a list of what was ordered, where no key says that it does.
#[inline(never)]
fn ordered<'a>(survey: &'a Survey, row: &str) -> Option<&'a str> {
    if !is_of_order(row) {
        return None;
    }
    let keys =
        || survey.texts().filter_map(|(path, _)| Some((path, path.strip_prefix(row)?.strip_prefix(KEY)?)));
    if keys().any(|(_, key)| roles_of(&[key]).item.is_some()) {
        return None;
    }
    let called = |name: &str| keys().find(|(_, key)| *key == name).map(|(path, _)| path);
    ["name", "title", "id"].into_iter().find_map(called)
}

/// What the element at this place of a row is called: as a data frame says, or a person's item and rating.
fn place_name(survey: &Survey, at: usize, width: usize, names: usize) -> String {
    let known = ["item", "rating", "timestamp"];
    match (survey.columns.get(at), known.get(at)) {
        (Some(name), _) if survey.columns.len() == width => name.clone(),
        (_, Some(name)) if names == 1 => (*name).to_owned(),
        _ => format!("value {}", at + 1),
    }
}

/// True for a document that is a list of names or numbers, and of nothing else.
pub fn is_list(plan: &Plan) -> bool {
    plan.row.chars().eq([LIST]) && plan.columns.len() == 1 && plan.columns[0].path == plan.row
}

/// The key of the list whose elements are rows, where it says nothing of items.
pub fn invented(plan: &Plan) -> Option<&str> {
    let list = plan.columns.iter().find(|column| column.path == plan.row && column.path.ends_with(LIST))?;
    let key = last_key(&list.path);
    (list.name == "item" && !key.starts_with("item") && !key.is_empty() && key != ANY).then_some(key)
}

/// True for the elements of a list of what was ordered, in something else.
pub fn is_of_order(row: &str) -> bool {
    let around = row.strip_suffix(LIST).filter(|around| around.contains([LIST, KEY]));
    around.is_some_and(|around| {
        words!("item product line detail").end(singular(&last_key(around).to_ascii_lowercase()))
    })
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
