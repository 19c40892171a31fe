//! Matrices: a row for each person and a column for each item, or the other way round.

use super::columns::Columns;
use super::evidence::{Column, SCALE};
use super::header::Header;
use super::names::{
    before_number, column_name, is_bare_name, is_form, is_sum, names_item, names_marks, names_rating,
    names_user,
};
use super::naming::{are_answers, are_films, are_own_names, is_of_choices};
use super::ranks::{lowest, rank};
use super::roles::Roles;
use super::sample::{Sample, is_yes_or_no};
use super::separators::Guess;
use super::split::{Row, RowParser};
use crate::format::value::{Notation, expected_number, is_blank, is_number, mark};
use crate::format::words::{Words, words};
use crate::format::{Head, Sink};
use std::borrow::Cow;
use std::ops::Range;

/// Fewest columns of values of a matrix with names, and of one without; below who or what, two people or items may be all.
const FEWEST: usize = 3;
const FEWEST_UNNAMED: usize = 6;
const FEWEST_LED: usize = 2;

/// From how many yeses and noes on rows without names are baskets.
const MANY_FLAGS: usize = 24;

/// What stands before the numbers of those who gave marks.
const RATERS: Words = words!("u r judge juror annotator evaluator expert");

/// From how many columns on one scale on they are no measurements of each row.
pub(super) const MANY_MARKS: usize = 20;

/// True when the cells say yes or no in words: numbers may be anything's.
fn words_only(sample: &Sample<'_>, mut columns: Range<usize>) -> bool {
    columns.all(|at| sample.cells(at, 4).iter().all(|cell| !is_number(cell)))
}

/// What is written where nothing is said.
pub(super) fn is_missing(cell: &str) -> bool {
    let begins =
        |text: &str, word: &str| text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    let rest = if begins(cell, "i ") { &cell[2..] } else { cell };
    is_blank(cell)
        || ["not ", "did not ", "never", "haven", "have not", "[n/a"].iter().any(|word| begins(rest, word))
}

/// The value of a cell; a cross or a tick says yes.
fn value_of(cell: &str) -> Option<f32> {
    let ticked = || words!("x X ✓ ✔ ✅").contain(cell).then_some(1.0);
    Notation::Marks(0).number(cell).or_else(|| rank(cell)).or_else(ticked)
}

/// A matrix of ratings, and what reads its rows.
#[derive(Debug, Clone)]
pub(in crate::format) struct Matrix {
    /// 1 when the first line names the columns.
    pub header: usize,
    /// Columns before those of values, up to the end of those of values, and the one with the row's id.
    first: usize,
    end: usize,
    id: Option<usize>,
    /// The names of the columns; without any they are numbered.
    names: Vec<String>,
    /// Whether columns are people and rows are items.
    people_in_columns: bool,
    /// Values that stand for none.
    missing: Vec<f32>,
    /// Whether the values say no more than yes.
    choices: bool,
    /// Whether a name tells who or what leads the rows.
    led: bool,
    /// Whether 0 was taken for a rating, and nothing says whether it is one.
    zeros: bool,
    /// The lowest of ranks, of which 1 is the best.
    ranks: Option<f32>,
    /// Rows so far.
    row: u32,
}

/// What a table is that may be a matrix.
pub(in crate::format) enum Found {
    Yes(Matrix),
    /// It is one, and it is not clear what it says.
    Unclear(Matrix),
    No,
}

/// What stands above the cells, and what was found of it.
struct Above<'a> {
    first: &'a Header,
    /// What the names above the columns mean, if they are names.
    roles: Roles,
    has_header: bool,
    /// True for ids in any order.
    ids: bool,
    /// True where the file is called by marks.
    marked: bool,
    /// True for three columns of which that does not say that they are marks.
    narrow: bool,
}

/// True when a column has a role, if it is not that of a title.
fn claims(roles: &Roles, at: usize) -> bool {
    Some(at) != roles.title && roles.claims(at)
}

