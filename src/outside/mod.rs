//! Models trained elsewhere, as their files have them: factors of people and items, vectors of items, or which items
//! are similar.
//!
//! | file | what it holds |
//! |---|---|
//! | `.npz` of implicit | `user_factors` and `item_factors`; a row's number is the id, unless the file has ids |
//! | `.npz` of scipy | a sparse matrix of items by items: their similarities |
//! | word2vec, text or binary, as gensim writes it | vectors of items by their ids |
//! | `.safetensors` | a matrix with “user” and one with “item” in its name, or one alone |
//! | `ALSModel` of Spark | tables of `id` and `features`, whose columns come from whoever reads Parquet |
//!
//! In the page these files are read by `www/engine/outside/`, which is fetched when one comes, and only what they hold
//! reaches the core; natively they are read here.
//!
//! [`Outside::join`] meets what is read with ratings and makes a model of it.

pub(crate) mod evidence;
#[cfg(not(target_arch = "wasm32"))]
mod npz;
#[cfg(not(target_arch = "wasm32"))]
mod safetensors;
#[cfg(not(target_arch = "wasm32"))]
mod spark;
#[cfg(not(target_arch = "wasm32"))]
mod word2vec;

pub use evidence::{Kin, Kinship};
#[cfg(not(target_arch = "wasm32"))]
pub use spark::{Columns, spark};
#[cfg(not(target_arch = "wasm32"))]
pub use word2vec::word2vec;

use crate::error::{Error, Result};
use crate::matrix;
use crate::ratings::{Csr, Ids};
use ndarray::Array2;

/// Most numbers of a vector.
pub(crate) const LONGEST: usize = 4096;

/// Vectors by id.
#[derive(Debug, Clone)]
pub struct Vectors {
    /// Ids, in the order of the rows.
    pub ids: Ids,
    /// `(ids, k)`.
    pub rows: Array2<f32>,
}

/// What a file says of a model.
#[derive(Debug, Clone)]
pub enum Outside {
    /// Factors of people and of items: their product is the score.
    Factors {
        /// Of people.
        users: Vectors,
        /// Of items, of as many numbers as those of people.
        items: Vectors,
        /// How it was trained.
        training: Training,
    },
    /// Vectors of items alone.
    Vectors(Vectors),
    /// Similarities of items, `(items, items)`.
    Similarities(Ids, Csr),
}

/// How factors were trained, so that somebody new can be solved for in the same way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Training {
    /// Whether scores are ratings, where the file says so.
    pub ratings: Option<bool>,
    /// Weight of the squares of the factors.
    pub regularization: f32,
    /// How much more a choice weighs than its absence.
    pub alpha: f32,
    /// Whether the regularization grows with the number of a person's ratings, and a choice's weight comes on top of that
    /// of an absent one: as Spark has it, and as implicit does not.
    pub spark: bool,
}

impl Vectors {
    /// Of these ids and rows; rows of zeros say nothing and are left out. `ids` in the order of the rows, each once.
    ///
    /// # Errors
    /// When there are no rows, or not one id for each, or a number is not finite.
    pub fn new(what: &str, ids: &mut dyn Iterator<Item = String>, k: usize, numbers: &[f32]) -> Result<Self> {
        let (mut kept, mut rows, mut n, mut m) = (Ids::default(), Vec::new(), 0, 0);
        let mut all = numbers.chunks_exact(k.max(1));
        for id in ids {
            n += 1;
            let Some(row) = all.next() else { break };
            if row.iter().any(|&x| x != 0.0) {
                kept.intern(&id);
                rows.extend_from_slice(row);
                m += 1;
            }
        }
        let wrong = |expected: String, found: String| Err(Error::model_file(expected, found));
        if k > LONGEST {
            return wrong(format!("at most {LONGEST} numbers a row of {what}"), k.to_string());
        }
        if k == 0 || n != numbers.len() / k {
            let found = format!("{n} ids and {} numbers in rows of {k}", numbers.len());
            return wrong(format!("an id for each row of {what}"), found);
        }
        if kept.len() != m {
            return wrong(format!("distinct ids of {what}"), "a repeated one".into());
        }
        if m == 0 {
            return wrong(format!("rows of {what} that are not zero"), "none".into());
        }
        if !crate::kernel::all_finite(&rows) {
            return wrong(format!("finite numbers in {what}"), "others".into());
        }
        Ok(Vectors { ids: kept, rows: matrix::of(m, k, rows) })
    }
}

impl Outside {
    /// Factors of people and items.
    ///
    /// # Errors
    /// When they are not of the same length.
    pub fn factors(users: Vectors, items: Vectors, training: Training) -> Result<Self> {
        let [k, l] = [&users, &items].map(|side| side.rows.ncols());
        if k == l {
            return Ok(Outside::Factors { users, items, training });
        }
        Err(Error::model_file("as many factors of an item as of a user", format!("{l} and {k}")))
    }

    /// Similarities of items in sparse rows: `starts` of the rows, one more than there are ids, then all columns and values.
    ///
    /// # Errors
    /// When the rows are not those of a square matrix, or a value is not finite.
    pub fn similarities(ids: Ids, starts: &[u32], columns: &[u32], values: &[f32]) -> Result<Self> {
        let n = ids.len();
        let square = starts.len() == n + 1
            && starts.is_sorted()
            && starts[n] as usize == values.len()
            && columns.len() == values.len()
            && columns.iter().all(|&column| (column as usize) < n)
            && crate::kernel::all_finite(values);
        if !square {
            let found = format!("{} starts of {n} rows, {} columns", starts.len(), columns.len());
            return Err(Error::model_file("a square sparse matrix in rows of finite numbers", found));
        }
        let mut triples = Vec::with_capacity(values.len());
        for (row, ends) in starts.windows(2).enumerate() {
            triples
                .extend((ends[0] as usize..ends[1] as usize).map(|at| (row as u32, columns[at], values[at])));
        }
        Ok(Outside::Similarities(ids, Csr::from_triples(n, n, &triples)))
    }

    /// Reads a file that lies in memory as a whole. What it is shows in its first bytes.
    ///
    /// # Errors
    /// For anything that is none of the files above, or a damaged one.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn read(bytes: &[u8]) -> Result<Self> {
        if bytes.starts_with(b"PK\x03\x04") {
            return npz::read(bytes);
        }
        if bytes.get(8) == Some(&b'{') && bytes.get(4..8) == Some(&[0; 4]) {
            return safetensors::read(bytes);
        }
        word2vec(bytes)
    }
}

#[cfg(not(target_arch = "wasm32"))]
/// The error of a file that is none of those that are known.
fn unknown(found: impl Into<String>) -> Error {
    Error::model_file(
        "a model of Kindred, an ALSModel of Spark, an .npz of implicit or scipy, word2vec vectors or .safetensors factors",
        found,
    )
}
