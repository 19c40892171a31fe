//! Zip archives that lie in memory as a whole.

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
