//! A note on one work, as people keep them in Markdown: what is known of it stands between dashes above the text.

use super::deeds::says_when;
use super::guess::Guessed;
use super::services::RATING;
use crate::format::page::Whole;
use crate::format::table::column_name;
use crate::format::{Format, Head, Match};
use std::rc::Rc;

/// A note that says what somebody gives a work, or when it was done; many of them are a list.
pub struct Note;

impl Format for Note {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let begins = head.name.ends_with(".md") && head.text.starts_with("---");
        if begins && head.columns().is_none() { note(head) } else { None }
    }
}

/// What reads such a note.
#[cold]
#[inline(never)]
fn note(head: &Head<'_>) -> Option<Match> {
    let rows = known(head.text)?;
    let names: Vec<String> = rows.lines().next()?.split('\t').map(column_name).collect();
    if !names.iter().any(|name| RATING.contain(name)) && !says_when(&names) {
        return None;
    }
    let found = Guessed.open(&Head::of_table(&head.name, &rows, true, None, Rc::default()))?;
    Some(Match { parser: Box::new(Whole::new(Box::new(known), found.parser)), ..found })
}

/// The keys above the text as names of columns, and one row of what stands behind them.
fn known(text: &str) -> Option<String> {
    let mut lines = text.lines();
    lines.next().filter(|line| line.trim_end() == "---")?;
    let above: Vec<&str> = lines.by_ref().take_while(|line| line.trim_end() != "---").collect();
    let (mut names, mut row) = (String::new(), String::new());
    for line in above {
        // Lists stand on lines of their own.
        let Some((key, value)) = line.split_once(':').filter(|_| line.starts_with(char::is_alphabetic))
        else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']).replace('\t', " ");
        if !value.is_empty() {
            names.push_str(&format!("{}\t", key.trim()));
            row.push_str(&format!("{value}\t"));
        }
    }
    (!names.is_empty()).then(|| format!("{}\n{}\n", names.trim_end(), row.trim_end()))
}
