//! Kindred: a recommender that lives in a web page.
//!
//! The modules stand in the order in which data flow through them:
//!
//! ```text
//! file ─▶ format ─▶ ratings ─▶ split ─▶ model.fit ─▶ recommend / similar ─▶ metrics ─▶ page
//! bytes    rows      CSR+ids    train/   progress     ranked lists           numbers
//!                               test     per epoch
//! ```
//!
//! A [`load::Loader`] pulls the bytes of files through a [`mod@format`] into [`ratings::Ratings`];
//! [`measure::Split`] holds some of them out; a [`model`] is trained slice by slice and answers
//! through [`model::Fitted`]; [`measure`] says how good the answers are. [`session::Session`] is
//! the whole of it for one person, and what the boundary to JavaScript exposes.
//!
//! ```
//! use kindred::model::{Fitting, ListOptions, Values};
//! use std::sync::Arc;
//!
//! # fn main() -> kindred::error::Result<()> {
//! let interests = Arc::new(kindred::load::sample("interests")?.ratings);
//! let fitted = Fitting::new("user_knn", &interests, &Values::new(), 42)?.run()?;
//! let first = &fitted.recommend("0", 1, &ListOptions::default())?[0];
//! assert_eq!(first.title, "MapReduce");
//! # Ok(())
//! # }
//! ```

#![deny(missing_docs)]

pub mod error;

pub mod load;
pub mod format;
pub mod report;
pub mod sample;
pub mod ratings;
pub mod outside;
pub mod model;
pub mod export;
pub mod pca;
pub mod topk;
pub mod measure;
pub mod session;
#[cfg(not(target_arch = "wasm32"))]
pub mod team;

pub mod bytes;
pub mod checkpoint;
pub mod decimal;
pub mod kernel;
pub mod matrix;
pub mod memory;
pub mod order;
pub mod random;
pub mod rounds;
pub mod tensors;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
