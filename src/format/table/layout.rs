//! The head of a table → how it is read: what a person said of its columns, what its header names, what
//! stands in them.

use super::counted::behind_numbers;
use super::evidence::{Column, SCALE};
use super::feedback::{Value, unused, value};
use super::header::Header;
use super::lists::lists;
use super::maker::maker;
use super::matrix::{Found, MANY_MARKS, Matrix};
use super::misnomer::{fuller, kind_of, may_be_items};
use super::nameless::unnamed;
use super::names::{
    OTHER_IDS, before_number, column_name, is_bare_name, is_called_as, is_form, names_deeds, names_item,
    names_marks, names_rating, names_weakly, occasion, says_count, stem,
};
use super::ranks::in_order;
use super::roles::Roles;
use super::rows::ItemRows;
use super::sample::Sample;
use super::separators::{Guess, SAMPLE};
use super::several::of_several;
use super::split::RowParser;
use super::when::when;
use crate::format::Head;
use crate::format::time::time;
use crate::format::value::{is_number, mark};
use crate::format::words::words;
use crate::report::Sureness;
use std::borrow::Cow;

/// Most columns whose names are parted by blanks: a line of more words is a text.
pub(super) const MOST_WORDS: usize = 50;

/// From how many rows on people or items come again.
pub(super) const ALONE: usize = 10;

/// How a table is read.
#[derive(Debug)]
pub(in crate::format) struct Layout {
    pub guess: Guess,
    /// The names of the columns; empty without any.
    pub header: Vec<Cow<'static, str>>,
    pub roles: Roles,
    pub sureness: Sureness,
    /// What the columns were taken for, where only what stands in them tells.
    pub told: Option<String>,
    /// Set when each column is an item or a person.
    pub matrix: Option<Matrix>,
}

impl Layout {
    /// How this table is read; `None` for what is no table.
    pub fn of(head: &Head<'_>) -> Option<Self> {
        let layout = Layout::found(head)?;
        let doubtful = layout.matrix.is_none() && layout.is_doubtful(head);
        Some(if doubtful {
            Layout { sureness: Sureness::Asked, told: None, ..layout }
        } else {
            layout.further(head)
        })
    }

    /// With the column of who made the items, where it takes that to tell them apart, and with the one that says when; what no
    /// name says is told.
    fn further(mut self, head: &Head<'_>) -> Self {
        if self.matrix.is_some() {
            return self;
        }
        let sample = Sample::of(head, &self.guess.dialect, self.header_lines());
        let header = &self.header;
        let name = |at: usize| header.get(at).map_or_else(String::new, |name| column_name(name));
        let asked = self.sureness == Sureness::Asked;
        let mut more = Vec::new();
        if !asked
            && let Some(at) = maker(&sample, &self.roles, header.len(), &name)
            && let Some(item) = self.roles.item
        {
            self.roles.maker = Some(at);
            more.push(format!("“{}” and “{}” together name the item", header[at], header[item]));
        }
        if let Some((at, named)) = when(&sample, &self.roles, header.len(), &name) {
            self.roles.time = Some(at);
            if !named && !asked {
                more.push(format!("“{}” was taken for the time", header[at]));
            }
        }
        for more in more {
            (self.sureness, self.told) = (Sureness::Told, Some(both_told(self.told, more)));
        }
        self
    }

