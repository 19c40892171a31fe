//! How long the slices of work take that a page waits for: of every model, in training and in testing.
//!
//! ```text
//! cargo run --release --example slices -- FILE... [--test FILE... | --split random:0.2] [--model NAME]...
//!     [--epochs 2] [--set factors=256]... [--implicit] [--bound 50] [--answers 40]
//! ```
//!
//! A line a model and phase (training begins with the splitting of the data): median, 99th percentile, maximum (milliseconds of the processor, which a busy machine does
//! not change), the sum in seconds and how many there were, with a mark where the maximum is above the bound. With
//! `--answers` the times of answers follow, for people at so many places: ten recommendations without reasons (`list`), with
//! them (`reasons`), and those for the same people as if they were new (`new`).
//! Models that train in epochs do as many as `--epochs` says: their slices are alike in all. What `--set` names goes to
//! the models that have it. Data of the size of MovieLens 1M come from
//! `cargo run --release --example generate -- FILE --rows 1000209`.

mod process;

use kindred::load::{LoadOptions, load_paths};
use kindred::model::{Entry, FoldIn, ListOptions, MODELS, OwnRating, Value, Values};
use kindred::session::{EvaluateSpec, FitSpec, Session};
use lexopt::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Parameters that say how often the data are gone over.
const PASSES: [&str; 4] = ["epochs", "iterations", "order_epochs", "rating_epochs"];

struct Arguments {
    files: Vec<PathBuf>,
    test: Vec<PathBuf>,
    split: Option<String>,
    models: Vec<String>,
    epochs: u32,
    set: Vec<(String, String)>,
    implicit: bool,
    bound: f64,
    answers: usize,
}

