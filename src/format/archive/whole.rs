//! Zip archives that lie in memory as a whole: read, and written without packing.

use super::crc::Crc;
use super::unpack::{Packing, Unpack};
use super::zip;

/// The files of an archive whose names are `wanted`, in the order of its directory; `None` for one that is damaged.
pub fn files(bytes: &[u8], wanted: &dyn Fn(&str) -> bool) -> Option<Vec<(String, Vec<u8>)>> {
    let part = |from: u64, length: u64| {
        let from = usize::try_from(from).ok()?;
        bytes.get(from..from.checked_add(usize::try_from(length).ok()?)?)
    };
    let size = bytes.len() as u64;
    let directory = match zip::end(part(size.saturating_sub(zip::TAIL), zip::TAIL.min(size))?, size)? {
        zip::End::Directory(directory) => directory,
        zip::End::Zip64(at) => zip::end_64(part(at, zip::END_64 as u64)?, at)?,
    };
    let (members, whole) = zip::members(part(directory.offset, directory.length)?, directory);
    if !whole {
        return None;
    }
    let read = |member: zip::Member| {
        let header = zip::data_offset(part(member.header, zip::LOCAL_HEADER as u64)?)?;
        let packing = if member.method == 0 { Packing::Stored } else { Packing::Deflate };
        let data = unpacked(part(member.header.checked_add(header)?, member.packed)?, packing)?;
        let sound = member.method == 0 || member.method == 8;
        (sound && sum(&data) == member.crc).then_some((member.name, data))
    };
    members.into_iter().filter(|member| wanted(&member.name)).map(read).collect()
}

fn unpacked(mut packed: &[u8], packing: Packing) -> Option<Vec<u8>> {
    let (mut unpack, mut portion, mut all) = (Unpack::new(packing), Vec::new(), Vec::new());
    while !packed.is_empty() {
        let taken = unpack.portion(packed, &mut portion).ok()?;
        all.extend_from_slice(&portion);
        packed = &packed[taken..];
    }
    unpack.finish(&mut portion).ok()?;
    all.extend_from_slice(&portion);
    Some(all)
}

fn sum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::default();
    crc.update(bytes);
    crc.sum()
}

/// An archive of these files, stored as they are, as long as all are shorter than 4 GiB together; else `None`.
pub fn archive(files: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    let little = |n: usize| u32::try_from(n).ok().map(u32::to_le_bytes);
    for &(name, bytes) in files {
        // Version, flags (names in UTF-8), method, and the first day that a date can say.
        let mut about = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        about.extend(sum(bytes).to_le_bytes());
        about.extend(little(bytes.len())?);
        about.extend(little(bytes.len())?);
        about.extend((name.len() as u16).to_le_bytes());
        about.extend([0, 0]);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&about);
        directory.extend([0; 10]);
        directory.extend(little(out.len())?);
        directory.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&about);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(bytes);
    }
    let start = out.len();
    let n = (files.len() as u16).to_le_bytes();
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend([n, n].as_flattened());
    out.extend(little(directory.len())?);
    out.extend(little(start)?);
    out.extend([0, 0]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let given: [(&str, &[u8]); 3] = [("a.txt", b"one"), ("f/ü.txt", b""), ("b.npy", &[7; 100_000])];
        let bytes = archive(&given).unwrap();
        let read = files(&bytes, &|_| true).unwrap();
        let same =
            |(name, data): &(String, Vec<u8>), given: &(&str, &[u8])| name == given.0 && data == given.1;
        assert!(read.len() == 3 && read.iter().zip(&given).all(|(read, given)| same(read, given)));
        assert_eq!(files(&bytes, &|name| name == "b.npy").unwrap().len(), 1);
        let mut damaged = bytes.clone();
        damaged[200] ^= 1;
        assert!(files(&damaged, &|_| true).is_none(), "the checksum differs");
        assert!((0..bytes.len()).step_by(997).all(|cut| files(&bytes[..cut], &|_| true).is_none()));
    }
}
