//! Real data beside the workspace: used where it is there, never copied.

use std::path::{Path, PathBuf};

/// A path under the shared data; without it the test is skipped, with a line that says so.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}
