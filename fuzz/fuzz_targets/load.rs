//! Any bytes, under names that steer the formats: nothing panics, and no way of cutting the bytes
//! into chunks changes what comes of them.
//!
//! Run with `cargo fuzz run load fuzz/corpus/load tests/data/formats` from the project's root.

#![no_main]

use kindred::error::Result;
use kindred::load::{LoadOptions, Loaded, Loader, Source};
use libfuzzer_sys::fuzz_target;

/// Names that formats look at, and one that none does.
const NAMES: &[&str] = &[
    "file",
    "u1.base",
    "tags.dat",
    "movie_titles.csv",
    "watchlist.csv",
    "diary.csv",
    "to_read.csv",
    "archive.zip#ratings.csv",
];

fn load(name: &str, bytes: &[u8], chunk: usize) -> Result<Loaded> {
    let source = Source { name: name.to_owned(), size: bytes.len() as u64, test: false };
    let mut loader = Loader::new(vec![source], LoadOptions::default())?;
    loader.set_chunk(chunk);
    while let Some(want) = loader.want() {
        let start = bytes.len().min(usize::try_from(want.offset).unwrap_or(usize::MAX));
        loader.feed(&bytes[start..bytes.len().min(start + want.length)])?;
    }
    loader.finish()
}

fuzz_target!(|bytes: &[u8]| {
    // Name and chunk follow from the bytes, so that any file can serve as a seed.
    let name = NAMES[bytes.len() % NAMES.len()];
    let chunk = 1 + bytes.iter().take(8).map(|&b| usize::from(b)).sum::<usize>() % 97;
    let whole = load(name, bytes, usize::MAX);
    let cut = load(name, bytes, chunk);
    // Text is only made of what differs: making it takes longer than the loads.
    if whole != cut {
        assert_eq!(format!("{whole:?}"), format!("{cut:?}"));
    }
});
