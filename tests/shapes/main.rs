//! Shapes of files as people have them: small samples written from the formats' public descriptions, and what must
//! come of each. `docs/files.md` shows them; `KINDRED_WRITE=1 cargo test --test shapes` writes its table.

mod exports;
mod groups;
mod tables;
mod trees;

use kindred::export::match_to;
use kindred::format::personal::Opinion;
use kindred::load::{LoadOptions, Loaded, Loader, Source};
use kindred::ratings::Feedback::{Explicit, Implicit};
use std::fmt::Write as _;
use std::path::Path;

/// A file's name and its text.
type File = (&'static str, &'static str);

/// A sample of a shape.
struct Sample {
    /// What it is, in a few words.
    shape: &'static str,
    /// The files that are opened together.
    files: &'static [File],
    outcome: Outcome,
    /// What else must hold; [`nothing`] where the outcome says all.
    also: fn(&Loaded),
}

/// What must come of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Outcome {
    /// Ratings: how many people, items and ratings.
    Ratings(usize, usize, usize),
    /// Choices or counts: how many people, items and choices.
    Choices(usize, usize, usize),
    /// One person's list: how many rated, seen without a rating, wanted.
    Own(usize, usize, usize),
    /// Nothing is read before the person has said what the columns mean; the first rows are shown.
    Asked,
    /// Nothing can be read, with these words among those that say why.
    Refused(&'static str),
}

/// Where the outcome says all.
fn nothing(_: &Loaded) {}

/// Loads the files; when that fails, says whether there were first rows to choose columns by.
fn load(files: &[File]) -> Result<Loaded, (String, bool)> {
    let sources = files.iter().map(|(name, text)| Source {
        name: (*name).into(),
        size: text.len() as u64,
        test: false,
    });
    let failed = |error: kindred::error::Error| error.to_string();
    let mut loader =
        Loader::new(sources.collect(), LoadOptions::default()).map_err(|error| (failed(error), false))?;
    while let Some(want) = loader.want() {
        let bytes = &files[want.source].1.as_bytes()[want.offset as usize..][..want.length];
        loader.feed(bytes).map_err(|error| (failed(error), false))?;
    }
    let asks = !loader.previews().is_empty();
    loader.finish().map_err(|error| (failed(error), asks))
}

/// What came of the files, in the terms of an [`Outcome`], and what was loaded.
fn outcome(sample: &Sample) -> (Outcome, Option<Loaded>) {
    let loaded = match load(sample.files) {
        Ok(loaded) => loaded,
        Err((message, asks)) => {
            let found = match sample.outcome {
                Outcome::Refused(words) if message.contains(words) => Outcome::Refused(words),
                Outcome::Asked if asks => Outcome::Asked,
                _ => Outcome::Refused(message.leak()),
            };
            return (found, None);
        }
    };
    let r = &loaded.ratings;
    let (people, items, rows) = (r.n_users(), r.n_items(), r.len());
    let found = if !loaded.own.is_empty() {
        let count = |is: fn(Opinion) -> bool| loaded.own.iter().filter(|own| is(own.opinion)).count();
        Outcome::Own(
            count(|o| matches!(o, Opinion::Rated(..))),
            count(|o| o == Opinion::Seen),
            count(|o| o == Opinion::Wanted),
        )
    } else if r.feedback() == Explicit {
        Outcome::Ratings(people, items, rows)
    } else {
        assert_eq!(r.feedback(), Implicit);
        Outcome::Choices(people, items, rows)
    };
    (found, Some(loaded))
}

fn samples() -> impl Iterator<Item = &'static Sample> {
    tables::SAMPLES.iter().chain(groups::SAMPLES).chain(exports::SAMPLES).chain(trees::SAMPLES)
}

/// All wrong ones are told at once.
#[test]
fn every_shape_has_its_outcome() {
    let mut wrong = String::new();
    for sample in samples() {
        let (found, loaded) = outcome(sample);
        if found != sample.outcome {
            writeln!(wrong, "{}: {found:?}, must be {:?}", sample.shape, sample.outcome).unwrap();
        } else if let Some(loaded) = loaded {
            (sample.also)(&loaded);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// One row a sample.
fn table() -> String {
    let mut text = String::from("| file | begins | what comes of it |\n|---|---|---|\n");
    for sample in samples() {
        let (name, first) = sample.files[0];
        let line: String =
            first.lines().find(|line| !line.is_empty()).unwrap_or_default().chars().take(48).collect();
        let line = line.replace('|', "\\|").replace('\t', "→");
        let came = match sample.outcome {
            Outcome::Ratings(people, items, rows) => {
                format!("{rows} ratings of {items} items by {people} people")
            }
            Outcome::Choices(people, items, rows) => {
                format!("{rows} choices of {items} items by {people} people")
            }
            Outcome::Own(rated, seen, wanted) => {
                format!("one person's list: {rated} rated, {seen} seen, {wanted} wanted")
            }
            Outcome::Asked => "asks which column is what".into(),
            Outcome::Refused(words) => format!("refused: “{words}”"),
        };
        writeln!(text, "| {}: `{name}` | `{}` | {came} |", sample.shape, line.replace('`', "'")).unwrap();
    }
    text
}

#[test]
fn the_table_of_shapes_is_what_is_tested() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/files.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let begin = document.find("<!-- shapes: begin").expect("the begin mark");
    let begin = begin + document[begin..].find('\n').unwrap() + 1;
    let end = document.find("<!-- shapes: end").expect("the end mark");
    let expected = format!("{}{}{}", &document[..begin], table(), &document[end..]);
    if document != expected && std::env::var_os("KINDRED_WRITE").is_some() {
        return std::fs::write(&path, expected).unwrap();
    }
    assert!(document == expected, "run KINDRED_WRITE=1 cargo test --test shapes");
}

/// The titles of a person's list, in the order of the file.
fn titles(loaded: &Loaded) -> Vec<&str> {
    loaded.own.iter().map(|own| own.title.as_str()).collect()
}

/// A person's list names items by title, so that it meets a catalogue that has these titles.
#[test]
fn a_list_meets_a_catalogue_by_its_titles() {
    let films = load(&[
        ("ratings.csv", "userId,movieId,rating\n1,1,4\n1,2,2\n2,1,5\n"),
        ("movies.csv", "movieId,title,genres\n1,Toy Story (1995),Animation\n2,Heat (1995),Crime\n"),
    ])
    .unwrap();
    for sample in exports::SAMPLES {
        let loaded = load(sample.files).unwrap();
        if titles(&loaded).iter().any(|title| title.starts_with("Toy Story")) {
            let met = match_to(&loaded.own, films.ratings.catalog(), films.ratings.scale());
            let ids = met.ratings.iter().map(|own| &own.id).chain(&met.seen).chain(&met.wanted);
            assert!(ids.into_iter().any(|id| id == "1"), "{}", sample.shape);
        }
    }
}
