//! The beginning of a file, by which formats tell whether it is theirs.

use super::table::{Columns, Dialect, Grid, Guess, Header, Layout, guesses};
use super::words::words;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// How many bytes of a file are looked at to tell its format. Always the same number (or the whole
/// file), so the answer does not depend on how the bytes arrive, and no format needs to ask for more.
pub const HEAD: usize = 1 << 16;

/// How many lines of a head are looked at, at most.
pub const LINES: usize = 200;

/// The beginning of a file.
#[derive(Debug)]
pub struct Head<'a> {
    /// The file's own name, in lower case, without folders and without `.gz`.
    pub name: String,
    /// The first [`HEAD`] bytes as text, cut after the last whole line.
    pub text: &'a str,
    /// True when `text` is the whole file.
    pub whole: bool,
    /// The byte that ends lines: LF, or CR when there is a CR and no LF.
    pub line_end: u8,
    /// How many lines that are not empty stand before a table: comments, and what a spreadsheet is told.
    pub preamble: usize,
    /// True for rows made of nested values, under a header of their keys.
    pub(super) nested: bool,
    /// True for the only file that is opened: if it says nothing of what people think, nothing does.
    pub alone: bool,
    /// What the person said about columns.
    columns: Option<&'a Columns>,
    lines: Vec<&'a str>,
    known: Rc<Known>,
}

/// What several formats ask for of a head's lines: it is found once, when the first one asks.
#[derive(Debug, Default)]
pub(super) struct Known {
    guesses: OnceCell<Vec<Guess>>,
    headers: OnceCell<Vec<OnceCell<Header>>>,
    layout: OnceCell<Option<Layout>>,
    grids: RefCell<Vec<(Dialect, Rc<Grid>)>>,
    wholes: RefCell<Vec<(Dialect, Rc<Grid>)>>,
}

impl<'a> Head<'a> {
    /// The head of a file called `name` whose decoded text begins with `text`.
    pub fn new(path: &str, text: &'a str, whole: bool, columns: Option<&'a Columns>) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
        let name = name.strip_suffix(".gz").map(str::to_owned).unwrap_or(name);
        // How the last line ends says nothing of the others.
        let ended = text.trim_end();
        let line_end = if ended.contains('\r') && !ended.contains('\n') { b'\r' } else { b'\n' };
        let text = match text.rfind(char::from(line_end)) {
            Some(end) if !whole => &text[..=end],
            _ => text,
        };
        let columns = columns.filter(|columns| columns.apply_to(path));
        let preamble = preamble(text, char::from(line_end));
        let lines = rows(text, char::from(line_end)).skip(preamble).take(LINES).collect();
        let (nested, alone, known) = (false, false, Rc::default());
        Head { name, text, whole, line_end, preamble, nested, alone, columns, lines, known }
    }

    /// The head of a table whose fields are known to be separated by TAB, with what is known of its lines.
    pub(super) fn of_table(
        path: &str,
        text: &'a str,
        whole: bool,
        columns: Option<&'a Columns>,
        known: Rc<Known>,
    ) -> Self {
        let head = Head::new(path, text, whole, columns);
        known.guesses.get_or_init(|| guesses(&head.lines, Some("\t")));
        Head { nested: true, known, ..head }
    }

    /// What was found of the lines so far.
    pub(super) fn known(&self) -> Rc<Known> {
        self.known.clone()
    }

    /// True for what begins with a tag, as web pages do, and of which nobody said what its columns are.
    pub fn is_page(&self) -> bool {
        self.text.trim_start().starts_with('<') && !self.nested && self.columns.is_none()
    }

    /// The first lines of a table that are not empty, without their ends; at most `LINES`.
    pub fn lines(&self) -> &[&'a str] {
        &self.lines
    }

    /// All lines of a table that are not empty, without their ends.
    pub fn all_lines(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        rows(self.text, char::from(self.line_end)).skip(self.preamble)
    }

    /// All separators that could be, the likelier ones first.
    pub fn guesses(&self) -> &[Guess] {
        self.known.guesses.get_or_init(|| guesses(&self.lines, None))
    }

    /// All ways to split the lines, the likelier ones first, each with what the first line then is.
    pub fn ways(&self) -> impl Iterator<Item = (&Guess, &Header)> {
        let guesses = self.guesses();
        let headers = self.known.headers.get_or_init(|| vec![OnceCell::new(); guesses.len()]);
        guesses.iter().zip(headers).map(|(guess, header)| {
            let first = self.lines.first().copied().unwrap_or_default();
            (guess, header.get_or_init(|| Header::of(first, &guess.dialect)))
        })
    }

    /// The lines split in this way.
    pub(super) fn grid(&self, dialect: &Dialect) -> Rc<Grid> {
        known_grid(&self.known.grids, dialect, || Grid::of(&self.lines, dialect))
    }

    /// The lines, and all others that [`Head::all_lines`] gives, split in this way.
    pub(super) fn whole_grid(&self, dialect: &Dialect) -> Rc<Grid> {
        if self.lines.len() < LINES {
            return self.grid(dialect);
        }
        known_grid(&self.known.wholes, dialect, || Grid::owned(self.all_lines(), dialect))
    }

    /// How the lines are read as a table, by what names its columns or stands in them.
    pub(super) fn layout(&self) -> Option<&Layout> {
        self.known.layout.get_or_init(|| Layout::of(self)).as_ref()
    }

    /// What the person said about this file's columns.
    pub fn columns(&self) -> Option<&'a Columns> {
        self.columns
    }

    /// The file name without its last extension.
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem)
    }
}

