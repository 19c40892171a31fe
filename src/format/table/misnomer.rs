//! Columns that are called what they are not: ratings that all share, likes beside other flags, results of students, ids that stand for
//! several kinds of things.

use super::evidence::{Column, SCALE};
use super::feedback::{Value, unused};
use super::layout::ALONE;
use super::names::{TITLE, is_bare_name, may_be_result, names_deeds, names_item, names_weakly};
use super::roles::Roles;
use super::sample::Sample;
use super::separators::SAMPLE;
use super::split::Row;
use crate::format::value::{is_number, mark};
use std::borrow::Cow;

/// The highest mark that students may give.
const HIGHEST: f32 = 10.0;

/// What a column says that is called a rating and is none.
#[inline(never)]
pub(super) fn no_rating<S: AsRef<str>>(
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

/// The column that names items in nearly all rows, where that which was taken for theirs is empty in many.
#[inline(never)]
pub(super) fn fuller(sample: &Sample<'_>, names: &[String], (user, item): (usize, usize)) -> Option<usize> {
    let named =
        |&at: &usize| names_item(&names[at]) || TITLE.contain(&names[at]) && !is_bare_name(&names[at]);
    let mut others = (0..names.len()).filter(|&at| at != user && at != item).filter(named).peekable();
    others.peek()?;
    let filled = |at: usize| sample.texts(at).1;
    let rows = filled(user);
    if rows < ALONE || filled(item) * 5 >= rows * 4 {
        return None;
    }
    others.find(|&at| filled(at) * 10 >= rows * 9)
}

/// True when one of a few words stands beside each 0 of this column, and beside nothing else: it says what the 0 is.
#[inline(never)]
pub(super) fn has_word_for_none(sample: &Sample<'_>, rating: usize, names: &[String]) -> bool {
    let is_word = |at: usize| {
        let none = |row: &Row<'_>| mark(row.get(rating)).is_some_and(|(value, _)| value == 0.0);
        let Some(word) = sample.rows().find(none) else { return false };
        let word = word.get(at);
        !word.is_empty() && !is_number(word) && sample.rows().all(|row| none(&row) == (row.get(at) == word))
    };
    (0..names.len()).any(|at| at != rating && sample.texts(at).0 <= FEW_WORDS && is_word(at))
}

/// Most words that say how a row came about.
const FEW_WORDS: usize = 3;

/// Each row is a choice, whatever stands below this name.
pub(super) fn not_used<S: AsRef<str>>(name: &S) -> Value {
    Value::Told(format!("each row was taken for a choice; “{}” was not used", name.as_ref()))
}

/// What a like says beside other such flags, or marks that nothing names.
#[inline(never)]
pub(super) fn of_a_like<S: AsRef<str>>(
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

/// True for a like that mostly is not given, beside other such flags: it is one more way in which an item was chosen.
#[inline(never)]
fn is_one_of_flags(sample: &Sample<'_>, like: usize, roles: &Roles, names: usize) -> bool {
    let flag = |at: usize| {
        let column = Column::one(sample, at);
        column.filled > 0 && column.zeros + column.ones == column.filled && column.zeros * 2 > column.filled
    };
    flag(like) && (0..names).any(|at| !roles.claims(at) && flag(at))
}

/// What students give, and no result of theirs.
#[inline(never)]
pub(super) fn of_student<S: AsRef<str>>(
    (stem, highest): (&str, f32),
    roles: &mut Roles,
    name: &str,
    shown: &S,
) -> Value {
    if !may_be_result(name) {
        return Value::Named;
    }
    // Beside what students did, points beyond a scale are a teacher's.
    if highest > HIGHEST && names_deeds(stem) {
        roles.rating = None;
        return not_used(shown);
    }
    Value::Told(format!("“{}” was taken for what each thinks of the item, and no result", shown.as_ref()))
}

/// True for events that are all marks: likes and dislikes.
#[inline(never)]
pub(super) fn are_marks(sample: &Sample<'_>, at: usize) -> bool {
    sample.cells(at, SAMPLE).iter().all(|cell| mark(cell).is_some())
}

/// Says that it was not used of what kind an item is, where one id stands for several: `contentType` beside `contentId`.
#[inline(never)]
pub(super) fn kind_of(
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

/// True when another column holds ids, or what follows people, rather than `before`; that only where it has no numbers.
#[inline(never)]
pub(super) fn may_be_items(
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

/// True for what a model says of words, beside marks: it says less than these.
#[inline(never)]
pub(super) fn beside_marks(sample: &Sample<'_>, roles: &Roles, names: &[String], said: usize) -> bool {
    let are_marks = |at: usize| {
        let column = Column::one(sample, at);
        let marks = column.are_on_ten() && column.distinct() > 2 && column.distinct() <= SCALE;
        !roles.claims(at) && marks && column.min >= 1.0 && column.max <= 5.0
    };
    names[said].contains("sentiment") && (0..names.len()).any(are_marks)
}
