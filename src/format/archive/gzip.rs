//! gzip: members one after another, each a header, a deflate stream, its checksum and its length (RFC 1952).

use super::crc::Crc;
use flate2::{Decompress, FlushDecompress, Status};

/// Longest header. A name or a comment in it may be of any length; one beyond this is damage.
const MAX_HEADER: usize = 128 << 10;

/// Bytes that are unpacked at once.
const ROOM: usize = 32 << 10;

/// Unpacks members as their bytes come.
pub struct Gunzip {
    inflate: Decompress,
    crc: Crc,
    at: Place,
    /// Bytes of a header or of what follows a stream, until it is complete.
    pending: Vec<u8>,
    members: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Header,
    Stream,
    /// Checksum and length.
    Trailer,
    /// After the last member: what follows is ignored.
    End,
}

impl Gunzip {
    /// For a file from its beginning.
    pub fn new() -> Self {
        Gunzip {
            inflate: Decompress::new(false),
            crc: Crc::default(),
            at: Place::Header,
            pending: Vec::new(),
            members: 0,
        }
    }

    /// Takes some of `bytes` and appends what they unpack to; returns how many were taken. It may be none as long as there is
    /// more to unpack of those before.
    ///
    /// # Errors
    /// When the file is damaged; `out` has what could be unpacked.
    pub fn write(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<usize, &'static str> {
        match self.at {
            Place::Header => {
                self.pending.extend_from_slice(bytes);
                let before = self.pending.len() - bytes.len();
                match header(&self.pending) {
                    Err(_) if self.members > 0 => self.at = Place::End,
                    Err(damage) => return Err(damage),
                    Ok(None) if self.pending.len() > MAX_HEADER => return Err("the gzip header has no end"),
                    Ok(None) => return Ok(bytes.len()),
                    Ok(Some(length)) => {
                        self.pending.clear();
                        self.inflate.reset(false);
                        self.crc.reset();
                        self.at = Place::Stream;
                        return Ok(length - before);
                    }
                }
                Ok(0)
            }
            Place::Stream => {
                let (taken, length) = (self.inflate.total_in(), out.len());
                out.reserve(ROOM);
                let status = self.inflate.decompress_vec(bytes, out, FlushDecompress::None);
                self.crc.update(&out[length..]);
                match status {
                    Err(_) => return Err("the deflate stream is damaged"),
                    Ok(Status::StreamEnd) => self.at = Place::Trailer,
                    Ok(_) => {}
                }
                Ok((self.inflate.total_in() - taken) as usize)
            }
            Place::Trailer => {
                let taken = bytes.len().min(8 - self.pending.len());
                self.pending.extend_from_slice(&bytes[..taken]);
                if let Some(([crc, length], [])) = self.pending.as_chunks::<4>().0.split_first_chunk::<2>() {
                    let sound = u32::from_le_bytes(*crc) == self.crc.sum()
                        && u32::from_le_bytes(*length) == self.inflate.total_out() as u32;
                    self.pending.clear();
                    (self.members, self.at) = (self.members + 1, Place::Header);
                    if !sound {
                        return Err("the checksum differs");
                    }
                }
                Ok(taken)
            }
            Place::End => Ok(0),
        }
    }

    /// Whether the last member is over, so that no further byte is taken.
    pub fn is_over(&self) -> bool {
        self.at == Place::End
    }

    /// Whether the file may end here: after a member, with nothing begun that would be one.
    pub fn may_end(&self) -> bool {
        self.at == Place::End || self.at == Place::Header && self.members > 0
    }
}

/// The length of the header at the front of these bytes; `None` while it is incomplete.
fn header(bytes: &[u8]) -> Result<Option<usize>, &'static str> {
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const CHECK: u8 = 2;
    const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
    let known = bytes.len().min(3);
    if bytes[..known] != MAGIC[..known] {
        return Err("it has no gzip header");
    }
    let Some(&flags) = bytes.get(3) else { return Ok(None) };
    let mut at = 10;
    if flags & EXTRA != 0 {
        let Some(&[low, high]) = bytes.get(at..at + 2).and_then(|x| x.first_chunk()) else { return Ok(None) };
        at += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let Some(end) = bytes.get(at..).and_then(|rest| memchr::memchr(0, rest)) else { return Ok(None) };
            at += end + 1;
        }
    }
    at += if flags & CHECK != 0 { 2 } else { 0 };
    Ok((at <= bytes.len()).then_some(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, GzBuilder};
    use std::io::Write;

    fn pack(bytes: &[u8], builder: GzBuilder) -> Vec<u8> {
        let mut gz = builder.write(Vec::new(), Compression::default());
        gz.write_all(bytes).unwrap();
        gz.finish().unwrap()
    }

    /// Unpacks in portions of this many bytes.
    fn unpack(packed: &[u8], portion: usize) -> Result<(Vec<u8>, bool), &'static str> {
        let (mut gunzip, mut out) = (Gunzip::new(), Vec::new());
        for mut bytes in packed.chunks(portion) {
            while !bytes.is_empty() {
                match gunzip.write(bytes, &mut out)? {
                    0 if gunzip.is_over() => return Ok((out, true)),
                    taken => bytes = &bytes[taken..],
                }
            }
        }
        Ok((out, gunzip.may_end()))
    }

    #[test]
    fn members_with_all_kinds_of_headers_in_any_portions() {
        let text: Vec<u8> = (0..50_000u32).flat_map(|i| (i * 7 % 1000).to_string().into_bytes()).collect();
        let full = GzBuilder::new().extra(&b"some more"[..]).filename("r.csv").comment("ratings");
        let two = [pack(&text, full), pack(b"and more", GzBuilder::new())].concat();
        for portion in [1, 3, 1000, two.len()] {
            let (out, whole) = unpack(&two, portion).unwrap();
            assert!(whole && out == [&text[..], b"and more"].concat(), "portions of {portion}");
            // What follows the last member and is none is ignored.
            let padded = [&two[..], &[0; 600]].concat();
            assert_eq!(unpack(&padded, portion).unwrap(), (out, true));
        }
        let (out, whole) = unpack(&two[..two.len() / 2], 100).unwrap();
        assert!(!whole && text.starts_with(&out) && out.len() > 1000);
    }

    #[test]
    fn damage_is_told() {
        let packed = pack(b"user,item,rating", GzBuilder::new());
        assert_eq!(unpack(b"PK\x03\x04", 2).unwrap_err(), "it has no gzip header");
        for (at, why) in
            [(packed.len() - 8, "the checksum differs"), (packed.len() - 1, "the checksum differs")]
        {
            let mut packed = packed.clone();
            packed[at] ^= 1;
            assert_eq!(unpack(&packed, 5).unwrap_err(), why);
        }
        let mut endless = vec![0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0];
        endless.resize(MAX_HEADER + 2, b'x');
        assert_eq!(unpack(&endless, 4096).unwrap_err(), "the gzip header has no end");
        assert_eq!(unpack(&packed[..packed.len() - 3], 4).unwrap(), (b"user,item,rating".to_vec(), false));
    }
}
