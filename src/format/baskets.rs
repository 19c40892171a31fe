//! Lists of items, one for each person: lines of items with separators between, or a JSON list of
//! lists. People are numbered by row, from 1.

use super::table::{Dialect, Roles, Row, RowParser, Table, column_name, fields, occasion};
use super::text::MAX_LINE;
use super::time::time;
use super::value::is_number;
use super::words::words;
use super::{Format, Head, Match, Parser, Sink};
use crate::error::Result;
use std::borrow::Cow;

/// Lines of items.
pub struct Baskets;

/// From how many items a line on lists are long.
const LONG: usize = 10;

/// Longest name of an item, in bytes, for a line to be taken for a list of items and not for prose.
const LONGEST_ITEM: usize = 60;

impl Format for Baskets {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if head.nested || head.text.trim_start().starts_with(['[', '{', '<', '@', '%']) {
            return None;
        }
        if let Some(found) = numbered(head) {
            return Some(found);
        }
        // Where something parts names of which one is of people, these are no items.
        if head.ways().any(|(guess, header)| guess.share >= 0.8 && header.roles.user.is_some()) {
            return None;
        }
        let lines = head.lines();
        let ways = ["\t", ";", ",", "#", " "].map(|separator| {
            if separator == "," { Dialect::quoted(separator) } else { Dialect::plain(separator) }
        });
        // A spreadsheet puts a list that it holds in one column into quotes, and a single item not.
        let wrapped = Dialect { wrapped: true, ..Dialect::quoted(",") };
        let best = ways.into_iter().chain([wrapped]).find_map(|dialect| {
            let separator = &*dialect.separator;
            // Most lines have several items, and so a separator between them.
            let parted = lines.iter().filter(|line| line.contains(separator)).count();
            if parted * 2 <= lines.len() {
                return None;
            }
            let mut rows: Vec<Vec<Cow<'_, str>>> = lines.iter().map(|line| fields(line, &dialect)).collect();
            let numbered = lines.len() > 2 && is_numbered(&rows[0]);
            // A spreadsheet holds a list with its brackets in one column, below its name.
            let bracketed = rows.len() > 1 && rows.iter().skip(1).all(|row| in_brackets(row));
            let named = is_name(&rows[0]) || bracketed && rows[0].len() == 1 && !in_brackets(&rows[0]);
            let headed = lines.len() > 2 && (numbered || named);
            if headed {
                rows.remove(0);
            }
            if bracketed {
                rows.iter_mut().flatten().for_each(|item| *item = bare(item).to_owned().into());
            }
            if numbered {
                rows.iter_mut().for_each(|row| drop(row.remove(0)));
            }
            // What is empty at the end only fills the line up.
            let length =
                |row: &[Cow<'_, str>]| row.iter().rposition(|item| !item.is_empty()).map_or(0, |at| at + 1);
            let several = rows.iter().filter(|row| length(row) > 1).count();
            let full = |row: &[Cow<'_, str>]| row[..length(row)].iter().all(|item| !item.is_empty());
            let varied = rows.iter().any(|row| length(row) != length(&rows[0]))
                && (rows.iter().any(|row| row.len() != rows[0].len()) || rows.iter().all(|row| full(row)));
            if several * 2 <= rows.len() || !varied {
                return None;
            }
            let first = rows.first()?;
            // A title stands above titles.
            if first.first().is_some_and(|name| column_name(name) == "title") {
                return None;
            }
            let names = Roles::of(first);
            if names.user.is_some() || names.item.is_some() || names.rating.is_some() || is_headed(&rows) {
                return None;
            }
            let items: Vec<&str> =
                rows.iter().flatten().map(|item| &**item).filter(|item| !item.is_empty()).collect();
            // Prose has commas too, and longer words.
            if items.iter().any(|item| item.len() > LONGEST_ITEM) {
                return None;
            }
            // “precision: 0.1, recall: 0.2” is a record, and no list.
            let measures = |item: &&&str| {
                let value = item.rsplit_once([':', '：', '=']).map(|(_, value)| value.trim_start());
                value.is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit()))
            };
            // “('word', 12)” was torn apart, and so was each row that has a quote at one end of an item.
            let torn = |item: &&&str| item.contains('(') != item.contains(')');
            let quoted = |item: &&&str| item.starts_with('"') != item.ends_with('"');
            if are_typed(&rows) || are_dated(&rows) || repeat_themselves(&rows) {
                return None;
            }
            if items.iter().filter(measures).count() * 3 > items.len()
                || items.iter().filter(torn).count() * 3 > items.len()
                || items.iter().filter(quoted).count() >= rows.len()
            {
                return None;
            }
            let mut distinct = items.clone();
            crate::order::sort_by(&mut distinct, &|a, b| a.cmp(b));
            distinct.dedup();
            // Lists name the same items again, and words alone (separated by spaces) are lists only when
            // they are numbers.
            let numbers = || items.iter().all(|item| item.bytes().all(|b| b.is_ascii_digit()));
            // Of long lists of numbers the head has a few only.
            let long = items.len() >= LONG * rows.len() && numbers();
            let again = distinct.len() * 10 <= items.len() * if long { 9 } else { 8 };
            let counted = leads_with_people(&rows);
            let led = numbers() && counted;
            // Numbers that count the lines leave no doubt, even where no item comes again so soon.
            let fits =
                led || (again && (separator != " " || numbers()) && (numbers() || !has_columns(&rows)));
            fits.then(|| (dialect.clone(), counted || numbered, headed, bracketed))
        })?;
        let (dialect, led, headed, bracketed) = best;
        let lists = Lists { person: led.then_some(0), first: usize::from(led), people: 0, bracketed };
        let parser = Table::new(dialect, usize::from(headed), 0, Box::new(lists)).into_parser(head);
        let what = if led {
            "each line was taken for a person, who stands first, and the items of that person"
        } else {
            "each line was taken for the items of one person"
        };
        Some(Match::likely("lists of items, one for each person", parser).told(what.to_owned()))
    }
}

