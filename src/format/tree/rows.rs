//! Values on their way → lines of a table.

use super::path::{KEY, LIST, Naming, Path};
use super::{Reader, Step, Walk, line_of};
use crate::error::Result;
use crate::format::personal::roles_of;
use crate::format::text::MAX_LINE;
use crate::format::{HEAD, Parser, Sink, shown};
use crate::ratings::Ids;

/// A column of the table.
#[derive(Debug, Clone)]
pub struct Column {
    /// The path of its values; [`NAMES`] for keys that are names.
    pub path: String,
    /// Its name in the header.
    pub name: String,
    /// The length of the row's path, or of the ancestor's that row and value have in common.
    pub owner: usize,
}

/// Paths of the columns that keys fill.
pub const NAMES: [&str; 2] = ["\u{3}0", "\u{3}1"];

/// Paths of the columns that the second element of a row that is a list fills, and those behind it; the first is found
/// by its path.
pub const PLACES: [&str; 7] = ["\u{4}1", "\u{4}2", "\u{4}3", "\u{4}4", "\u{4}5", "\u{4}6", "\u{4}7"];

/// Which values are rows, and which columns they have.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Which keys are names.
    pub naming: Naming,
    /// The path of the values that are rows.
    pub row: String,
    pub columns: Vec<Column>,
}

/// Longest text of a cell; what goes beyond is left out.
const LONGEST_CELL: usize = 1 << 15;

/// Stands in a row for what an ancestor may still say.
const OPEN: &str = "\u{3}";

/// Most paths that are kept because they come too late.
const MOST_LATE: usize = 64;

/// True for the path of a value in a row, that is a column if the head has it.
fn is_late(path: &str, row: &str) -> bool {
    let key = if row.is_empty() {
        Some(path)
    } else {
        path.strip_prefix(row).and_then(|rest| rest.strip_prefix(KEY))
    };
    key.is_some_and(|key| !key.is_empty() && !key.contains(LIST))
}

/// Makes lines of the rows that come along.
pub struct Rows {
    plan: Plan,
    paths: Ids,
    cells: Vec<String>,
    /// Whether rows are lists, whose elements fill columns in their order, and how many came in this one.
    by_place: bool,
    elements: usize,
    /// The line of the file on which the row begins.
    pub line: u64,
    /// The ancestor that all columns around the row belong to, if it is one; rows wait for its end when it has not
    /// said all by then.
    around: Option<usize>,
    waiting: String,
    /// Paths of values of rows that the head does not have.
    late: Ids,
    /// Lines that are complete.
    pub out: String,
}

impl Rows {
    /// Lines of this table.
    pub fn new(plan: Plan) -> Self {
        let mut paths = Ids::default();
        for column in &plan.columns {
            paths.intern(&column.path);
        }
        let mut owners = plan.columns.iter().filter(|c| !NAMES.contains(&c.path.as_str())).map(|c| c.owner);
        let mut around = None;
        let one = owners.all(|owner| owner == plan.row.len() || *around.get_or_insert(owner) == owner);
        Rows {
            paths,
            cells: vec![String::new(); plan.columns.len()],
            by_place: plan.columns.iter().any(|column| column.path == PLACES[0]),
            elements: 0,
            line: 0,
            around: around.filter(|_| one),
            waiting: String::new(),
            late: Ids::default(),
            out: String::new(),
            plan,
        }
    }

    /// The keys of rows that say what columns are, and were first seen too late to be columns.
    fn too_late(&self) -> Vec<&str> {
        let keys = self.late.iter().map(|path| path[self.plan.row.len()..].trim_start_matches(KEY));
        let tells = |key: &&str| {
            let roles = roles_of(&[key]);
            let columns = [roles.user, roles.item, roles.rating, roles.count, roles.time];
            columns.iter().any(Option::is_some)
        };
        keys.filter(tells).collect()
    }

    /// The line that names the columns.
    pub fn header(&self) -> String {
        let names: Vec<&str> = self.plan.columns.iter().map(|column| column.name.as_str()).collect();
        names.join("\t") + "\n"
    }

    fn forget(&mut self, owner: usize) {
        for (cell, column) in self.cells.iter_mut().zip(&self.plan.columns) {
            if column.owner == owner {
                cell.clear();
            }
        }
    }

