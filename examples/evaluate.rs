//! Trains a model on files and prints its figures as one JSON object.
//!
//! ```text
//! cargo run --release --example evaluate -- --train FILE... [--test FILE... | --split random:0.2]
//!     [--model auto|mf] [--set factors=64]... [--metrics rmse,ndcg@10] [--relevant all|liked|4] [--implicit]
//!     [--adventure 0.5] [--diversity 0.5] [--seed 42] [--learning] [--workers auto|2] [--json]
//! cargo run --release --example evaluate -- --train FILE... --model als,mf,bias|all [--folds 5] [--seeds 1,2,3] [--shares 0.1,1] [--csv | --markdown]
//! cargo run --release --example evaluate -- --train FILE... --model als --search factors=8..256 [--search NAME]... [--trials 40] [--budget 30]
//! cargo run --release --example evaluate -- --factors MODEL --train FILE... --test FILE... [--metrics rmse,ndcg@10]
//! ```
//!
//! Several models, or `all` that suit the data, are compared on the same parts, `popularity` always among them, and give
//! `{"runs":[…]}`: means and deviations over folds and seeds, and by how much each is above the best and above `popularity`, with
//! the bounds that 95 of 100 draws of people lie in. With `--shares` each is trained on such shares of the training part and
//! measured on the same test. `--search` tries settings on a part of the training data and measures the best
//! on the test; it gives one object with `"trials":[…]`. `--trials` bounds their number, `--budget` their work, in trainings of the
//! setting without a search. Both print how far they are.
//!
//! With `--learning` a model is also measured after some epochs of its training, on the training part and on the test:
//! `"learning":[…]`, the last of which has the figures of the whole training.
//!
//! `--workers` says how many threads share the work of all this, with the same figures for any number: `auto`, also the default,
//! is one less than there are cores, at most eight, and one where more do not pay.
//!
//! `--factors` measures a model that was trained elsewhere instead of training one: an `ALSModel` of Spark (its folder, or a
//! zip archive of it), `.npz` of implicit or scipy, word2vec vectors, `.safetensors` factors.
//!
//! `--train` takes any file that the page takes, archives included; files with titles or features
//! are given as further `--train` files. Without `--model` the one that suits the data is chosen, and `chosen` says why. One entry of an archive is named `archive.zip#entry`.

mod factors;
mod process;
mod several;

use kindred::load::{LoadOptions, Loaded, load_paths};
use kindred::measure::{CompareSpec, DataSize, Evaluation, Evaluator, Metric, Relevant, SearchSpec, Split};
use kindred::model::{Mix, Value, Values};
use kindred::outside::{Kin, Kinship};
use kindred::ratings::Ratings;
use kindred::session::{EvaluateSpec, FitSpec, Session};
use kindred::team::{Team, Workers};
use lexopt::prelude::*;
use several::Form;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

const USAGE: &str =
    "usage: evaluate --train FILE... [--test FILE... | --split random:0.2] [--model auto|NAME]
                [--set name=value]... [--metrics rmse,ndcg@10,recall@20] [--relevant all|liked|4]
                [--adventure 0.5] [--diversity 0.5] [--implicit] [--seed 42] [--learning]
                [--workers auto|2] [--json]
       evaluate --train FILE... --model NAME,NAME|all [--folds 5] [--seeds 1,2,3] [--shares 0.1,0.5,1]
                [--csv | --markdown | --json] ...
       evaluate --train FILE... --model NAME --search NAME[=8..256[:log]|=a|b|c]... [--trials 40]
                [--budget 30] [--json] ...
       evaluate --factors MODEL --train FILE... --test FILE... [--metrics ...] [--relevant ...] [--implicit] [--json]";

#[derive(Default)]
struct Arguments {
    factors: Option<PathBuf>,
    train: Vec<PathBuf>,
    test: Vec<PathBuf>,
    split: Option<String>,
    model: String,
    params: Values,
    metrics: Vec<String>,
    relevant: Option<String>,
    adventure: f32,
    diversity: f32,
    implicit: bool,
    learning: bool,
    seed: u64,
    seeds: Vec<u64>,
    folds: usize,
    shares: Vec<f32>,
    search: Vec<String>,
    trials: usize,
    budget: f64,
    workers: Workers,
    form: Form,
}

