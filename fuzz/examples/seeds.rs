//! Writes a small saved model of every kind into a folder, for the target `model` to start from.

use kindred::model::{Fitting, MODELS, Value, Values};
use kindred::ratings::{Builder, Ratings};
use std::path::PathBuf;
use std::sync::Arc;

/// What makes a model small, for those that have the parameter.
const SMALL: &[(&str, f64)] = &[
    ("factors", 2.0),
    ("epochs", 2.0),
    ("iterations", 4.0),
    ("burn_in", 1.0),
    ("samples", 2.0),
    ("bits", 4.0),
];

fn ratings(implicit: bool) -> Arc<Ratings> {
    let mut b = Builder::default();
    if implicit {
        b.set_implicit();
    }
    for user in 0..5u32 {
        for item in (0..6u32).filter(|item| (user + item) % 3 != 0) {
            let value = if implicit { 1.0 } else { 1.0 + ((user * item) % 5) as f32 };
            b.rating(&format!("u{user}"), &item.to_string(), value, Some(1000 + user * item));
        }
    }
    Arc::new(b.build().expect("ratings").ratings)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: seeds FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    for (feedback, ratings) in [("explicit", ratings(false)), ("implicit", ratings(true))] {
        for entry in MODELS {
            let has = |name: &str| entry.params.specs().iter().any(|spec| spec.name == name);
            let small = SMALL.iter().filter(|(name, _)| has(name));
            let values: Values = small.map(|&(name, x)| (name.to_owned(), Value::Number(x))).collect();
            let bytes = Fitting::new(entry.name, &ratings, &values, 1)?.run()?.save()?;
            std::fs::write(folder.join(format!("{}-{feedback}", entry.name)), bytes)?;
        }
    }
    Ok(())
}
