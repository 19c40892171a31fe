//! Lists of services that are not known: titles with a rating or a date, and nobody named.

use super::rows::{ExportRows, is_of_wishes};
use super::services::{RATING, Service, TIME, Unrated, WANTED};
use super::{Opinion, OwnItem, Table, columns, table};
use crate::error::Result;
use crate::format::table::{
    Dialect, Guess, Header, NOWHERE, Sample, column_name, names_overall, names_weakly, without_end,
};
use crate::format::text::ByLine;
use crate::format::value::{imdb_id, is_number, mark, number, time};
use crate::format::{Format, Head, LineParser, Match, Sink, shown};
use crate::ratings::Noun;

/// A table of one person's, by its look: the rows name nobody, and each item once.
pub struct Guessed;

/// What the titles may be called; the more telling ones first.
const TITLES: &[&str] = &[
    "title",
    "titre",
    "titulo",
    "titolo",
    "titel",
    "originaltitle",
    "movietitle",
    "filmtitle",
    "booktitle",
    "showtitle",
    "name",
    "film",
    "movie",
    "book",
    "show",
    "series",
    "game",
    "song",
    "track",
    "album",
    "artist",
    "anime",
    "wine",
    "beer",
    "itemname",
    "itemtitle",
    "item",
    "product",
];

/// What a series may be called beside its episodes.
const SERIES: &[&str] =
    &["show", "showtitle", "showname", "tvshowname", "series", "seriestitle", "seriesname"];

/// True for what a rating is called that says whose it is.
fn is_mine(name: &str) -> bool {
    RATING.contains(&name) && ["your", "my", "personal", "owner"].iter().any(|whose| name.starts_with(whose))
}

/// True for names of columns of which one holds what all think, and none when somebody did something.
#[inline(never)]
fn of_all(header: &[String]) -> bool {
    let mean = |name: &String| {
        let name = name.as_str();
        !is_mine(name) && (name.ends_with("rating") || CATALOGUE.contains(&name))
    };
    header.iter().any(mean) && !header.iter().any(|name| is_done(name))
}

/// Dates that say what somebody did then, and how long.
const DONE: &[&str] = &[
    "watcheddate",
    "datewatched",
    "watchedat",
    "watchedon",
    "seenon",
    "dateseen",
    "dateread",
    "readon",
    "datefinished",
    "finished",
    "dateecoute",
    "datelecture",
    "playedat",
    "lastplayed",
    "hours",
    "hoursplayed",
    "ratedon",
    "acquiredon",
];

/// What else stands beside an item, or says of the person's visit to it; none of these, and of a [`WORK`], names somebody.
const BESIDE: &[&str] = &[
    "format",
    "notes",
    "note",
    "review",
    "comment",
    "comments",
    "url",
    "uri",
    "link",
    "slug",
    "position",
    "rank",
    "priority",
    "tags",
    "shelf",
    "date",
    "created",
    "season",
    "channel",
    "channelname",
    "image",
    "cover",
    "poster",
];

/// Words of a catalogue, which describes items to everybody.
const CATALOGUE: &[&str] = &[
    "genres",
    "votes",
    "numvotes",
    "votecount",
    "ratingcount",
    "ratingscount",
    "description",
    "plot",
    "price",
];

/// What somebody wrote.
const REVIEW: &[&str] = &["review", "comment", "comments", "text", "message"];

/// What is known of a work, and of no person.
const WORK: &[&str] = &[
    "year",
    "releaseyear",
    "launchingyear",
    "director",
    "directors",
    "author",
    "authors",
    "artist",
    "artiste",
    "artistes",
    "artista",
    "auteur",
    "album",
    "type",
    "platform",
    "genre",
    "genres",
    "category",
    "categories",
    "averagerating",
    "publisher",
    "isbn",
    "isbn13",
    "imdbid",
    "tmdbid",
    "rewatch",
    "status",
    "distributor",
    "runtime",
    "country",
    "language",
];

/// A table that is this narrow has no room for columns that are not understood: one of them may name people.
const NARROW: usize = 4;

