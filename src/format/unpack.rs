//! Compressed bytes → bytes, in chunks, with limits against archives made to fill the memory.
//!
//! Inflating is `flate2` over `miniz_oxide`: pure Rust, so it is the same code in the browser.

use flate2::write::{DeflateDecoder, MultiGzDecoder};
use std::io::Write;

/// A file may unpack to this many times its packed size. Tables of ratings reach about 10, and
/// deflate cannot exceed 1032.
pub const MAX_RATIO: u64 = 200;

/// The ratio is not looked at below this many unpacked bytes: short files of equal lines pack well.
pub const RATIO_FROM: u64 = 64 << 20;

/// A packed file may unpack to this many bytes.
pub const MAX_UNPACKED: u64 = 16 << 30;

/// Packed bytes are unpacked in portions of this many, so that the unpacked portion stays below
/// 1032 times as many bytes.
const PORTION: usize = 8 << 10;

/// How bytes are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Stored,
    /// Bare deflate, as in zip archives.
    Deflate,
    /// gzip, of one or more members.
    Gzip,
}

/// What became of packed bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The stream is damaged or ends too early; says how.
    Damaged(String),
    /// The stream unpacks to more than the limits allow.
    TooLarge,
}

enum Inner {
    Stored,
    Deflate(Box<DeflateDecoder<Vec<u8>>>),
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

/// Unpacks one stream.
pub struct Unpack {
    inner: Inner,
    packed: u64,
    unpacked: u64,
    ended: bool,
}

impl Unpack {
    /// For a stream packed like this.
    pub fn new(packing: Packing) -> Self {
        let inner = match packing {
            Packing::Stored => Inner::Stored,
            Packing::Deflate => Inner::Deflate(Box::new(DeflateDecoder::new(Vec::new()))),
            Packing::Gzip => Inner::Gzip(Box::new(MultiGzDecoder::new(Vec::new()))),
        };
        Unpack { inner, packed: 0, unpacked: 0, ended: false }
    }

    /// Packed bytes seen so far.
    pub fn packed(&self) -> u64 {
        self.packed
    }

    /// Unpacks a portion from the front of `bytes` into `out`, which is cleared before; returns how
    /// many bytes of `bytes` were used. Fewer than there are: call again with the rest.
    ///
    /// # Errors
    /// When the stream is damaged or too large; `out` holds what could still be unpacked.
    pub fn portion(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<usize, Trouble> {
        out.clear();
        let portion = &bytes[..bytes.len().min(PORTION)];
        let (used, damage) = match &mut self.inner {
            Inner::Stored => {
                out.extend_from_slice(portion);
                (portion.len(), None)
            }
            // What follows the end of the stream is ignored.
            _ if self.ended => (portion.len(), None),
            Inner::Deflate(stream) => {
                let used = stream.write(portion);
                std::mem::swap(stream.get_mut(), out);
                (*used.as_ref().unwrap_or(&0), used.err())
            }
            Inner::Gzip(stream) => {
                let used = stream.write(portion);
                std::mem::swap(stream.get_mut(), out);
                (*used.as_ref().unwrap_or(&0), used.err())
            }
        };
        if let Some(damage) = damage {
            return Err(Trouble::Damaged(damage.to_string()));
        }
        self.ended |= used == 0;
        self.count(used, out.len())?;
        Ok(used)
    }

    /// The packed bytes have ended: the last unpacked ones.
    ///
    /// # Errors
    /// When the stream is incomplete or its checksum does not fit; `out` holds what could still be
    /// unpacked.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), Trouble> {
        out.clear();
        let end = match &mut self.inner {
            Inner::Stored => Ok(()),
            Inner::Deflate(stream) => {
                let end = stream.try_finish();
                std::mem::swap(stream.get_mut(), out);
                end
            }
            Inner::Gzip(stream) => {
                let end = stream.try_finish();
                std::mem::swap(stream.get_mut(), out);
                end
            }
        };
        self.count(0, out.len())?;
        end.map_err(|e| Trouble::Damaged(e.to_string()))
    }

    fn count(&mut self, packed: usize, unpacked: usize) -> Result<(), Trouble> {
        self.packed += packed as u64;
        self.unpacked += unpacked as u64;
        let packing = !matches!(self.inner, Inner::Stored);
        let ratio = self.unpacked > RATIO_FROM && self.unpacked / MAX_RATIO > self.packed;
        if packing && (ratio || self.unpacked > MAX_UNPACKED) { Err(Trouble::TooLarge) } else { Ok(()) }
    }
}
