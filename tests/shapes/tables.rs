//! Delimited tables: names of columns, separators, matrices, lists, values and times.

use super::{Outcome::*, Sample, nothing};

pub const SAMPLES: &[Sample] = &[Sample {
    shape: "MovieLens",
    files: &[("ratings.csv", "userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n2,31,4.0,835355493\n")],
    outcome: Ratings(2, 1, 2),
    also: nothing,
}];