impl Format for Guessed {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if head.columns().is_some() {
            return None;
        }
        head.ways().find_map(|(guess, Header { names: header, roles, fields, .. })| {
            // Artists and albums are what songs have beside their names.
            let beside = |at: &usize| !["artist", "album"].contains(&header[*at].as_str());
            let rating = columns(header, RATING).first().copied();
            let rating = rating.or(roles.rating.filter(|&at| !names_weakly(&header[at])));
            let rating = rating.or_else(|| header.iter().position(|name| names_overall(name)));
            let named = columns(header, TITLES).first().copied().filter(beside);
            let title = named
                .or_else(|| titles(header))
                .or_else(|| columns(header, &["album", "artist"]).first().copied())
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
                matches!(&**name, "status" | "readstatus" | "exclusiveshelf" | "shelf" | "tab")
            });
            let status = status.filter(|&at| are_statuses(head, guess, at));
            let told = flag.or(status).is_some();
            let personal = |rating| is_personal(head, guess, header, title, rating, told);
            let all = rating;
            // What all think stands in a list of what somebody did, too.
            let rating = if personal(rating) {
                rating
            } else if (told || says_whose(head)) && personal(None) {
                None
            } else {
                return None;
            };
            let items = Noun::of_items(noun_of(&header[title]).unwrap_or(&header[title]));
            let mut service = unknown(items.unwrap_or(Noun::ITEM));
            if is_to_read(head.stem()) && !header.iter().any(|name| is_done(name)) {
                service.unrated = Unrated::Wanted;
            }
            if flag.is_some() {
                service.unrated = Unrated::Owned;
            }
            // Among what all have rated, somebody's own marks say what was seen.
            let among = rating.is_some_and(|at| is_mine(&header[at])) && of_all(header);
            if among {
                service.unrated = Unrated::LeftOut;
            }
            let mut rows = ExportRows::new(&service, header, head.stem());
            rows.had.extend(flag);
            rows.status.extend(status);
            rows.amount.append(&mut columns(header, &["count"]));
            let series = series(header);
            rows.title = series.into_iter().chain([title]).collect();
            rows.rating = rating.into_iter().collect();
            let parser = table(head, guess, header.len(), rows);
            let named = |at: usize| shown(fields[at].trim());
            let rated = rating.map(|at| {
                let without = if among { ", and what has none was left out" } else { "" };
                format!(", “{}” for the rating{without}", named(at))
            });
            let unused = all.map(|at| format!("; “{}” was not used", named(at)));
            let told = format!(
                "taken for one person's list, as nothing names people: “{}” for the {}{}",
                named(series.unwrap_or(title)),
                service.items.0,
                rated.or(unused).unwrap_or_default()
            );
            let found = Match::likely("one person's list (guessed)", parser).told(told);
            Some(Match { own: Some((title, rating)), ..found.calling(None, service.items) })
        })
    }
}

/// A service of which nothing is known but what it lists.
fn unknown(items: Noun) -> Service {
    Service { name: "", items, marks: &[], id: &[], title: &[], best: 0.0, unrated: Unrated::Seen }
}

/// The column of series where rows are of their episodes; films have none.
#[inline(never)]
fn series(header: &[String]) -> Option<usize> {
    let episodes = header.iter().any(|name| name.starts_with("episode"));
    columns(header, SERIES).first().copied().filter(|_| episodes)
}