    fn emit(&mut self) {
        let own = |column: &Column| column.owner == self.plan.row.len();
        let mut columns = self.plan.columns.iter().zip(&self.cells);
        if columns.all(|(column, cell)| !own(column) || cell.is_empty()) {
            return;
        }
        let waits = |column: &Column, cell: &str| Some(column.owner) == self.around && cell.is_empty();
        let wait = self.plan.columns.iter().zip(&self.cells).any(|(column, cell)| waits(column, cell));
        let into = if wait { &mut self.waiting } else { &mut self.out };
        for (i, (column, cell)) in self.plan.columns.iter().zip(&self.cells).enumerate() {
            if i > 0 {
                into.push('\t');
            }
            into.push_str(if waits(column, cell) { OPEN } else { cell });
        }
        into.push('\n');
        if self.waiting.len() > MAX_LINE {
            self.release();
        }
    }

    /// Completes the rows that waited with what their ancestor has said by now.
    fn release(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        for line in waiting.lines() {
            for (i, field) in line.split('\t').enumerate() {
                if i > 0 {
                    self.out.push('\t');
                }
                self.out.push_str(if field == OPEN { &self.cells[i] } else { field });
            }
            self.out.push('\n');
        }
    }
}

/// What comes along, which stands at `path`.
impl Rows {
    /// A value was opened here, on this line of the file.
    fn open(&mut self, path: &Path, line: u64) {
        let Some(here) = path.here() else { return };
        let is_row = here == self.plan.row;
        // A key that is a name fills its column, for all that follows under it.
        let level = self.plan.naming.level(here).unwrap_or(0);
        if (1..=self.plan.naming.count).contains(&level) {
            let key = &path.keys[level - 1];
            if let Some(column) = self.paths.find(NAMES[level - 1]) {
                self.cells[column as usize] = line_of(key).into_owned();
            }
        }
        if self.by_place && here.len() == self.plan.row.len() + 1 && here.starts_with(&self.plan.row) {
            self.elements += 1;
        }
        if is_row {
            self.elements = 0;
            self.line = line;
        }
    }

    /// True when the value here fills a column.
    fn takes(&self, path: &Path) -> bool {
        path.here().is_some_and(|here| self.paths.find(here).is_some())
    }

    /// True when the text of the value here is asked for; what would be a column is remembered.
    fn wants(&mut self, path: &Path) -> bool {
        let wanted = self.takes(path);
        if let Some(here) = path.here()
            && !wanted
            && self.late.len() < MOST_LATE
            && is_late(here, &self.plan.row)
        {
            self.late.intern(here);
        }
        wanted
    }

    /// The text of the value here.
    fn text(&mut self, path: &Path, text: &str) {
        let Some(here) = path.here() else { return };
        let in_row = self.by_place && here.len() == self.plan.row.len() + 1 && here.ends_with(LIST);
        let place = if in_row { PLACES.get(self.elements.wrapping_sub(2)) } else { None };
        let Some(column) = self.paths.find(place.copied().unwrap_or(here)) else { return };
        let cell = &mut self.cells[column as usize];
        if cell.len() + text.len() < LONGEST_CELL {
            if !cell.is_empty() {
                cell.push('|');
            }
            cell.push_str(&line_of(text));
        }
    }

    /// The value here ends.
    fn close(&mut self, path: &Path) {
        if let Some(here) = path.here() {
            let length = here.len();
            if here == self.plan.row {
                self.emit();
                self.forget(length);
            } else if self.plan.row.starts_with(here) {
                if Some(length) == self.around {
                    self.release();
                }
                self.forget(length);
            }
        }
    }

    /// What has come of the row counts for nothing.
    fn lose(&mut self) {
        self.cells.iter_mut().for_each(String::clear);
    }
}

/// The tables of several plans, filled by one reading.
pub struct Tables {
    /// Each with whether it asks for the text that comes next.
    all: Vec<(Rows, bool)>,
    path: Path,
}

impl Tables {
    /// A table for each plan; names stand at the same places in all of them.
    pub fn of(plans: Vec<Plan>, naming: &Naming) -> Self {
        let all = plans.into_iter().map(|plan| (Rows::new(plan), true)).collect();
        Tables { all, path: Path::new(naming) }
    }

