//! What a row says of its item: a rating, a count, or that it was chosen.

use super::evidence::{Column, SCALE};
use super::layout::ALONE;
use super::misnomer::{
    are_marks, beside_marks, has_word_for_none, no_rating, not_used, of_a_like, of_student,
};
use super::names::{
    begins_as_mean, may_be_result, names_deeds, names_item, names_mean, names_no_rating, names_rating,
    names_student, names_weakly, says_count,
};
use super::refused::{but_where_no, done, without_refused};
use super::roles::{Roles, the_rating};
use super::sample::Sample;
use super::separators::SAMPLE;
use crate::format::value::{grade, mark};
use crate::format::words::words;

/// How it was found what a row says of its item.
pub(super) enum Value {
    /// By the names of columns.
    Named,
    /// By what stands in them, as this sentence tells.
    Told(String),
    /// It was not; the roles say what it may be.
    Asked,
}

/// Columns of people, items, ratings and times, beside which there is no room for what all think of an item.
const FEW_COLUMNS: usize = 4;

/// Of how many rows one has a rating at least where ratings are what rows say.
const RARE: usize = 10;

/// What a row says of its item: a rating, a count, or that it was chosen.
pub(super) fn value<S: AsRef<str>>(
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
    // Words that come again and are no marks are classes.
    if let Some(rating) = roles.rating {
        let cells = sample.cells(rating, SAMPLE);
        let no_mark = |cell: &&str| mark(cell).is_none() && grade(cell).is_none();
        if Column::one(sample, rating).repeats() && cells.iter().all(no_mark) {
            return Value::Asked;
        }
    }
    // What hardly any row has says little of the others.
    let rows = sample.rows().len();
    if let Some(rating) = roles.rating.filter(|&at| rows >= ALONE && sample.texts(at).1 * RARE < rows) {
        (roles.rating, roles.count) = (None, None);
        return not_used(&header[rating]);
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
        // A score of fractions without a scale, beside how much somebody bought, was worked out from that.
        let worked_out = column.whole * 4 < column.numbers && column.distinct() > SCALE && column.max > 5.0;
        if worked_out && roles.count.is_some() && may_be_result(&names[rating]) {
            roles.rating = None;
            return Value::Told(unused(&header[rating]));
        }
        // Nobody gives hundreds.
        if column.min > 100.0 && column.filled >= ALONE {
            return Value::Asked;
        }
        // Nobody gives all of so many the worst.
        let none = column.zeros == column.filled && column.filled >= ALONE && !names_weakly(&names[rating]);
        let said = || column.zeros > 0 && column.distinct() > 3 && has_word_for_none(sample, rating, names);
        // Points are counted from 0.
        let below = column.unrated().filter(|&none| none != 0.0 || names[rating] != "points");
        let unrated = below.or_else(|| (none || said()).then_some(0.0));
        let unrated = unrated.filter(|_| roles.unrated.is_none());
        roles.unrated = roles.unrated.or(unrated);
        return match unrated {
            Some(unrated) => Value::Told(format!("{unrated} was taken for “not rated”")),
            None if roles.user.is_some_and(|user| names_student(&names[user])) => {
                of_student((sample.head.stem(), column.max), roles, &names[rating], &header[rating])
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
    let mut said = unnamed_value(sample, width, roles, names, header);
    if let (Value::Told(more), Some(rating)) = (&said, roles.rating)
        && let Some(unrated) = Column::one(sample, rating).unrated()
    {
        roles.unrated = Some(unrated);
        said = Value::Told(format!("{more}, {unrated} for “not rated”"));
    }
    let open = (0..names.len()).any(|at| !roles.claims(at));
    if open { without_refused(sample, roles, names, header, said) } else { said }
}

/// Says that what stands below this name was not used.
#[inline(never)]
pub(super) fn unused<S: AsRef<str>>(name: &S) -> String {
    format!("“{}” was not used", name.as_ref())
}

/// True when a column says yes throughout.
fn says_yes(sample: &Sample<'_>, column: usize) -> bool {
    let cells = sample.cells(column, SAMPLE);
    cells.len() > 1
        && cells.iter().all(|cell| *cell == cells[0] && mark(cell).is_some_and(|(value, _)| value == 1.0))
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
        let said = words!("recommend sentiment opinion reaction direction swipe").stand_in(&names[at])
            || names[at].starts_with("vote")
            || matches!(&*names[at], "event" | "action") && are_marks(sample, at);
        said && !roles.claims(at) && roles.count.is_none() && sample.says_marks(at)
    };
    if let Some(at) = (0..names.len()).find(recommends).filter(|&at| !beside_marks(sample, roles, names, at))
    {
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
    // What an order or a sale is worth is called a value, too, and goes beyond what people give.
    let money = |at: &usize| names[*at].ends_with("value") && columns[*at].max > 100.0;
    // Where each row has a mark in one of two columns, −1 stands in the other.
    let either_of = |at: &&usize| {
        rated.len() == 2 && rated.iter().all(|&at| columns[at].unrated() == Some(-1.0)) && **at == rated[0]
    };
    let one = the_rating(&rated, names).or(rated.first().filter(either_of).copied()).filter(|at| !money(at));
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
    // How many there are of something is no mark.
    let amount = |at: usize| words!("num total").begin(&names[at]);
    let marks = one.or(lone).filter(marks);
    if let Some(at) = marks {
        let counts = columns[at].are_counts() || one.is_none() && amount(at);
        let what = if counts { "count" } else { "rating" };
        *(if what == "count" { &mut roles.count } else { &mut roles.rating }) = Some(at);
        return taken_for(what, at);
    }
    // Of marks for several sides of an item, the first.
    let side = |&at: &usize| {
        let column = &columns[at];
        column.are_on_ten()
            && column.distinct() > 2
            && column.min >= 1.0
            && column.max >= 4.0
            && !column.are_counts()
    };
    if open.len() > 2 && one.is_none() && open.iter().all(side) {
        roles.rating = Some(open[0]);
        return Value::Told(format!(
            "“{}” was taken for the rating; {}",
            header[open[0]].as_ref(),
            unused(open[1])
        ));
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
    let mut alike = open.iter().copied().filter(|&at| columns[at].look_like_marks() && !amount(at));
    let alike = alike.next().filter(|_| alike.next().is_none());
    if let Some(at) = one.or(alike).or(lone.filter(either)) {
        // Who did not do it did not choose it.
        if is_flag(&at) && done(&names[at]) {
            return but_where_no(roles, at, &header[at]);
        }
        roles.rating = Some(at);
        return taken_for("rating", at);
    }
    // Of people who come once, what is not understood may tell who they are.
    let once = roles.user.is_some_and(|user| {
        let (texts, rows) = sample.texts(user);
        texts * 10 >= rows * 9
    });
    // Beside a date, who had a book does not tell who somebody is.
    let dated = || item.is_none() && columns.iter().any(|column| column.numbers == 0 && column.are_times());
    if !open.is_empty() && !logged && once && !dated() {
        return Value::Asked;
    }
    let tags = || names.iter().position(|name| words!("tagid rank ranking").contain(name));
    // A yes or no may say anything of what was chosen.
    let said = || (0..names.len()).find(|&at| !roles.claims(at) && sample.says_marks(at));
    let measured = || measured(roles, &columns, header.len());
    match open.first().or(figures.first()).copied().or_else(measured).or_else(tags).or_else(said) {
        Some(at) => Value::Told(format!("each row was taken for a choice; {}", unused(at))),
        None => Value::Named,
    }
}

/// The columns of numbers beside people and items, of which nothing tells what they are.
fn figures(roles: &Roles, columns: &[Column], names: &[String]) -> Vec<usize> {
    let says = |&at: &usize| {
        let column = &columns[at];
        let own = column.counts_up || (column.grows && !column.repeats());
        // From where somebody came to it is no mark.
        let own = own || names[at].ends_with("source");
        // Nor is which part of an item was done, or which answer was given.
        let own = own || words!("completed selected").end(&names[at]) && column.distinct() > 2;
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

/// A column beside people and items with numbers that are no ids, and nothing says what they are.
fn measured(roles: &Roles, columns: &[Column], named: usize) -> Option<usize> {
    (0..columns.len().min(named)).filter(|&i| !roles.claims(i)).find(|&i| {
        let column = &columns[i];
        column.may_be_ratings() && column.whole < column.numbers && !column.are_times()
    })
}