impl Matrix {
    /// A matrix as the person said that it is one.
    pub fn chosen(
        head: &Head<'_>,
        guess: &Guess,
        first: &Header,
        has_header: bool,
        columns: &Columns,
    ) -> Self {
        let mut matrix = match Matrix::find(head, guess, first) {
            Found::Yes(matrix) | Found::Unclear(matrix) if matrix.header == usize::from(has_header) => matrix,
            _ => Matrix {
                header: usize::from(has_header),
                first: 0,
                end: usize::MAX,
                id: None,
                names: if has_header { names(first) } else { Vec::new() },
                people_in_columns: false,
                missing: Vec::new(),
                choices: false,
                led: false,
                zeros: false,
                ranks: None,
                row: 0,
            },
        };
        matrix.id = columns.user.or(columns.item).map(|column| column as usize);
        matrix.first = matrix.first.max(matrix.id.map_or(0, |id| id + 1));
        matrix.people_in_columns = columns.user.is_none() && columns.item.is_some();
        for (unrated, value) in [(columns.zero_is_unrated, 0.0), (columns.minus_one_is_unrated, -1.0)] {
            if let Some(unrated) = unrated {
                matrix.missing.retain(|&missing| missing != value);
                matrix.missing.extend(unrated.then_some(value));
            }
        }
        matrix
    }

    /// Tells a matrix by its cells.
    pub(super) fn find(head: &Head<'_>, guess: &Guess, first: &Header) -> Found {
        let header = &first.fields;
        if guess.width < FEWEST || header.len() != guess.width {
            return Found::No;
        }
        // Three columns are marks, or two people or items by name beside what these rated or who did.
        let marked = names_marks(head.stem()) && !head.nested;
        let narrow = guess.width == FEWEST && !marked;
        if narrow && !header[1].starts_with(char::is_uppercase) {
            return Found::No;
        }
        // “5 - great” is a value; “Up” may be a film.
        let named = |name: &str| {
            let begins = |c: char| c.is_ascii_digit() || matches!(c, '★' | '⭐' | '*');
            let is_value = name.starts_with(begins) && mark(name).is_some();
            !is_missing(name) && !is_value
        };
        // Columns may be numbered, and what stands behind them named.
        let number = |text: &str| text.strip_suffix(".0").unwrap_or(text).parse::<u32>().ok();
        let run = header[1..].iter().zip(1..).take_while(|(name, at)| {
            number(name)
                .is_some_and(|n| *at == 1 || number(&header[at - 1]).is_some_and(|before| n == before + 1))
        });
        let run = run.count();
        let numbered =
            run + 1 == header.len() || (run >= FEWEST && header[1 + run..].iter().all(|name| named(name)));
        // Ids stand in their order, and go beyond a scale.
        let grow = header.len() > FEWEST
            && header[1..].windows(2).all(|two| number(&two[0]).is_some_and(|n| number(&two[1]) > Some(n)));
        let numbered = numbered || grow && header.last().and_then(|last| number(last)) > Some(SCALE as u32);
        // Below nothing, so many whole numbers of which some go beyond any scale are ids in any order.
        let ids = header.len() > MANY_MARKS
            && header[0].is_empty()
            && header[1..].iter().all(|name| number(name).is_some())
            && header[1..].iter().any(|name| number(name) > Some(100));
        let numbered = numbered || ids;
        // Many that are numbered from the first on have nobody's name before them.
        let bare = header.len() > MANY_MARKS
            && run + 1 == header.len()
            && number(&header[0]).is_some_and(|first| number(&header[1]) == Some(first + 1));
        // Below a word as the first of them, a few names may be numbers: “1984” is a book.
        let words = header[1..].iter().filter(|name| named(name)).count();
        // A data frame has nothing above its rows' numbers.
        let led = !is_number(&header[0]) && (!header[0].is_empty() || numbered);
        // Below a word for people stand people, and above the other columns what they rated, if only its numbers.
        let people = header.len() > MANY_MARKS && first.roles.user == Some(0);
        // “y” and “n” throughout name nothing.
        let said = header.len() > FEWEST_UNNAMED
            && header[1..].iter().all(|name| is_missing(name) || is_yes_or_no(name));
        let has_header = people
            || bare
            || words + 1 == header.len() && !said
            || (led && !said && (numbered || words * 10 >= (header.len() - 1) * 7));
        let sample = Sample::of(head, &guess.dialect, usize::from(has_header));
        let roles = if has_header { first.roles.clone() } else { Roles::default() };
        let claims = |at: usize| claims(&roles, at);
        let called = has_header && (roles.user == Some(0) || are_numbered(&header[1..]));
        // What each gave on the whole stands behind the marks.
        let sums = if has_header { header.iter().rev().take_while(|name| is_sum(name)).count() } else { 0 };
        let Some(cells) = Cells::of(&sample, (guess.width, sums), (has_header, called, marked), &claims)
        else {
            return Found::No;
        };
        let fewest = if has_header { FEWEST_LED } else { FEWEST_UNNAMED };
        if cells.end - cells.first < fewest || cells.values < fewest {
            return Found::No;
        }
        let above = Above { first, roles, has_header, ids, marked, narrow };
        Matrix::below(head, guess, &above, &sample, &cells)
    }

