//! What several models share, each idea with one owner.

pub mod baselines;
pub mod choices;
pub mod kept;
pub mod lists;
pub mod negatives;
pub mod optim;
pub mod parted;
pub mod preference;
pub mod similarity;