    /// How it may be read, by the names of its columns or what stands in them.
    fn found(head: &Head<'_>) -> Option<Self> {
        // The names of RecBole's columns hold colons, and some names hold blanks: the first way of
        // splitting by which the names make sense is right.
        for (guess, header) in head.ways() {
            let mut header = header.over(head, guess);
            let sample = Sample::of(head, &guess.dialect, 1);
            if let Some(at) = event(&sample, &header) {
                header.to_mut().roles.item = Some(at);
            }
            // Prose has blanks, too. The names may be one fewer than the fields of the rows.
            let rows = head.lines().len() as f64;
            let uneven = guess.share < 0.9 && guess.share * rows < rows - 1.5;
            let prose = guess.dialect.separator == " " && (uneven || header.fields.len() > MOST_WORDS);
            if prose {
                continue;
            }
            // Among many columns of marks some may be called as people, items or counts are.
            let valued = header.roles.rating.or(header.roles.count).is_some_and(|at| at < MANY_MARKS);
            let wide = header.fields.len() > MANY_MARKS
                || is_form(&header.names)
                || introduces_people(&sample, &header);
            if wide && !valued && !matches!(Matrix::find(head, guess, &header), Found::No) {
                continue;
            }
            if let Some((user, item, parts)) = lists(&sample, &header) {
                let Header { fields: header, mut roles, .. } = header.into_owned();
                (roles.user, roles.item, roles.list) = (Some(user), Some(item), Some(parts));
                roles.title = roles.title.filter(|&at| at != user);
                (roles.rating, roles.count) = (roles.rating.filter(|&at| sample.holds_lists(at)), None);
                return Some(Layout::told(guess, header, roles));
            }
            let numbered = header.names.last().is_some_and(|name| before_number(name).is_some());
            if numbered && let Some(layout) = of_several(&sample, guess, &header) {
                return Some(layout);
            }
            // What follows the first choice of each person, or what has the first rank.
            let ordered = |name: &String| words!("choice rank pick pref").stand_in(name);
            if header.names.iter().any(ordered)
                && let Some(layout) = in_order(&sample, guess, &header)
            {
                return Some(layout);
            }
            let occasion = nobody(&header)
                .then(|| occasion(&header.names))
                .flatten()
                .filter(|&at| Some(at) != header.roles.item && Column::one(&sample, at).repeats());
            // What comes again beside ratings is no description.
            let unnamed = nobody(&header)
                && header.roles.rating.is_some()
                && header.roles.item.is_some_and(|at| Column::one(&sample, at).repeats());
            let lacks = header.roles.rows(&sample).is_none() || unnamed || lacks_item(&sample, &header);
            if occasion.is_none() && lacks {
                continue;
            }
            return Some(Layout::named(&sample, guess, header.into_owned(), occasion));
        }
        // The names may be one fewer than the fields of the rows.
        let lines = head.lines().len() as f64;
        let even = |guess: &Guess| guess.share >= 0.9 || guess.share * lines >= lines - 1.5;
        for (guess, header) in head.ways().filter(|(guess, _)| even(guess)) {
            let header = &*header.over(head, guess);
            let (matrix, sureness) = match Matrix::find(head, guess, header) {
                Found::Yes(matrix) if matrix.is_named() => (matrix, Sureness::Named),
                Found::Yes(matrix) => (matrix, Sureness::Told),
                Found::Unclear(matrix) => (matrix, Sureness::Asked),
                Found::No => continue,
            };
            let (user, item) = matrix.lead();
            return Some(Layout {
                guess: guess.clone(),
                header: if matrix.header > 0 { header.fields.clone() } else { Vec::new() },
                roles: Roles { user, item, ..Roles::default() },
                sureness,
                told: (sureness == Sureness::Told).then(|| matrix.sentence()),
                matrix: Some(matrix),
            });
        }
        Layout::by_evidence(head)
    }

    /// A table of these roles, of which it is said what its columns were taken for.
    pub(super) fn told(guess: &Guess, header: Vec<Cow<'static, str>>, roles: Roles) -> Self {
        let (guess, told) = (guess.clone(), Some(sentence(&roles, &header)));
        Layout { guess, header, roles, sureness: Sureness::Told, told, matrix: None }
    }

