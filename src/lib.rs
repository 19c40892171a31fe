//! Kindred

pub mod sample;
