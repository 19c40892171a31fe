//! Lists of services that are not known: titles with a rating or a date, and nobody named.

use super::alone::{CELLS, bare};
use super::deeds::{
    DID, are_statuses, day_done, done_flag, in_stars, is_count, is_date, is_done, is_filled, is_length,
    is_mine, is_to_read, of_all, says_done, says_when, says_whose,
};
use super::rows::{ExportRows, is_unrated};
use super::services::{PLAIN, RATING, Service, Unrated};
use super::{columns, table};
use crate::format::head::LINES;
use crate::format::table::{Guess, Header, NOWHERE, Sample, names_overall, names_weakly};
use crate::format::value::{is_blank, number};
use crate::format::words::{Words, without_end, words};
use crate::format::{Format, Head, Match, shown};
use crate::ratings::Noun;

/// A table of one person's, by its look: the rows name nobody, and each item once.
pub struct Guessed;

/// What the titles may be called; the more telling ones first.
pub(super) const TITLES: Words = words!(
    "title titre titulo titolo titel tytul tytulpolski originaltitle movietitle filmtitle booktitle showtitle name film movie \
    book show series game song track album artist anime wine beer itemname itemtitle item product \
    русскоязычноеназвание 标题"
);

/// What a series may be called beside its episodes.
const SERIES: Words = words!("show showtitle showname tvshowname series seriestitle seriesname");

/// What else stands beside an item, or says of the person's visit to it; none of these, and of a [`WORK`], names somebody.
const BESIDE: Words = words!(
    "format notes note review comment comments url uri link slug position rank priority tags flags shelf date \
    created season channel channelname image cover poster"
);

/// Words of a catalogue, which describes items to everybody.
pub(super) const CATALOGUE: Words =
    words!("genres votes numvotes votecount ratingcount ratingscount ratingsnumber description plot price");

/// Beginnings of names for what the person whose list it is thinks.
const YOURS: Words = words!("yourrating yourscore yourstars yourreview yourcomment yourcount");

/// What somebody wrote.
const REVIEW: Words = words!("review comment comments text message");

/// What is known of a work, and of no person.
const WORK: Words = words!(
    "year releaseyear launchingyear director directors actors cast author authors artist artists artiste artistes artista \
    auteur album type platform genre genres category categories averagerating publisher isbn isbn13 asin \
    imdbid tmdbid rewatch status distributor runtime country countries language"
);

/// Fewest rows or lines that are a list by their look alone.
pub(super) const FEWEST: usize = 4;

/// A table that is this narrow has no room for columns that are not understood: one of them may name people.
pub(super) const NARROW: usize = 4;