    /// The matrix whose cells these are, if they are marks, choices or ranks.
    #[inline(never)]
    fn below(head: &Head<'_>, guess: &Guess, above: &Above<'_>, sample: &Sample<'_>, cells: &Cells) -> Found {
        let &Above { first, ref roles, has_header, ids, marked, narrow } = above;
        let (header, claims) = (&first.fields, |at: usize| claims(roles, at));
        let scale = &header[cells.first..cells.end];
        let few = scale.len() < FEWEST;
        // Beside a mark of the whole, others are those of its sides.
        if has_header && scale.iter().any(|name| column_name(name).starts_with("overall")) {
            return Found::No;
        }
        // So are those below one word for such sides: `categories.plot`.
        let side = |name: &Cow<'_, str>| {
            name.split_once('.')
                .is_some_and(|(of, _)| words!("categor criteri aspect").begin(&column_name(of)))
        };
        if head.nested && scale.iter().all(side) {
            return Found::No;
        }
        // Names of a person's or an item's properties are no items; among many items one may be called so.
        let claimed = (cells.first..cells.end).filter(|&at| claims(at)).count();
        // One of what is bought may be called so, too.
        let called_so = claimed == 1 && roles.item.is_some_and(&claims) && is_of_choices(head.stem(), false);
        if claimed * 20 > cells.end - cells.first && !called_so {
            return Found::No;
        }
        let lead = |role: Option<usize>| role.filter(|&at| at < cells.first);
        // A bare “name” is that of people where what stands above the columns are the longer texts.
        let name = roles
            .title
            .filter(|&at| is_bare_name(&first.names[at]) && !(cells.first..cells.end).contains(&at));
        let name = name.filter(|&at| {
            let phrases = scale.iter().filter(|name| name.contains([' ', '_'])).count();
            are_numbered(scale)
                || phrases * cells.columns[at].filled > cells.columns[at].phrases * scale.len()
        });
        // Whoever gives no name is anonymous in each row.
        let form = has_header && cells.first > 0 && is_form(&first.names);
        let user = lead(roles.user).filter(|&at| !form || !cells.columns[at].repeats()).or(name);
        // What stands below nothing may show people: `User_1`.
        let shown = has_header && cells.first == 1 && header[0].is_empty() && sample.shows_people(0);
        let user = user.or(shown.then_some(0));
        // “Movies” stands above films as “Movie” does.
        let many = has_header && first.names[0].strip_suffix('s').is_some_and(names_item);
        let item = lead(roles.item.or(roles.title).or(roles.id)).or(lead(many.then_some(0)));
        let item = item.filter(|_| name.is_none() && !form);
        if (few || narrow) && !(few && user.or(item).is_some() && are_own_names(scale)) {
            return Found::No;
        }
        let people = has_header
            && scale.iter().all(|name| {
                let name = column_name(name);
                before_number(&name).is_some_and(|word| RATERS.contain(word) || names_user(word))
            });
        // Bare ids are people's.
        let people_in_columns = user.is_none() && (people || (item.is_some() && item != roles.id));
        let mut missing = Vec::new();
        let mut choices = false;
        let votes =
            marked && cells.minus_ones > 0 && cells.max == 1.0 && !cells.negative && cells.distinct <= FEWEST;
        let zero = |cells: &Cells| {
            if cells.zeros == 0 || cells.blanks > 0 {
                return Some(false);
            }
            // Nearly all of a person's can be nothing else.
            if user.is_some() && cells.zeros * 10 >= cells.values * 9 && !cells.negative {
                return Some(true);
            }
            // More often than other values are on the average.
            let often = cells.zeros * 2 >= cells.values
                || (cells.max <= 10.0
                    && cells.distinct <= SCALE
                    && cells.zeros * cells.distinct > cells.values);
            (often && cells.above_zero_from >= 0.5 && !cells.negative).then_some(true)
        };
        // Each row of ranks is somebody's order.
        let ranks = lowest(sample, (cells.first, cells.end)).filter(|_| has_header && !people_in_columns);
        if ranks.is_none() && sample.rows().any(|row| rank(row.get(cells.first)).is_some()) {
            return Found::No;
        }
        if ranks.is_some() && cells.zeros > 0 {
            missing.push(0.0);
        }
        if cells.ninety_nines > 0 && cells.max <= 20.0 {
            missing.push(99.0);
        }
        // Between −1 and 1 the one is against what the other is for.
        if cells.minus_ones > 0 && !cells.negative && cells.max > 1.0 {
            missing.push(-1.0);
        }
        let yes_or_no =
            cells.max == 1.0 && cells.above_zero_from == 1.0 && !cells.negative && cells.minus_ones == 0;
        // What was said in words in a file that is called by votes: a no says as much as a yes.
        let said = yes_or_no && marked && words_only(sample, 0..guess.width);
        if yes_or_no && !said {
            // A table of flags describes items; people have them as choices, and so have baskets, whose rows have no names.
            let named = has_header || is_of_choices(head.stem(), false);
            let baskets = cells.first == 0 && named && item.is_none() && cells.values >= MANY_FLAGS;
            if user.is_none() && !baskets && !(ids && cells.blanks > 0) {
                return Found::No;
            }
            // Where some say nothing, those who say no do say something.
            choices = cells.zeros == 0 || user.is_none() && !ids || cells.blanks == 0;
            missing.extend(choices.then_some(0.0));
        }
        // Between for and against stands neither.
        let only = || words_only(sample, cells.first..cells.end);
        let zero = if yes_or_no || votes || !missing.is_empty() || cells.zeros > 0 && only() {
            Some(false)
        } else {
            zero(cells)
        };
        // Where it is told whose rows these are, that is all that is open.
        let zeros = zero.is_none() && user.or(item).is_some() && scale.len() >= FEWEST_UNNAMED;
        let zero = zero.or(zeros.then_some(false));
        missing.extend(zero.filter(|&missing| missing).map(|_| 0.0));
        let sparse = cells.blanks > 0 || !missing.is_empty();
        let baskets = choices && user.is_none() && !said;
        // Every cell is filled: measurements of each row are as likely, unless they are marks on one scale
        // for items with names or numbers.
        let on_scale =
            cells.zeros == 0 && cells.max <= 10.0 && cells.above_zero_from >= 1.0 && !cells.negative;
        let numbered = scale.len() >= MANY_MARKS || (scale.len() >= FEWEST_UNNAMED && are_numbered(scale));
        // In a file that is called by marks, each row of nothing else is somebody's.
        let called =
            marked && cells.first == 0 && cells.end == guess.width && (votes || on_scale && has_header);
        // A form writes when somebody answered, and then what was said of each.
        let answers = on_scale && form && are_answers(&cells.columns[cells.first..cells.end], scale);
        let marks = on_scale && (item.is_some() || numbered || people || called || answers);
        // Below nothing, as above a data frame's rows, names lead the rows and marks may follow.
        let framed = on_scale
            && user.is_none()
            && header[0].is_empty()
            && cells.first == 1
            && cells.columns[0].numbers == 0;
        // So many that all reach as far are marks.
        let reach = |at: usize| cells.columns[at].max * 2.0 >= cells.max;
        let far = framed && scale.len() >= FEWEST_UNNAMED && (1..cells.end).all(reach);
        if !sparse && user.is_none() && has_header && !marks && !framed && !said && ranks.is_none() {
            return Found::No;
        }
        // Columns of flags with one of other numbers describe items.
        let flags = |column: &Column| {
            column.numbers > 0 && column.zeros + column.ones == column.numbers && column.zeros > 0
        };
        let flagged = (cells.first..cells.end).filter(|&at| flags(&cells.columns[at])).count();
        if !yes_or_no && user.is_none() && flagged * 4 >= (cells.end - cells.first) * 3 {
            return Found::No;
        }
        // Figures of all kinds are no marks.
        if item.is_some() && cells.negative && cells.distinct > SCALE {
            return Found::No;
        }
        let id = user.or(item).or_else(|| {
            (0..cells.first).find(|&at| {
                let column = &cells.columns[at];
                let of_people = roles.attributes.iter().any(|&(_, of)| of == at);
                column.filled > 0 && !column.repeats() && !column.are_times() && !of_people
            })
        });
        let names = if has_header { names(first) } else { Vec::new() };
        // What all columns are called names none of them.
        if has_header && names[cells.first..cells.end].windows(2).all(|pair| pair[0] == pair[1]) {
            return Found::No;
        }
        let header = usize::from(has_header);
        // Whole marks from 1 on behind what is called an item are those of the people above them, and so are those below names
        // in a file that is called by marks.
        let by_people = people_in_columns
            && on_scale
            && (few
                || people
                || scale.len() > FEWEST && names_item(&first.names[0])
                || marked && are_own_names(scale));
        let led =
            user.filter(|_| !shown).or(item).is_some() && cells.distinct <= SCALE && (sparse || !by_people);
        // Of what was bought, most was not.
        let numbered_only = || has_header && are_numbered(scale);
        let chosen = || is_of_choices(head.stem(), numbered_only()) || are_films(scale);
        let bought = baskets && cells.zeros * 2 > cells.values && chosen();
        let &Cells { first, end, .. } = cells;
        let matrix = Matrix {
            header,
            first,
            end,
            id,
            names,
            people_in_columns,
            missing,
            choices,
            led,
            zeros,
            ranks,
            row: 0,
        };
        // Without names, whole numbers among many 0s may be flags and codes.
        let flags = (header == 0 && zero == Some(true))
            || (baskets && !bought && !words_only(sample, 0..guess.width));
        // Each of two names beside each other, before marks: who and what, of which the columns are sides.
        let texts = |at: usize| cells.columns[at].numbers == 0 && cells.columns[at].repeats();
        let crossed = id.is_none()
            && (1..cells.first).any(|at| {
                let pairs = cells.columns[at - 1].distinct() * cells.columns[at].distinct();
                texts(at - 1) && texts(at) && pairs >= cells.columns[at].filled
            });
        let open = framed || (user.is_none() && !numbered && !by_people && !called && !answers);
        if ranks.is_some() || said {
            return Found::Yes(matrix);
        }
        if flags || crossed || zero.is_none() || (!sparse && !far && open) {
            Found::Unclear(matrix)
        } else {
            Found::Yes(matrix)
        }
    }

    /// What the rows are taken for.
    pub fn sentence(&self) -> String {
        let (rows, columns) =
            if self.people_in_columns { ("an item", "a person") } else { ("a person", "an item") };
        let mut text = format!("each row was taken for {rows} and each column for {columns}");
        for missing in &self.missing {
            text.push_str(&format!(", {missing} for no rating"));
        }
        if self.ranks.is_some() {
            text.push_str(", 1 for the best");
        }
        if self.zeros {
            text.push_str(", 0 for a rating");
        }
        text
    }

    /// The column with the ids of people in rows, and of items in rows.
    pub fn lead(&self) -> (Option<usize>, Option<usize>) {
        if self.people_in_columns { (None, self.id) } else { (self.id, None) }
    }

    /// True when this value says that there is no rating.
    pub fn leaves_out(&self, value: f32) -> bool {
        self.missing.contains(&value)
    }

    /// True when a name tells whose rows these are, and blanks say what is missing.
    pub fn is_named(&self) -> bool {
        let results = || self.names[self.first..self.end].iter().all(|name| names_rating(&column_name(name)));
        self.header == 1
            && self.led
            && self.missing.is_empty()
            && !self.zeros
            && self.ranks.is_none()
            && !results()
    }
}