    /// How it may be read by what stands in its columns. Few files come so far, which keeps it out of what every visit loads.
    #[inline(never)]
    fn by_evidence(head: &Head<'_>) -> Option<Self> {
        let (guess, header) = head.ways().next().filter(|(guess, _)| guess.share >= 0.8)?;
        let Header { fields: header, names, mut roles } = header.over(head, guess).into_owned();
        let data = || comes_again(head, guess, &header) || is_as_below(head, guess, &header);
        if looks_like_header(&header) && !data() {
            let sample = Sample::of(head, &guess.dialect, 1);
            let columns = Column::all(&sample, guess.width, header.len());
            let before = roles.clone();
            let mut says = Value::Named;
            if roles.complete(&names, &columns, &sample) && roles.rows(&sample).is_some() {
                says = value(&sample, guess.width, &mut roles, &names, &header);
            } else {
                // Names in letters of which none is known say as much as none.
                let unknown = header.iter().all(|name| !name.is_ascii() || name.starts_with("value "));
                let found = unknown.then(|| unnamed(head, guess, 1, 0)).flatten();
                let Some(found) = found else {
                    let described = before.rows(&sample).is_some();
                    let (guess, sureness) = (guess.clone(), Sureness::Named);
                    return Some(if described {
                        Layout { guess, header, roles: before, sureness, told: None, matrix: None }
                    } else {
                        Layout::asked(&guess, header, before)
                    });
                };
                roles = found;
            }
            let (sureness, told) = match says {
                Value::Asked => (Sureness::Asked, None),
                Value::Told(more) => (Sureness::Told, Some(both_told(Some(sentence(&roles, &header)), more))),
                Value::Named => (Sureness::Told, Some(unrated(&sample, &mut roles, &header))),
            };
            let guess = guess.clone();
            return Some(Layout { guess, header, roles, sureness, told, matrix: None });
        }
        if guess.share < 0.9 {
            return None;
        }
        let header = if is_numbered(&header) { header } else { Vec::new() };
        let lines = usize::from(!header.is_empty());
        // The rows may have numbers of their own.
        let mut roles = match unnamed(head, guess, lines, lines) {
            None if lines == 0 => behind_numbers(head, guess)?,
            found => found?,
        };
        let sample = Sample::of(head, &guess.dialect, lines);
        let told = Some(unrated(&sample, &mut roles, &header));
        let guess = guess.clone();
        Some(Layout { guess, header, roles, sureness: Sureness::Told, told, matrix: None })
    }

