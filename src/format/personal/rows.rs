//! A row of an export → an item and what the person thinks of it.

use super::Named;
use super::services::{self, Service, Unrated};
use super::{Opinion, OwnItem};
use crate::format::head::LINES;
use crate::format::table::{Guess, Row, RowParser, Sample, column_name};
use crate::format::time::{Calendar, year_begins};
use crate::format::value::{Notation, imdb_id, is_blank, is_number, is_year, mark, number};
use crate::format::words::{Words, words};
use crate::format::{Head, Sink};

/// Reads the rows of one file. Each list of columns holds those of one role, the more telling ones first.
pub(super) struct ExportRows {
    pub id: Vec<usize>,
    pub title: Vec<usize>,
    pub maker: Vec<usize>,
    /// Who stands beside a title and is no part of it.
    artist: Vec<usize>,
    pub year: Vec<usize>,
    pub rating: Vec<usize>,
    pub time: Vec<usize>,
    pub imdb: Vec<usize>,
    pub isbn: Vec<usize>,
    pub status: Vec<usize>,
    pub amount: Vec<usize>,
    pub had: Vec<usize>,
    pub wishes: Vec<usize>,
    /// The column of days on which it was done, where what has none is still to do.
    pub until: Option<usize>,
    /// A column beside a known export that says what was liked, where it holds marks.
    liked: Option<usize>,
    /// Where an account has several profiles, the column of their names, and that of what was no viewing but a trailer.
    profile: Option<(usize, usize)>,
    /// Where books of a library are borrowed, reserved and given back, the column that says which.
    activity: Option<usize>,
    /// How ratings are written.
    pub marks: Notation,
    /// True where they are words: good ones are 1 in that notation, bad ones 0.
    pub words: bool,
    /// How dates are written.
    calendar: Calendar,
    /// The highest rating there is; 0 where the ratings must tell.
    best: f32,
    /// The highest rating so far.
    highest: f32,
    unrated: Unrated,
}

impl ExportRows {
    /// Rows of a table with these names of columns, in a file of this name.
    pub fn new(service: &Service, names: &[String], stem: &str) -> Self {
        let named = Named::of(names);
        let find = |known: Words| named.columns(&known);
        let unrated = match service.unrated {
            Unrated::Wanted if stem.contains("checkin") || stem.contains("check-in") => Unrated::Seen,
            Unrated::Seen if is_of_wishes(stem) => Unrated::Wanted,
            usual => usual,
        };
        ExportRows {
            id: find(service.id),
            title: find(service.title),
            maker: find(services::MAKER),
            artist: if service.name.is_empty() {
                find(words!("artist artistname artists"))
            } else {
                Vec::new()
            },
            year: find(services::YEAR),
            rating: find(service.rating),
            time: find(services::TIME),
            imdb: find(services::IMDB),
            isbn: find(services::ISBN),
            status: find(services::STATUS),
            amount: find(services::AMOUNT).into_iter().chain(named.find("count")).collect(),
            had: find(services::HAD),
            wishes: find(services::WISHES),
            until: None,
            liked: named.find("liked"),
            profile: named.find("profilename").zip(named.find("supplementalvideotype")),
            activity: named.find("activity").filter(|_| unrated == Unrated::Borrowed),
            marks: Notation::Plain,
            words: false,
            calendar: Calendar::default(),
            best: service.best,
            highest: 0.0,
            unrated,
        }
    }

    /// Says what the highest rating is, where that is above 0.
    pub fn set_best(&mut self, best: u16) {
        if best > 0 {
            self.best = f32::from(best);
        }
    }

    /// Sets how the days are written, where the column tells.
    #[inline(never)]
    pub fn set_calendar(&mut self, sample: &Sample<'_>) {
        let day = self.time.iter().find(|&&at| !sample.cells(at, 1).is_empty());
        self.calendar = day.map_or(Calendar::default(), |&at| sample.calendar(at));
    }

