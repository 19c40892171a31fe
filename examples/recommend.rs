//! Prints the lists of a model that was trained elsewhere, one JSON object a person and line:
//! `{"user", "items":[{"id","title","score"}]}`.
//!
//! ```text
//! cargo run --release --example recommend -- --factors MODEL --people 196,22 [--n 10]
//! cargo run --release --example recommend -- --factors MODEL --people 196,22 --train FILE... [--new] [--implicit]
//! ```
//!
//! With `--train` what these people have is left out. With `--new` they are solved for from their rows there, as if the
//! model did not know them.

mod factors;

use kindred::load::{LoadOptions, load_paths};
use kindred::model::{ListOptions, OwnRating};
use kindred::outside::Kinship;
use kindred::ratings::Axis;
use lexopt::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

const USAGE: &str =
    "usage: recommend --factors MODEL --people ID,ID... [--n 10] [--train FILE...] [--new] [--implicit]";

struct Arguments {
    factors: PathBuf,
    people: Vec<String>,
    train: Vec<PathBuf>,
    n: usize,
    new: bool,
    implicit: bool,
}

fn main() -> ExitCode {
    match arguments().map_err(|e| format!("{e}\n{USAGE}").into()).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("recommend: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, lexopt::Error> {
    let (mut factors, mut people, mut train) = (None, Vec::new(), Vec::new());
    let (mut n, mut new, mut implicit) = (10, false, false);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("factors") => factors = Some(PathBuf::from(parser.value()?)),
            Long("people") => people.extend(parser.value()?.string()?.split(',').map(str::to_owned)),
            Long("train") => train.extend(parser.values()?.map(PathBuf::from)),
            Long("n") => n = parser.value()?.parse()?,
            Long("new") => new = true,
            Long("implicit") => implicit = true,
            _ => return Err(argument.unexpected()),
        }
    }
    if new && train.is_empty() {
        return Err("--new takes people's rows from --train".into());
    }
    let factors = factors.ok_or("--factors is needed")?;
    Ok(Arguments { factors, people, train, n, new, implicit })
}

fn run(a: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let outside = factors::open(&a.factors)?;
    let ratings = if a.train.is_empty() {
        outside.alone(Axis::default())
    } else {
        let loaded = load_paths(&a.train, &[], LoadOptions::default())?.ratings;
        let loaded = if a.implicit { loaded.binarized() } else { loaded };
        if matches!(outside.kin(&loaded).items, Kinship::Other | Kinship::Chance) {
            return Err("the model's items are not those of the ratings".into());
        }
        loaded.over(&outside.catalog(loaded.catalog(), loaded.shape()))
    };
    let ratings = Arc::new(ratings);
    let fitted = outside.join(Arc::clone(&ratings));
    let catalog = ratings.catalog();
    for user in &a.people {
        let options = ListOptions::default();
        let list = if a.new {
            let index = catalog.users.ids.find(user).ok_or_else(|| format!("nobody is called {user}"))?;
            let (items, values) = ratings.by_user().row(index);
            let rated = |(&item, &rating): (&u32, &f32)| OwnRating {
                id: catalog.items.ids.get(item).to_owned(),
                rating,
            };
            let own: Vec<_> = items.iter().zip(values).map(rated).collect();
            fitted.recommend_for(&own, a.n, &options)?
        } else {
            fitted.recommend(user, a.n, &options)?
        };
        let items: Vec<_> = list
            .iter()
            .map(|r| serde_json::json!({ "id": r.id, "title": r.title, "score": r.score }))
            .collect();
        println!("{}", serde_json::json!({ "user": user, "items": items }));
    }
    Ok(())
}
