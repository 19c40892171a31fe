//! The head of a table → how it is read: what a person said of its columns, what its header names, what
//! stands in them.

use super::columns::Columns;
use super::evidence::{Column, SCALE, describes};
use super::header::Header;
use super::matrix::{Found, MANY_MARKS, Matrix};
use super::roles::{Roles, the_rating};
use super::rows::{ItemColumns, ItemRows};
use super::sample::Sample;
use super::separators::{Guess, SAMPLE};
use super::split::{Dialect, RowParser};
use super::words::{
    NEITHER, OTHER_IDS, before_number, begins_as_mean, column_name, ends_in, is_bare_name, is_called_as,
    is_form, may_be_result, names_count, names_deeds, names_item, names_marks, names_mean, names_no_rating,
    names_rating, names_student, names_weakly, occasion, says_count, stem,
};
use crate::format::Head;
use crate::format::value::{is_number, mark, time};
use crate::ratings::Noun;
use crate::report::Sureness;
use std::borrow::Cow;

/// Most columns whose names are parted by blanks: a line of more words is a text.
const MOST_WORDS: usize = 50;

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
        Some(if doubtful { Layout { sureness: Sureness::Asked, told: None, ..layout } } else { layout })
    }

    /// How it may be read, by the names of its columns or what stands in them.
    fn found(head: &Head<'_>) -> Option<Self> {
        // The names of RecBole's columns hold colons, and some names hold blanks: the first way of
        // splitting by which the names make sense is right.
        for (guess, header) in head.ways() {
            let header = header.over(head, guess);
            let sample = Sample::of(head, &guess.dialect, 1);
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
                (roles.rating, roles.count) = (roles.rating.filter(|&at| sample.holds_lists(at)), None);
                return Some(Layout::told(guess, header, roles));
            }
            let numbered = header.names.last().is_some_and(|name| before_number(name).is_some());
            if numbered && let Some(layout) = Layout::of_several(&sample, guess, &header) {
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

    /// A table whose rows have several items in columns of their own.
    #[inline(never)]
    fn of_several(sample: &Sample<'_>, guess: &Guess, header: &Header) -> Option<Self> {
        let (user, several) = several(sample, header)?;
        let Header { fields: header, mut roles, .. } = header.clone();
        (roles.user, roles.item, roles.rating) = (Some(user), Some(several[0].0), several[0].1);
        roles.several = several;
        Some(Layout::told(guess, header, roles))
    }

    /// A table of these roles, of which it is said what its columns were taken for.
    fn told(guess: &Guess, header: Vec<Cow<'static, str>>, roles: Roles) -> Self {
        let (guess, told) = (guess.clone(), Some(sentence(&roles, &header)));
        Layout { guess, header, roles, sureness: Sureness::Told, told, matrix: None }
    }

    /// How it may be read by what stands in its columns. Few files come so far, which keeps it out of what every visit loads.
    #[inline(never)]
    fn by_evidence(head: &Head<'_>) -> Option<Self> {
        let (guess, header) = head.ways().next().filter(|(guess, _)| guess.share >= 0.8)?;
        let Header { fields: header, names, mut roles } = header.over(head, guess).into_owned();
        let data = comes_again(head, guess, &header);
        if looks_like_header(&header) && !data {
            let sample = Sample::of(head, &guess.dialect, 1);
            let columns = Column::all(&sample, guess.width, header.len());
            let before = roles.clone();
            let mut value = Value::Named;
            if roles.complete(&names, &columns, &sample) && roles.rows(&sample).is_some() {
                value = self::value(&sample, guess.width, &mut roles, &names, &header);
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
            let (sureness, told) = match value {
                Value::Asked => (Sureness::Asked, None),
                Value::Told(more) => (Sureness::Told, Some(format!("{}; {more}", sentence(&roles, &header)))),
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
        let mut roles = unnamed(head, guess, lines, lines)?;
        let sample = Sample::of(head, &guess.dialect, lines);
        let told = Some(unrated(&sample, &mut roles, &header));
        let guess = guess.clone();
        Some(Layout { guess, header, roles, sureness: Sureness::Told, told, matrix: None })
    }

    /// A table whose header names people and items, or either, after a look at whether what stands there can be that.
    fn named(sample: &Sample<'_>, guess: &Guess, header: Header, occasion: Option<usize>) -> Self {
        let Header { fields: header, names, mut roles } = header;
        let mut told = None;
        if let Some(at) = occasion {
            roles.user = Some(at);
            if roles.item.is_none() {
                roles.item = roles.title.take();
            }
            told = Some(format!("each “{}” was taken for a person", header[at]));
        }
        let flags = |at: &usize| are_flags(sample, *at, &names);
        let both = |roles: &Roles| roles.user.zip(roles.item);
        let (mut guessed, mut found) = (roles.by_part, true);
        let no_item = |at: usize| sample.says_yes_or_no(at) || sample.holds_objects(at);
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
            // An age from which a film may be seen is called rating, too.
            if let Some(rating) = roles.rating
                && names.iter().enumerate().any(|(at, name)| at != rating && names_rating(name))
                && !sample.cells(rating, SAMPLE).iter().any(|cell| mark(cell).is_some())
            {
                roles.rating = None;
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
                let id = names[at].ends_with("id") && !OTHER_IDS.contains(&names[at].as_str());
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
        if guessed && both(&roles).is_some() && told.is_none() {
            told = Some(sentence(&roles, &header));
        }
        let mut sureness = if told.is_some() { Sureness::Told } else { Sureness::Named };
        match both(&roles).map(|_| value(sample, guess.width, &mut roles, &names, &header)) {
            Some(Value::Told(more)) => {
                let before = told.map(|before| format!("{before}; ")).unwrap_or_default();
                (sureness, told) = (Sureness::Told, Some(before + &more));
            }
            Some(Value::Asked) => sureness = Sureness::Asked,
            Some(Value::Named) | None => {}
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

    /// A table whose columns the person named; what was left open is guessed.
    pub fn chosen(head: &Head<'_>, columns: &Columns) -> Option<Self> {
        let guess = likeliest(head, columns);
        let first = Header::of(head.lines().first()?, &guess.dialect);
        let first = first.over(head, &guess);
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
        if matrix.is_none() {
            several_as_found(head, &mut roles);
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
        let sample = Sample::of(head, &self.guess.dialect, self.header_lines());
        if self.header.is_empty() && self.roles.user.is_none() && !self.roles.mine {
            let item = self.roles.item?;
            let (title, genres) = (self.roles.title, self.roles.genres);
            return Some((Box::new(ItemRows { item, title, genres, ..ItemRows::default() }), "items"));
        }
        self.roles.rows(&sample)
    }
}

/// Where a cell or a row has several items, as was found, the choice of the first stands for the others.
#[inline(never)]
fn several_as_found(head: &Head<'_>, roles: &mut Roles) {
    let first = |roles: &Roles| (roles.user, roles.item, roles.rating);
    if let Some(found) = head.layout().filter(|found| first(&found.roles) == first(roles)) {
        roles.list = found.roles.list;
        roles.several.clone_from(&found.roles.several);
    }
}

/// The likeliest way to split the lines, with what the person said about it.
pub(super) fn likeliest(head: &Head<'_>, columns: &Columns) -> Guess {
    let mut guesses = head.guesses().to_vec();
    if let Some(separator) = columns.separator.as_deref().filter(|s| !s.is_empty()) {
        guesses.retain(|guess| guess.dialect.separator == separator);
        if guesses.is_empty() {
            let one = separator.len() == 1;
            let separator = separator.to_owned();
            let dialect = if one { Dialect::quoted(separator) } else { Dialect::plain(separator) };
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

/// True when all that stands in the first line stands below it as well, in its columns: names of these do not.
#[inline(never)]
fn comes_again(head: &Head<'_>, guess: &Guess, first: &[Cow<'_, str>]) -> bool {
    let sample = Sample::of(head, &guess.dialect, 1);
    let again = |(at, text): (usize, &Cow<'_, str>)| {
        text.is_empty() || sample.cells(at, SAMPLE).iter().any(|cell| cell == text)
    };
    first.len() > 1 && first.iter().enumerate().all(again)
}

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

/// Who chose or rated: a bare id or name may be anything's but in a file that is called by that.
#[inline(never)]
fn somebody(sample: &Sample<'_>, header: &Header) -> Option<usize> {
    let (Header { names, roles, .. }, file) = (header, sample.head.stem());
    let bare = || roles.id.or(roles.title.filter(|&at| is_bare_name(&names[at])));
    let called = || names_deeds(file) || names_marks(file);
    roles.user.or_else(|| bare().filter(|_| called()))
}

/// True when people are rated or come again, so that rows are no descriptions of them, and no item is named.
fn lacks_item(sample: &Sample<'_>, header: &Header) -> bool {
    let roles = &header.roles;
    let again = |user: usize| roles.rating.is_some() || Column::one(sample, user).repeats();
    roles.item.is_none() && roles.user.is_some_and(again)
}

/// True when a column that may tell people apart says yes or no.
fn are_flags(sample: &Sample<'_>, user: usize, names: &[String]) -> bool {
    let clear = names[user].ends_with("id") || names[user].starts_with("user");
    let is_flag = |cell: &&str| mark(cell).is_some_and(|(value, _)| value == 0.0 || value == 1.0);
    let cells = sample.cells(user, ALONE);
    !clear && !cells.is_empty() && cells.iter().all(is_flag) && sample.texts(user).0 <= 2
}

/// How it was found what a row says of its item.
enum Value {
    /// By the names of columns.
    Named,
    /// By what stands in them, as this sentence tells.
    Told(String),
    /// It was not; the roles say what it may be.
    Asked,
}

/// Columns of people, items, ratings and times, beside which there is no room for what all think of an item.
const FEW_COLUMNS: usize = 4;

/// What a row says of its item: a rating, a count, or that it was chosen.
fn value<S: AsRef<str>>(
    sample: &Sample<'_>,
    width: usize,
    roles: &mut Roles,
    names: &[String],
    header: &[S],
) -> Value {
    // One label throughout says that all of them were chosen.
    if let Some(rating) = roles.rating.filter(|&rating| sample.head.whole || names_weakly(&names[rating]))
        && says_yes(sample, rating)
    {
        roles.rating = None;
        let name = header[rating].as_ref();
        return Value::Told(format!("each row was taken for a choice; all have the same “{name}”"));
    }
    if let Some(like) = roles.rating.filter(|&rating| matches!(names[rating].as_str(), "like" | "liked"))
        && let Some(value) = of_a_like(sample, like, roles, names.len(), header)
    {
        return value;
    }
    if let Some(rating) = roles.rating {
        // What was recommended to somebody, nobody has chosen.
        if roles.item.is_some_and(|item| names[item].starts_with("recommended")) {
            return Value::Asked;
        }
        let (again, other) = roles.item.map(|item| sample.again(item, rating)).unwrap_or_default();
        let column = Column::one(sample, rating);
        let same = other == 0 && (again >= ALONE || names.len() > FEW_COLUMNS);
        if (same || column.max > 100.0)
            && let Some(value) = no_rating(sample, rating, (again, other), &column, roles, names, header)
        {
            return value;
        }
        // Nobody gives hundreds.
        if column.min > 100.0 && column.filled >= ALONE {
            return Value::Asked;
        }
        // Nobody gives all of so many the worst.
        let none = column.zeros == column.filled && column.filled >= ALONE && !names_weakly(&names[rating]);
        let unrated = column.unrated().or(none.then_some(0.0)).filter(|_| roles.unrated.is_none());
        roles.unrated = roles.unrated.or(unrated);
        return match unrated {
            Some(unrated) => Value::Told(format!("{unrated} was taken for “not rated”")),
            None if roles.user.is_some_and(|user| names_student(&names[user])) => {
                of_student(&names[rating], &header[rating])
            }
            None => Value::Named,
        };
    }
    if roles.tag.is_some() || roles.list.is_some() {
        return Value::Named;
    }
    // What mostly happened no time counts something else.
    if let Some(count) = roles.count.filter(|&at| says_count(&names[at])) {
        let column = Column::one(sample, count);
        roles.count = roles.count.filter(|_| column.zeros * 2 <= column.filled);
    }
    unnamed_value(sample, width, roles, names, header)
}

/// What a column says that is called a rating and is none.
#[inline(never)]
fn no_rating<S: AsRef<str>>(
    sample: &Sample<'_>,
    rating: usize,
    (again, other): (usize, usize),
    column: &Column,
    roles: &mut Roles,
    names: &[String],
    header: &[S],
) -> Option<Value> {
    // What all think of an item is the same whoever chose it, and has fractions, or stands beside how many reviewed it.
    let reviewed = |name: &String| matches!(name.as_str(), "reviewcount" | "reviewscount" | "ratingscount");
    let mean = again >= ALONE && column.distinct() > 2 && column.whole < column.numbers;
    if other == 0 && (mean || names[rating] == "rating" && names.iter().any(reviewed)) {
        // What a model recommends nobody chose.
        if sample.head.stem().contains("recommend") {
            return Some(Value::Asked);
        }
        roles.rating = None;
        return Some(not_used(&header[rating]));
    }
    // What nobody calls a rating, and goes beyond a scale, is how often or how long.
    if names_weakly(&names[rating]) && column.min >= 0.0 && column.min <= 100.0 && column.max > 100.0 {
        (roles.count, roles.rating) = (Some(rating), None);
        return Some(Value::Told(format!("“{}” was taken for the count", header[rating].as_ref())));
    }
    None
}

/// Says that what stands below this name was not used.
#[inline(never)]
fn unused<S: AsRef<str>>(name: &S) -> String {
    format!("“{}” was not used", name.as_ref())
}

/// Each row is a choice, whatever stands below this name.
fn not_used<S: AsRef<str>>(name: &S) -> Value {
    Value::Told(format!("each row was taken for a choice; “{}” was not used", name.as_ref()))
}

/// True for a like that mostly is not given, beside other such flags: it is one more way in which an item was chosen.
#[inline(never)]
fn is_one_of_flags(sample: &Sample<'_>, like: usize, roles: &Roles, names: usize) -> bool {
    let flag = |at: usize| {
        let column = Column::one(sample, at);
        column.filled > 0 && column.zeros + column.ones == column.filled && column.zeros * 2 > column.filled
    };
    flag(like) && (0..names).any(|at| !roles.claims(at) && flag(at))
}

/// True for events that are all marks: likes and dislikes.
#[inline(never)]
fn are_marks(sample: &Sample<'_>, at: usize) -> bool {
    sample.cells(at, SAMPLE).iter().all(|cell| mark(cell).is_some())
}

/// True when another column holds ids, or what follows people, rather than `before`; that only where it has no numbers.
#[inline(never)]
fn may_be_items(
    sample: &Sample<'_>,
    user: Option<usize>,
    names: &[String],
    (before, at): (usize, usize),
) -> bool {
    (at != before || Column::one(sample, at).numbers == 0)
        && (names[at].ends_with("id") || follows(sample, user, at))
}

/// True for numbers or codes that stand right behind people, as what these chose mostly does.
#[inline(never)]
fn follows(sample: &Sample<'_>, user: Option<usize>, item: usize) -> bool {
    let column = Column::one(sample, item);
    user.is_some_and(|user| user + 1 == item) && (column.numbers == column.filled || column.are_codes())
}

/// Says that it was not used of what kind an item is, where one id stands for several: `contentType` beside `contentId`.
#[inline(never)]
fn kind_of(
    sample: &Sample<'_>,
    roles: &Roles,
    names: &[String],
    header: &[Cow<'static, str>],
) -> Option<String> {
    let item = roles.item.filter(|_| roles.user.is_some())?;
    let of = names[item].strip_suffix("id")?;
    let kind = names.iter().position(|name| name.strip_suffix("type") == Some(of))?;
    (sample.again(item, kind).1 > 0).then(|| unused(&header[kind]))
}

/// What students give, and no result of theirs.
#[inline(never)]
fn of_student<S: AsRef<str>>(name: &str, shown: &S) -> Value {
    if !may_be_result(name) {
        return Value::Named;
    }
    Value::Told(format!("“{}” was taken for what each thinks of the item, and no result", shown.as_ref()))
}

/// What a like says beside other such flags, or marks that nothing names.
#[inline(never)]
fn of_a_like<S: AsRef<str>>(
    sample: &Sample<'_>,
    like: usize,
    roles: &mut Roles,
    names: usize,
    header: &[S],
) -> Option<Value> {
    if is_one_of_flags(sample, like, roles, names) {
        roles.rating = None;
        return Some(not_used(&header[like]));
    }
    let marks = (0..names).find(|&at| {
        let column = Column::one(sample, at);
        !roles.claims(at) && column.are_on_ten() && column.distinct() > 2
    })?;
    let [like, other] = [like, marks].map(|at| header[at].as_ref());
    Some(Value::Told(format!("“{like}” was taken for the rating; “{other}” was not used")))
}

/// What a row says of its item where no name tells. Few files ask that, which keeps it out of what every visit loads.
#[inline(never)]
fn unnamed_value<S: AsRef<str>>(
    sample: &Sample<'_>,
    width: usize,
    roles: &mut Roles,
    names: &[String],
    header: &[S],
) -> Value {
    let taken_for =
        |what: &str, at: usize| Value::Told(format!("“{}” was taken for the {what}", header[at].as_ref()));
    // Who recommends it or not says no less than who gives it a mark.
    let recommends = |&at: &usize| {
        let of = |word: &&str| names[at].contains(word);
        let said = ["recommend", "sentiment", "opinion", "reaction"].iter().any(of)
            || matches!(&*names[at], "event" | "action") && are_marks(sample, at);
        said && !roles.claims(at) && roles.count.is_none() && sample.says_marks(at)
    };
    if let Some(at) = (0..names.len()).find(recommends) {
        roles.rating = Some(at);
        return taken_for("rating", at);
    }
    let columns = Column::all(sample, width, header.len());
    let mut figures = figures(roles, &columns, names);
    // What each of several things in a row is or costs says nothing of them together: `items[0].price`.
    figures.retain(|&at| !header[at].as_ref().contains("]."));
    let unused = |at: usize| unused(&header[at]);
    if roles.count.is_some() {
        return figures.first().map_or(Value::Named, |&at| Value::Told(unused(at)));
    }
    // Each person once, with a name: that tells who they are.
    let item = roles.item.filter(|&item| !names_item(&names[item]));
    let people = roles.user.and_then(|user| columns.get(user));
    // What happened has a time or a number of its own.
    let numbered = |at: usize| columns[at].counts_up && names[at].ends_with("id") && !roles.claims(at);
    let logged = roles.time.is_some()
        || (names_deeds(sample.head.stem()) && !names.iter().any(|name| begins_as_mean(name)))
        || (0..columns.len().min(names.len())).any(numbered);
    let told = logged && item.is_some_and(|item| names[item].ends_with("id"));
    let described = (item.is_some() || !roles.attributes.is_empty())
        && !told
        && people.is_some_and(|people| !people.repeats());
    // What is the same of an item whoever chose it says something of the item, and so for people.
    let says = |of: Option<usize>, other: Option<usize>, at: usize| {
        of.zip(other).is_some_and(|(of, other)| sample.depends_whoever(of, at, other))
    };
    let of_either = |at: usize| says(roles.user, roles.item, at) || says(roles.item, roles.user, at);
    // A mark that nothing names stands in nearly all rows.
    let rows = roles.item.map_or(0, |item| columns[item].filled);
    let filled = |at: usize| columns[at].filled * 10 >= rows * 9;
    let open = figures.iter().copied().filter(|&at| names_rating(&names[at]) || filled(at) && !of_either(at));
    let open: Vec<usize> = open.collect();
    // Of several the one whose name says that it holds some rating, or else the only one there is.
    // What is called a mean and is another for each person is the person's own.
    let again = roles.item.map_or(0, |item| sample.again(item, item).0);
    let mean = |at: usize| again >= ALONE && names_mean(&names[at]);
    let is_rated = |at: &usize| names_rating(&names[*at]) || mean(*at);
    let rated: Vec<usize> = open.iter().copied().filter(is_rated).collect();
    let one = the_rating(&rated, names);
    if described && one.is_none() {
        return Value::Asked;
    }
    let lone = open.first().copied().filter(|_| open.len() == 1);
    let marks = |&at: &usize| {
        let column = &columns[at];
        let named = is_rated(&at) && column.may_be_ratings();
        let alike = column.are_ratings() && !column.are_amounts();
        column.distinct() > 2 && (named || alike || column.are_counts())
    };
    let marks = one.or(lone).filter(marks);
    if let Some(at) = marks {
        let what = if columns[at].are_counts() { "count" } else { "rating" };
        *(if what == "count" { &mut roles.count } else { &mut roles.rating }) = Some(at);
        return taken_for(what, at);
    }
    // Several flags say in which ways an item was chosen.
    let is_flag = |&at: &usize| columns[at].zeros + columns[at].ones == columns[at].filled;
    if open.len() > 1 && one.is_none() && open.iter().all(is_flag) {
        return Value::Told(format!("each row was taken for a choice; {}", unused(open[0])));
    }
    // Few rows do not tell what the one figure is that nothing explains.
    let few = |&at: &usize| {
        let column = &columns[at];
        column.filled < ALONE && column.distinct() > 2 && column.max <= 100.0 && !column.are_amounts()
    };
    if let Some(at) = lone.filter(few).filter(|_| one.is_none()) {
        roles.rating = Some(at);
        return Value::Asked;
    }
    // What is called a rating is one, and so is a yes or no, or marks of which none is low; of other figures the only one
    // that looks like marks.
    let either = |at: &usize| {
        let column = &columns[*at];
        is_flag(at) && column.distinct() == 2 || column.are_on_ten() && column.min > 1.0
    };
    let mut alike = open.iter().copied().filter(|&at| columns[at].look_like_marks());
    let alike = alike.next().filter(|_| alike.next().is_none());
    if let Some(at) = one.or(alike).or(lone.filter(either)) {
        roles.rating = Some(at);
        return taken_for("rating", at);
    }
    // Of people who come once, what is not understood may tell who they are.
    let once = roles.user.is_some_and(|user| {
        let (texts, rows) = sample.texts(user);
        texts * 10 >= rows * 9
    });
    if !open.is_empty() && !logged && once {
        return Value::Asked;
    }
    let tags = || names.iter().position(|name| name == "tagid");
    // A yes or no may say anything of what was chosen.
    let said = || (0..names.len()).find(|&at| !roles.claims(at) && sample.says_marks(at));
    let measured = || measured(roles, &columns, header.len());
    match open.first().or(figures.first()).copied().or_else(measured).or_else(tags).or_else(said) {
        Some(at) => Value::Told(format!("each row was taken for a choice; {}", unused(at))),
        None => Value::Named,
    }
}

/// True when a column says yes throughout.
fn says_yes(sample: &Sample<'_>, column: usize) -> bool {
    let cells = sample.cells(column, SAMPLE);
    cells.len() > 1
        && cells.iter().all(|cell| *cell == cells[0] && mark(cell).is_some_and(|(value, _)| value == 1.0))
}

/// Who, what and what parts the items, where a column has several items in a cell.
fn lists(sample: &Sample<'_>, header: &Header) -> Option<(usize, usize, char)> {
    let roles = &header.roles;
    let neither = |at: usize| ends_in(&header.names[at], NEITHER);
    // Nobody chooses what is disliked.
    let disliked = |at: usize| {
        ["hate", "dislike", "avoid", "recommend"].iter().any(|word| header.names[at].contains(word))
    };
    let open =
        |&at: &usize| !roles.claims(at) && !header.names[at].is_empty() && !neither(at) && !disliked(at);
    let braces = || sample.rows().next().is_some_and(|row| row.text().contains('{'));
    if roles.item.is_none()
        && braces()
        && let Some((user, item)) = rated_cells(sample, header)
    {
        return Some((user, item, ','));
    }
    if let (Some(user), Some(item)) = (roles.user, roles.item) {
        let valued = roles.rating.is_some_and(|at| !sample.holds_lists(at))
            || roles.count.is_some()
            || roles.tag.is_some();
        let ordered = || ["order", "cart", "basket"].iter().any(|word| sample.head.stem().contains(word));
        let parts = if valued { None } else { sample.list(item, ordered()) };
        return parts.map(|parts| (user, item, parts));
    }
    // Lists of what a catalogue tells of its items are no choices.
    let items = |&at: &usize| {
        let name = header.names[at].as_str();
        Noun::of_items(name).is_some()
            || ["item", "product", "basket", "purchase"].iter().any(|word| name.contains(word))
    };
    let people = roles.user.or_else(|| occasion(&header.names)).or(roles.id);
    // Names that come again beside lists are those of people.
    let name = roles.title.filter(|&at| is_bare_name(&header.names[at]) && roles.item.is_none());
    let again =
        name.filter(|&at| people.is_none() && (is_form(&header.names) || Column::one(sample, at).repeats()));
    let orders = people.is_some() && people == occasion(&header.names);
    // Few rows tell enough below the name of several things, or of what was ordered.
    let called = |at: usize| header.names[at].ends_with("ids") || header.names[at].ends_with("ordered");
    let user = again.or_else(|| people.filter(|_| roles.item.is_none() && roles.title.is_none()))?;
    let found = (0..header.names.len())
        .filter(|&at| at != user)
        .filter(open)
        .filter(|at| roles.user.is_some() || again.is_some() || orders || items(at))
        .filter_map(|at| Some((at, sample.list(at, called(at))?)));
    let found: Vec<(usize, char)> = found.collect();
    // Of several lists, that of what was chosen.
    let mut chosen = found.iter().filter(|(at, _)| {
        ["like", "favo", "watched", "bought", "purchase", "read"]
            .iter()
            .any(|word| header.names[*at].contains(word))
    });
    let &(item, parts) = match &found[..] {
        [one] => one,
        _ => chosen.next().filter(|_| chosen.next().is_none())?,
    };
    Some((user, item, parts))
}

/// Who rated, and the column whose cells hold items with the rating of each.
#[inline(never)]
fn rated_cells(sample: &Sample<'_>, header: &Header) -> Option<(usize, usize)> {
    let user = somebody(sample, header)?;
    let mut others = (0..header.names.len()).filter(|&at| at != user);
    others.find(|&at| sample.holds_ratings(at, ',')).map(|item| (user, item))
}

/// Who chose, and the columns of items with that of the rating of each, where a row has several:
/// `user,item1,rating1,item2,rating2` and `user,movie_1,movie_2`.
fn several(sample: &Sample<'_>, header: &Header) -> Option<(usize, Vec<ItemColumns>)> {
    let names = &header.names;
    let user = somebody(sample, header)?;
    let numbered = |fits: fn(&str) -> bool| -> Vec<usize> {
        let of = |&at: &usize| at != user && before_number(&names[at]).is_some_and(fits);
        (0..names.len()).filter(of).collect()
    };
    // Two numbers of a book are of one.
    let items = numbered(|stem| stem != "isbn" && (names_item(stem) || Noun::of_items(stem).is_some()));
    let ratings = numbered(|stem| Roles::of(&[stem]).rating.is_some() || names_rating(stem));
    if items.len() < FEWEST_SEVERAL {
        return None;
    }
    if ratings.len() == items.len() {
        return Some((user, items.into_iter().zip(ratings.into_iter().map(Some)).collect()));
    }
    // Marks come again in a row; what is chosen does not.
    let (mut cells, mut again, mut most) = (0, false, 0.0f32);
    for row in sample.rows() {
        for (place, &at) in items.iter().enumerate().filter(|(_, at)| !row.get(**at).is_empty()) {
            cells += 1;
            again |= items[..place].iter().any(|&before| row.get(before) == row.get(at));
            most = most.max(mark(row.get(at)).map_or(f32::INFINITY, |(value, _)| value));
        }
    }
    let chosen = ratings.is_empty() && !again && most > MANY_MARKS as f32 && cells >= ALONE;
    chosen.then(|| (user, items.into_iter().map(|at| (at, None)).collect()))
}

/// Fewest columns of items of which a row has several.
const FEWEST_SEVERAL: usize = 2;

/// The columns of numbers beside people and items, of which nothing tells what they are.
fn figures(roles: &Roles, columns: &[Column], names: &[String]) -> Vec<usize> {
    let says = |&at: &usize| {
        let column = &columns[at];
        let own = column.counts_up || (column.grows && !column.repeats());
        let figures = column.may_be_figures() && column.distinct() > 1 && !column.are_times() && !own;
        !roles.claims(at) && figures && !names_no_rating(&names[at])
    };
    let mut figures: Vec<usize> = (0..columns.len().min(names.len())).filter(says).collect();
    // What is sorted, as numbers of pages are, is what rows were found by.
    let sorted = |&at: &usize| columns[at].grows && columns[at].distinct() > 2;
    if figures.iter().any(|at| !sorted(at)) {
        figures.retain(|at| !sorted(at));
    }
    figures
}

/// True when rows of one item mostly have different texts in this column, which are then no titles of items.
fn varies(sample: &Sample<'_>, item: usize, title: usize) -> bool {
    let (again, other) = sample.again(item, title);
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
///
/// `header` lines name them without saying more, and columns before `first` number the rows.
pub(super) fn unnamed(head: &Head<'_>, guess: &Guess, header: usize, first: usize) -> Option<Roles> {
    let sample = Sample::of(head, &guess.dialect, header);
    let columns = Column::all(&sample, guess.width, 0);
    let mut live: Vec<usize> = (first..columns.len()).filter(|&i| !columns[i].is_void()).collect();
    let mut roles = Roles::default();
    // An item's id, its title with a year, and perhaps its genres.
    let title = live.iter().copied().find(|&i| i > 0 && columns[i].years * 2 > columns[i].filled);
    let rated = matches!(live[..], [_, _, mark] if columns[mark].are_on_ten());
    if let Some(title) = title.filter(|_| live[0] == 0 && !columns[0].repeats() && !rated) {
        (roles.item, roles.title) = (Some(0), Some(title));
        roles.genres = live.iter().copied().find(|&i| i > title && columns[i].numbers == 0);
        return Some(roles);
    }
    // Dates stand first where what happened was written down.
    let dated = |i: usize| {
        i > 0 || (columns[i].numbers == 0 && live.get(1).is_some_and(|&next| columns[next].repeats()))
    };
    roles.time = live.iter().copied().rfind(|&i| columns[i].are_times() && live.len() > 2 && dated(i));
    live.retain(|&i| Some(i) != roles.time);
    // What somebody wrote is neither who nor what, where people or items come again.
    let written = |&i: &usize| {
        let column = &columns[i];
        i > 1 && column.numbers == 0 && column.long_phrases * 2 > column.filled && !column.repeats()
    };
    if live.len() > 3 && live.iter().take(2).any(|&i| columns[i].repeats()) {
        live.retain(|i| !written(i));
    }
    // Behind three columns, one of a few words says how it was.
    if live.len() > 3 {
        let all = live.clone();
        live.retain(|i| !all[3..].contains(i) || !columns[*i].says_what_happened());
    }
    // A class of people or of items is always the same for one of them.
    let width = live.len();
    let mut told: Vec<usize> = Vec::new();
    if (4..=MOST_WORDS).contains(&live.len()) {
        let all = live.clone();
        // The first rows may all be one person's.
        let one = |i: usize| i == all[0] && columns[i].distinct() == 1;
        let says = |of: usize, i: usize| {
            let more = columns[of].distinct() >= columns[i].distinct();
            of != i && more && sample.depends(of, i) && (of < i || !sample.depends(i, of))
        };
        live.retain(|&i| one(i) || !all.iter().any(|&of| says(of, i)));
        // What several words tell of the first is a title.
        let phrases = |i: usize| columns[i].numbers == 0 && columns[i].phrases * 3 > columns[i].filled;
        told.extend(all.iter().copied().filter(|&i| phrases(i) && says(all[0], i) && !live.contains(&i)));
    }
    let described = live.len() < width;
    if let &[item, rating] = &live[..]
        && let Some(found) = of_one(head.stem(), &columns, (item, rating))
    {
        return Some(found);
    }
    if let &[user, item] = &live[..]
        && !described
        && columns[user].may_be_ids()
        && let Some(parts) = sample.list(item, false)
    {
        return Some(Roles { user: Some(user), item: Some(item), list: Some(parts), ..roles });
    }
    let ids = |i: &usize| columns[*i].may_be_ids();
    let repeats = |among: &[usize]| among.iter().any(|&i| columns[i].repeats());
    // What one of a few words says in each row is what happened, where people did several things.
    let did_several = |people: usize| {
        let (texts, rows) = sample.texts(people);
        texts * 2 <= rows
    };
    if let &[.., word] = &live[..]
        && live.len() == 3
        && columns[word].says_what_happened()
        && did_several(live[0])
        && columns[live[1]].repeats()
    {
        live.pop();
    }
    // The third is the usual place; only where it cannot be one, a column that can be nothing else is.
    let mut third = live.get(2).copied();
    // Behind titles, numbers beyond a scale are people's where the others are on one, and so are whole ones beside fractions;
    // years between titles and marks say that these are one person's.
    if let &[title, second, last] = &live[..]
        && columns[title].numbers == 0
    {
        let (marks, other) = (&columns[second], &columns[last]);
        let fractions = marks.may_be_ratings() && marks.whole < marks.numbers && other.whole == other.filled;
        if fractions || marks.are_on_ten() && !other.are_on_ten() {
            third = Some(second);
        }
        let once = columns[title].distinct() * 10 >= columns[title].filled * 9;
        if marks.are_years() && other.may_be_ratings() && once {
            return Some(Roles { item: Some(title), rating: Some(last), mine: true, ..roles });
        }
    }
    // Before times, marks with fractions stand behind a class of items, or the rows have numbers of their own.
    if let &[first, second, class, last] = &live[..]
        && roles.time.is_some()
        && columns[last].must_be_ratings()
        && columns[last].whole < columns[last].numbers
    {
        let (people, row) =
            (columns[first].repeats(), columns[first].filled >= ALONE && columns[second].repeats());
        let classes = columns[class].whole == columns[class].filled && columns[class].distinct() <= SCALE;
        if people && classes || !people && row {
            third = Some(last);
            live.remove(if people { 2 } else { 0 });
        }
    }
    // Counts may begin as marks do, and go beyond any scale in later rows.
    let beyond = |at: usize| {
        let column = &columns[at];
        let whole = column.whole == column.filled && column.min >= 1.0;
        whole && !head.whole && !column.are_ids() && sample.texts(at).0 > SCALE
    };
    roles.count = third.filter(|&third| columns[third].are_counts() || beyond(third));
    if roles.count.is_none() {
        let fits = |&third: &usize| {
            let column = &columns[third];
            column.are_grades() || (column.may_be_ratings() && !column.are_ids())
        };
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
    let &[first, second] = &live[..] else { return None };
    let titles = !told.is_empty() || are_titles(&columns[first], &columns[second]);
    let (user, item) = if titles && columns[second].numbers > 0 { (second, first) } else { (first, second) };
    // Columns that say nothing new are left out beside ratings only.
    if described && roles.rating.is_none() {
        return None;
    }
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

/// What is rated once each, in a file called by that, is what one person rated.
#[inline(never)]
fn of_one(stem: &str, columns: &[Column], (item, rating): (usize, usize)) -> Option<Roles> {
    let rated = names_marks(stem)
        && !begins_as_mean(stem)
        && columns[rating].are_on_ten()
        && columns[item].may_be_ids()
        && !columns[item].repeats();
    rated.then(|| Roles { item: Some(item), rating: Some(rating), mine: true, ..Roles::default() })
}

/// True when the first are rather titles than people's names, beside numbers: most have more than two words or a year behind
/// them, or rows are sorted by the numbers.
fn are_titles(first: &Column, second: &Column) -> bool {
    let words = first.numbers == 0 && second.numbers == second.filled;
    let sorted =
        first.filled >= ALONE && second.grows && second.repeats() && first.phrases * 3 > first.filled;
    words && (sorted || first.long_phrases * 2 > first.filled || first.years * 2 > first.filled)
}

/// True when many rows each have a name or number of their own, and no item comes again or items look like marks.
fn alone(people: &Column, items: &Column) -> bool {
    let listed = people.counts_up && !items.repeats();
    people.filled >= ALONE && !people.repeats() && (listed || items.are_ratings())
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
    if roles.list.is_some() {
        text.push_str(", of which a cell holds several");
    }
    if !roles.several.is_empty() {
        text.push_str(", and others like these in the same row");
    }
    if roles.mine {
        text.push_str(", and all rows for one person's");
    }
    text
}
