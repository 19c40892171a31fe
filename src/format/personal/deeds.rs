//! Words for what somebody did with an item, and how far that went, in names of columns and files and in cells.

use super::alone::OF_WORK;
use super::columns;
use super::guess::{CATALOGUE, FEWEST};
use super::rows::is_of_wishes;
use super::services::{RATING, TIME, WANTED};
use crate::format::Head;
use crate::format::table::{Dialect, Guess, Sample, column_name, fields};
use crate::format::time::Calendar;
use crate::format::value::{is_number, is_year, mark, number};
use crate::format::words::{Words, without_end, words};
use crate::ratings::Noun;
use std::borrow::Cow;

/// Dates that say what somebody did then, and how long.
pub(super) const DONE: Words = words!(
    "watcheddate datewatched watchedat watchedon seenon dateseen dateread readon datefinished finished \
    dateecoute datelecture datecompleted completedat finishdate playedat lastplayed hours hoursplayed ratedon acquiredon"
);

/// What somebody did with an item.
pub(super) const DID: Words = words!(
    "watched watch watching read reading play played playing seen viewing listened listen listening finished \
    heard diary consumed"
);

/// True for the name of a column that says when, or how often, somebody did something: `watchedAt`, `times_read`.
pub(super) fn is_done(name: &str) -> bool {
    const WHEN: Words = words!("date dateof at on upto year time times first last");
    DONE.contain(name)
        || is_length(name)
        || DID.iter().any(|did| {
            let begins = name.as_bytes().first() == did.as_bytes().first();
            let after = if begins { name.strip_prefix(did) } else { None };
            let when = after.or_else(|| without_end(name, did));
            when.is_some_and(|when| WHEN.contain(when) || did == "listen" && when.starts_with("time"))
        })
}

/// True for the name of a column that says how long somebody did it: `hours_played`, `Minutes of playtime`.
#[inline(never)]
pub(super) fn is_length(name: &str) -> bool {
    let did = words!("minutes hours").behind(name);
    did.is_some_and(|did| words!("read played playtime ofplaytime watched listened").contain(did))
}

/// True for columns that say when somebody did something, bought a book, or began with one and was through.
#[inline(never)]
pub(super) fn says_when(header: &[String]) -> bool {
    let all = |words: Words, most: usize| columns(header, &words).len() == most;
    all(words!("author start end"), 3)
        || all(words!("author purchasedate"), 2)
        || header.iter().any(|name| is_done(name))
}

/// What was done, in names of columns that say yes or no.
pub(super) const FLAGS: Words = words!("lido leido visto vu lu gelesen gesehen owned");

/// True for the name of a column that says how often somebody heard or played something.
pub(super) fn is_count(name: &str) -> bool {
    // A data frame calls what has no name 0.
    matches!(name, "plays" | "playcount" | "scrobbles" | "0")
}

/// True for the name of a file that begins or ends with what somebody did: `books_read`, and no `most_watched`.
#[inline(never)]
pub(super) fn says_done(stem: &str) -> bool {
    let words: Vec<&str> = stem.split(['_', '-', ' ']).collect();
    let done = |word: Option<&&str>| word.is_some_and(|word| DID.contain(word) || FLAGS.contain(word));
    // A reading list is of what to read.
    let others =
        |word: &&str| matches!(*word, "most" | "top" | "best" | "reading") || word.parse::<u32>().is_ok();
    words.len() > 1 && (done(words.first()) || done(words.last())) && !words.iter().any(others)
}

/// True for the name of a file that says whose list it is, or what somebody did with all of it: `my_books`, `watched-full`.
#[inline(never)]
pub(super) fn says_whose(head: &Head<'_>) -> bool {
    let stem = head.stem();
    let whose = words!("my your").behind(stem).is_some_and(|rest| {
        let of = rest.strip_prefix(['_', '-', ' ']).unwrap_or(rest);
        of.starts_with("library") || Noun::of_items(of.strip_suffix('s').unwrap_or(of)).is_some()
    });
    let others = words!("most top best popular").stand_in(stem);
    whose || !others && words!("watched towatch toread willwatch").stand_in(&column_name(stem))
}

/// True for the name of a list of what to read.
pub(super) fn is_to_read(stem: &str) -> bool {
    column_name(stem).contains("readinglist")
}

/// The column that says of each whether somebody has seen, read or heard it: `watched`, `lido`.
pub(super) fn done_flag(head: &Head<'_>, guess: &Guess, header: &[String]) -> Option<usize> {
    // What is among favourites was seen, whatever an app's flag says.
    if head.stem().contains("favo") || head.stem().contains("like") {
        return None;
    }
    let named = |name: &String| DID.contain(name) || FLAGS.contain(name);
    header.iter().position(named).filter(|&at| says_whether(head, guess, at))
}

/// True for a column that says yes or no, or 1 and 0 where there are both.
#[inline(never)]
pub(super) fn says_whether(head: &Head<'_>, guess: &Guess, at: usize) -> bool {
    let sample = Sample::of(head, &guess.dialect, 1);
    let numbers = || sample.cells(at, STATUS_CELLS).iter().all(|cell| matches!(*cell, "0" | "1"));
    sample.says_yes_or_no(at) || sample.texts(at).0 == 2 && numbers()
}

