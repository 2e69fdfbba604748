//! Which file a path means: files have several names (symbolic links, hard links, `./`), and a store has files beside it.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// Endings of the files that belong to a store and lie beside it: what `SQLite` keeps there, the lock of the run, the side file
/// of a remap, a copy that is being made.
const OWN: [&str; 10] = [
    "",
    "-wal",
    "-shm",
    "-journal",
    "-lock",
    "-remap",
    "-remap-wal",
    "-remap-shm",
    "-remap-journal",
    ".part",
];

/// Links that are followed one after another, at most; the system gives up there too.
const LINKS: usize = 40;

/// A path with an ending added to its name: `a.db` and `-wal` give `a.db-wal`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The one name of a file that may have several, also of one that is not there yet. Hard links are names of their own.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    for _ in 0..LINKS {
        if let Ok(whole) = path.canonicalize() {
            return whole;
        }
        let Ok(target) = fs::read_link(&path) else { break };
        path = folder(&path).join(target);
    }
    entry(&path)
}

/// Whether two paths mean the same file, or the same place for one.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    let same_file = match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => is_same_file(&one, &other),
        _ => false,
    };
    same_file || entry(one) == entry(other) || resolved(one) == resolved(other)
}

/// Whether two answers of the system are of one file, whatever its names.
#[cfg(unix)]
pub(crate) fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Elsewhere the system does not say; names are compared alone.
#[cfg(not(unix))]
pub(crate) fn is_same_file(_: &Metadata, _: &Metadata) -> bool {
    false
}

/// The store's file and all that may lie beside it, by the name given and by the one that `SQLite` takes.
pub(crate) fn own_files(store: &Path) -> Vec<PathBuf> {
    let names = [store.to_path_buf(), resolved(store)];
    names.iter().flat_map(|name| OWN.map(|ending| beside(name, ending))).collect()
}

/// The folder that a file lies in.
pub(crate) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The name of a path in its folder, whatever lies there; links of the folder are followed, a link at the name is not.
fn entry(path: &Path) -> PathBuf {
    match (folder(path).canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_path_buf(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_has_one_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).unwrap();
        symlink(at("real"), at("linked")).unwrap();
        symlink("real/a.db", at("to-none")).unwrap();
        let real = at("real").canonicalize().unwrap().join("a.db");
        for name in ["real/a.db", "linked/a.db", "to-none", "real/../linked/./a.db"] {
            assert_eq!(resolved(&at(name)), real, "{name}, before it is there");
        }
        fs::write(&real, "").unwrap();
        for name in ["real/a.db", "linked/a.db", "to-none"] {
            assert_eq!(resolved(&at(name)), real, "{name}");
            assert!(is_same(&at(name), &real), "{name}");
        }
        fs::hard_link(&real, at("hard")).unwrap();
        assert!(is_same(&at("hard"), &at("linked/a.db")));
        assert!(is_same(&at("real/none"), &at("linked/none")) && !is_same(&at("none"), &at("real/none")));
        symlink("round", at("round")).unwrap();
        assert!(resolved(&at("round")).ends_with("round"));
    }
}
