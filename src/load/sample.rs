//! The embedded samples, loaded.

use super::Loaded;
use crate::error::{ErrorKind, Result};
use crate::ratings::{Builder, FeatureKind, Noun};
use crate::report::Report;

/// One of the embedded samples, as if it had been read from a file.
///
/// # Errors
/// For an unknown name.
pub fn sample(name: &str) -> Result<Loaded> {
    let Some(info) = crate::sample::SAMPLES.iter().find(|s| s.name == name) else {
        let names: Vec<_> = crate::sample::SAMPLES.iter().map(|s| s.name).collect();
        let hint = format!("there are {}", names.join(", "));
        return Err(ErrorKind::Unknown { what: "sample", name: name.to_owned(), hint }.into());
    };
    let mut b = Builder::default();
    if name == "films" {
        b.call_items(Noun::FILM);
        for film in crate::sample::films() {
            b.item_title(&film.id, film.title);
            b.item_feature(&film.id, "year", FeatureKind::Attribute, &film.year.to_string(), 1.0);
            for genre in &film.genres {
                b.item_feature(&film.id, "genre", FeatureKind::Category, genre, 1.0);
            }
        }
        crate::sample::film_ratings(|row| {
            b.rating(row.user, row.item, row.value, u32::try_from(row.time).ok())
        });
    } else {
        b.call_items(Noun("interest", "interests"));
        crate::sample::interests(|row| b.choice(row.user, row.item, row.value, None));
    }
    let built = b.build()?;
    let mut report = Report::of(info.title, &built.ratings, None);
    report.notes.push(info.summary.to_owned());
    Ok(Loaded { ratings: built.ratings, test: None, report, previews: Vec::new(), own: Vec::new() })
}
