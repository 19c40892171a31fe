//! The directory of a zip archive: which entries there are and where they stand.
//!
//! Reads from the end of the file, as the directory is there, so that an archive is never held in
//! memory and entries that do not matter are never read. Layout: PKWARE, *.ZIP File Format
//! Specification* 6.3.10, sections 4.3 to 4.5 (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>).

use crate::format::text::line_text;

/// The end record and the longest comment that may follow it.
pub const TAIL: u64 = 22 + 65_535;

/// Longest directory in bytes; about 600 000 entries.
pub const MAX_DIRECTORY: u64 = 64 << 20;

/// Length of the fixed part of an entry's own header, which stands before its data.
pub const LOCAL_HEADER: usize = 30;

/// Length of the locator of the Zip64 end record, which stands just before the end record.
const LOCATOR: usize = 20;

/// Length of the fixed part of the Zip64 end record.
pub const END_64: usize = 56;

/// Where the directory stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directory {
    /// Offset in the file.
    pub offset: u64,
    /// Length in bytes.
    pub length: u64,
    /// Bytes that stand before the archive and that its offsets do not count.
    pub before: u64,
}

/// What the end of an archive tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The directory.
    Directory(Directory),
    /// The Zip64 end record stands at this offset.
    Zip64(u64),
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name, with folders.
    pub name: String,
    /// 0 stored, 8 deflated.
    pub method: u16,
    /// True when a password is needed.
    pub encrypted: bool,
    /// Length of its data in the archive, in bytes.
    pub packed: u64,
    /// Length of the file, in bytes.
    pub size: u64,
    /// Checksum of the file.
    pub crc: u32,
    /// Where its own header stands in the archive.
    pub header: u64,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// Finds the end record in the last bytes of a file of `size` bytes. `None` when it is not there or
/// contradicts the file.
pub fn end(tail: &[u8], size: u64) -> Option<End> {
    let at = memchr::memrchr_iter(b'P', tail).find(|&at| {
        let whole = |comment| at + 22 + usize::from(comment) <= tail.len();
        tail[at..].starts_with(b"PK\x05\x06") && u16_at(tail, at + 20).is_some_and(whole)
    })?;
    let end = size - (tail.len() - at) as u64;
    let (length, offset) = (u32_at(tail, at + 12)?, u32_at(tail, at + 16)?);
    let locator = at.checked_sub(LOCATOR).and_then(|at| tail.get(at..at + LOCATOR));
    if let Some(locator) = locator.filter(|bytes| bytes.starts_with(b"PK\x06\x07")) {
        return u64_at(locator, 8).filter(|&offset| offset < end).map(End::Zip64);
    }
    directory(u64::from(offset), u64::from(length), end).map(End::Directory)
}

/// Reads the Zip64 end record, which stands at `at` in the file.
pub fn end_64(record: &[u8], at: u64) -> Option<Directory> {
    if !record.starts_with(b"PK\x06\x06") {
        return None;
    }
    directory(u64_at(record, 48)?, u64_at(record, 40)?, at)
}

fn directory(offset: u64, length: u64, end: u64) -> Option<Directory> {
    let before = end.checked_sub(offset.checked_add(length)?)?;
    Some(Directory { offset: offset + before, length, before })
}

/// The entries of a directory; false when it ends inside an entry or holds something else.
pub fn members(mut bytes: &[u8], directory: Directory) -> (Vec<Member>, bool) {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let Some((one, length)) = member(bytes, directory.before) else {
            // A signature may follow the last entry.
            return (found, bytes.starts_with(b"PK\x05\x05"));
        };
        found.push(one);
        bytes = bytes.get(length..).unwrap_or_default();
    }
    (found, true)
}

fn member(bytes: &[u8], before: u64) -> Option<(Member, usize)> {
    if !bytes.starts_with(b"PK\x01\x02") {
        return None;
    }
    let flags = u16_at(bytes, 8)?;
    let lengths = [28, 30, 32].map(|at| u16_at(bytes, at).map(usize::from));
    let [name_length, extra_length, comment_length] = lengths;
    let (name_length, extra_length, comment_length) = (name_length?, extra_length?, comment_length?);
    let name = line_text(bytes.get(46..46 + name_length)?).into_owned();
    let mut extra = bytes.get(46 + name_length..46 + name_length + extra_length)?;
    let (mut packed, mut size) = (u64::from(u32_at(bytes, 20)?), u64::from(u32_at(bytes, 24)?));
    let mut header = u64::from(u32_at(bytes, 42)?);
    // Values that do not fit stand in the Zip64 field, in this order.
    while let (Some(id), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let Some(field) = extra.get(4..4 + usize::from(length)) else { break };
        if id == 1 {
            let mut at = 0;
            for value in [&mut size, &mut packed, &mut header] {
                if *value == u64::from(u32::MAX) {
                    *value = u64_at(field, at)?;
                    at += 8;
                }
            }
        }
        extra = &extra[4 + usize::from(length)..];
    }
    let member = Member {
        name,
        method: u16_at(bytes, 10)?,
        encrypted: flags & 1 == 1,
        packed,
        size,
        crc: u32_at(bytes, 16)?,
        header: header.checked_add(before)?,
    };
    Some((member, 46 + name_length + extra_length + comment_length))
}

/// How far behind the start of an entry's own header its data begins.
pub fn data_offset(local_header: &[u8]) -> Option<u64> {
    if !local_header.starts_with(b"PK\x03\x04") {
        return None;
    }
    let lengths = u64::from(u16_at(local_header, 26)?) + u64::from(u16_at(local_header, 28)?);
    Some(LOCAL_HEADER as u64 + lengths)
}