/// The grid for this way of splitting, which is made once.
fn known_grid(
    grids: &RefCell<Vec<(Dialect, Rc<Grid>)>>,
    dialect: &Dialect,
    grid: impl FnOnce() -> Grid,
) -> Rc<Grid> {
    let mut grids = grids.borrow_mut();
    if let Some((_, grid)) = grids.iter().find(|(known, _)| known == dialect) {
        return grid.clone();
    }
    let grid = Rc::new(grid());
    grids.push((dialect.clone(), grid.clone()));
    grid
}

/// How many lines at the beginning are no rows: comments that have other fields than what follows, `sep=;`, how large a sparse
/// matrix is (Matrix Market), and what a table is called.
fn preamble(text: &str, line_end: char) -> usize {
    if text.starts_with("%%MatrixMarket matrix coordinate") {
        return 1 + rows(text, line_end).take(HEADER).take_while(|line| line.starts_with('%')).count();
    }
    let is_comment = |line: &str| words!("# // sep= <<<<<<<").begin(line);
    if !is_comment(text) {
        let first = rows(text, line_end).next().unwrap_or_default();
        let end = first.bytes().rposition(|byte| !SIGNS.contains(&byte)).map_or(0, |last| last + 1);
        let split = first.as_bytes()[..end].iter().any(|byte| SIGNS.contains(byte));
        return if split { 0 } else { titles(text, line_end, first) };
    }
    let (mut comments, mut last) = (0, "");
    for line in rows(text, line_end).take(HEADER) {
        if !is_comment(line) {
            // The names of the columns may stand behind such a sign.
            let fields = |line: &str| SIGNS.map(|sign| count(line, sign));
            let names = fields(last) == fields(line) && fields(line) != [0; 4];
            return comments - usize::from(names);
        }
        (comments, last) = (comments + 1, line);
    }
    0
}

/// What separates fields, but for blanks.
const SIGNS: [u8; 4] = *b",;\t|";

/// How often this sign stands in a line.
fn count(line: &str, sign: u8) -> usize {
    line.bytes().filter(|byte| *byte == sign).count()
}

/// Most lines above a table that say what it is.
const TITLES: usize = 5;

/// How many lines above a table, of which this is the first, have words in their first field alone, while those that follow
/// have at least three fields each: names, and below them what has a number.
#[inline(never)]
fn titles(text: &str, line_end: char, first: &str) -> usize {
    if !first.contains(char::is_alphabetic) {
        return 0;
    }
    // The sign by which the table is split, which a spreadsheet writes behind a title, too.
    let sign_of = |line: &str| line.bytes().find(|byte| SIGNS.contains(byte));
    let Some(byte) = rows(text, line_end).take(TITLES + 1).find_map(sign_of) else { return 0 };
    let sign = char::from(byte);
    let is_title = |line: &&str| {
        let bare = line.trim_end_matches(sign);
        !bare.contains(sign) && !bare.ends_with([':', '"'])
    };
    let mut lines = rows(text, line_end).peekable();
    let mut above = 0;
    while above < TITLES && lines.next_if(is_title).is_some() {
        above += 1;
    }
    let names = lines.next().unwrap_or_default();
    let fields = count(names, byte);
    let begins = |field: &str, is: fn(char) -> bool| field.trim().trim_start_matches('"').starts_with(is);
    let is_row = |line: &&str| {
        count(line, byte) == fields && line.split(sign).any(|field| begins(field, |c| c.is_ascii_digit()))
    };
    let table = fields >= 2
        && names.split(sign).all(|field| begins(field, char::is_alphabetic))
        && lines.by_ref().take(2).filter(is_row).count() == 2;
    if table { above } else { 0 }
}

/// Most lines over which a row stands.
const HEADER: usize = 100;

/// The lines that are not empty, without their ends. Those over which a field in quotes stands are one.
fn rows(text: &str, line_end: char) -> impl Iterator<Item = &str> {
    let end = move |text: &str| text.find(line_end).map_or(text.len(), |at| at + 1);
    let odd = |text: &str| memchr::memchr_iter(b'"', text.as_bytes()).count() % 2 == 1;
    let begins =
        |line: &str| line.starts_with('"') || [",\"", ";\"", "\t\""].iter().any(|sign| line.contains(sign));
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let mut to = end(rest);
            if odd(&rest[..to]) && begins(&rest[..to]) {
                let mut last = to;
                for _ in 1..HEADER {
                    let next = last + end(&rest[last..]);
                    if odd(&rest[last..next]) {
                        to = next;
                        break;
                    }
                    last = next;
                }
            }
            let (line, after) = rest.split_at(to);
            rest = after;
            if !line.trim().is_empty() {
                return Some(line.trim_end_matches(['\r', line_end]));
            }
        }
    })
}