    /// The plans, and the lines of each under its header.
    pub fn into_texts(self) -> (Vec<Plan>, Vec<String>) {
        let text = |rows: Rows| {
            let text = rows.header() + &rows.out;
            (rows.plan, text)
        };
        self.all.into_iter().map(|(rows, _)| text(rows)).unzip()
    }
}

impl Walk for Tables {
    fn open(&mut self, step: Step<'_>, line: u64) {
        self.path.open(step);
        for (rows, wanted) in &mut self.all {
            rows.open(&self.path, line);
            *wanted = true;
        }
    }

    fn wants(&mut self) -> bool {
        self.all.iter_mut().fold(false, |any, (rows, wanted)| {
            *wanted = rows.takes(&self.path);
            any | *wanted
        })
    }

    fn text(&mut self, text: &str) {
        for (rows, _) in self.all.iter_mut().filter(|(_, wanted)| *wanted) {
            rows.text(&self.path, text);
        }
    }

    fn close(&mut self) {
        self.all.iter_mut().for_each(|(rows, _)| rows.close(&self.path));
        self.path.close();
    }

    fn broken(&mut self, _line: u64, _expected: &str, _found: &str, lost: bool) {
        if lost {
            self.all.iter_mut().for_each(|(rows, _)| rows.lose());
            self.path.clear();
        }
    }
}

/// Reads a file of nested values, whose rows go to the reader of a table.
pub struct Flattening {
    reader: Box<dyn Reader>,
    rows: Rows,
    path: Path,
    table: Box<dyn Parser>,
    begun: bool,
}

impl Flattening {
    /// Rows of this plan, as `reader` finds them, for `table`.
    pub fn new(reader: Box<dyn Reader>, plan: Plan, table: Box<dyn Parser>) -> Self {
        let path = Path::new(&plan.naming);
        Flattening { reader, rows: Rows::new(plan), path, table, begun: false }
    }

    fn with(&mut self, sink: &mut Sink, read: impl FnOnce(&mut dyn Reader, &mut dyn Walk)) -> Result<()> {
        if !self.begun {
            self.begun = true;
            self.table.push(self.rows.header().as_bytes(), sink)?;
        }
        let (rows, path, table) = (&mut self.rows, &mut self.path, &mut *self.table);
        let mut handing = Handing { rows, path, table, sink, result: Ok(()) };
        read(&mut *self.reader, &mut handing);
        handing.result
    }
}

impl Parser for Flattening {
    fn push(&mut self, bytes: &[u8], sink: &mut Sink) -> Result<()> {
        self.with(sink, |reader, walk| reader.push(bytes, walk))
    }

    fn finish(&mut self, sink: &mut Sink) -> Result<()> {
        self.with(sink, |reader, walk| reader.finish(walk))?;
        for key in self.rows.too_late() {
            sink.note(format_args!(
                "“{}” was not read: it has no value in the first {} kB, by which the columns are told",
                shown(key),
                HEAD / 1024
            ));
        }
        self.table.finish(sink)
    }
}

/// Hands each row on as soon as it is complete.
struct Handing<'a> {
    rows: &'a mut Rows,
    path: &'a mut Path,
    table: &'a mut dyn Parser,
    sink: &'a mut Sink,
    result: Result<()>,
}

impl Walk for Handing<'_> {
    fn open(&mut self, step: Step<'_>, line: u64) {
        self.path.open(step);
        self.rows.open(self.path, line);
    }

    fn wants(&mut self) -> bool {
        self.rows.wants(self.path)
    }

    fn text(&mut self, text: &str) {
        self.rows.text(self.path, text);
    }

    fn close(&mut self) {
        self.rows.close(self.path);
        self.path.close();
        if !self.rows.out.is_empty() && self.result.is_ok() {
            self.sink.set_place(self.rows.line);
            self.result = self.table.push(self.rows.out.as_bytes(), self.sink);
            self.rows.out.clear();
        }
    }

    fn broken(&mut self, line: u64, expected: &str, found: &str, lost: bool) {
        if lost {
            self.rows.lose();
            self.path.clear();
        }
        self.sink.set_place(line);
        self.sink.skip(line, 0, expected, found);
    }
}