fn main() -> ExitCode {
    match arguments().map_err(|e| format!("{e}\n{USAGE}").into()).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("evaluate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, lexopt::Error> {
    let mut a = Arguments { seed: 42, ..Arguments::default() };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("train") => a.train.extend(parser.values()?.map(PathBuf::from)),
            Long("test") => a.test.extend(parser.values()?.map(PathBuf::from)),
            Long("factors") => a.factors = Some(parser.value()?.into()),
            Long("split") => a.split = Some(parser.value()?.string()?),
            Long("model") => a.model = parser.value()?.string()?,
            Long("metrics") => {
                a.metrics = parser.value()?.string()?.split(',').map(str::to_owned).collect();
            }
            Long("set") => {
                let text = parser.value()?.string()?;
                let (name, value) = text.split_once('=').ok_or("--set takes name=value")?;
                a.params.insert(name.to_owned(), Value::Text(value.to_owned()));
            }
            Long("relevant") => a.relevant = Some(parser.value()?.string()?),
            Long("adventure") => a.adventure = parser.value()?.parse()?,
            Long("diversity") => a.diversity = parser.value()?.parse()?,
            Long("implicit") => a.implicit = true,
            Long("learning") => a.learning = true,
            Long("json") => a.form = Form::Json,
            Long("csv") => a.form = Form::Csv,
            Long("markdown") => a.form = Form::Markdown,
            Long("folds") => a.folds = parser.value()?.parse()?,
            Long("seeds") => {
                let text = parser.value()?.string()?;
                let seeds: Result<_, _> = text.split(',').map(|seed| seed.trim().parse()).collect();
                a.seeds = seeds.map_err(|_| "--seeds takes whole numbers such as 1,2,3")?;
            }
            Long("shares") => {
                let text = parser.value()?.string()?;
                let shares: Result<_, _> = text.split(',').map(|share| share.trim().parse()).collect();
                a.shares = shares.map_err(|_| "--shares takes shares such as 0.1,0.5,1")?;
            }
            Long("search") => a.search.push(parser.value()?.string()?),
            Long("trials") => a.trials = parser.value()?.parse()?,
            Long("budget") => a.budget = parser.value()?.parse()?,
            Long("workers") => {
                let text = parser.value()?.string()?;
                a.workers = Workers::parse(&text).map_err(|why| why.to_string())?;
            }
            Long("seed") => a.seed = parser.value()?.parse()?,
            Long("help") | Short('h') => {
                println!("{USAGE}");
                std::process::exit(0);
            }
            _ => return Err(argument.unexpected()),
        }
    }
    if a.train.is_empty() {
        return Err("--train is needed".into());
    }
    Ok(a)
}

/// Prints a report, on one line where it is for programs.
fn emit(report: &serde_json::Value, form: Form) {
    if form == Form::Json {
        println!("{report}");
    } else {
        println!("{report:#}");
    }
}

fn run(a: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let given = !a.test.is_empty();
    let loaded = load_paths(&a.train, &a.test, LoadOptions::default())?;
    for skipped in &loaded.report.skipped.first {
        eprintln!("skipped {}: expected {}, found {}", skipped.position, skipped.expected, skipped.found);
    }
    let load = Spent::since(start, Some(0.0));
    if let Some(path) = &a.factors {
        return measure(path, loaded, load, &a);
    }
    let mut session = Session::new();
    session.set_loaded(loaded);

    let split = a.split.unwrap_or_else(|| match () {
        () if given => "given".to_owned(),
        () if a.folds > 1 => String::new(),
        () => "random:0.2".to_owned(),
    });
    if a.search.is_empty()
        && (a.model.contains(',')
            || a.model == several::ALL
            || a.folds > 1
            || a.seeds.len() > 1
            || !a.shares.is_empty())
    {
        let spec = CompareSpec {
            models: several::settings(&a.model, &a.params)?,
            split,
            folds: a.folds,
            seeds: if a.seeds.is_empty() { vec![a.seed] } else { a.seeds },
            metrics: a.metrics,
            relevant: a.relevant.unwrap_or_default(),
            implicit: a.implicit,
            shares: a.shares,
            adventure: a.adventure,
            diversity: a.diversity,
        };
        return several::compare(&session, &spec, a.workers, load.seconds, a.form);
    }
    if !a.search.is_empty() {
        let mut metrics = a.metrics.into_iter();
        let spec = SearchSpec {
            model: a.model,
            params: a.params,
            ranges: a.search,
            trials: a.trials,
            budget: a.budget,
            seed: Some(a.seed),
            split,
            metric: metrics.next().unwrap_or_default(),
            metrics: metrics.collect(),
            relevant: a.relevant.unwrap_or_default(),
            implicit: a.implicit,
        };
        return several::search(&session, &spec, a.workers, load.seconds, a.form);
    }
    let fit = FitSpec { model: a.model, params: a.params, seed: Some(a.seed), implicit: a.implicit };
    let Arguments { metrics, relevant, adventure, diversity, learning, workers, .. } = a;
    // All from the data to the model, as in the browser: what is made before the first step as well.
    let (start, before) = (Instant::now(), process::processor_seconds());
    session.begin_evaluate(&EvaluateSpec {
        fit,
        split,
        metrics,
        relevant,
        adventure,
        diversity,
        learning,
    })?;
    let mut team = Team::new(&session, workers)?;
    while !session.is_testing() {
        team.step(&mut session)?;
    }
    let fit = Spent::since(start, before);
    let start = Instant::now();
    while !team.step(&mut session)?.done {}
    print(&session.finish_evaluate()?, [load, fit], start, a.form)
}