/// True for names that differ in their numbers only, which count up: `Movie_1,Movie_2`.
fn are_numbered<S: AsRef<str>>(names: &[S]) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let stem = names.first().map_or("", |name| name.as_ref().trim_end_matches(digit));
    let number = |name: &S| name.as_ref().strip_prefix(stem).and_then(|number| number.parse::<u32>().ok());
    let first = names.first().and_then(number);
    !stem.is_empty()
        && names
            .iter()
            .zip(0..)
            .all(|(name, at)| number(name).is_some_and(|n| first.is_some_and(|f| n == f + at)))
}

/// The names of the columns. A form puts what was asked in brackets behind the question.
fn names(first: &Header) -> Vec<String> {
    let names = first.fields.iter().map(|name| {
        let asked = name.strip_suffix(']').and_then(|name| name.rsplit_once('['));
        asked.map_or(&**name, |(_, asked)| asked.trim()).to_owned()
    });
    names.collect()
}

/// All cells of a matrix's head.
#[derive(Default)]
struct Cells {
    columns: Vec<Column>,
    /// Columns before those of values, and up to their end.
    first: usize,
    end: usize,
    values: usize,
    blanks: usize,
    zeros: usize,
    minus_ones: usize,
    ninety_nines: usize,
    /// Whether there are numbers below 0 other than −1.
    negative: bool,
    above_zero_from: f32,
    /// The highest but for 99.
    max: f32,
    /// How many different values there are, to one more than [`SCALE`].
    distinct: usize,
}