/// Lists under a header that numbers the items: `Item 1,Item 2,Item 3`, perhaps behind a column with each list's
/// name or length.
fn numbered(head: &Head<'_>) -> Option<Match> {
    const FEWEST: usize = 3;
    let (guess, first, first_line) = head.ways().find_map(|(guess, header)| {
        let names = &header.names;
        let split = |name: &'_ str| name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let stem = names.last().and_then(|last| last.get(..split(last)))?;
        let number = |name: &str| name.strip_prefix(stem).and_then(|number| number.parse().ok());
        let first = names.iter().position(|name| number(name) == Some(1)).filter(|&first| first <= 1)?;
        let all = names[first..].iter().enumerate().all(|(at, name)| number(name) == Some(at + 1));
        (all && names.len() >= first + FEWEST).then_some((guess, first, &header.fields))
    })?;
    let rows = head.lines().iter().skip(1).map(|line| fields(line, &guess.dialect));
    let rows: Vec<Vec<Cow<'_, str>>> = rows.collect();
    // What stands in the lines below, too, is no name of a column.
    if rows.iter().flatten().any(|cell| !cell.is_empty() && first_line.contains(cell)) {
        return None;
    }
    // Answers to numbered questions are numbers on a scale; items come again in other places.
    if rows.iter().flat_map(|row| row.iter().skip(first)).all(|cell| cell.is_empty() || is_number(cell)) {
        return None;
    }
    if repeat_themselves(&rows) {
        return None;
    }
    let mut names: Vec<&str> = rows.iter().filter_map(|row| row.first()).map(|cell| &**cell).collect();
    crate::order::sort_by(&mut names, &|a, b| a.cmp(b));
    let named = first == 1 && names.windows(2).all(|pair| pair[0] != pair[1]);
    let lists = Lists { person: named.then_some(0), first, people: 0, bracketed: false };
    let parser = Table::new(guess.dialect.clone(), 1, 0, Box::new(lists)).into_parser(head);
    let told = "each line was taken for the items of one person".to_owned();
    Some(Match::likely("lists of items, one for each person", parser).told(told))
}

