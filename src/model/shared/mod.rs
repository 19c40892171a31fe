//! What several models share, each idea with one owner.

pub mod baselines;
pub mod begun;
pub mod blocks;
pub mod choices;
pub mod grid;
pub mod kept;
pub mod lists;
pub mod negatives;
pub mod optim;
pub mod parted;
pub mod preference;
pub mod similarity;
pub mod start;
pub mod tournament;
