//! Kindred
pub mod error;
pub mod evaluate;
pub mod kernel;
pub mod metrics;
pub mod model;
pub mod random;
pub mod ratings;
pub mod sample;
pub mod split;
pub mod topk;