    /// Sets how the days and the ratings are written, where the columns tell.
    #[inline(never)]
    pub fn set_writing(&mut self, sample: &Sample<'_>) {
        self.set_calendar(sample);
        let Some(&at) = self.rating.first() else { return };
        if let Notation::Marks(best) = sample.notation(at, false) {
            self.set_best(best);
            self.marks = Notation::Marks(best);
        }
        let in_word = |cell: &&str| cell.starts_with(char::is_alphabetic) && mark(cell).is_some();
        self.words = sample.cells(at, LINES).iter().any(in_word);
    }

    /// When somebody did it. Few digits are a year, or count no seconds.
    fn moment(&self, row: Row<'_>) -> Option<u32> {
        self.time.iter().find_map(|&column| {
            let text = row.get(column);
            let day = || self.calendar.time(text);
            let counts = |seconds: &u32| *seconds >= 100_000_000 || !is_number(text);
            if is_year(text) { year_begins(text) } else { day().filter(counts) }
        })
    }

    /// Takes the column behind the last name for the rating, where nothing is called that and marks stand there; true where
    /// it did.
    #[inline(never)]
    pub fn takes_beyond(&mut self, head: &Head<'_>, guess: &Guess, names: usize) -> bool {
        if guess.width <= names || !self.rating.is_empty() {
            return false;
        }
        let sample = Sample::of(head, &guess.dialect, 1);
        let cells = sample.cells(names, LINES);
        let marks = |cell: &&str| number(cell).is_some_and(|value| (0.0..=100.0).contains(&value));
        let found = cells.len() > 1 && cells.iter().all(marks);
        self.rating.extend(found.then_some(names));
        found
    }

    /// How often or how long, where the row says that.
    fn amount(&self, row: Row<'_>) -> Option<f32> {
        self.amount.iter().find_map(|&column| number(row.get(column).trim_start_matches('x')))
    }

    /// What a row without a rating says.
    fn unrated(&self, row: Row<'_>) -> Opinion {
        let has = |columns: &[usize]| {
            columns.iter().any(|&column| mark(row.get(column)).is_some_and(|(value, _)| value == 1.0))
        };
        let status = column_name(first(row, &self.status));
        // The number of “planning” among AniList's statuses, and of “plan to watch” among MyAnimeList's.
        let wanted = match self.unrated {
            Unrated::Wanted => !services::FINISHED.contain(&status),
            _ if self.until.is_some() => self.until.is_some_and(|at| is_blank(row.get(at))),
            Unrated::Owned => !has(&self.had) && (self.wishes.is_empty() || has(&self.wishes)),
            // What was played is in the backlog for more of it.
            _ => {
                self.amount(row).is_none_or(|amount| amount <= 0.0)
                    && (services::WANTED.contain(&status)
                        || status == if self.best == 100.0 { "1" } else { "6" })
            }
        };
        if wanted { Opinion::Wanted } else { Opinion::Seen }
    }
}

/// What lists of what somebody wants are called.
const WISHES: Words =
    words!("watchlist wishlist towatch willwatch toread toplay want watchlater 想看 想读 没看过");

/// True for what such a list is called: `games_to_play`.
#[inline(never)]
pub(in crate::format) fn is_of_wishes(stem: &str) -> bool {
    let stem = column_name(stem);
    WISHES.iter().any(|word| stem.contains(word))
}

/// True for what stands in place of a mark where there is none.
#[cold]
#[inline(never)]
pub(super) fn is_unrated(text: &str) -> bool {
    words!("tbd tba unrated notrated notyetrated dnf didnotfinish").contain(&column_name(text))
}

/// The first of these fields that is filled.
#[inline(never)]
fn first<'a>(row: Row<'a>, columns: &[usize]) -> &'a str {
    columns.iter().map(|&column| row.get(column)).find(|text| !text.is_empty()).unwrap_or_default()
}