impl Cells {
    /// `None` when what stands behind the first columns is not on one scale. The last columns may be sums.
    fn of(
        sample: &Sample<'_>,
        (all, sums): (usize, usize),
        (has_header, called, marked): (bool, bool, bool),
        claims: &dyn Fn(usize) -> bool,
    ) -> Option<Cells> {
        let width = all - sums;
        // A column of other things stands before: words, times, ids that differ in each row.
        let mut value_columns = vec![true; width];
        for row in sample.rows() {
            for (i, fits) in value_columns.iter_mut().enumerate().take(row.len()) {
                *fits = *fits
                    && (is_missing(row.get(i)) || value_of(row.get(i)).is_some_and(|v| v.abs() <= 100.0));
            }
        }
        // Other things may stand behind them, too, and what a person is beside these.
        let mut end = value_columns.iter().rposition(|&fits| fits).map_or(0, |last| last + 1);
        while end < width && end > 0 && claims(end - 1) {
            end -= 1;
        }
        let mut first = value_columns[..end].iter().rposition(|fits| !fits).map_or(0, |last| last + 1);
        if first + (width - end) > width / 2 {
            return None;
        }
        let columns = Column::all(sample, all, 0);
        // What each is stands between who it is and the marks.
        while first > 0 && first < end && claims(first) {
            first += 1;
        }
        // Before yes and no in words, numbers tell of each person.
        let told = (first..end).take_while(|&at| !words_only(sample, at..at + 1)).count();
        let said = |at: usize| columns[at].filled > 0 && words_only(sample, at..at + 1);
        if end - first >= FEWEST + told && (first + told..end).all(said) {
            first += told;
        }
        let ids = |at: usize| {
            columns[at].filled > 1 && !columns[at].repeats() && columns[at].whole == columns[at].filled
        };
        if first == 0 && (has_header || columns[0].counts_up) && ids(0) {
            first = 1;
        }
        if first + (width - end) > width / 2 {
            return None;
        }
        let mut cells = Cells { columns, first, end, above_zero_from: f32::INFINITY, ..Cells::default() };
        let mut distinct: Vec<f32> = Vec::new();
        let mut decimals = true;
        for row in sample.rows() {
            for i in first..row.len().min(end) {
                let Some(value) = value_of(row.get(i)) else {
                    cells.blanks += 1;
                    continue;
                };
                cells.values += 1;
                cells.zeros += usize::from(value == 0.0);
                cells.minus_ones += usize::from(value == -1.0);
                cells.negative |= value < 0.0 && value != -1.0;
                if value == 99.0 {
                    cells.ninety_nines += 1;
                } else {
                    cells.max = cells.max.max(value);
                }
                if value > 0.0 {
                    cells.above_zero_from = cells.above_zero_from.min(value);
                }
                decimals &= value == 99.0 || value.abs() <= 10.0;
                if distinct.len() <= SCALE && !distinct.contains(&value) {
                    distinct.push(value);
                }
            }
        }
        let any = (decimals && cells.ninety_nines > 0)
            || (has_header && (cells.blanks > cells.values || decimals && cells.zeros * 2 > cells.values));
        // So many columns on one scale are marks, whatever their fractions; of hundreds where it is said whose or of what.
        let scale = decimals || called && cells.blanks * 10 > cells.values;
        let wide = has_header && end - first >= MANY_MARKS && scale && cells.max > 1.0 && !cells.negative;
        // Below the names of what all of them rated, in a file that is called by that.
        let tenths = has_header && called && marked && decimals && !cells.negative;
        cells.distinct = distinct.len();
        (cells.values > 0 && (distinct.len() <= SCALE || any || wide || tenths)).then_some(cells)
    }
}