/// What a part of the work took.
#[derive(Clone, Copy)]
struct Spent {
    seconds: f64,
    /// Of a processor, where the system tells.
    processor: Option<f64>,
}

impl Spent {
    fn since(start: Instant, processor_before: Option<f64>) -> Self {
        let processor = process::processor_seconds().zip(processor_before).map(|(now, before)| now - before);
        Spent { seconds: start.elapsed().as_secs_f64(), processor }
    }
}

/// Prints the one JSON object; measuring began at `measuring`.
fn print(
    evaluation: &Evaluation,
    [load, fit]: [Spent; 2],
    measuring: Instant,
    form: Form,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut report = serde_json::to_value(evaluation)?;
    let evaluate = measuring.elapsed().as_secs_f64();
    report["seconds"] = serde_json::json!({ "load": load.seconds, "fit": fit.seconds, "evaluate": evaluate });
    report["processor_seconds"] = serde_json::json!({ "load": load.processor, "fit": fit.processor });
    report["peak_bytes"] = serde_json::json!(process::peak_bytes());
    emit(&report, form);
    Ok(())
}

/// Measures a model that was trained elsewhere; its fit is that it is opened and met with the ratings.
fn measure(
    path: &std::path::Path,
    loaded: Loaded,
    load: Spent,
    a: &Arguments,
) -> Result<(), Box<dyn std::error::Error>> {
    let prepared = |ratings: Ratings| if a.implicit { ratings.binarized() } else { ratings };
    let (train, test) = match &a.split {
        Some(split) => Split::parse(split)?.apply(&loaded.ratings, a.seed)?,
        None => (loaded.ratings, loaded.test.ok_or("--factors takes a --test file or a --split")?),
    };
    let (train, test) = (prepared(train), prepared(test));
    let size = DataSize::of(&train);
    let (start, before) = (Instant::now(), process::processor_seconds());
    let outside = factors::open(path)?;
    let Kin { items, people } = outside.kin(&train);
    if items == Kinship::Other || items == Kinship::Chance {
        return Err("the model's items are not those of the ratings".into());
    }
    let outside = if people == Kinship::Chance { outside.without_people(&train) } else { outside };
    let catalog = outside.catalog(train.catalog(), train.shape());
    let fitted = outside.join(Arc::new(train.over(&catalog)));
    let fit = Spent::since(start, before);
    let start = Instant::now();
    let metrics: Vec<Metric> = a.metrics.iter().map(|m| Metric::parse(m)).collect::<Result<_, _>>()?;
    let relevant = a.relevant.as_deref().map_or(Ok(Relevant::All), Relevant::parse)?;
    let mix = Mix { adventure: a.adventure, diversity: a.diversity };
    let mut evaluator = Evaluator::of(fitted, &Arc::new(test.over(&catalog)), &metrics, a.seed)?
        .judged_by(relevant)
        .mixed(mix)?;
    while !evaluator.step()?.done {}
    print(&Evaluation { data: size, ..evaluator.finish()? }, [load, fit], start, a.form)
}