    /// A table whose header names people and items, or either, after a look at whether what stands there can be that.
    fn named(sample: &Sample<'_>, guess: &Guess, header: Header, occasion: Option<usize>) -> Self {
        let Header { fields: header, names, mut roles } = header;
        let (mut told, mut dropped) = (None, None);
        if let Some(at) = occasion {
            roles.user = Some(at);
            if roles.item.is_none() {
                roles.item = roles.title.take();
            }
            told = Some(format!("each “{}” was taken for a person", header[at]));
            if roles.rating.or(roles.count).is_none() {
                roles.count = names.iter().position(|name| says_count(name));
            }
        }
        let flags = |at: &usize| are_flags(sample, *at, &names);
        let both = |roles: &Roles| roles.user.zip(roles.item);
        if let Some((user, item)) = both(&roles)
            && let Some(fuller) = fuller(sample, &names, (user, item))
        {
            roles.item = Some(fuller);
            roles.title = roles.title.filter(|&at| at != fuller);
        }
        let (mut guessed, mut found) = (roles.by_part, true);
        let no_item = |at: usize| {
            let column = Column::one(sample, at);
            column.whole * 2 < column.numbers
                || sample.says_yes_or_no(at)
                || matches!(sample.texts(at), (2, ALONE..)) && flags(&at)
                || sample.holds_objects(at)
        };
        if both(&roles).is_some_and(|(user, item)| flags(&user) || no_item(item)) {
            (roles.user, roles.item) =
                (roles.user.filter(|at| !flags(at)), roles.item.filter(|&at| !no_item(at)));
            found = roles.user.is_some()
                && roles.complete(&names, &Column::all(sample, guess.width, header.len()), sample);
            guessed = true;
        }
        if let (Some((_, item)), Some(title)) = (both(&roles), roles.title)
            && varies(sample, item, title)
        {
            roles.title = None;
        }
        // Tables of tags hold nothing else.
        let unknown = (0..names.len()).filter(|&at| !roles.claims(at) && !names[at].is_empty()).count();
        roles.tag = roles.tag.filter(|_| unknown < 2);
        let columns = || Column::all(sample, guess.width, header.len());
        if let Some((_, item)) = both(&roles) {
            // An age from which a film may be seen is called rating, too, and a remark a note.
            if let Some(rating) = roles.rating
                && (names_weakly(&names[rating])
                    || names.iter().enumerate().any(|(at, name)| at != rating && names_rating(name)))
                && !sample.cells(rating, SAMPLE).iter().any(|cell| mark(cell).is_some())
            {
                roles.rating = None;
                dropped = (names[rating] == "vote").then(|| unused(&header[rating]));
            }
            // The lines of an order have numbers of their own.
            let valued = roles.rating.or(roles.count).is_some();
            let listed = !valued && is_called_as(&names[item], sample.head.stem());
            if (occasion.is_some() || listed || !names_item(&names[item]))
                && roles.title != Some(item)
                && names[item] != "title"
            {
                roles.item = roles.again(item, &names, &columns(), sample.head.stem());
                // What only counts the rows is no item, and other ids may be.
                let mut other = roles.clone();
                if roles.item.is_none()
                    && occasion.is_none()
                    && other.complete(&names, &columns(), sample)
                    && other.item.is_some_and(|at| may_be_items(sample, roles.user, &names, (item, at)))
                {
                    (roles, guessed) = (other, true);
                }
            }
            // A song says of which album it is: the song was chosen.
            let finer = (0..names.len()).find(|&at| {
                let id = names[at].ends_with("id") && !OTHER_IDS.contain(&names[at]);
                let filled = sample.texts(at).1 >= sample.texts(item).1;
                // A copy of a book is called as the book is.
                let copy = names[at].starts_with(stem(&names[item]));
                id && filled
                    && !copy
                    && !roles.claims(at)
                    && sample.depends(at, item)
                    && !sample.depends(item, at)
            });
            guessed |= finer.is_some();
            roles.item = finer.or(roles.item);
            // Rows with one field more than there are names may have it anywhere; dates where items should stand tell
            // that it is not the first.
            if header.first().is_some_and(|name| name.is_empty()) {
                roles.item = roles.item.filter(|&item| !Column::one(sample, item).are_times());
            }
            found &= roles.item.is_some();
        }
        if !found {
            return Layout::asked(guess, header, roles);
        }
        if names.iter().any(|name| name.ends_with("type")) {
            told = kind_of(sample, &roles, &names, &header).or(told);
        }
        let before = (roles.rating, roles.count);
        let said = both(&roles).map(|_| value(sample, guess.width, &mut roles, &names, &header));
        if guessed && both(&roles).is_some() && told.is_none() {
            // What only now was found says so itself.
            let found = (roles.rating, roles.count);
            (roles.rating, roles.count) = (before.0.and(found.0), before.1.and(found.1));
            told = Some(sentence(&roles, &header));
            (roles.rating, roles.count) = found;
        }
        if let Some(more) = dropped {
            told = Some(both_told(told, more));
        }
        let mut sureness = if told.is_some() { Sureness::Told } else { Sureness::Named };
        match said {
            Some(Value::Told(more)) => {
                (sureness, told) = (Sureness::Told, Some(both_told(told, more)));
            }
            Some(Value::Asked) => sureness = Sureness::Asked,
            Some(Value::Named) | None => {}
        }
        // The class that each of many has once, as a class of students, describes them.
        if let (Some((user, item)), None) = (both(&roles), roles.rating.or(roles.count).or(roles.tag))
            && !names_item(&names[item])
            && !names_deeds(sample.head.stem())
        {
            let ((people, rows), (items, _)) = (sample.texts(user), sample.texts(item));
            if rows >= ALONE && people == rows && items <= SCALE {
                return Layout::asked(guess, header, roles);
            }
        }
        // Ratings that have tags are read without.
        if told.is_none()
            && let Some(tag) = roles.tag.filter(|_| roles.rating.is_some() && both(&roles).is_some())
        {
            (sureness, told) = (Sureness::Told, Some(unused(&header[tag])));
        }
        Layout { guess: guess.clone(), header, roles, sureness, told, matrix: None }
    }

