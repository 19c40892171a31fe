//! Writes a `ratings.csv` of the shape of MovieLens 32M, or of a part of it.
//!
//! ```text
//! cargo run --release --example generate -- OUT.csv [--rows 32000204] [--seed 42]
//! ```
//!
//! With all 32 000 204 rows there are 200 948 users and 84 432 items, as in MovieLens 32M. With fewer
//! rows the users shrink in proportion and the items with the square root, as they do among the
//! published sets. As there, users have at least 20 ratings, mostly some dozens, a few many thousands
//! (log-normal); the popularity of items follows the law of Zipf and Mandelbrot; rows are sorted by
//! user, then by item; items' numbers have gaps; ratings are half stars. The same seed gives the same bytes
//! everywhere (`tests/generate.rs`).

use kindred::random::Random;
use lexopt::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const ROWS: u64 = 32_000_204;
const USERS: u64 = 200_948;
const ITEMS: u64 = 84_432;
/// Fewest ratings of a user.
const FEWEST: u32 = 20;
/// Of the logarithm of a user's ratings beyond the fewest: mean and deviation. The median of a user
/// is 73 ratings and the mean 159, as in the original.
const MEAN: f64 = 3.97;
const DEVIATION: f64 = 1.39;
/// Popularity falls with rank `r` as `(r + FLAT)^-STEEP`: the most popular item has about a third of
/// the users and half of the items have a handful of ratings.
const FLAT: f64 = 100.0;
const STEEP: f64 = 1.35;
/// The first rating's earliest time, and how long the whole took, in seconds.
const BEGIN: u32 = 789_652_009;
const SPAN: u32 = 907_000_000;

fn main() -> ExitCode {
    match arguments().map_err(Into::into).and_then(|(path, rows, seed)| write_file(&path, rows, seed)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<(PathBuf, u64, u64), lexopt::Error> {
    let (mut path, mut rows, mut seed) = (None, ROWS, 42);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(name) if path.is_none() => path = Some(PathBuf::from(name)),
            Long("rows") => rows = parser.value()?.parse()?,
            Long("seed") => seed = parser.value()?.parse()?,
            _ => return Err(argument.unexpected()),
        }
    }
    if !(10_000..=ROWS * 4).contains(&rows) {
        return Err(format!("--rows is a number from 10000 to {}", ROWS * 4).into());
    }
    Ok((path.ok_or("the file to write is needed")?, rows, seed))
}

fn write_file(path: &Path, rows: u64, seed: u64) -> Result<(), Box<dyn std::error::Error>> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let (users, items) = generate(&mut out, rows, seed)?;
    out.flush()?;
    eprintln!("{}: {rows} ratings of {items} items by {users} users", path.display());
    Ok(())
}

/// Writes the header and the rows; returns the number of users and of items.
pub fn generate(out: &mut impl Write, rows: u64, seed: u64) -> std::io::Result<(u32, u32)> {
    let part = rows as f64 / ROWS as f64;
    let users = (USERS as f64 * part).round() as u32;
    let items = (ITEMS as f64 * part.sqrt()).round() as u32;
    let counts = counts(rows, users, items / 2, &mut Random::part(seed, 1));
    let mut random = Random::part(seed, 2);
    // Which item has which rank: popularity says nothing about an item's number.
    let mut item_of_rank: Vec<u32> = (0..items).collect();
    random.shuffle(&mut item_of_rank);
    // Numbers ascend with gaps, to about three and a half times as many as there are items.
    let mut number = 0;
    let numbers: Vec<u32> = (0..items)
        .map(|_| {
            number += 1 + random.below(6);
            number
        })
        .collect();
    let liking: Vec<f32> = (0..items).map(|_| random.normal() as f32 * 0.45).collect();

    out.write_all(b"userId,movieId,rating,timestamp\n")?;
    let mut line = Vec::with_capacity(64);
    // The last user, counted from 1, who took the item.
    let mut taken = vec![0u32; items as usize];
    let mut own = Vec::new();
    for (user, &count) in (1..).zip(&counts) {
        own.clear();
        // Every item has a rating: each user owes one to their share of the items.
        let owed = |user: u32| (u64::from(user) * u64::from(items) / u64::from(users)) as usize;
        for &item in &item_of_rank[owed(user - 1)..owed(user)] {
            taken[item as usize] = user;
            own.push(item);
        }
        while (own.len() as u32) < count {
            let item = item_of_rank[rank(random.uniform(), items) as usize];
            if taken[item as usize] != user {
                taken[item as usize] = user;
                own.push(item);
            }
        }
        own.sort_unstable();
        let mood = 3.5 + random.normal() as f32 * 0.4;
        let mut time = BEGIN + random.below(SPAN);
        for &item in &own {
            let stars = mood + liking[item as usize] + random.normal() as f32 * 0.85;
            let halves = (stars * 2.0).round().clamp(1.0, 10.0) as u32;
            time += random.below(60);
            line.clear();
            put(user, &mut line);
            line.push(b',');
            put(numbers[item as usize], &mut line);
            line.extend_from_slice(&[
                b',',
                b'0' + (halves / 2) as u8,
                b'.',
                b'0' + 5 * (halves % 2) as u8,
                b',',
            ]);
            put(time, &mut line);
            line.push(b'\n');
            out.write_all(&line)?;
        }
    }
    Ok((users, items))
}

/// How many ratings each user has: log-normal, at most `most`, with the given sum.
fn counts(rows: u64, users: u32, most: u32, random: &mut Random) -> Vec<u32> {
    let draw = |_| FEWEST + libm::exp(MEAN + DEVIATION * random.normal()) as u32;
    let mut counts: Vec<u32> = (0..users).map(draw).map(|n| n.min(most)).collect();
    // Draws come near the sum; the rest is spread over users in turn.
    let mut off = rows as i64 - counts.iter().map(|&n| i64::from(n)).sum::<i64>();
    while off != 0 {
        for count in &mut counts {
            if off > 0 && *count < most {
                *count += 1;
                off -= 1;
            } else if off < 0 && *count > FEWEST {
                *count -= 1;
                off += 1;
            }
        }
    }
    counts
}

/// A rank from 0, by the inverse of the distribution function.
fn rank(uniform: f64, items: u32) -> u32 {
    let power = 1.0 - STEEP;
    let (low, high) = (libm::pow(FLAT, power), libm::pow(FLAT + f64::from(items), power));
    let at = libm::pow(low + uniform * (high - low), 1.0 / power) - FLAT;
    (at as u32).min(items - 1)
}

/// A number in decimal digits.
fn put(mut number: u32, line: &mut Vec<u8>) {
    let mut digits = [0; 10];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    line.extend_from_slice(&digits[at..]);
}
