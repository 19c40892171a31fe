//! Kindred
pub mod error;
pub mod kernel;
pub mod model;
pub mod random;
pub mod ratings;
pub mod topk;
