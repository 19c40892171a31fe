//! What BG Stats writes of a group's plays: games, players and plays in lists of their own, and in each play the numbers of
//! its game and of those who played.

use super::time::time;
use super::{Format, Head, Match, Parser, Sink};
use crate::error::Result;
use crate::ratings::Noun;
use serde_json::Value;

/// Such an export.
pub struct BoardGames;

/// Longest export, in bytes.
const LONGEST: usize = 1 << 26;

impl Format for BoardGames {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        // Whatever comes first of its lists has one of these keys.
        let keys = ["\"gameRefId\"", "\"isAnonymous\"", "\"isInternal\""];
        let called = head.name.contains("bgstats");
        let fits = head.text.trim_start().starts_with('{')
            && keys.iter().filter(|key| head.text.contains(**key)).count() > usize::from(!called);
        fits.then(|| {
            Match::sure("BG Stats export of all players", Box::new(Plays(Vec::new())))
                .calling(Noun::of_people("player"), Noun::of_items("game"))
        })
    }
}

/// Keeps the whole file, as plays come before what they name in some.
struct Plays(Vec<u8>);

impl Parser for Plays {
    fn push(&mut self, bytes: &[u8], _sink: &mut Sink) -> Result<()> {
        let room = (LONGEST + 1).saturating_sub(self.0.len());
        self.0.extend_from_slice(&bytes[..bytes.len().min(room)]);
        Ok(())
    }

    fn finish(&mut self, sink: &mut Sink) -> Result<()> {
        if self.0.len() > LONGEST {
            sink.skip(1, 0, "a shorter export", "a longer one");
            return Ok(());
        }
        match serde_json::from_slice::<Value>(&self.0) {
            Ok(export) => plays(&export, sink),
            Err(error) => sink.skip(error.line() as u64, 0, "JSON", error),
        }
        Ok(())
    }
}

/// The elements of a list below a key.
fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The number below a key.
fn number(of: &Value, key: &str) -> Option<u64> {
    of.get(key)?.as_u64()
}

/// The text below a key.
fn text<'a>(of: &'a Value, key: &str) -> Option<&'a str> {
    of.get(key)?.as_str()
}

/// What has this number in a list.
fn numbered(list: &[Value], id: Option<u64>) -> Option<&Value> {
    list.iter().find(|one| id.is_some() && number(one, "id") == id)
}

/// What the export tells of who played what.
fn plays(export: &Value, sink: &mut Sink) {
    let (players, games) = (list(export, "players"), list(export, "games"));
    let mut unknown = 0u64;
    for play in list(export, "plays") {
        let id = number(play, "gameRefId");
        let (Some(game), Some(id)) = (numbered(games, id), id) else {
            unknown += 1;
            continue;
        };
        let item = id.to_string();
        let when = text(play, "playDate").and_then(time);
        for score in list(play, "playerScores") {
            let id = number(score, "playerRefId");
            let player = numbered(players, id)
                .filter(|player| player.get("isAnonymous").and_then(Value::as_bool) != Some(true));
            let (Some(player), Some(id)) = (player, id) else {
                unknown += 1;
                continue;
            };
            let name = text(player, "name").unwrap_or_default().trim();
            let alike =
                players.iter().filter(|one| text(one, "name").is_some_and(|other| other.trim() == name));
            if alike.count() > 1 || name.is_empty() {
                sink.choice(&format!("{name} {id}"), &item, 1.0, when);
            } else {
                sink.choice(name, &item, 1.0, when);
            }
        }
        sink.item_title(&item, text(game, "name").unwrap_or_default());
    }
    if unknown > 0 {
        sink.note(format_args!("{unknown} plays of nobody known left out"));
    }
}