/// True when no text stands in two columns: these are columns of a table, and no items in any order.
fn has_columns(rows: &[Vec<Cow<'_, str>>]) -> bool {
    let mut cells: Vec<(&str, usize)> = rows
        .iter()
        .flat_map(|row| row.iter().enumerate().map(|(at, cell)| (&**cell, at)))
        .filter(|(cell, _)| !cell.is_empty() && !is_number(cell))
        .collect();
    crate::order::sort_by(&mut cells, &|a, b| a.cmp(b));
    !cells.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
}

/// True for a list with its brackets.
fn in_brackets(row: &[Cow<'_, str>]) -> bool {
    row.first().is_some_and(|item| item.starts_with('['))
        && row.last().is_some_and(|item| item.ends_with(']'))
}

/// An item without the brackets of its list and its quotes.
#[inline(never)]
fn bare(item: &str) -> &str {
    item.trim_matches(['[', ']', '"', '\'', ' '])
}

/// True for a line that says that lists of items follow: `Basket items`.
fn is_name(row: &[Cow<'_, str>]) -> bool {
    let name = row.first().map(|name| name.to_lowercase()).unwrap_or_default();
    row.len() == 1 && words!("item basket product transaction").stand_in(&name)
}

/// True for `ID,Items` or `ID,Items,,,`: the number of each list, then its items.
fn is_numbered(row: &[Cow<'_, str>]) -> bool {
    let [id, items, rest @ ..] = row else { return false };
    let id = column_name(id);
    let numbers = id == "id" || occasion(&[id]).is_some();
    numbers && rest.iter().all(|name| name.is_empty()) && is_name(std::slice::from_ref(items))
}

/// True when nearly all rows have as many columns, or lack the last of them, and some columns hold numbers only and
/// others none: a table's columns.
fn are_typed(rows: &[Vec<Cow<'_, str>>]) -> bool {
    let mut widths = Vec::new();
    for row in rows {
        let width = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        widths.resize(widths.len().max(width + 2), 0);
        widths[width] += 1;
    }
    let rows_of = |width: usize| widths[width] * 10 >= rows.len() * 9;
    let width = (0..widths.len()).find(|&width| {
        rows_of(width) || width > 0 && (widths[width - 1] + widths[width]) * 10 >= rows.len() * 9
    });
    let Some(width) = width else { return false };
    // Lists begin with a number, too.
    let (width, from) = if rows_of(width) { (width, 0) } else { (width - 1, 1) };
    let wide =
        || rows.iter().filter(|row| row.len() >= width && row[..width].iter().all(|cell| !cell.is_empty()));
    let numbers = |at: usize| wide().filter(|row| is_number(&row[at])).count();
    let all = wide().count();
    all * 10 >= rows.len() * 9
        && (from..width).any(|at| numbers(at) == all)
        && (0..width).any(|at| numbers(at) == 0)
}

/// True when some column has dates in nearly all rows, perhaps below its name: the rows of a table, or of a diary.
fn are_dated(rows: &[Vec<Cow<'_, str>>]) -> bool {
    let is_date = |cell: &str| !is_number(cell) && time(cell).is_some();
    let dated = |at: usize| {
        let cells = || rows.iter().skip(1).filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty());
        let dates = cells().filter(|cell| is_date(cell)).count();
        dates > 0 && dates * 10 >= cells().count() * 9
    };
    (0..rows.first().map_or(0, Vec::len)).any(dated)
}

/// True when rows mostly have what they had before: answers to questions, of which a list has each once or so.
fn repeat_themselves(rows: &[Vec<Cow<'_, str>>]) -> bool {
    let (mut all, mut own) = (0, 0);
    for row in rows {
        let mut items: Vec<&str> = row.iter().map(|item| &**item).filter(|item| !is_filler(item)).collect();
        all += items.len();
        crate::order::sort_by(&mut items, &|a, b| a.cmp(b));
        items.dedup();
        own += items.len();
    }
    own * 3 < all * 2
}

/// True when words stand above numbers: the first line names the columns of a table.
fn is_headed(rows: &[Vec<Cow<'_, str>>]) -> bool {
    let numbers = |row: &Vec<Cow<'_, str>>| row.iter().filter(|cell| is_number(cell)).count();
    let filled = |row: &Vec<Cow<'_, str>>| row.iter().filter(|cell| !cell.is_empty()).count();
    let Some((first, rest)) = rows.split_first() else { return false };
    let (cells, values) =
        rest.iter().fold((0, 0), |(cells, values), row| (cells + filled(row), values + numbers(row)));
    numbers(first) == 0 && filled(first) > 1 && values * 10 >= cells * 9 && cells > 0
}

/// True when the first numbers of the lines count people: each is one more than the one before, or they grow
/// over many lines.
fn leads_with_people(rows: &[Vec<Cow<'_, str>>]) -> bool {
    const MANY: usize = 20;
    let first: Option<Vec<u64>> = rows.iter().map(|row| row.first()?.parse().ok()).collect();
    first.is_some_and(|first| {
        let steps = |fits: fn(u64, u64) -> bool| first.windows(2).all(|pair| fits(pair[0], pair[1]));
        first.len() > 2 && steps(|a, b| a.checked_add(1) == Some(b))
            || first.len() >= MANY && steps(|a, b| a < b)
    })
}

struct Lists {
    /// The column with the person's id; without one the lines are numbered.
    person: Option<usize>,
    /// The column of the first item.
    first: usize,
    people: u32,
    /// True when brackets stand around each list.
    bracketed: bool,
}

impl RowParser for Lists {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        self.people += 1;
        let user = match self.person {
            Some(column) => row.get(column).to_owned(),
            None => sink.row_id(self.people),
        };
        for column in self.first..row.len() {
            let item = if self.bracketed { bare(row.get(column)) } else { row.get(column) };
            if is_filler(item) {
                continue;
            }
            sink.choice(&user, item, 1.0, None);
        }
    }
}

/// A JSON list of lists of names or numbers.
pub struct JsonLists;

impl Format for JsonLists {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let inner = head.text.trim_start().strip_prefix('[')?.trim_start();
        let list = inner.starts_with('[') && !is_table(inner) && !is_nested(inner);
        list.then(|| {
            let parser = Box::new(JsonParser { line: 1, ..JsonParser::default() });
            Match::sure("JSON lists of items, one for each person", parser)
        })
    }
}

/// True when all lists are of three or four, of which the last are numbers and the first are words: a table's rows.
fn is_table(inner: &str) -> bool {
    let mut widths = inner.split(']').map(|list| list.trim_start_matches([',', '[', ' ', '\n', '\r', '\t']));
    let first = widths.next().unwrap_or_default();
    let parts = |list: &str| list.matches(',').count() + 1;
    let numbers = |list: &str| list.rsplit(',').next().is_some_and(|last| is_number(last.trim()));
    let words = first.starts_with('"');
    let mut same = widths.take(ROWS).filter(|list| !list.is_empty());
    words
        && matches!(parts(first), 3 | 4)
        && numbers(first)
        && same.all(|list| parts(list) == parts(first) && numbers(list))
}

/// True when the first list holds lists or objects, or fractions, which name nothing.
fn is_nested(inner: &str) -> bool {
    let mut quoted = false;
    let mut before = ' ';
    for c in inner.chars().skip(1) {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            '[' | '{' | '.' if !quoted => return true,
            ']' if !quoted => return false,
            _ => {}
        }
        before = c;
    }
    false
}

/// How many lists tell whether they are rows of a table.
const ROWS: usize = 20;

/// Cuts the outer list into its inner ones, which `serde_json` reads one by one.
#[derive(Default)]
struct JsonParser {
    depth: u32,
    in_string: bool,
    escaped: bool,
    line: u64,
    first_line: u64,
    list: Vec<u8>,
    too_long: bool,
    people: u32,
}

impl JsonParser {
    fn take(&mut self, sink: &mut Sink) {
        self.people += 1;
        if self.too_long {
            let expected = format_args!("a list of at most {MAX_LINE} bytes");
            return sink.skip(self.first_line, 0, expected, "a longer one");
        }
        match serde_json::from_slice::<Vec<serde_json::Value>>(&self.list) {
            Ok(items) => {
                let user = sink.row_id(self.people);
                for item in items {
                    match item {
                        serde_json::Value::String(name) if !name.is_empty() => {
                            sink.choice(&user, &name, 1.0, None);
                        }
                        serde_json::Value::Number(id) => {
                            sink.choice(&user, &super::json_number(&id), 1.0, None);
                        }
                        other => sink.skip(self.first_line, 0, "a name or a number", other),
                    }
                }
            }
            Err(error) => sink.skip(self.first_line, 0, "a list of names or numbers", error),
        }
    }
}

impl Parser for JsonParser {
    fn push(&mut self, bytes: &[u8], sink: &mut Sink) -> Result<()> {
        for &b in bytes {
            self.line += u64::from(b == b'\n');
            if self.depth >= 2 {
                if self.list.len() < MAX_LINE {
                    self.list.push(b);
                } else {
                    self.too_long = true;
                    self.list.clear();
                }
            }
            if self.in_string {
                match b {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match b {
                b'"' => self.in_string = true,
                b'[' => {
                    self.depth = self.depth.saturating_add(1);
                    if self.depth == 2 {
                        self.first_line = self.line;
                        self.too_long = false;
                        self.list.clear();
                        self.list.push(b);
                    }
                }
                b']' => {
                    if self.depth == 2 {
                        self.take(sink);
                    }
                    self.depth = self.depth.saturating_sub(1);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn finish(&mut self, sink: &mut Sink) -> Result<()> {
        if self.depth > 0 {
            sink.skip(self.line, 0, "a bracket that closes the list", "the end of the file");
        }
        Ok(())
    }
}

/// True for what fills up a line: nothing, or what a data frame writes where it has nothing.
fn is_filler(cell: &str) -> bool {
    cell.is_empty() || cell.eq_ignore_ascii_case("nan")
}
