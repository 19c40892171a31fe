//! Kindred
pub mod error;
pub mod format;
pub mod kernel;
pub mod load;
pub mod model;
pub mod random;
pub mod ratings;
pub mod report;
pub mod topk;
