//! Files that lie in memory or in a file system.

#[cfg(not(target_arch = "wasm32"))]
use super::file_error;
use super::{LoadOptions, Loaded, Loader, Source};
use crate::error::Result;

/// Loads files given as names and bytes.
///
/// # Errors
/// As [`Loader::run`].
pub fn load_bytes(files: &[(&str, &[u8])], options: LoadOptions) -> Result<Loaded> {
    let sources = files.iter().map(|(name, bytes)| Source {
        name: (*name).to_owned(),
        size: bytes.len() as u64,
        test: false,
    });
    Loader::new(sources.collect(), options)?.run(|want| {
        let bytes = files[want.source].1;
        let start = usize::try_from(want.offset).map_or(bytes.len(), |at| at.min(bytes.len()));
        Ok(bytes[start..bytes.len().min(start + want.length)].to_vec())
    })
}

/// Loads files of the file system, some of them for testing. `archive.zip#u1.base` picks one entry
/// of an archive, by its path in it or its file name.
///
/// # Errors
/// As [`Loader::run`].
#[cfg(not(target_arch = "wasm32"))]
pub fn load_paths<P: AsRef<std::path::Path>>(
    train: &[P],
    test: &[P],
    options: LoadOptions,
) -> Result<Loaded> {
    use std::io::{Read, Seek, SeekFrom};
    let mut sources = Vec::new();
    let mut files = Vec::new();
    for (path, test) in train.iter().map(|p| (p, false)).chain(test.iter().map(|p| (p, true))) {
        let path = path.as_ref();
        let name = path.to_string_lossy().into_owned();
        let unreadable = |e: std::io::Error| file_error(&name, 0, "a readable file", &e.to_string());
        let (archive, pick) = match name.split_once('#') {
            Some((archive, pick)) if !path.exists() => (std::path::Path::new(archive), Some(pick)),
            _ => (path, None),
        };
        let file = std::fs::File::open(archive).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        let base = archive.file_name().unwrap_or(archive.as_os_str()).to_string_lossy();
        let name = pick.map_or_else(|| base.clone().into_owned(), |pick| format!("{base}#{pick}"));
        sources.push(Source { name, size, test });
        files.push(file);
    }
    Loader::new(sources, options)?.run(|want| {
        let file = &mut files[want.source];
        file.seek(SeekFrom::Start(want.offset))?;
        let mut bytes = Vec::with_capacity(want.length);
        file.take(want.length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    })
}