impl RowParser for ExportRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let mut title = first(row, &self.title).to_owned();
        if title.is_empty() {
            let column = self.title.first().map_or(0, |column| *column as u32 + 1);
            return sink.skip(row.line, column, "a title", "nothing");
        }
        if self.activity.is_some_and(|at| row.get(at) != "Borrowed") {
            return;
        }
        if self.unrated == Unrated::Watched {
            // What was searched for is none.
            let address = first(row, &self.id);
            if address.contains("/results?") {
                return sink.skip(row.line, 0, "a video", address);
            }
            title = video(&title, &WATCHED, &ANGESEHEN).to_owned();
        }
        let maker = first(row, &self.maker);
        if !maker.is_empty() {
            title = format!("{maker} {title}");
        }
        if self.unrated == Unrated::Episode {
            title.truncate(series(&title).len());
        }
        if let Some((profile, other)) = self.profile {
            if row.get(other).is_empty() {
                sink.choice(row.get(profile), &title, 1.0, self.moment(row));
            }
            return;
        }
        let mut text = first(row, &self.rating);
        if let Some(liked) = self.liked.filter(|_| self.rating.is_empty()) {
            // Yes and no, and 1 and 0, say no more than that it was kept.
            let mark = row.get(liked);
            if number(mark).is_some_and(|value| (1.5..=100.0).contains(&value)) {
                (text, self.best) = (mark, 0.0);
            }
        }
        if self.unrated == Unrated::LeftOut && (is_blank(text) || number(text) == Some(0.0)) {
            return;
        }
        let most = if self.best > 0.0 { self.best } else { 100.0 };
        // Bad is 2 of 5, good more than 3, and great nearly 5.
        let in_words = |value: f32| if self.words { (2.0 + 1.6 * value).clamp(0.5, 5.0) } else { value };
        // What somebody adds to a mark stands behind it: `6/10 (again)`.
        let bare = text.split(" (").next().unwrap_or(text).trim_end_matches('!');
        let opinion = match (text, self.marks.number(bare).map(in_words)) {
            // 0 and −1 say unrated.
            (text, _) if is_blank(text) => self.unrated(row),
            (_, Some(0.0 | -1.0)) => self.unrated(row),
            (_, Some(value)) if value > 0.0 && value <= most => {
                self.highest = self.highest.max(value);
                Opinion::Rated(value, self.best)
            }
            (text, None) if is_unrated(text) => self.unrated(row),
            _ => {
                let filled = self.rating.iter().find(|&&column| !row.get(column).is_empty());
                let column = filled.map_or(0, |column| *column as u32 + 1);
                return sink.skip(row.line, column, format_args!("a rating from 0 to {most}"), text);
            }
        };
        let year = self.year.iter().map(|&column| row.get(column)).find(|year| is_year(year));
        let year = year.and_then(|year| year.parse().ok());
        let artist = first(row, &self.artist);
        let id = match (first(row, &self.id), year) {
            // Songs and albums of several are called the same.
            ("", _) if !artist.is_empty() && artist != title => format!("{artist}: {title}"),
            ("", Some(year)) => format!("{title} ({year})"),
            ("", None) => title.clone(),
            (id, _) => id.to_owned(),
        };
        let isbn = self
            .isbn
            .iter()
            .map(|&column| row.get(column).chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>());
        let amount = self.amount(row);
        sink.own(OwnItem {
            id,
            title,
            year,
            imdb: self.imdb.iter().find_map(|&column| imdb_id(row.get(column))),
            isbn: isbn.filter(|isbn| matches!(isbn.len(), 10 | 13)).collect(),
            opinion,
            amount: amount.map_or(1.0, |amount| amount.max(0.0)),
            time: self.moment(row),
        });
    }

    fn end(&mut self, sink: &mut Sink) {
        if self.best == 0.0 {
            sink.own.set_best(self.highest);
        }
    }
}

