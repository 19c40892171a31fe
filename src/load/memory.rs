//! How much memory a load takes, told before it fails for want of it.

use super::Loader;
use super::reading::Reading;
use crate::error::{ErrorKind, Result};

/// Bytes that the data may take while they are read: WebAssembly has 4 GiB of addresses, of which
/// half a gibibyte stays for everything else. Natively the system is the limit.
#[cfg(target_arch = "wasm32")]
pub const MEMORY: u64 = 7 << 29;
/// Bytes that the data may take while they are read. Natively the system is the limit.
#[cfg(not(target_arch = "wasm32"))]
pub const MEMORY: u64 = u64::MAX;

/// Bytes that a row takes while rows are sorted, the time when a load holds most: 16 as it was read
/// and 12 in its place.
const ROW: u64 = 28;

/// Bytes of a file after which its rows are counted up to its end.
const ENOUGH: u64 = 1 << 20;

impl Loader {
    /// Stops a load that will not fit, before it fails: rows go on at the rate of this file so far.
    pub(super) fn check_memory(&self, reading: &Reading) -> Result<()> {
        let rows = self.sink.builder.len() as u64;
        let read = reading.at - reading.start;
        let mut all = rows;
        if read >= ENOUGH {
            let rate = (rows - reading.rows_before) as f64 / read as f64;
            all += (rate * (reading.end - reading.at) as f64) as u64;
        }
        let ids = self.sink.builder.id_bytes() as u64;
        let need = all.saturating_mul(ROW).saturating_add(ids);
        if need <= self.memory {
            return Ok(());
        }
        let share = self.options.keep_users.unwrap_or(1.0);
        // A tenth of the room is left for what the rate does not show.
        let room = 0.9 * self.memory.saturating_sub(ids) as f64 / (all * ROW).max(1) as f64;
        let percent = (100.0 * room * f64::from(share)).floor().max(1.0);
        let what = format!("Reading about {all} rows (a sample of {percent} % of the users would fit)");
        Err(ErrorKind::Memory { what, need, limit: self.memory }.into())
    }
}
