//! Archives and packed files: what they hold, and its bytes.

pub mod crc;
mod gzip;
pub mod unpack;
#[cfg(not(target_arch = "wasm32"))]
pub mod whole;
pub mod zip;