    /// A table of which only a person can say what its columns mean.
    fn asked(guess: &Guess, header: Vec<Cow<'static, str>>, roles: Roles) -> Self {
        let header = if looks_like_header(&header) { header } else { Vec::new() };
        Layout { guess: guess.clone(), header, roles, sureness: Sureness::Asked, told: None, matrix: None }
    }

    /// How many lines name the columns.
    pub fn header_lines(&self) -> usize {
        usize::from(!self.header.is_empty())
    }

    /// What reads the rows, and what they are; `None` when the roles make no sense together.
    pub fn rows(&self, head: &Head<'_>) -> Option<(Box<dyn RowParser>, &'static str)> {
        if let Some(matrix) = &self.matrix {
            return Some((Box::new(matrix.clone()), "a matrix"));
        }
        let sample = Sample::of(head, &self.guess.dialect, self.header_lines());
        if self.header.is_empty() && self.roles.user.is_none() && !self.roles.mine {
            let item = self.roles.item?;
            let (title, genres) = (self.roles.title, self.roles.genres);
            return Some((Box::new(ItemRows { item, title, genres, ..ItemRows::default() }), "items"));
        }
        self.roles.rows(&sample)
    }
}

/// True when no field is a number, and none is empty but the first or the last.
pub(super) fn looks_like_header(fields: &[Cow<'_, str>]) -> bool {
    let last = fields.len().saturating_sub(1);
    fields.iter().any(|field| !field.is_empty())
        && fields.iter().enumerate().all(|(i, field)| {
            (!field.is_empty() || i == 0 || i == last) && !is_number(field) && time(field).is_none()
        })
}

/// True when all that stands in the first line stands below it as well, in its columns: names of these do not.
#[inline(never)]
fn comes_again(head: &Head<'_>, guess: &Guess, first: &[Cow<'_, str>]) -> bool {
    let sample = Sample::of(head, &guess.dialect, 1);
    let again = |(at, text): (usize, &Cow<'_, str>)| {
        text.is_empty() || sample.cells(at, SAMPLE).iter().any(|cell| cell == text)
    };
    first.len() > 1 && first.iter().enumerate().all(again)
}

/// True when some column has texts of one length only, with digits, and the first line as well: it names nothing.
#[inline(never)]
fn is_as_below(head: &Head<'_>, guess: &Guess, first: &[Cow<'_, str>]) -> bool {
    let sample = Sample::of(head, &guess.dialect, 1);
    let alike = |(at, text): (usize, &Cow<'_, str>)| {
        let cells = sample.cells(at, SAMPLE);
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        digits >= FEWEST_DIGITS && cells.len() >= ALONE && cells.iter().all(|cell| cell.len() == text.len())
    };
    first.len() > 1 && first.iter().enumerate().any(alike)
}

/// Fewest digits of what is no name of a column.
const FEWEST_DIGITS: usize = 4;

/// True for the names that a data frame without any writes: nothing above its rows' numbers, then 0, 1, 2.
fn is_numbered<S: AsRef<str>>(fields: &[S]) -> bool {
    let mut names = fields.iter().map(AsRef::as_ref);
    names.next() == Some("") && fields.len() > 2 && names.enumerate().all(|(i, name)| name.parse() == Ok(i))
}

/// True when a header names what is chosen, and nobody who chooses.
fn nobody(header: &Header) -> bool {
    let roles = &header.roles;
    let item = roles.item.or(roles.title.filter(|&at| !is_bare_name(&header.names[at])));
    roles.user.is_none() && item.is_some() && !roles.relation
}

/// The column of the events to which people went, by their numbers: in words it says what happened.
#[inline(never)]
fn event(sample: &Sample<'_>, header: &Header) -> Option<usize> {
    let names = &header.names;
    let at = names.iter().position(|name| words!("event evento").contain(name))?;
    let open = header.roles.item.is_none_or(|item| !names_item(&names[item]));
    let column = Column::one(sample, at);
    let numbers = column.numbers == column.filled && column.may_be_ids();
    (header.roles.user.is_some() && open && numbers).then_some(at)
}

