//! What several models share, each idea with one owner.

pub mod baselines;
pub mod lists;
pub mod preference;
pub mod similarity;
