//! How much memory a load takes, told before it fails for want of it.

use super::Loader;
use super::reading::Reading;
use crate::error::{ErrorKind, Result};

/// Bytes that a feature of an item or user takes while features are sorted, the larger part of them
/// in one table.
const FEATURE: u64 = 32;

/// Bytes of a file after which its rows are counted up to its end.
const ENOUGH: u64 = 1 << 20;

/// What there is of which data grow without end: told at the start of a file, again on the way, and so
/// for its end.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Growth {
    rows: u64,
    features: u64,
}

impl Loader {
    /// Rows and features so far.
    pub(super) fn growth(&self) -> Growth {
        let builder = &self.sink.builder;
        Growth { rows: builder.len() as u64, features: builder.n_features() as u64 }
    }

    /// Bytes that the data take at most while they are read and built, as far as has been read.
    pub fn needed_memory(&self) -> u64 {
        self.needs(self.growth())
    }

    /// Bytes for this many rows and features, with the ids and titles so far.
    fn needs(&self, growth: Growth) -> u64 {
        let rows = growth.rows.saturating_mul(self.sink.builder.row_bytes());
        let features = growth.features.saturating_mul(FEATURE);
        let fixed = self.sink.builder.fixed_bytes() + self.sink.own.bytes();
        fixed.saturating_add(rows).saturating_add(features)
    }

    /// Stops a load that will not fit, before it fails: rows and features go on at the rate of this file
    /// so far.
    pub(super) fn check_memory(&self, reading: &Reading) -> Result<()> {
        let (now, before) = (self.growth(), reading.before);
        let read = reading.at - reading.start;
        let mut all = now;
        if read >= ENOUGH {
            let more = (reading.end - reading.at) as f64 / read as f64;
            // Rows that were left out may leave fewer than before.
            let at_end = |now: u64, before: u64| now + (now.saturating_sub(before) as f64 * more) as u64;
            all.rows = at_end(now.rows, before.rows);
            all.features = at_end(now.features, before.features);
        }
        let need = self.needs(all);
        if need <= self.memory {
            return Ok(());
        }
        let fixed = self.needs(Growth { rows: 0, ..all });
        let rows = all.rows;
        let what = if fixed < self.memory {
            let share = self.options.keep_users.unwrap_or(1.0);
            // A tenth of the room is left for what the rate does not show.
            let room = 0.9 * (self.memory - fixed) as f64 / (need - fixed).max(1) as f64;
            let percent = (100.0 * room * f64::from(share)).floor().max(1.0);
            format!("Reading about {rows} rows (a sample of {percent} % of the users would fit)")
        } else {
            format!("Reading about {rows} rows with the titles and features of what they name")
        };
        Err(ErrorKind::Memory { what, need, limit: self.memory }.into())
    }
}
