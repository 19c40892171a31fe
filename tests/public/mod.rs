//! The public data sets (MovieLens 100K, Jester, …) that some tests read.

use std::path::PathBuf;

/// A file of the data folder by its name, or `None` after saying that it is skipped. `archive.zip#entry` names an entry.
///
/// # Panics
/// When `KINDRED_DATA` names a folder and the set is not in it.
pub fn data(name: &str) -> Option<PathBuf> {
    let given = std::env::var_os("KINDRED_DATA").map(PathBuf::from);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = root.join(given.clone().unwrap_or_else(|| root.join("../shared/data"))).join(name);
    let set = path.to_string_lossy().split('#').next().map(PathBuf::from);
    if set.is_some_and(|set| set.exists()) {
        return Some(path);
    }
    assert!(given.is_none(), "KINDRED_DATA is set, and there is no {}", path.display());
    eprintln!("skipped: there is no {}", path.display());
    None
}