impl Format for Guessed {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if head.columns().is_some() {
            return None;
        }
        let found = head.ways().find_map(|(guess, Header { names: header, roles, fields, .. })| {
            // Below one word stand titles, and blanks part them where each line has as many.
            if header.len() < 2 || guess.dialect.separator == " " && guess.share < 0.8 {
                return None;
            }
            // Artists and albums are what songs have beside their names.
            let beside = |at: &usize| !words!("artist album").contain(&header[*at]);
            let rating = columns(header, &RATING).first().copied();
            let rating = rating.or(roles.rating.filter(|&at| !names_weakly(&header[at])));
            let rating = rating.or_else(|| header.iter().position(|name| names_overall(name)));
            let rating = rating.filter(|&at| is_filled(head, guess, at));
            let sample = Sample::of(head, &guess.dialect, 1);
            let rating = rating.or_else(|| in_stars(&sample, header));
            let named = columns(header, &TITLES).first().copied().filter(beside);
            let title = named
                .or_else(|| titles(header))
                .or_else(|| columns(header, &words!("album artist artists band headliner")).first().copied())
                .or_else(|| ids_alone(head, header))
                .or_else(|| {
                    roles
                        .item
                        .filter(|_| head.lines().len() > FEWEST && header.len() == 2 && rating.is_some())
                })?;
            // Rows that name people are those of many.
            if roles.user.is_some() {
                return None;
            }
            let flag = done_flag(head, guess, header);
            let status = header.iter().position(|name| {
                matches!(&**name, "status" | "readstatus" | "exclusiveshelf" | "shelf" | "tab" | "list")
            });
            let status = status.filter(|&at| are_statuses(head, guess, at));
            // Several who did it are no one.
            let several = |at: usize| header[at].ends_with("user") && sample.texts(at).0 > 1;
            if (0..header.len()).any(several) {
                return None;
            }
            let day = day_done(&sample, header);
            let done = day.filter(|&at| DID.contain(&header[at]));
            // Who played where on a day, and nobody named, is what somebody heard.
            let played = words!("artist artists artistname band headliner").contain(&header[title]);
            let heard = played && header.iter().any(|name| name == "venue");
            let told = flag.or(status).or(done).or(day.filter(|_| heard)).is_some();
            let personal = |rating| is_personal(head, guess, header, title, rating, told);
            let all = rating;
            // What all think stands in a list of what somebody did, too.
            let rating = if personal(rating) {
                // A star that is there or not says what is a favourite.
                rating.filter(|&at| !(header[at] == "star" && sample.says_yes_or_no(at)))
            } else if (told || says_whose(head)) && personal(None) {
                None
            } else {
                return None;
            };
            let items = Noun::of_items(noun_of(&header[title]).unwrap_or(&header[title]));
            let mut service = unknown(items.unwrap_or(Noun::ITEM));
            if is_to_read(head.stem()) && !says_when(header) {
                service.unrated = Unrated::Wanted;
            }
            if flag.is_some() {
                service.unrated = Unrated::Owned;
            }
            // Among what all have rated, somebody's own marks say what was seen.
            let among = rating.is_some_and(|at| is_mine(&header[at])) && of_all(header);
            // A form to fill in has 0 where nothing was said.
            let form = rating.filter(|_| !told).is_some_and(|at| is_form(&sample, at));
            if among || form {
                service.unrated = Unrated::LeftOut;
            }
            let mut rows = ExportRows::new(&service, header, head.stem());
            rows.had.extend(flag);
            rows.status.extend(status);
            // When it was added stands beside when it was done, which is still open where nothing stands.
            let added = header.iter().any(|name| name.contains("added"));
            rows.until = done.filter(|_| added && flag.or(status).is_none());
            let series = series(header);
            rows.title = series.into_iter().chain([title]).collect();
            rows.rating = rating.into_iter().collect();
            if rows.time.is_empty() {
                rows.time.extend(day);
            }
            if rows.amount.is_empty() {
                rows.amount.extend(header.iter().position(|name| is_length(name)));
            }
            let length = rows.amount.first().filter(|&&at| is_length(&header[at]));
            let length = length.map(|&at| format!(", “{}” for the count", shown(fields[at].trim())));
            rows.set_writing(&sample);
            let parser = table(head, guess, header.len(), rows);
            let named = |at: usize| shown(fields[at].trim());
            let rated = rating.map(|at| {
                let without = if among || form { ", and what has none was left out" } else { "" };
                format!(", “{}” for the rating{without}", named(at))
            });
            let unused = all.map(|at| format!("; “{}” was not used", named(at)));
            let told = format!(
                "taken for one person's list, as nothing names people: “{}” for the {}{}{}",
                named(series.unwrap_or(title)),
                service.items.0,
                length.unwrap_or_default(),
                rated.or(unused).unwrap_or_default()
            );
            let found = Match::likely("one person's list (guessed)", parser).told(told);
            Some(Match { own: Some((title, rating)), ..found.calling(None, service.items) })
        });
        found.or_else(|| if head.alone { bare(head) } else { None })
    }
}

/// A service of which nothing is known but what it lists.
pub(super) fn unknown(items: Noun) -> Service {
    Service { items, title: words!(""), best: 0.0, ..PLAIN }
}

