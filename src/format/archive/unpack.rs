//! Compressed bytes → bytes, in chunks, with limits against archives made to fill the memory.
//!
//! Inflating is `flate2` over `miniz_oxide`: pure Rust, so it is the same code in the browser.

use super::gzip::Gunzip;
use flate2::write::DeflateDecoder;
use std::io::Write;

/// A file may unpack to this many times its packed size. Tables of ratings reach about 10, and
/// deflate cannot exceed 1032.
pub const MAX_RATIO: u64 = 200;

/// The ratio is not looked at below this many unpacked bytes: short files of equal lines pack well.
pub const RATIO_FROM: u64 = 64 << 20;

/// A packed file may unpack to this many bytes.
pub const MAX_UNPACKED: u64 = 16 << 30;

/// Packed bytes are unpacked in portions of this many, so that the unpacked portion stays below
/// 1032 times as many bytes. Portions are counted from the start of the stream, so what can be saved
/// of a damaged one does not depend on how its bytes arrive.
const PORTION: usize = 8 << 10;

/// Bytes that are not packed pass in portions of this many, which stay in a processor's cache.
const STORED_PORTION: usize = 64 << 10;

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
    Gzip(Box<Gunzip>),
}

/// Unpacks one stream.
pub struct Unpack {
    inner: Inner,
    /// A portion that is not complete yet.
    pending: Vec<u8>,
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
            Packing::Gzip => Inner::Gzip(Box::new(Gunzip::new())),
        };
        Unpack { inner, pending: Vec::new(), packed: 0, unpacked: 0, ended: false }
    }

    /// Packed bytes that were unpacked.
    pub fn packed(&self) -> u64 {
        self.packed
    }

    /// Of bytes that are not packed, the next portion, as it is, and the rest: [`Unpack::portion`] without a copy. `None` for
    /// packed ones.
    pub fn stored<'a>(&mut self, bytes: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        if !matches!(self.inner, Inner::Stored) {
            return None;
        }
        let portion = bytes.split_at(bytes.len().min(STORED_PORTION));
        self.packed += portion.0.len() as u64;
        Some(portion)
    }

    /// Takes bytes from the front of `bytes` and puts what is complete, unpacked, into `out`, which
    /// is cleared before; returns how many were taken. Fewer than there are: call again with the rest.
    ///
    /// # Errors
    /// When the stream is damaged or too large; `out` holds what could still be unpacked.
    pub fn portion(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<usize, Trouble> {
        out.clear();
        if let Some((portion, _)) = self.stored(bytes) {
            out.extend_from_slice(portion);
            return Ok(portion.len());
        }
        let taken = bytes.len().min(PORTION - self.pending.len());
        self.pending.extend_from_slice(&bytes[..taken]);
        if self.pending.len() == PORTION {
            self.unpack(out)?;
        }
        Ok(taken)
    }

    /// The packed bytes have ended: the last unpacked ones.
    ///
    /// # Errors
    /// When the stream is incomplete or its checksum does not fit; `out` holds what could still be
    /// unpacked.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), Trouble> {
        out.clear();
        self.unpack(out)?;
        let before = out.len();
        let end = match &mut self.inner {
            Inner::Stored => Ok(()),
            Inner::Deflate(stream) => {
                let end = stream.try_finish();
                out.append(stream.get_mut());
                end.map_err(|e| e.to_string())
            }
            Inner::Gzip(stream) if stream.may_end() => Ok(()),
            Inner::Gzip(_) => Err("it ends too early".to_owned()),
        };
        self.check(out.len() - before)?;
        end.map_err(Trouble::Damaged)
    }

    /// Unpacks the pending portion.
    fn unpack(&mut self, out: &mut Vec<u8>) -> Result<(), Trouble> {
        let mut rest = self.pending.as_slice();
        let mut damage = None;
        // What follows the end of the stream is ignored.
        while !rest.is_empty() && !self.ended && damage.is_none() {
            let written = match &mut self.inner {
                Inner::Stored => Ok(rest.len()),
                Inner::Deflate(stream) => stream.write(rest).map_err(|e| e.to_string()),
                Inner::Gzip(stream) => stream.write(rest, out).map_err(str::to_owned),
            };
            match written {
                // Room ran out: what is unpacked already has been taken out, so the next turn goes on.
                Ok(0) if matches!(&self.inner, Inner::Gzip(stream) if !stream.is_over()) => {}
                Ok(0) => self.ended = true,
                Ok(n) => rest = &rest[n..],
                Err(error) => damage = Some(Trouble::Damaged(error)),
            }
        }
        if let Inner::Deflate(stream) = &mut self.inner {
            out.append(stream.get_mut());
        }
        if let Some(damage) = damage {
            return Err(damage);
        }
        self.packed += self.pending.len() as u64;
        self.pending.clear();
        self.check(out.len())
    }

    fn check(&mut self, unpacked: usize) -> Result<(), Trouble> {
        self.unpacked += unpacked as u64;
        let ratio = self.unpacked > RATIO_FROM && self.unpacked / MAX_RATIO > self.packed;
        if ratio || self.unpacked > MAX_UNPACKED { Err(Trouble::TooLarge) } else { Ok(()) }
    }
}
