//! The head of a table → how it is read: what a person said of its columns, what its header names, what
//! stands in them.

use super::columns::Columns;
use super::evidence::{Column, SCALE, describes};
use super::header::Header;
use super::matrix::{Found, Matrix};
use super::roles::{Roles, column_name, names_count, names_item, names_rating};
use super::rows::ItemRows;
use super::sample::Sample;
use super::separators::{Guess, SAMPLE};
use super::split::{Dialect, RowParser};
use crate::format::Head;
use crate::format::value::{is_number, time};
use crate::report::Sureness;
use std::borrow::Cow;

/// Most columns whose names are parted by blanks: a line of more words is a text.
const MOST_WORDS: usize = 50;

/// From how many rows on people or items come again.
const ALONE: usize = 10;

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
        // The names of RecBole's columns hold colons, and some names hold blanks: the first way of
        // splitting by which the names make sense is right.
        for (guess, header) in head.ways() {
            let header = header.over(guess.width);
            let sample = Sample { head, dialect: &guess.dialect, header: 1 };
            // Prose has blanks, too. The names may be one fewer than the fields of the rows.
            let rows = head.lines().len() as f64;
            let uneven = guess.share < 0.9 && guess.share * rows < rows - 1.5;
            let prose = guess.dialect.separator == " " && (uneven || header.fields.len() > MOST_WORDS);
            if prose || header.roles.rows(&sample).is_none() {
                continue;
            }
            let Header { fields: header, names, mut roles } = header.into_owned();
            let (mut sureness, mut told) = (Sureness::Named, None);
            if let (Some(_), Some(item), Some(title)) = (roles.user, roles.item, roles.title)
                && varies(&sample, item, title)
            {
                roles.title = None;
            }
            if let (Some(_), Some(item)) = (roles.user, roles.item) {
                let columns = || Column::all(&sample, guess.width);
                // One label throughout says that all of them were chosen.
                if let Some(rating) = roles.rating.filter(|&rating| names[rating] == "label")
                    && Column::one(&sample, rating).distinct() == 1
                {
                    roles.rating = None;
                }
                if !names_item(&names[item]) && roles.title != Some(item) {
                    roles.item = roles.again(item, &names, &columns());
                }
                if roles.item.is_none() {
                    return Some(Layout::asked(guess, header, roles));
                }
                if roles.rating.is_none() && roles.count.is_none() && roles.tag.is_none() {
                    let columns = columns();
                    // Each person once, with a name: that tells who they are.
                    let item = roles.item.filter(|&item| !names_item(&names[item]));
                    let people = roles.user.and_then(|user| columns.get(user));
                    let described = (item.is_some() || !roles.attributes.is_empty())
                        && people.is_some_and(|people| !people.repeats());
                    let open = unexplained(&roles, &columns, &names);
                    if described {
                        sureness = Sureness::Asked;
                    } else if let Some(rating) = open.filter(|&at| surely_rated(at, &roles, &columns, &names))
                    {
                        roles.rating = Some(rating);
                        sureness = Sureness::Told;
                        told = Some(format!("“{}” was taken for the rating", header[rating]));
                    } else if open.is_some() {
                        sureness = Sureness::Asked;
                    } else if let Some(at) = measured(&roles, &columns, header.len()) {
                        sureness = Sureness::Told;
                        told =
                            Some(format!("each row was taken for a choice; “{}” was not used", header[at]));
                    }
                } else if let Some(rating) = roles.rating.filter(|_| roles.unrated.is_none())
                    && let Some(unrated) = Column::one(&sample, rating).unrated()
                {
                    roles.unrated = Some(unrated);
                    sureness = Sureness::Told;
                    told = Some(format!("{unrated} was taken for “not rated”"));
                }
            }
            return Some(Layout { guess: guess.clone(), header, roles, sureness, told, matrix: None });
        }
        // The names may be one fewer than the fields of the rows.
        let lines = head.lines().len() as f64;
        let even = |guess: &Guess| guess.share >= 0.9 || guess.share * lines >= lines - 1.5;
        for (guess, header) in head.ways().filter(|(guess, _)| even(guess)) {
            let header = &*header.over(guess.width);
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
        let (guess, header) = head.ways().next().filter(|(guess, _)| guess.share >= 0.8)?;
        let Header { fields: header, mut roles, .. } = header.over(guess.width).into_owned();
        if looks_like_header(&header) {
            let sample = Sample { head, dialect: &guess.dialect, header: 1 };
            let columns = Column::all(&sample, guess.width.max(header.len()));
            if !roles.complete(&header, &columns) || roles.rows(&sample).is_none() {
                return Some(Layout::asked(guess, header, roles));
            }
            let told = Some(sentence(&roles, &header));
            let guess = guess.clone();
            return Some(Layout { guess, header, roles, sureness: Sureness::Told, told, matrix: None });
        }
        if guess.share < 0.9 {
            return None;
        }
        let header = if is_numbered(&header) { header } else { Vec::new() };
        let roles = unnamed(head, guess, usize::from(!header.is_empty()))?;
        let told = Some(sentence(&roles, &header));
        let guess = guess.clone();
        Some(Layout { guess, header, roles, sureness: Sureness::Told, told, matrix: None })
    }

    /// A table of which only a person can say what its columns mean.
    fn asked(guess: &Guess, header: Vec<Cow<'static, str>>, roles: Roles) -> Self {
        let header = if looks_like_header(&header) { header } else { Vec::new() };
        Layout { guess: guess.clone(), header, roles, sureness: Sureness::Asked, told: None, matrix: None }
    }

    /// A table whose columns the person named; what was left open is guessed.
    pub fn chosen(head: &Head<'_>, columns: &Columns) -> Option<Self> {
        let guess = likeliest(head, columns);
        let first = Header::of(head.lines().first()?, &guess.dialect);
        let first = first.over(guess.width);
        let Header { fields: names, roles: named, .. } = first.clone().into_owned();
        let has_header = columns.header.unwrap_or_else(|| looks_like_header(&names));
        let index = |column: Option<u32>| column.map(|column| column as usize);
        let mut roles = if has_header { named } else { Roles::default() };
        let mut matrix = None;
        if columns.wide == Some(true) {
            matrix = Some(Matrix::chosen(head, &guess, &first, has_header, columns));
        } else if columns.item.is_some() && (columns.user.is_some() || columns.mine == Some(true)) {
            // The person's choice is the whole choice.
            roles = Roles {
                user: index(columns.user),
                item: index(columns.item),
                rating: index(columns.rating),
                count: index(columns.count),
                time: index(columns.time),
                title: index(columns.title),
                mine: columns.mine == Some(true),
                unrated: if columns.minus_one_is_unrated == Some(true) {
                    Some(-1.0)
                } else {
                    columns.zero_is_unrated.and_then(|unrated| unrated.then_some(0.0))
                },
                ..Roles::default()
            };
        }
        let header = if has_header { names } else { Vec::new() };
        let rating = roles.rating.and_then(|rating| header.get(rating));
        if rating.is_some_and(|name| names_count(&column_name(name))) {
            roles.count = roles.rating.take();
        }
        Some(Layout { guess, header, roles, sureness: Sureness::Named, told: None, matrix })
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
        let sample = Sample { head, dialect: &self.guess.dialect, header: self.header_lines() };
        if self.header.is_empty() && self.roles.user.is_none() && !self.roles.mine {
            let item = self.roles.item?;
            let (title, genres) = (self.roles.title, self.roles.genres);
            return Some((Box::new(ItemRows { item, title, genres, ..ItemRows::default() }), "items"));
        }
        self.roles.rows(&sample)
    }
}

