//! Last.fm 360K: play counts without a header, separated by TAB and never quoted, and the users'
//! profiles (README of lastfm-dataset-360K). The smaller set of 2011 has headers and is a table like
//! others.

use super::table::{Dialect, Row, RowParser, Table, UserRows, fields};
use super::value::number;
use super::{Format, Head, Match, Sink};
use crate::ratings::Noun;
use std::borrow::Cow;

/// `usersha1-artmbid-artname-plays.tsv` and `usersha1-profile.tsv`.
pub struct LastFm;

impl Format for LastFm {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let dialect = Dialect::plain("\t");
        if !head.lines().first()?.contains('\t') {
            return None;
        }
        let mut lines = head.lines().iter().take(20).map(|line| fields(line, &dialect)).peekable();
        let width = lines.peek()?.len();
        let sha1 = |id: &Cow<'_, str>| id.len() == 40 && id.bytes().all(|b| b.is_ascii_hexdigit());
        if !lines.all(|row| row.len() == width && row.first().is_some_and(sha1)) {
            return None;
        }
        let (rows, format): (Box<dyn RowParser>, _) = match width {
            4 => (Box::new(Plays), "Last.fm 360K plays"),
            5 => {
                let columns = [("gender", 1), ("age", 2), ("country", 3)];
                let attributes = columns.map(|(name, column)| (name.to_owned(), column)).to_vec();
                (Box::new(UserRows { user: 0, attributes }), "Last.fm 360K profiles")
            }
            _ => return None,
        };
        let parser = Table::new(dialect, 0, 0, rows).into_parser(head);
        Some(Match::sure(format, parser).calling(None, Noun::ARTIST))
    }
}

/// Rows of user, MusicBrainz id (often missing), name, plays.
struct Plays;

impl RowParser for Plays {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let (user, id, name) = (row.get(0), row.get(1), row.get(2));
        // An artist without an id goes by the name.
        let item = if id.is_empty() { name } else { id };
        if user.is_empty() || item.is_empty() {
            return sink.skip(row.line, 0, "a user and an artist", "less");
        }
        match number(row.get(3)) {
            Some(plays) if plays >= 0.0 => {
                sink.choice(user, item, plays, None);
                sink.item_title(item, name);
            }
            _ => sink.skip(row.line, 4, "a count of plays, at most 1000000000", row.get(3)),
        }
    }
}
