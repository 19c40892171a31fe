//! Loads files and prints what that took as one JSON object.
//!
//! ```text
//! cargo run --release --example load -- [--repeat N] FILE...
//! ```
//!
//! With `--repeat` the files are read into memory first, loaded from there this many times, and the
//! median time of one load is told: for small files, of which one load is too short to be measured.

mod process;

use kindred::load::{LoadOptions, Loaded, load_bytes, load_paths};
use lexopt::ValueExt;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    match run() {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("load: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<serde_json::Value, Box<dyn std::error::Error>> {
    let mut paths = Vec::new();
    let mut repeat = None;
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("repeat") => repeat = Some(arguments.value()?.parse::<usize>()?.max(1)),
            lexopt::Arg::Value(path) => paths.push(path),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err("usage: load [--repeat N] FILE...".into());
    }
    let mut times = Vec::new();
    let loaded: Loaded = match repeat {
        None => {
            let begun = Instant::now();
            let loaded = load_paths(&paths, &[], LoadOptions::default())?;
            times.push(begun.elapsed());
            loaded
        }
        Some(n) => {
            let names: Vec<_> = paths.iter().map(|p| p.to_string_lossy().into_owned()).collect();
            let contents = paths.iter().map(std::fs::read).collect::<std::io::Result<Vec<_>>>()?;
            let files: Vec<(&str, &[u8])> =
                names.iter().map(String::as_str).zip(contents.iter().map(Vec::as_slice)).collect();
            let mut last = load_bytes(&files, LoadOptions::default())?;
            for _ in 0..n {
                let begun = Instant::now();
                last = load_bytes(&files, LoadOptions::default())?;
                times.push(begun.elapsed());
            }
            last
        }
    };
    times.sort();
    let seconds = times[times.len() / 2].as_secs_f64();
    let bytes: u64 = paths.iter().filter_map(|p| std::fs::metadata(p).ok()).map(|m| m.len()).sum();
    let ratings = &loaded.ratings;
    Ok(serde_json::json!({
        "rows": ratings.len(),
        "users": ratings.n_users(),
        "items": ratings.n_items(),
        "bytes": bytes,
        "seconds": seconds,
        "processor_seconds": process::processor_seconds(),
        "mb_per_second": bytes as f64 / 1e6 / seconds,
        "ns_per_row": seconds * 1e9 / ratings.len() as f64,
        "peak_bytes": process::peak_bytes(),
    }))
}
