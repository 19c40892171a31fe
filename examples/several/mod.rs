//! Comparisons of models and searches of parameters, natively: the runs, side by side where that pays, and their tables.

use crate::process;
use kindred::measure::metrics::{Better, Metric};
use kindred::measure::run::Seconds;
use kindred::measure::{
    CompareSpec, Comparison, Outcome, Run, SearchSpec, compare::Setting, search::Confirmed,
};
use kindred::model::Values;
use kindred::session::Session;
use kindred::team::{Team, Workers, side_by_side};
use serde_json::json;
use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

/// The name that stands for all models that suit the data.
pub const ALL: &str = "all";

/// How results are printed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// For people.
    #[default]
    Text,
    /// One JSON object on a line.
    Json,
    /// One line a model, values separated by commas.
    Csv,
    /// A table of Markdown.
    Markdown,
}

/// The models of a list such as `als,mf`, none for `all`. Parameters can only be set where one is named.
pub fn settings(models: &str, params: &Values) -> Result<Vec<Setting>, Box<dyn Error>> {
    if models == ALL || models.contains(',') {
        if !params.is_empty() {
            return Err("--set is for one model; several are compared with their defaults".into());
        }
        if models == ALL {
            return Ok(Vec::new());
        }
    }
    let setting = |model: &str| Setting { model: model.trim().to_owned(), params: params.clone() };
    Ok(models.split(',').map(setting).collect())
}

/// Runs all models and prints what they reached.
pub fn compare(
    session: &Session,
    spec: &CompareSpec,
    workers: Workers,
    load: f64,
    form: Form,
) -> Result<(), Box<dyn Error>> {
    let runs = session.compare_runs(spec)?;
    let begun = Instant::now();
    let mut finished = 0;
    let outcomes = side_by_side(session, &runs, workers, do_run, |outcome| {
        finished += 1;
        let figures = outcome.failed.clone().unwrap_or_else(|| figures(outcome));
        let Run { model, split, seed, .. } = &outcome.run;
        let all = runs.len();
        eprintln!("{finished}/{all} {model}, {split}, seed {seed}: {figures} ({:.1} s)", outcome.seconds.fit);
    })?;
    let comparison = Comparison::of(&runs, &outcomes, true)?;
    if outcomes.iter().all(|outcome| outcome.failed.is_some()) {
        return Err("no model could be trained and measured".into());
    }
    let mut report = serde_json::to_value(&comparison)?;
    for run in report["runs"].as_array_mut().into_iter().flatten() {
        run["seconds"]["load"] = json!(load);
    }
    report["seconds"] = json!({ "load": load, "all": begun.elapsed().as_secs_f64() });
    report["peak_bytes"] = json!(process::peak_bytes());
    match form {
        Form::Json => println!("{report}"),
        Form::Text => {
            print!("{}\n\n{}", comparison.split, text(&table(&comparison, true)));
            println!("\n* is best, = may be as good by chance; ± is the deviation over folds and seeds.");
        }
        Form::Csv => print!("{}", csv(&table(&comparison, false))),
        Form::Markdown => print!("{}", markdown(&table(&comparison, true))),
    }
    Ok(())
}

/// Searches and prints what is found. The last part of progress is the table of trials.
pub fn search(
    session: &Session,
    spec: &SearchSpec,
    workers: Workers,
    load: f64,
    form: Form,
) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let mut outcomes: Vec<Outcome> = Vec::new();
    loop {
        let runs = session.search_runs(spec, &outcomes)?;
        if runs.is_empty() {
            break;
        }
        outcomes.extend(side_by_side(session, &runs, workers, do_run, |outcome| {
            let run = &outcome.run;
            let figures = outcome.failed.clone().unwrap_or_else(|| figures(outcome));
            let part = match run {
                Run { validation: false, .. } => "the test".to_owned(),
                Run { part: 0, share, .. } => format!("{share} of the people"),
                Run { part, .. } => format!("further part {part}"),
            };
            let memory = process::peak_bytes().unwrap_or(0) >> 20;
            eprintln!(
                "trial {} on {part}: {} → {figures} ({:.1} s, peak {memory} MiB)",
                run.row + 1,
                assignments(&run.params),
                outcome.seconds.fit
            );
        })?);
    }
    let found = session.found(spec, &outcomes)?;
    let mut report = serde_json::to_value(&found)?;
    report["seconds"]["load"] = json!(load);
    report["seconds"]["all"] = json!(begun.elapsed().as_secs_f64());
    report["peak_bytes"] = json!(process::peak_bytes());
    if form == Form::Json {
        println!("{report}");
        return Ok(());
    }
    let header =
        ["trial", "setting", "share", found.metric.as_str(), "confirmed"].map(str::to_owned).to_vec();
    let mut rows = vec![header];
    for (at, trial) in found.trials.iter().enumerate() {
        let best = if at == found.best { " (best)" } else { "" };
        let figure =
            trial.figure.map_or_else(|| trial.failed.clone().unwrap_or_default(), |f| format!("{f:.5}"));
        rows.push(vec![
            format!("{}{best}", at + 1),
            assignments(&trial.params),
            trial.share.to_string(),
            figure,
            trial.confirmed.map_or_else(String::new, |figure| format!("{figure:.5}")),
        ]);
    }
    match form {
        Form::Csv => print!("{}", csv(&rows)),
        Form::Markdown => print!("{}", markdown(&rows)),
        _ => print!("{}", text(&rows)),
    }
    if let Some(Confirmed { trial, parts, difference, sure }) = &found.confirmed {
        let bounds = difference
            .map_or_else(String::new, |d| format!(": {:+.5} ({:+.5} to {:+.5})", d.value, d.low, d.high));
        let verdict = if *sure { "surely better" } else { "not surely better" };
        eprintln!("\ntrial {} is {verdict} than the first on {parts} further parts{bounds}", trial + 1);
    }
    eprintln!("\non the test, found and without a search:");
    for (name, figure) in &found.metrics {
        let without = found.without.get(name).copied().unwrap_or(f64::NAN);
        let lower = Metric::parse(name)?.info().better == Better::Lower;
        // Without the sign of a zero.
        let gain = (figure - without) / without.abs() * if lower { -100.0 } else { 100.0 } + 0.0;
        eprintln!("{name} {figure:.5}, {without:.5}: {gain:+.2} %");
    }
    Ok(())
}