/// True when the rows begin with each person's id and name, or the id in a file of ratings, and hold more than they could of
/// one item.
fn introduces_people(sample: &Sample<'_>, header: &Header) -> bool {
    let roles = &header.roles;
    let open = (0..header.names.len()).filter(|&at| !roles.claims(at)).count();
    if open < 3 {
        return false;
    }
    let is_name = |at: usize| header.names[at].ends_with("name") && !names_item(&header.names[at]);
    match roles.user {
        Some(user) => {
            let rated = || names_marks(sample.head.stem());
            roles.item.map_or_else(rated, is_name) && !Column::one(sample, user).repeats()
        }
        None => roles.item.is_some() && roles.item == roles.id && roles.title.is_some_and(is_name),
    }
}

/// True when people are rated or come again, so that rows are no descriptions of them, and no item is named.
fn lacks_item(sample: &Sample<'_>, header: &Header) -> bool {
    let roles = &header.roles;
    let again = |user: usize| roles.rating.is_some() || Column::one(sample, user).repeats();
    roles.item.is_none() && roles.user.is_some_and(again)
}

/// True when a column that may tell people or items apart says yes or no.
fn are_flags(sample: &Sample<'_>, user: usize, names: &[String]) -> bool {
    let clear = names[user].ends_with("id") || names[user].starts_with("user");
    let is_flag = |cell: &&str| mark(cell).is_some_and(|(value, _)| value == 0.0 || value == 1.0);
    let cells = sample.cells(user, ALONE);
    // Where letters are received is nobody's address.
    let is_host = |cell: &&str| cell.contains('.') && !cell.contains('@');
    if names[user].ends_with("email") && !cells.is_empty() && cells.iter().all(is_host) {
        return true;
    }
    !clear && !cells.is_empty() && cells.iter().all(is_flag) && sample.texts(user).0 <= 2
}

/// True when rows of one item mostly have different texts in this column, which are then no titles of items.
fn varies(sample: &Sample<'_>, item: usize, title: usize) -> bool {
    let (again, other) = sample.again(item, title);
    other * 2 > again
}

/// What the columns were taken for, with the value below the scale that stands for none.
fn unrated<S: AsRef<str>>(sample: &Sample<'_>, roles: &mut Roles, header: &[S]) -> String {
    let text = sentence(roles, header);
    let below = |rating| Column::one(sample, rating).unrated().filter(|&v| v < 0.0);
    roles.unrated = roles.unrated.or_else(|| roles.rating.and_then(below));
    match roles.unrated {
        Some(unrated) => format!("{text}, {unrated} for “not rated”"),
        None => text,
    }
}

/// What was told before, if anything, and more.
fn both_told(before: Option<String>, more: String) -> String {
    match before {
        Some(before) => format!("{before}; {more}"),
        None => more,
    }
}

/// What the columns were taken for.
fn sentence<S: AsRef<str>>(roles: &Roles, header: &[S]) -> String {
    let mut text = String::new();
    for (role, what) in [
        (roles.user, "person"),
        (roles.item, "item"),
        (roles.rating, "rating"),
        (roles.count, "count"),
        (roles.time, "time"),
        (roles.title, "title"),
    ] {
        let Some(at) = role else { continue };
        text.push_str(if text.is_empty() { "taken by what stands there: " } else { ", " });
        match header.get(at) {
            Some(name) if !name.as_ref().is_empty() => {
                text.push_str(&format!("“{}” for the {what}", name.as_ref()));
            }
            _ => text.push_str(&format!("column {} for the {what}", at + 1)),
        }
        if roles.list.is_some() && role == roles.item {
            text.push_str(", of which a cell holds several");
        }
    }
    if !roles.several.is_empty() {
        text.push_str(", and others like these in the same row");
    }
    if roles.ranked {
        text.push_str(", the best first");
    }
    if roles.mine {
        text.push_str(", and all rows for one person's");
    }
    text
}
