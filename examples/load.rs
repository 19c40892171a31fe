//! Loads files and prints what that took as one JSON object.
//!
//! ```text
//! cargo run --release --example load -- FILE...
//! ```

mod process;

use kindred::load::{LoadOptions, load_paths};
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let paths: Vec<_> = std::env::args_os().skip(1).collect();
    if paths.is_empty() {
        eprintln!("usage: load FILE...");
        return ExitCode::FAILURE;
    }
    let begun = Instant::now();
    match load_paths(&paths, &[], LoadOptions::default()) {
        Ok(loaded) => {
            let seconds = begun.elapsed().as_secs_f64();
            let bytes: u64 = paths.iter().filter_map(|p| std::fs::metadata(p).ok()).map(|m| m.len()).sum();
            let processor = process::processor_seconds();
            let ratings = &loaded.ratings;
            let figures = serde_json::json!({
                "rows": ratings.len(),
                "users": ratings.n_users(),
                "items": ratings.n_items(),
                "bytes": bytes,
                "seconds": seconds,
                "processor_seconds": processor,
                "mb_per_second": bytes as f64 / 1e6 / seconds,
                "ns_per_row": seconds * 1e9 / ratings.len() as f64,
                "peak_bytes": process::peak_bytes(),
            });
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("load: {error}");
            ExitCode::FAILURE
        }
    }
}
