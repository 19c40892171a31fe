//! Archives and packed files: what they hold, and its bytes.

pub mod crc;
mod gzip;
pub mod unpack;
pub mod whole;
pub mod zip;
