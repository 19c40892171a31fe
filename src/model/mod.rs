//! Ratings → model. One algorithm is one file and one line in [`MODELS`].
//!
//! An algorithm's file states its parameters ([`params!`](crate::params)), a [`Trainer`] that works in slices, a
//! [`Model`] that answers, and an [`Entry`] that describes it. The page's form, the README's table, saving and loading
//! and the conformance tests follow from the entry.
//!
//! [`Fitting`] trains and [`Fitted`] answers by id; [`traits`] says what a model is, [`registry`] which there are.

mod advice;
mod everybody;
mod file;
#[cfg(test)]
mod known;
mod list_pairs;
mod mix;
mod params;
mod query;
pub mod registry;
mod shared;
pub mod traits;
mod vectors;

mod als;
mod bias;
mod bpr;
mod ease;
mod factors;
mod fm;
mod hashed_lr;
mod hybrid;
mod item_knn;
mod item_pairs;
mod outside;
mod popularity;
mod rp3beta;
mod user_knn;

pub use advice::{advice, suits};
pub use everybody::Lists;
pub use mix::Mix;
pub use params::{
    ChoiceInfo, ParamKind, ParamSpec, ParamType, Params, Schema, SearchRange, Value, Values, check_names,
};
pub(crate) use query::check_length;
pub use query::{Because, Fitted, Fitting, LONGEST, ListOptions, OwnRating, Recommendation, Similar};
pub use registry::{Entry, MODELS, ModelInfo, Purpose, Remedy, find, model_infos};
pub(crate) use shared::preference::least_liked;
pub use traits::{
    Abilities, Answers, FoldIn, Model, Person, Progress, STEP_WORK, ScoreMeaning, Targets, Trainer,
};
