//! What one person exported from a service.

use super::{Outcome::*, Sample, titles};

pub const SAMPLES: &[Sample] = &[Sample {
    shape: "Letterboxd, ratings",
    files: &[(
        "ratings.csv",
        "Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,Toy Story,1995,https://boxd.it/29Tw,4.5\n2024-01-03,Heat,1995,https://boxd.it/2a2i,3\n",
    )],
    outcome: Own(2, 0, 0),
    also: |loaded| assert_eq!(titles(loaded), ["Toy Story", "Heat"]),
}];