/// The column of titles, by a noun beside “title” or “name”, or by a language behind them: `videoTitle`, `anime_name`, `name_eng`.
fn titles(header: &[String]) -> Option<usize> {
    let in_language = |name: &String| {
        let language = ["title", "name"].iter().find_map(|begin| name.strip_prefix(begin));
        language.is_some_and(|language| LANGUAGES.contains(&language))
    };
    let found = |fits: fn(&str) -> bool| {
        header.iter().position(|name| {
            let noun = ["title", "name"].iter().find_map(|end| name.strip_suffix(end));
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
const LANGUAGES: &[&str] = &["en", "eng", "ru", "rus", "de", "fr", "es", "pt", "it", "ja"];

/// The column of ids that nothing stands beside but times, or marks as well in a file that says what somebody did.
fn ids_alone(head: &Head<'_>, header: &[String]) -> Option<usize> {
    let at = header.iter().position(|name| name == "id")?;
    let beside =
        |name: &String| name == "id" || name.is_empty() || is_date(name) || RATING.contains(&name.as_str());
    let dated = header.iter().any(|name| is_date(name));
    (dated && (header.len() == 2 || says_whose(head)) && header.iter().all(beside)).then_some(at)
}

/// What has the id or the name: `track` of `track_id`.
fn noun_of(name: &str) -> Option<&str> {
    ["title", "name", "id"].iter().find_map(|end| name.strip_suffix(end)).filter(|noun| !noun.is_empty())
}

/// True for what tells more of an item, or of the person's visit to it: `author`, and `author` of `book_author`.
#[inline(never)]
fn is_about(name: &str) -> bool {
    let mut of = WORK.iter().filter_map(|word| without_end(name, word));
    BESIDE.contains(&name) || of.any(|noun| noun.is_empty() || Noun::of_items(noun).is_some())
}

/// True for the name of a column of dates.
fn is_date(name: &str) -> bool {
    let begins = |word: &&str| name.starts_with(*word);
    TIME.contains(&name)
        || ["date", "time"].iter().any(begins)
        || name.ends_with("date")
        || name.ends_with("year")
}

/// What somebody did with an item.
const DID: &[&str] = &[
    "watched",
    "watch",
    "watching",
    "read",
    "reading",
    "play",
    "played",
    "playing",
    "seen",
    "viewing",
    "listened",
    "listen",
    "listening",
    "finished",
    "heard",
    "diary",
];

/// True for the name of a column that says when, or how often, somebody did something: `watchedAt`, `times_read`.
fn is_done(name: &str) -> bool {
    const WHEN: &[&str] = &["date", "dateof", "at", "on", "year", "time", "times"];
    DONE.contains(&name)
        || DID.iter().any(|did| {
            let begins = name.as_bytes().first() == did.as_bytes().first();
            let after = if begins { name.strip_prefix(did) } else { None };
            let when = after.or_else(|| without_end(name, did));
            when.is_some_and(|when| WHEN.contains(&when) || *did == "listen" && when.starts_with("time"))
        })
}

/// What was done, in names of columns that say yes or no.
const FLAGS: &[&str] = &["lido", "leido", "visto", "vu", "lu", "gelesen", "gesehen", "owned"];

/// True for the name of a column that says how often somebody heard or played something.
fn is_count(name: &str) -> bool {
    matches!(name, "plays" | "playcount" | "scrobbles")
}

/// True for the name of a file that begins or ends with what somebody did: `books_read`, and no `most_watched`.
#[inline(never)]
fn says_done(stem: &str) -> bool {
    let words: Vec<&str> = stem.split(['_', '-', ' ']).collect();
    let done = |word: Option<&&str>| word.is_some_and(|word| DID.contains(word) || FLAGS.contains(word));
    // A reading list is of what to read.
    let others =
        |word: &&str| matches!(*word, "most" | "top" | "best" | "reading") || word.parse::<u32>().is_ok();
    words.len() > 1 && (done(words.first()) || done(words.last())) && !words.iter().any(others)
}

/// True for the name of a file that says whose list it is, or what somebody did with all of it: `my_books`, `watched-full`.
#[inline(never)]
fn says_whose(head: &Head<'_>) -> bool {
    let stem = head.stem();
    let whose = ["my", "your"].iter().find_map(|whose| stem.strip_prefix(whose)).is_some_and(|rest| {
        let of = rest.strip_prefix(['_', '-', ' ']).unwrap_or(rest);
        of.starts_with("library") || Noun::of_items(of.strip_suffix('s').unwrap_or(of)).is_some()
    });
    let others = ["most", "top", "best", "popular"].iter().any(|word| stem.contains(word));
    whose || !others && ["watched", "towatch", "toread"].iter().any(|word| stem.contains(word))
}

/// True for the name of a list of what to read.
fn is_to_read(stem: &str) -> bool {
    column_name(stem).contains("readinglist")
}

/// The column that says of each whether somebody has seen, read or heard it: `watched`, `lido`.
fn done_flag(head: &Head<'_>, guess: &Guess, header: &[String]) -> Option<usize> {
    // What is among favourites was seen, whatever an app's flag says.
    if head.stem().contains("favo") || head.stem().contains("like") {
        return None;
    }
    let named = |name: &String| DID.contains(&name.as_str()) || FLAGS.contains(&name.as_str());
    header.iter().position(named).filter(|&at| says_whether(head, guess, at))
}

/// True for a column that says yes or no, or 1 and 0 where there are both.
#[inline(never)]
fn says_whether(head: &Head<'_>, guess: &Guess, at: usize) -> bool {
    let sample = Sample::of(head, &guess.dialect, 1);
    let numbers = || sample.cells(at, STATUS_CELLS).iter().all(|cell| matches!(*cell, "0" | "1"));
    sample.says_yes_or_no(at) || sample.texts(at).0 == 2 && numbers()
}

/// What else somebody says of how far it went with an item, beside what was done and what is wanted.
const STATUSES: &[&str] = &[
    "completed",
    "notcompleted",
    "dropped",
    "onhold",
    "paused",
    "abandoned",
    "currentlyreading",
    "current",
    "beaten",
    "dnf",
];

/// True for a column where nearly all say in such words how far somebody is with each: `Completed`, `to-read`. All may be
/// as far in a list of wishes.
#[inline(never)]
fn are_statuses(head: &Head<'_>, guess: &Guess, at: usize) -> bool {
    let sample = Sample::of(head, &guess.dialect, 1);
    let cells = sample.cells(at, STATUS_CELLS);
    let says = |cell: &&&str| {
        let name = column_name(cell);
        [WANTED, DID, STATUSES].iter().any(|words| words.contains(&&*name))
    };
    let differ = cells.iter().any(|cell| *cell != cells[0]);
    (differ || is_of_wishes(head.stem())) && cells.iter().filter(says).count() * 10 >= cells.len() * 9
}

/// How many cells tell whether a column holds statuses.
const STATUS_CELLS: usize = 20;

/// What somebody did on which day, a line each, without names of columns: `2021-01-01,Heat,FALSE,4`.
pub struct Diary;

/// Fewest days of a diary.
const FEWEST_DAYS: usize = 4;

impl Format for Diary {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let did = DID.iter().any(|word| head.stem().contains(word));
        if head.columns().is_some() || !did {
            return None;
        }
        diary(head)
    }
}

/// The reader of a diary. Few files come so far, which keeps it out of what every visit loads.
#[inline(never)]
fn diary(head: &Head<'_>) -> Option<Match> {
    head.ways().find_map(|(guess, first)| {
        let (lines, grid) = (head.lines(), head.grid(&guess.dialect));
        let width = first.fields.len();
        let all = |at: usize, fits: fn(&str) -> bool| {
            (0..lines.len()).all(|line| fits(grid.row(lines, line).get(at).trim()))
        };
        // A day may have nothing to tell.
        let titled = |text: &str| !text.is_empty() && !is_number(text);
        let titles = (0..lines.len()).filter(|&line| titled(grid.row(lines, line).get(1).trim())).count();
        let flag = |at: usize| {
            all(at, |text| {
                text.is_empty() || mark(text).is_some_and(|(value, _)| value == 0.0 || value == 1.0)
            })
        };
        let rating = |at: usize| {
            all(at, |text| text.is_empty() || number(text).is_some_and(|value| (0.0..=10.0).contains(&value)))
        };
        // Songs are heard again, and have artists and lengths beside them.
        let heard = head.stem().contains("listen") && !Sample::of(head, &guess.dialect, 0).shows_people(1);
        let fits = lines.len() >= FEWEST_DAYS
            && width > 1
            && all(0, |text| time(text).is_some() && !is_number(text))
            && titles * 2 > lines.len()
            && (heard || once(head, guess, 1) && (2..width).all(|at| flag(at) || rating(at)));
        if !fits {
            return None;
        }
        let mut rows = ExportRows::new(&unknown(Noun::ITEM), &[], head.stem());
        (rows.time, rows.title) = (vec![0], vec![1]);
        let mut ratings = (2..width).filter(|&at| !flag(at));
        rows.rating = ratings.next().filter(|_| ratings.next().is_none()).into_iter().collect();
        let table = Table::new(guess.dialect.clone(), 0, width, Box::new(rows));
        let found = Match::likely("one person's diary (guessed)", table.into_parser(head));
        let told = "each line was taken for a day and what one person saw, heard or read then".to_owned();
        Some(found.told(told).calling(None, Noun::ITEM))
    })
}

/// Lines of a title each, perhaps with a colon and what somebody gives it: `Heat: 8`.
pub struct Lines;

/// Fewest such lines.
const FEWEST: usize = 4;

/// The title and the mark of such a line.
pub fn marked(line: &str) -> Option<(&str, f32)> {
    let (title, value) = line.rsplit_once(':')?;
    let value =
        number(value.trim()).filter(|value| (0.0..=10.0).contains(value) && (value * 4.0).fract() == 0.0)?;
    let title = title.trim();
    // Several marks on a line are no title.
    let several = title.split(':').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (!title.is_empty() && !several && !title.contains("::") && !title.ends_with(':'))
        .then_some((title, value))
}

impl Format for Lines {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let lines = head.lines();
        if head.columns().is_some() || lines.len() < FEWEST {
            return None;
        }
        let found: Option<Vec<(&str, f32)>> = lines.iter().map(|line| marked(line)).collect();
        let Some(found) = found else { return titles_alone(head) };
        // Names of settings are words in small letters.
        let begins = |c: char| c.is_uppercase() || c.is_ascii_digit();
        let titles =
            found.iter().filter(|(title, _)| title.starts_with(begins) || title.contains(' ')).count();
        let varied = found.iter().any(|(_, value)| *value != found[0].1);
        (titles * 2 > found.len() && varied).then(|| {
            let parser = Box::new(ByLine::new(head.line_end, Box::new(MarkedLines::default())));
            Match::likely("one person's list, a line each (guessed)", parser)
                .told("each line was taken for a title and what somebody gives it".to_owned())
        })
    }
}

/// Titles or ids and nothing else, perhaps with who made them behind a bar, in a file called by such items or by what somebody
/// did with them: `my_books.txt`. A name above them, and values that were a list, need the latter.
#[inline(never)]
fn titles_alone(head: &Head<'_>) -> Option<Match> {
    if head.preamble > 0 {
        return None;
    }
    let (items, done) = listed(&head.name)?;
    let lines = head.lines();
    if head.nested && lines.iter().any(|line| line.contains('\t')) {
        return None;
    }
    let named = head.nested || !lines.is_empty() && names_one(lines[0]);
    let lists = lines.get(usize::from(named)..).unwrap_or_default();
    // Ids of IMDb, or addresses with these.
    let known = |line: &&str| line.contains("tt") && imdb_id(line).is_some();
    let ids = lists.iter().all(known);
    // Shares are watched, too, and have names of one word.
    let shares = || head.stem().contains("watchlist") && !ids && !lists.iter().any(|line| line.contains(' '));
    if (named || ids) && !done || lists.len() < FEWEST || shares() {
        return None;
    }
    // More columns are those of a table.
    let table = head.guesses().iter().find(|guess| {
        let separator = &*guess.dialect.separator;
        guess.share >= 0.8 && matches!(separator, "\t" | "," | ";" | "|" | "$" | "~" | "::")
    });
    let two = |guess: &&Guess| guess.dialect.separator == "|" && guess.width == 2;
    let dialect = match table {
        _ if head.nested => Dialect::plain("\t"),
        None => Dialect::plain("\u{1}"),
        Some(guess) if two(&guess) || ids && !named => guess.dialect.clone(),
        Some(_) => return None,
    };
    let guess = Guess { dialect, width: 1, share: 1.0 };
    if !(named || ids || are_titles(lines)) || !once(head, &guess, 0) {
        return None;
    }
    let mut rows = ExportRows::new(&unknown(items), &[], head.stem());
    rows.title = vec![0];
    // Behind ids of IMDb stand titles.
    if ids && table.is_some() {
        (rows.id, rows.imdb, rows.title) = (vec![0], vec![0], vec![1]);
    }
    let parser = Table::new(guess.dialect, usize::from(named), 0, Box::new(rows)).into_parser(head);
    let told = "each line was taken for a title that one person has chosen".to_owned();
    Some(Match::likely("one person's list, a line each (guessed)", parser).told(told).calling(None, items))
}

/// True for the name of a column of titles or of ids.
fn names_one(line: &str) -> bool {
    let name = column_name(line);
    let of_item = |noun| Noun::of_items(noun).is_some();
    name == "id" || TITLES.contains(&&*name) || noun_of(&name).is_some_and(of_item)
}

/// What a plain text lists, by its name, and whether that says what somebody did with it; `None` where it tells neither.
fn listed(file: &str) -> Option<(Noun, bool)> {
    let (stem, end) = file.rsplit_once('.').unwrap_or((file, "txt"));
    let words: Vec<&str> = stem.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let item = |word: &&str| {
        let one = word.strip_suffix('s').unwrap_or(word);
        (0..one.len()).find_map(|at| Noun::of_items(one.get(at..)?))
    };
    let kept = |word: &&str| DID.contains(word) || KEPT.iter().any(|kept| word.contains(kept));
    let (named, done) = (words.iter().find_map(item), is_of_wishes(stem) || words.iter().any(kept));
    let plain = matches!(end, "txt" | "list" | "csv" | "md" | "json");
    named.or(done.then_some(Noun::ITEM)).filter(|_| plain).map(|items| (items, done))
}

/// True for lines that look like titles: code and addresses have signs that these have not, prose ends in a point and has
/// most of its words in small letters, and rows of a table have numbers.
fn are_titles(lines: &[&str]) -> bool {
    const LONGEST: usize = 120;
    let plain = |line: &str| {
        let begins = line.starts_with(|c: char| {
            c.is_alphanumeric() && !c.is_lowercase() || ['"', '\'', '(', '¡', '¿', '['].contains(&c)
        });
        let signs = ["://", "::", "=", "{", "}", "<", ">", "@", "\t", "_", "\\"];
        let numbers = line.split_whitespace().filter(|word| is_number(word)).count();
        begins
            && !signs.iter().any(|sign| line.contains(sign))
            && numbers < 2
            && !line.ends_with(['.', ',', ';', ':'])
            && line.len() <= LONGEST
    };
    let (mut good, mut several, mut capital, mut long) = (0, 0, 0, 0);
    for line in lines {
        let words = || line.split_whitespace();
        good += usize::from(plain(line.trim()));
        several += usize::from(words().nth(1).is_some());
        for word in words().filter(|word| word.len() > NARROW && word.starts_with(char::is_alphabetic)) {
            long += 1;
            capital += usize::from(!word.starts_with(char::is_lowercase));
        }
    }
    good * 10 >= lines.len() * 9 && several * 3 >= lines.len() && capital * 2 >= long
}

/// What files are called that hold what somebody has chosen.
const KEPT: &[&str] = &[
    "favo",
    "liked",
    "wish",
    "history",
    "library",
    "collection",
    "playlist",
    "lastfm",
    "spotify",
    "letterboxd",
];

/// Reads such lines.
#[derive(Default)]
struct MarkedLines {
    highest: f32,
}

impl LineParser for MarkedLines {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let Some((title, value)) = marked(text) else {
            sink.skip(number, 0, "a title, a colon and a rating from 0 to 10", shown(text));
            return Ok(());
        };
        self.highest = self.highest.max(value);
        sink.own(OwnItem {
            id: title.to_owned(),
            title: title.to_owned(),
            year: None,
            imdb: None,
            isbn: Vec::new(),
            opinion: Opinion::Rated(value, 0.0),
            amount: 1.0,
            time: None,
        });
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink) -> Result<()> {
        sink.own.set_best(if self.highest <= 5.0 { 5.0 } else { 10.0 });
        Ok(())
    }
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
    if header.iter().any(|column| column.starts_with("your")) && once(head, guess, title) {
        return true;
    }
    let has = |names: &[&str]| header.iter().any(|column| names.contains(&column.as_str()));
    let understood = |(at, column): (usize, &String)| {
        // The numbers of a data frame's rows have no name.
        at == title
            || column.is_empty()
            || Some(at) == rating
            || is_done(column)
            || column == "id"
            || column.starts_with("episode")
            || column.starts_with("season")
            || column.ends_with("url")
            || column.ends_with("uri")
            || noun_of(column).is_some_and(|noun| noun_of(&header[title]) == Some(noun) || is_about(noun))
            || is_about(column)
            || is_date(column)
    };
    let of_item = |column: &str| noun_of(column).is_some_and(|noun| Noun::of_items(noun).is_some());
    let dated = header.iter().any(|column| is_done(column));
    let did = dated || told;
    // Ids of two other things are those of people and of items.
    let known = ["imdbid", "tmdbid", "tvdbid", "traktid", "grid"];
    let other = |(at, column): &(usize, &String)| {
        column.len() > 2
            && column.ends_with("id")
            && !known.iter().any(|end| column.ends_with(end))
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
        let called = |kinds: &[&str]| kinds.iter().any(|word| head.stem().contains(word));
        let history = called(&[
            "history",
            "historique",
            "scrobble",
            "listen",
            "watched",
            "towatch",
            "toread",
            "favo",
            "liked",
        ]);
        return did
            || head.stem().contains(['_', '-', ' ']) && says_done(head.stem())
            || ((history || DID.contains(&head.stem()))
                && header.iter().enumerate().all(understood)
                && header.iter().any(|column| is_date(column)))
            || (called(&["favo", "likes", "liked", "wishlist", "collection"]) && once())
            || (says_whose(head) && once())
            // Watched are shares as well as films.
            || ((called(&["watchlist"]) || is_to_read(head.stem())) && has(WORK) && once())
            || (header.iter().any(|name| is_count(name))
                && header.iter().enumerate().all(|(at, name)| is_count(name) || understood((at, name)))
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
    if header[title] == "name" && has(REVIEW) && !has(WORK) {
        return false;
    }
    // An average has any decimals, what a person gives has few; and a person names an item once. Titles with marks alone may
    // have tenths.
    let ids = header[title].ends_with("id");
    let per_one = if header.len() == 2 && !ids { 20.0 } else { 4.0 };
    let few_decimals = |value: f32| (value * per_one + 5e-4).fract() < 1e-3;
    let (lines, grid) = (head.lines(), head.grid(&guess.dialect));
    let given = |at: &usize| {
        let text = grid.row(lines, *at).get(rating);
        text.is_empty() || number(text).is_some_and(few_decimals)
    };
    // Beside how far somebody is with each, some marks may be of another kind.
    let enough = if told { 5 } else { 9 };
    once() && (1..lines.len()).filter(given).count() * 10 >= (lines.len() - 1) * enough
}

/// True for what was said at length, which names nobody.
#[inline(never)]
fn are_sentences(head: &Head<'_>, guess: &Guess, at: usize) -> bool {
    Sample::of(head, &guess.dialect, 1).holds_sentences(at)
}

/// True when nearly each row has a title of its own.
fn once(head: &Head<'_>, guess: &Guess, title: usize) -> bool {
    let first = head.grid(&guess.dialect).first(head.lines(), title, 1);
    let own = first.iter().zip(0..).filter(|(first, at)| *first == at).count();
    let filled = first.iter().filter(|&&first| first != NOWHERE).count();
    // One of a few may have been entered twice.
    own > 0 && (own * 10 >= filled * 9 || (filled > NARROW && own + 1 == filled))
}