fn main() -> ExitCode {
    match arguments().map_err(Into::into).and_then(|a| run(&a)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("slices: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, lexopt::Error> {
    let mut a = Arguments {
        files: Vec::new(),
        test: Vec::new(),
        split: None,
        models: Vec::new(),
        epochs: 2,
        set: Vec::new(),
        implicit: false,
        bound: 50.0,
        answers: 0,
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Value(path) => a.files.push(path.into()),
            Long("test") => a.test.extend(parser.values()?.map(PathBuf::from)),
            Long("split") => a.split = Some(parser.value()?.string()?),
            Long("model") => a.models.push(parser.value()?.string()?),
            Long("epochs") => a.epochs = parser.value()?.parse()?,
            Long("set") => {
                let text = parser.value()?.string()?;
                let (name, value) = text.split_once('=').ok_or("--set takes name=value")?;
                a.set.push((name.to_owned(), value.to_owned()));
            }
            Long("implicit") => a.implicit = true,
            Long("bound") => a.bound = parser.value()?.parse()?,
            Long("answers") => a.answers = parser.value()?.parse()?,
            _ => return Err(argument.unexpected()),
        }
    }
    if a.files.is_empty() {
        return Err("a file of ratings is needed".into());
    }
    Ok(a)
}

fn run(a: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let split = a.split.clone().unwrap_or_else(|| {
        let given = !a.test.is_empty();
        if given { "given" } else { "random:0.2" }.to_owned()
    });
    let mut session = Session::new();
    session.set_loaded(load_paths(&a.files, &a.test, LoadOptions::default())?);
    let head = ["model", "phase", "median", "99 %", "max", "sum s", "of"];
    let [model, phase, median, high, max, sum, of] = head;
    println!("{model:<12} {phase:<8} {median:>8} {high:>8} {max:>8} {sum:>8} {of:>6}");
    let chosen = |entry: &&Entry| a.models.is_empty() || a.models.iter().any(|name| name == entry.name);
    for entry in MODELS.iter().filter(chosen) {
        let fit = FitSpec {
            model: entry.name.to_owned(),
            params: values(entry, a),
            seed: None,
            implicit: a.implicit,
        };
        let spec = EvaluateSpec { fit: fit.clone(), split: split.clone(), ..EvaluateSpec::default() };
        let begun = now();
        if let Err(error) = session.begin_evaluate(&spec) {
            println!("{:<12} {error}", entry.name);
            continue;
        }
        let mut phases = [vec![1e3 * (now() - begun)], Vec::new()];
        loop {
            let testing = session.is_testing();
            let begun = now();
            let progress = session.step_evaluate()?;
            phases[usize::from(testing)].push(1e3 * (now() - begun));
            if progress.done {
                break;
            }
        }
        session.abandon_evaluate();
        for (phase, times) in ["training", "testing"].into_iter().zip(&mut phases) {
            print(entry.name, phase, times, a.bound);
        }
        if a.answers > 0 {
            print_answers(&mut session, entry, &fit, a.answers)?;
        }
    }
    if let Some(bytes) = process::peak_bytes() {
        println!("{:.0} MiB of memory at most", bytes as f64 / f64::from(1 << 20));
    }
    Ok(())
}

/// Trains on everything, asks for people at `places` places, and prints how long the answers took.
fn print_answers(
    session: &mut Session,
    entry: &Entry,
    fit: &FitSpec,
    places: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    session.begin_fit(fit)?;
    while !session.step_fit()?.done {}
    session.finish_fit()?;
    let (n_users, options) = (session.ratings()?.n_users(), ListOptions::default());
    let [mut list, mut reasons, mut new] = [Vec::new(), Vec::new(), Vec::new()];
    let mut asked = Vec::new();
    for place in 0..places {
        let begun = now();
        let lists = session.lists(place * n_users / places, 10, &options)?;
        list.push(1e3 * (now() - begun) / lists.users.len().max(1) as f64);
        for user in lists.users.into_iter().take(3) {
            let begun = now();
            session.recommend(&user, 10, &options)?;
            reasons.push(1e3 * (now() - begun));
            asked.push(user);
        }
    }
    // Apart from those, as they leave other things in the processor's caches.
    if entry.abilities.fold_in != FoldIn::Ignored {
        for user in &asked {
            let rated = session.ratings_of(user, 1000)?;
            let own: Vec<_> = rated.into_iter().map(|r| OwnRating { id: r.id, rating: r.rating }).collect();
            let begun = now();
            session.recommend_for(&own, 10, &options)?;
            new.push(1e3 * (now() - begun));
        }
    }
    for (phase, mut times) in [("list", list), ("reasons", reasons), ("new", new)] {
        if !times.is_empty() {
            print(entry.name, phase, &mut times, if phase == "new" { 20.0 } else { f64::INFINITY });
        }
    }
    Ok(())
}

/// The parameters that this model has: those given, and how often it goes over the data.
fn values(entry: &Entry, a: &Arguments) -> Values {
    let names: Vec<&str> = entry.params.specs().iter().map(|spec| spec.name).collect();
    let passes = PASSES.iter().map(|name| ((*name).to_owned(), a.epochs.to_string()));
    let all = passes.chain(a.set.iter().cloned());
    let known = all.filter(|(name, _)| names.contains(&name.as_str()));
    known.map(|(name, value)| (name, Value::Text(value))).collect()
}

/// Seconds: of the processor where the system tells, of the clock elsewhere.
fn now() -> f64 {
    static BEGIN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    process::processor_seconds().unwrap_or_else(|| BEGIN.elapsed().as_secs_f64())
}

fn print(model: &str, phase: &str, times: &mut [f64], bound: f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times.get((share * times.len() as f64) as usize).or(times.last()).copied().unwrap_or(0.0)
    };
    let (median, high, max, sum) = (at(0.5), at(0.99), at(1.0), times.iter().sum::<f64>() / 1e3);
    let mark = if max > bound { format!("  above {bound} ms") } else { String::new() };
    println!(
        "{model:<12} {phase:<8} {median:>8.2} {high:>8.2} {max:>8.2} {sum:>8.2} {:>6}{mark}",
        times.len()
    );
}
