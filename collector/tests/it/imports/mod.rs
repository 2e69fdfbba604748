//! Imports of real files, whole, and of files that are broken in the ways that files are.

mod broken;
mod chunks;
mod exported;
mod jetstream;
mod memory;
mod moved;
mod packed;
mod prices;
mod synthetic;
mod table;
mod weibo;
mod x_agree;
mod x_pages;
mod x_posts;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Bench, Ended};

/// The files of a folder that end so, in order.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(end));
    files.sort();
    files
}

/// Imports files that all map; gives the report.
fn import(bench: &Bench, preset: &str, files: &[PathBuf]) -> Value {
    let ended = bench.import(preset, files, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let report = ended.json();
    assert_eq!(report["unmapped"], 0, "{report}");
    report
}

/// Imports files that were imported before: nothing may be new, not even evidence.
fn import_again(bench: &Bench, preset: &str, files: &[PathBuf]) {
    let captures = bench.count("SELECT count(*) FROM capture");
    let report = import(bench, preset, files);
    for key in ["new_items", "changed_items", "new_claims", "new_points", "mapped"] {
        assert_eq!(report[key], 0, "{key}: {report}");
    }
    assert_eq!(report["known_chunks"], captures, "{report}");
    assert_eq!(bench.count("SELECT count(*) FROM capture"), captures);
    bench.assert_clean();
}

/// Writes one file and imports it.
fn import_text(bench: &Bench, preset: &str, name: &str, content: impl AsRef<[u8]>, more: &[&str]) -> Ended {
    let file = bench.write(name, content);
    bench.import(preset, &[file], more)
}