/// The column of series where rows are of their episodes; films have none.
#[inline(never)]
pub(super) fn series(header: &[String]) -> Option<usize> {
    let episodes = header.iter().any(|name| name.starts_with("episode"));
    columns(header, &SERIES).first().copied().filter(|_| episodes)
}

/// The column of titles, by a noun beside “title” or “name”, or by a language: `videoTitle`, `anime_name`, `name_eng`, `en_name`.
pub(super) fn titles(header: &[String]) -> Option<usize> {
    let in_language = |name: &String| {
        let named = words!("title name");
        named.behind(name).or(named.before(name)).is_some_and(|language| LANGUAGES.contain(language))
    };
    let found = |fits: fn(&str) -> bool| {
        header.iter().position(|name| {
            let noun = words!("title name").before(name);
            noun.is_some_and(|noun| {
                fits(noun)
                    && (matches!(noun, "video" | "series" | "tvshow") || Noun::of_items(noun).is_some())
            })
        })
    };
    // What songs have beside their names comes last.
    found(|noun| !is_about(noun)).or_else(|| found(|_| true)).or_else(|| header.iter().position(in_language))
}

/// How languages of titles are written.
const LANGUAGES: Words = words!("en eng ru rus de fr es pt it ja");

/// The column of ids that nothing stands beside but times, or marks as well in a file that says what somebody did.
fn ids_alone(head: &Head<'_>, header: &[String]) -> Option<usize> {
    let at = header.iter().position(|name| name == "id")?;
    let beside = |name: &String| name == "id" || name.is_empty() || is_date(name) || RATING.contain(name);
    let dated = header.iter().any(|name| is_date(name));
    (dated && (header.len() == 2 || says_whose(head)) && header.iter().all(beside)).then_some(at)
}

/// What has the id or the name: `track` of `track_id`.
pub(super) fn noun_of(name: &str) -> Option<&str> {
    words!("title name id").before(name).filter(|noun| !noun.is_empty())
}

/// True for what tells more of an item, or of the person's visit to it: `author`, and `author` of `book_author`.
#[inline(never)]
pub(in crate::format) fn is_about(name: &str) -> bool {
    let mut of = WORK.iter().filter_map(|word| without_end(name, word));
    BESIDE.contain(name) || of.any(|noun| noun.is_empty() || Noun::of_items(noun).is_some())
}