impl RowParser for Matrix {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        self.row += 1;
        let id = match self.id.map(|column| row.id(column)) {
            Some("") => return sink.skip(row.line, self.id.unwrap_or(0) as u32 + 1, "a name", "nothing"),
            Some(id) if is_sum(id) => return,
            Some(id) => id.to_owned(),
            None if self.people_in_columns => self.row.to_string(),
            None => sink.row_id(self.row),
        };
        for column in self.first..row.len().min(self.end) {
            let cell = row.get(column);
            if is_missing(cell) {
                continue;
            }
            let Some(value) = value_of(cell) else {
                sink.skip(row.line, column as u32 + 1, expected_number(cell), cell);
                continue;
            };
            if self.missing.contains(&value) {
                continue;
            }
            let value = self.ranks.map_or(value, |lowest| (lowest + 1.0 - value).max(1.0));
            let number;
            let other = match self.names.get(column) {
                Some(name) if !name.is_empty() => name.as_str(),
                _ => {
                    number = (column - self.first + 1).to_string();
                    &number
                }
            };
            let (user, item) = if self.people_in_columns { (other, &*id) } else { (&*id, other) };
            if self.choices {
                sink.choice(user, item, value, None);
            } else {
                sink.rating(user, item, value, None);
            }
        }
    }
}
