//! Rows that say no among those of choices: what was dismissed or returned, what was only shown, and flags of which most are not set.

use super::feedback::Value;
use super::roles::Roles;
use super::sample::Sample;
use super::split::{Row, RowParser};
use crate::format::Sink;
use crate::format::value::mark;
use crate::format::words::{Words, words};

/// How words begin for what was not chosen, or was taken back.
const REFUSED: Words = words!(
    "dismiss skip hid unlike dislike remov return refund cancel reject impression shown 已取消 取消 退款 退货"
);

/// What stands in the names of columns of what happened.
const EVENTS: Words = words!("event action activity interact type feedback");

/// How the names of flags begin that say that something was chosen.
const DONE: Words = words!("interact purchas click install watch view like own play read visit");

/// Most words for what happened.
const MOST_EVENTS: usize = 30;

/// True for a word of an event that is no choice.
fn refuses(cell: &str) -> bool {
    REFUSED.begin(&cell.to_ascii_lowercase())
}

/// True for such a word, and for a flag that is not set.
fn says_no(cell: &str) -> bool {
    refuses(cell) || mark(cell).is_some_and(|(value, _)| value == 0.0)
}

/// What a row says of its item, once a column is known whose cells say no in some of them.
#[inline(never)]
pub(super) fn without_refused<S: AsRef<str>>(
    sample: &Sample<'_>,
    roles: &mut Roles,
    names: &[String],
    header: &[S],
    said: Value,
) -> Value {
    let valued = roles.rating.is_some() || roles.count.is_some() || roles.tag.is_some();
    if valued || roles.user.is_none() || roles.item.is_none() {
        return said;
    }
    let free = |at: &usize| !roles.claims(*at);
    // What was lent was had, also when it is returned.
    let lent = words!("loan borrow lend presta empr rent").stand_in(sample.head.stem());
    let has = |at: usize| EVENTS.stand_in(&names[at]) || names[at].ends_with("status") && !lent;
    let event = (0..names.len()).filter(free).find(|&at| has(at) && tells_of_refusals(sample, at));
    // The one flag, if it is mostly not set, is what the row says, as there is a row whether it was chosen or not.
    let mut flags = (0..names.len()).filter(free).filter_map(|at| Some((at, rare_flag(sample, at)?)));
    let flag = flags.next().filter(|_| flags.next().is_none());
    let set = flag.filter(|&(at, rare)| rare && done(&names[at])).map(|(at, _)| at);
    match event.filter(|_| !matches!(said, Value::Asked)).or(set) {
        Some(at) => but_where_no(roles, at, &header[at]),
        None => said,
    }
}

/// True for the name of a flag that says that something was chosen.
pub(super) fn done(name: &str) -> bool {
    DONE.begin(name.trim_start_matches("is"))
}

/// Each row is a choice, but where this column says no.
#[inline(never)]
pub(super) fn but_where_no<S: AsRef<str>>(roles: &mut Roles, at: usize, name: &S) -> Value {
    roles.refused = Some(at);
    Value::Told(format!("each row was taken for a choice, but where “{}” says no", name.as_ref()))
}

/// True for a few words, of which some say no and others do not.
fn tells_of_refusals(sample: &Sample<'_>, at: usize) -> bool {
    let rows = || sample.rows().map(move |row| refuses(row.get(at)));
    rows().any(|no| no) && rows().any(|no| !no) && sample.texts(at).0 <= MOST_EVENTS
}

/// Whether most are no, and some are yes, of a column that says yes or no in each row.
fn rare_flag(sample: &Sample<'_>, at: usize) -> Option<bool> {
    let (mut no, mut yes) = (0, 0);
    for row in sample.rows() {
        match mark(row.get(at)) {
            Some((0.0, 0)) => no += 1,
            Some((1.0, 0)) => yes += 1,
            _ => return None,
        }
    }
    Some(no > yes && yes > 0)
}

/// Rows without those that say no.
struct Others {
    rows: Box<dyn RowParser>,
    at: usize,
    left_out: u64,
}

/// These rows, without those that say no in this column.
#[inline(never)]
pub(super) fn others(rows: Box<dyn RowParser>, at: usize) -> Box<dyn RowParser> {
    Box::new(Others { rows, at, left_out: 0 })
}

impl RowParser for Others {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        if says_no(row.get(self.at)) {
            self.left_out += 1;
            return;
        }
        self.rows.row(row, sink);
    }

    fn end(&mut self, sink: &mut Sink) {
        self.rows.end(sink);
        sink.note(format_args!("{} rows left out", self.left_out));
    }
}