/// What else somebody says of how far it went with an item, beside what was done and what is wanted.
pub(super) const STATUSES: Words = words!(
    "complete completed notcompleted nowplaying favorites favourites dropped onhold paused inprogress abandoned currentlyreading current beaten own owned stalled shelved dnf"
);

/// True for a word that says how far somebody is with an item: `Completed`, `to-read`.
pub(in crate::format) fn says_how_far(text: &str) -> bool {
    let name = column_name(text);
    [WANTED, DID, STATUSES].iter().any(|words| words.contain(&name))
}

/// True for a column where nearly all say in such words how far somebody is with each: `Completed`, `to-read`. All may be
/// as far in a list of wishes.
#[inline(never)]
pub(super) fn are_statuses(head: &Head<'_>, guess: &Guess, at: usize) -> bool {
    let sample = Sample::of(head, &guess.dialect, 1);
    let cells = sample.cells(at, STATUS_CELLS);
    let differ = sample.texts(at).0 > 1;
    (differ || is_of_wishes(head.stem()))
        && cells.iter().filter(|cell| says_how_far(cell)).count() * 10 >= cells.len() * 9
}

/// How many cells tell whether a column holds statuses.
pub(super) const STATUS_CELLS: usize = 20;

/// True for a column in which anything stands but places in an order, each one further than the one above.
#[inline(never)]
pub(super) fn is_filled(head: &Head<'_>, guess: &Guess, at: usize) -> bool {
    let sample = Sample::of(head, &guess.dialect, 1);
    let cells = sample.cells(at, STATUS_CELLS);
    let further = |two: &[&str]| number(two[0]).is_some_and(|value| number(two[1]) == Some(value + 1.0));
    !cells.is_empty() && (cells.len() < FEWEST || !cells.windows(2).all(further))
}

/// The column of days on which somebody did what the rows tell, by its name and what stands there.
#[inline(never)]
pub(super) fn day_done(sample: &Sample<'_>, header: &[String]) -> Option<usize> {
    let is_day = |&at: &usize| {
        let (cells, calendar) = (sample.cells(at, STATUS_CELLS), sample.calendar(at));
        let day = |cell: &&str| is_year(cell) || !is_number(cell) && calendar.time(cell).is_some();
        !cells.is_empty() && cells.iter().filter(|cell| day(cell)).count() * 10 >= cells.len() * 9
    };
    let find = |fits: fn(&str) -> bool| (0..header.len()).filter(|&at| fits(&header[at])).find(is_day);
    find(|name| DID.contain(name) || is_done(name))
        .or_else(|| find(|name| is_date(name) && !name.ends_with("year") && !OF_WORK.stand_in(name)))
        .or_else(|| find(|name| words!("data fecha datum end").contain(name)))
}

/// The column in which nothing but stars stand, which are marks below any name that does not say how hard something is.
#[cold]
#[inline(never)]
pub(super) fn in_stars(sample: &Sample<'_>, header: &[String]) -> Option<usize> {
    (0..header.len()).filter(|&at| !words!("difficult level priorit import").stand_in(&header[at])).find(
        |&at| {
            let cells = sample.cells(at, STATUS_CELLS);
            let stars = |cell: &&str| cell.starts_with(['★', '⭐', '☆']) && mark(cell).is_some();
            !cells.is_empty() && cells.iter().all(stars)
        },
    )
}

/// True for the name of a column of dates.
pub(super) fn is_date(name: &str) -> bool {
    TIME.contain(name) || words!("date time").begin(name) || words!("date year").end(name)
}

/// True for what a rating is called that says whose it is.
pub(super) fn is_mine(name: &str) -> bool {
    RATING.contain(name) && words!("your my mine personal notepersonnelle owner моя 我的").begin(name)
}

/// True for names of columns of which one holds what all think, and none when somebody did something.
#[inline(never)]
pub(super) fn of_all(header: &[String]) -> bool {
    let mean = |name: &String| {
        let name = name.as_str();
        !is_mine(name) && (name.ends_with("rating") || CATALOGUE.contain(name))
    };
    header.iter().any(mean) && !says_when(header)
}

/// True for rows of a title and a day, of which several titles are those of episodes.
#[cold]
#[inline(never)]
pub(super) fn is_viewing(head: &Head<'_>, dialect: &Dialect) -> bool {
    let lines = &head.lines()[..head.lines().len().min(20)];
    let rows: Vec<_> = lines.iter().map(|line| fields(line, dialect)).collect();
    let calendar = Calendar::of(rows.iter().filter_map(|row| Some(&**row.last()?)));
    let day = |text: &str| !is_number(text) && calendar.time(text.trim_matches('"')).is_some();
    let viewed =
        |row: &Vec<Cow<'_, str>>| matches!(&row[..], [title, date] if !title.is_empty() && day(date));
    let episodes = lines.iter().filter(|line| line.split(": ").nth(2).is_some()).count();
    episodes * 5 >= lines.len() && lines.len() >= FEWEST && rows.iter().all(viewed)
}