/// True when the columns hold what one person thinks of each title, or when it was seen; they may have a flag for that, or
/// say how far somebody is with it.
#[inline(never)]
fn is_personal(
    head: &Head<'_>,
    guess: &Guess,
    header: &[String],
    title: usize,
    rating: Option<usize>,
    told: bool,
) -> bool {
    // What is called yours is one person's, whatever ids stand beside it.
    if header.iter().any(|column| YOURS.begin(column)) && once(head, guess, title) {
        return true;
    }
    let has = |names: Words| header.iter().any(|column| names.contain(column));
    let has_work = || header.iter().any(|column| WORK.contain(column));
    let understood = |(at, column): (usize, &String)| {
        // The numbers of a data frame's rows have no name.
        at == title
            || column.is_empty()
            || Some(at) == rating
            || is_done(column)
            || DID.contain(column)
            || is_count(column)
            || matches!(&**column, "id" | "venue")
            || column.starts_with("episode")
            || column.starts_with("season")
            || column.ends_with("url")
            || column.ends_with("uri")
            || noun_of(column).is_some_and(|noun| noun_of(&header[title]) == Some(noun) || is_about(noun))
            || is_about(column)
            || is_date(column)
            || told && column == "list"
    };
    let of_item = |column: &str| noun_of(column).is_some_and(|noun| Noun::of_items(noun).is_some());
    let dated = says_when(header);
    let did = dated || told;
    // Ids of two other things are those of people and of items.
    let known = words!("imdbid tmdbid tvdbid traktid grid");
    let other = |(at, column): &(usize, &String)| {
        column.len() > 2
            && column.ends_with("id")
            && !known.end(column)
            && !understood((*at, *column))
            && !(did && of_item(column))
    };
    let once = || once(head, guess, title);
    if header.iter().enumerate().filter(other).count() > 1 && !(did && once()) {
        return false;
    }
    let clear = |(at, column): (usize, &String)| {
        understood((at, column)) || of_item(column) || are_sentences(head, guess, at)
    };
    if header.len() <= NARROW && !header.iter().enumerate().all(clear) {
        return false;
    }
    let Some(rating) = rating else {
        let called = |kinds: Words| kinds.stand_in(head.stem());
        let history = called(words!("history historique scrobble listen watched towatch toread favo liked"));
        return did
            || head.stem().contains(['_', '-', ' ']) && says_done(head.stem())
            || ((history || DID.contain(head.stem()))
                && header.iter().enumerate().all(understood)
                && header.iter().any(|column| is_date(column)))
            || (called(words!("favo likes liked wishlist collection vinyl")) && once())
            || (says_whose(head) && once())
            // Watched are shares as well as films.
            || ((head.stem().contains("watchlist") || is_to_read(head.stem())) && has_work() && once())
            || (header.iter().any(|name| is_count(name))
                && header.iter().enumerate().all(understood)
                && once());
    };
    // What a catalogue has marked is marked by others, whatever a flag says.
    let marked = has(CATALOGUE);
    if dated || told && !marked || is_mine(&header[rating]) {
        return true;
    }
    if marked && !told {
        return false;
    }
    // A name beside a review is that of who wrote it, where nothing says more of an item.
    if header[title] == "name" && has(REVIEW) && !has_work() {
        return false;
    }
    // A person names an item once. Titles with marks alone may have tenths.
    let ids = header[title].ends_with("id");
    let per_one = if header.len() == 2 && !ids { 20.0 } else { 4.0 };
    // Beside how far somebody is with each, some marks may be of another kind.
    let enough = if told { 5 } else { 9 };
    let in_words = || Sample::of(head, &guess.dialect, 1).says_marks(rating);
    once() && (are_given(head, guess, rating, per_one, enough) || in_words())
}

/// True for a column that has 0 in most rows of many.
fn is_form(sample: &Sample<'_>, at: usize) -> bool {
    let cells = sample.cells(at, LINES);
    let zeros = cells.iter().filter(|cell| number(cell) == Some(0.0)).count();
    cells.len() >= CELLS && zeros * 10 >= cells.len() * 9
}

/// True when so many tenths of the numbers in this column have so few decimals as a person gives, where an average has any.
pub(super) fn are_given(head: &Head<'_>, guess: &Guess, at: usize, per_one: f32, enough: usize) -> bool {
    let (lines, grid) = (head.lines(), head.grid(&guess.dialect));
    let given = |line: &usize| {
        let text = grid.row(lines, *line).get(at);
        is_blank(text)
            || number(text).map_or_else(|| is_unrated(text), |value| (value * per_one + 5e-4).fract() < 1e-3)
    };
    (1..lines.len()).filter(given).count() * 10 >= (lines.len() - 1) * enough
}

/// True for what was said at length, which names nobody.
#[inline(never)]
fn are_sentences(head: &Head<'_>, guess: &Guess, at: usize) -> bool {
    Sample::of(head, &guess.dialect, 1).holds_sentences(at)
}

/// True when nearly each row has a title of its own.
pub(super) fn once(head: &Head<'_>, guess: &Guess, title: usize) -> bool {
    let first = head.grid(&guess.dialect).first(head.lines(), title, 1);
    let own = first.iter().zip(0..).filter(|(first, at)| *first == at).count();
    let filled = first.iter().filter(|&&first| first != NOWHERE).count();
    // One of a few may have been entered twice.
    own > 0 && (own * 10 >= filled * 9 || (filled > NARROW && own + 1 == filled))
}