/// Does one run. What breaks off is an outcome, too.
fn do_run(session: &mut Session, team: &mut Team, run: &Run) -> Outcome {
    let mut work = || -> kindred::error::Result<Outcome> {
        let begun = Instant::now();
        session.begin_run(run)?;
        let mut fit = None;
        loop {
            let done = team.step(session)?.done;
            if session.is_testing() {
                fit.get_or_insert_with(|| begun.elapsed().as_secs_f64());
            }
            if done {
                break;
            }
        }
        let fit = fit.unwrap_or_default();
        let evaluate = begun.elapsed().as_secs_f64() - fit;
        Ok(Outcome { seconds: Seconds { fit, evaluate }, ..session.finish_run(run.clone())? })
    };
    let outcome = work();
    outcome.unwrap_or_else(|why| {
        session.abandon_evaluate();
        run.clone().failed(&why.to_string())
    })
}

fn figures(outcome: &Outcome) -> String {
    let figure = |(name, figure): (&String, &f64)| format!("{name} {figure:.5}");
    outcome.metrics.iter().map(figure).collect::<Vec<_>>().join(", ")
}

fn assignments(params: &Values) -> String {
    let one =
        |(name, value): (&String, &kindred::model::Value)| format!("{name}={value}").replace(['“', '”'], "");
    params.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Rows of cells, the names of the columns first. In a `brief` one a figure, its deviation and what it is above
/// `popularity` share a cell.
fn table(comparison: &Comparison, brief: bool) -> Vec<Vec<String>> {
    let mut header = vec!["model".to_owned()];
    for metric in &comparison.metrics {
        header.push(metric.clone());
        if !brief {
            header.push(format!("{metric} deviation"));
            for to in ["best", "popularity"] {
                header.extend(["", " low", " high"].map(|end| format!("{metric} to {to}{end}")));
            }
        }
    }
    header.extend(["fit s", "evaluate s", "bytes", "runs", "failed"].map(str::to_owned));
    let mut rows = vec![header];
    for run in &comparison.runs {
        let part = if run.train_share < 1.0 {
            format!(", {} of the training part", run.train_share)
        } else {
            String::new()
        };
        let mut row = vec![run.model.clone() + &part];
        for metric in &comparison.metrics {
            let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
            let figure = run.metrics.get(metric).copied();
            let deviation = run.deviations.get(metric).copied();
            let differences = [run.to_best.get(metric), run.to_popularity.get(metric)];
            if brief {
                let mut cell = figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.4}"));
                if let Some(deviation) = deviation {
                    write!(cell, " ± {deviation:.4}").ok();
                }
                // What is surely behind the best needs no mark, what may be as good has one.
                let marks = differences[0].is_some_and(|to_best| to_best.low <= 0.0 && to_best.high >= 0.0);
                let has_rivals = comparison.runs.iter().any(|run| run.to_best.contains_key(metric));
                let is_best = figure.is_some() && differences[0].is_none() && has_rivals;
                cell += if is_best {
                    " *"
                } else if marks {
                    " ="
                } else {
                    ""
                };
                row.push(cell);
            } else {
                row.extend([number(figure), number(deviation)]);
                for difference in differences {
                    let parts = difference.map(|d| [d.value, d.low, d.high]);
                    row.extend((0..3).map(|at| number(parts.map(|parts| parts[at]))));
                }
            }
        }
        row.extend([format!("{:.2}", run.seconds.fit), format!("{:.2}", run.seconds.evaluate)]);
        row.extend([run.bytes.to_string(), run.runs.to_string(), run.failed.clone().unwrap_or_default()]);
        rows.push(row);
    }
    rows
}

/// Columns under one another.
fn text(rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end()).ok();
    }
    text
}

fn markdown(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| text.replace('\n', " ").replace('|', "\\|");
    let line = |cells: &[String]| format!("| {} |\n", cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
    let rule = "|---".repeat(rows[0].len()) + "|\n";
    rows.iter().enumerate().map(|(at, row)| if at == 0 { line(row) + &rule } else { line(row) }).collect()
}

fn csv(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.clone(),
    };
    rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n").collect()
}