/// What stands before the title of a video that was watched, and behind it.
static WATCHED: [&str; 7] = [
    "Watched ",
    "Viewed ",
    "Has visto ",
    "Vous avez regardé ",
    "Assistiu a ",
    "Hai guardato ",
    "Просмотрено видео ",
];
static ANGESEHEN: [&str; 2] = [" angesehen", " bekeken"];

/// The title of a video without what was done with it, in the languages of most viewers.
#[inline(never)]
fn video<'a>(title: &'a str, before: &[&str], behind: &[&str]) -> &'a str {
    for done in before.iter().chain(behind) {
        if let Some(title) = title.strip_prefix(done).or_else(|| title.strip_suffix(done)) {
            return title;
        }
    }
    title
}

/// The series of an episode: what stands before “: Season 1: …”, in the languages of most viewers.
fn series(title: &str) -> &str {
    const SEASONS: &[&str] = &[
        "Season ",
        "Series ",
        "Part ",
        "Volume ",
        "Book ",
        "Chapter ",
        "Collection ",
        "Limited Series",
        "Staffel ",
        "Saison ",
        "Temporada ",
        "Stagione ",
        "Miniserie",
    ];
    let mut at = 0;
    while let Some(found) = title[at..].find(": ") {
        let (before, after) = (&title[..at + found], &title[at + found + 2..]);
        // Only an episode has a name behind its season: “Kill Bill: Volume 1” is a film.
        let of_season = after.split_once(": ").is_some_and(|(season, _)| {
            SEASONS.iter().any(|word| season.starts_with(word))
                || season.starts_with(before)
                || is_numbered(season)
        });
        // “Volume 1” may be a film's; an episode is one.
        if !before.is_empty() && (of_season || EPISODES.begin(after) && is_numbered(after)) {
            return before;
        }
        at += found + 2;
    }
    title
}

/// What an episode without a name is called.
const EPISODES: Words =
    words!("Episode Épisode Episodio Episódio Folge Capítulo Odcinek Aflevering Avsnitt Afsnit");

/// True for a word and a number, or a number and a word, as seasons are called in most languages: `Saison 2`, `3. řada`;
/// where words have no blanks between them, for both in one: `シーズン1`, `第 2 季`.
fn is_numbered(season: &str) -> bool {
    let digits = season.bytes().filter(u8::is_ascii_digit).count();
    if !season.is_ascii() && season.bytes().all(|b| !b.is_ascii() || b.is_ascii_digit() || b == b' ') {
        return matches!(digits, 1 | 2);
    }
    let words: Vec<&str> = season.split_whitespace().collect();
    let number = |word: &str| {
        let digits = word.strip_suffix('.').unwrap_or(word);
        digits.len() < 3 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    matches!(words[..], [one, other] if number(one) != number(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn episodes_belong_to_their_series() {
        for (title, expected) in [
            ("Dark: Season 1: Secrets", "Dark"),
            ("Star Trek: The Next Generation: Season 2: Q Who", "Star Trek: The Next Generation"),
            ("Stranger Things: Stranger Things 2: Chapter One: MADMAX", "Stranger Things"),
            ("Bodyguard: Limited Series: Episode 1", "Bodyguard"),
            ("Dark: Staffel 1: Geheimnisse", "Dark"),
            ("Le Cercle: Saison\u{a0}6: Rassvet", "Le Cercle"),
            ("Hra: 1. řada: Zelená", "Hra"),
            ("Duna: Sezon 2: Piasek", "Duna"),
            ("El Faro: Episode 12", "El Faro"),
            ("遠い岸: シーズン1: エピソード3", "遠い岸"),
            ("遠い岸: 第 2 季: 家", "遠い岸"),
            ("Kill Bill: Volume 1", "Kill Bill: Volume 1"),
            ("Mission: Impossible: Fallout", "Mission: Impossible: Fallout"),
            ("Heat", "Heat"),
        ] {
            assert_eq!(series(title), expected);
        }
    }
}