/// The likeliest way to split the lines, with what the person said about it.
pub(super) fn likeliest(head: &Head<'_>, columns: &Columns) -> Guess {
    let mut guesses = head.guesses().to_vec();
    if let Some(separator) = columns.separator.as_deref().filter(|s| !s.is_empty()) {
        guesses.retain(|guess| guess.dialect.separator == separator);
        if guesses.is_empty() {
            let dialect =
                if separator.len() == 1 { Dialect::quoted(separator) } else { Dialect::plain(separator) };
            guesses.push(Guess { dialect, width: 0, share: 0.0 });
        }
    }
    let none = Guess { dialect: Dialect::quoted(","), width: 1, share: 0.0 };
    let mut guess = guesses.into_iter().next().unwrap_or(none);
    if let Some(quote) = columns.quote {
        guess.dialect.quote = quote && guess.dialect.separator.len() == 1;
    }
    guess
}

/// True when no field is a number, and none is empty but the first or the last.
pub(super) fn looks_like_header(fields: &[Cow<'_, str>]) -> bool {
    let last = fields.len().saturating_sub(1);
    fields.iter().any(|field| !field.is_empty())
        && fields.iter().enumerate().all(|(i, field)| {
            (!field.is_empty() || i == 0 || i == last) && !is_number(field) && time(field).is_none()
        })
}

/// True for the names that a data frame without any writes: nothing above its rows' numbers, then 0, 1, 2.
fn is_numbered<S: AsRef<str>>(fields: &[S]) -> bool {
    let mut names = fields.iter().map(AsRef::as_ref);
    names.next() == Some("") && fields.len() > 2 && names.enumerate().all(|(i, name)| name.parse() == Ok(i))
}

/// A column beside people and items that holds numbers on a small scale, and nothing says what they are; of several
/// the one whose name says that it holds some rating.
fn unexplained(roles: &Roles, columns: &[Column], names: &[String]) -> Option<usize> {
    let on_scale = |&i: &usize| {
        let column = &columns[i];
        column.may_be_ratings() && !column.counts_up && column.distinct() > 1 && column.distinct() <= SCALE
    };
    let open: Vec<usize> =
        (0..columns.len().min(names.len())).filter(|&i| !roles.claims(i)).filter(on_scale).collect();
    let mut named = open.iter().copied().filter(|&i| names_rating(&names[i]));
    let one = named.next().filter(|_| named.next().is_none());
    one.or(open.first().copied())
}

/// True when such a column is the only one of which nothing is known, or of a name that says so, and holds
/// what ratings look like and not flags.
fn surely_rated(at: usize, roles: &Roles, columns: &[Column], names: &[String]) -> bool {
    let unknown = |i: &usize| !roles.claims(*i) && !names[*i].is_empty() && columns[*i].filled > 0;
    let alone = (0..columns.len().min(names.len())).filter(unknown).count() == 1;
    let column = &columns[at];
    let told = names_rating(&names[at]) || (alone && column.must_be_ratings());
    told && column.distinct() > 2 && column.may_be_ratings()
}

/// True when rows of one item mostly have different texts in this column, which are then no titles of items.
fn varies(sample: &Sample<'_>, item: usize, title: usize) -> bool {
    let (items, titles) = (sample.cells(item, SAMPLE), sample.cells(title, SAMPLE));
    if items.len() != titles.len() {
        return false;
    }
    let (mut again, mut other) = (0, 0);
    for (at, item) in items.iter().enumerate() {
        if let Some(before) = items[..at].iter().position(|earlier| earlier == item) {
            again += 1;
            other += usize::from(titles[before] != titles[at]);
        }
    }
    other * 2 > again
}

/// A column beside people and items with numbers that are no ids, and nothing says what they are.
fn measured(roles: &Roles, columns: &[Column], named: usize) -> Option<usize> {
    (0..columns.len().min(named)).filter(|&i| !roles.claims(i)).find(|&i| {
        let column = &columns[i];
        column.may_be_ratings() && column.whole < column.numbers && !column.are_times()
    })
}

/// The roles of columns that nothing names, by what stands in them.
pub(super) fn unnamed(head: &Head<'_>, guess: &Guess, header: usize) -> Option<Roles> {
    let sample = Sample { head, dialect: &guess.dialect, header };
    let columns = Column::all(&sample, guess.width);
    // Below such names the first column numbers the rows.
    let mut live: Vec<usize> = (header..columns.len()).filter(|&i| !columns[i].is_void()).collect();
    let mut roles = Roles::default();
    // An item's id, its title with a year, and perhaps its genres.
    let title = live.iter().copied().find(|&i| i > 0 && columns[i].years * 2 > columns[i].filled);
    if let Some(title) = title.filter(|_| live[0] == 0 && !columns[0].repeats()) {
        (roles.item, roles.title) = (Some(0), Some(title));
        roles.genres = live.iter().copied().find(|&i| i > title && columns[i].numbers == 0);
        return Some(roles);
    }
    roles.time = live.iter().copied().rfind(|&i| i > 0 && columns[i].are_times() && live.len() > 2);
    live.retain(|&i| Some(i) != roles.time);
    let ids = |i: &usize| columns[*i].may_be_ids();
    let repeats = |among: &[usize]| among.iter().any(|&i| columns[i].repeats());
    // The third is the usual place; only where it cannot be one, a column that can be nothing else is.
    let third = live.get(2).copied();
    roles.count = third.filter(|&third| columns[third].are_counts());
    if roles.count.is_none() {
        let fits = |&third: &usize| columns[third].may_be_ratings() && !columns[third].are_ids();
        roles.rating = third.filter(fits).or_else(|| {
            let mut others = live.iter().copied().filter(|&i| live.len() > 2 && columns[i].must_be_ratings());
            others.next().filter(|_| others.next().is_none())
        });
    }
    // MovieLens has the time behind its “::”; where that was changed, the rest is still in its place.
    let movielens = guess.dialect.separator == "::" && live.len() == 4 && roles.time.is_none();
    if movielens && roles.rating.is_some_and(|rating| live[2] == rating) {
        live.truncate(3);
    }
    live.retain(|&i| Some(i) != roles.rating && Some(i) != roles.count);
    let &[user, item] = &live[..] else { return None };
    if let Some(rating) = roles.rating.map(|rating| &columns[rating])
        && (alone(&columns[user], &columns[item]) || rating.are_amounts())
    {
        return None;
    }
    if roles.count.is_some() && describes(&columns[user], &columns[item]) {
        return None;
    }
    // What each is told once is a description.
    if roles.rating.is_none() && columns[user].filled >= ALONE && columns[user].counts_up {
        return None;
    }
    // Choices have no value to tell a table from other text by.
    let sure = roles.rating.is_some() || repeats(&live);
    let one_scale = roles.rating.is_none()
        && roles.time.is_none()
        && columns[item].are_ratings()
        && !columns[user].repeats();
    (live.iter().all(ids) && sure && !one_scale).then_some(Roles {
        user: Some(user),
        item: Some(item),
        ..roles
    })
}

/// True when many rows each have a name or number of their own, and no item comes again or items look like marks.
fn alone(people: &Column, items: &Column) -> bool {
    let listed = people.counts_up && !items.repeats();
    people.filled >= ALONE && !people.repeats() && (listed || items.are_ratings())
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
            Some(name) => text.push_str(&format!("“{}” for the {what}", name.as_ref())),
            None => text.push_str(&format!("column {} for the {what}", at + 1)),
        }
    }
    if roles.mine {
        text.push_str(", and all rows for one person's");
    }
    text
}
