//! Kindred
