//! Prints the lists of a model that was trained elsewhere, one JSON object a person and line:
//! `{"user", "items":[{"id","title","score"}]}`.
//!
//! ```text
//! cargo run --release --example recommend -- --factors MODEL --people 196,22 [--n 10]
//! cargo run --release --example recommend -- --factors MODEL --people 196,22 --train FILE... [--new] [--implicit] [--workers auto|2]
//! ```
//!
//! With `--train` what these people have is left out. With `--new` they are solved for from their rows there, as if the
//! model did not know them.

mod factors;

use kindred::load::{LoadOptions, load_paths};
use kindred::model::{Fitted, ListOptions, OwnRating};
use kindred::outside::Kinship;
use kindred::ratings::Axis;
use kindred::team::Workers;
use lexopt::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

/// With fewer people than this, threads take longer to begin than they save.
const MANY: usize = 256;

const USAGE: &str =
    "usage: recommend --factors MODEL --people ID,ID... [--n 10] [--train FILE...] [--new] [--implicit]
                 [--workers auto|2]";

struct Arguments {
    factors: PathBuf,
    people: Vec<String>,
    train: Vec<PathBuf>,
    n: usize,
    new: bool,
    implicit: bool,
    workers: Workers,
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
    let (mut n, mut new, mut implicit, mut workers) = (10, false, false, Workers::Auto);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("factors") => factors = Some(PathBuf::from(parser.value()?)),
            Long("people") => people.extend(parser.value()?.string()?.split(',').map(str::to_owned)),
            Long("train") => train.extend(parser.values()?.map(PathBuf::from)),
            Long("n") => n = parser.value()?.parse()?,
            Long("workers") => {
                workers = Workers::parse(&parser.value()?.string()?).map_err(|why| why.to_string())?;
            }
            Long("new") => new = true,
            Long("implicit") => implicit = true,
            _ => return Err(argument.unexpected()),
        }
    }
    if new && train.is_empty() {
        return Err("--new takes people's rows from --train".into());
    }
    let factors = factors.ok_or("--factors is needed")?;
    Ok(Arguments { factors, people, train, n, new, implicit, workers })
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
    // Each has the model for itself.
    let workers = match a.workers {
        Workers::Auto if a.people.len() < MANY => 1,
        workers => workers.most().min(a.people.len()).max(1),
    };
    let lines: Result<Vec<Vec<String>>, String> = thread::scope(|scope| {
        let share = |people| {
            let (outside, ratings, a) = (outside.clone(), Arc::clone(&ratings), &a);
            scope.spawn(move || lines(&outside.join(ratings), people, a).map_err(|why| why.to_string()))
        };
        let threads: Vec<_> = a.people.chunks(a.people.len().div_ceil(workers).max(1)).map(share).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a thread broke off".into())))
            .collect()
    });
    for line in lines?.into_iter().flatten() {
        println!("{line}");
    }
    Ok(())
}

/// The lists of these people, each as a line.
fn lines(
    fitted: &Fitted,
    people: &[String],
    a: &Arguments,
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let ratings = fitted.ratings();
    let catalog = ratings.catalog();
    let options = ListOptions::default();
    let line = |user: &String| -> Result<String, Box<dyn std::error::Error>> {
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
        Ok(serde_json::json!({ "user": user, "items": items }).to_string())
    };
    people.iter().map(line).collect()
}
