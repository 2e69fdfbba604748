//! Forgetting, seen from the store alone: what goes, what stays, what does not come back, and what is told of it.

mod addresses;
mod claims;
mod columns;
mod edges;
mod firsts;
mod quotes;
mod sources;
mod unfinished;

use std::path::Path;

use rusqlite::Connection;
use whence_store::forget::{Forgotten, Target};
use whence_store::time::Micros;

use crate::support::Bench;

/// Forgets an account of X for good.
fn forget_account(bench: &Bench, who: &str) -> Forgotten {
    forget(bench, &Target::Account { platform: "x".to_owned(), who: who.to_owned() })
}

fn forget(bench: &Bench, target: &Target) -> Forgotten {
    let mut filled = bench.open();
    filled.store.forget(target, "asked for", Micros(1), false).unwrap()
}

/// Whether the file, its log or a body, unpacked, holds these bytes in any case.
fn holds(db: &Path, word: &str) -> bool {
    let mut all = Vec::new();
    for suffix in ["", "-wal"] {
        all.extend(std::fs::read(format!("{}{suffix}", db.display())).unwrap_or_default());
    }
    let connection = Connection::open(db).unwrap();
    let mut bodies = connection.prepare("SELECT codec, size, bytes FROM blob").unwrap();
    let mut rows = bodies.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (codec, size, stored): (String, u32, Vec<u8>) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        all.extend(if codec == "zstd" {
            zstd::bulk::decompress(&stored, size as usize).unwrap()
        } else {
            stored
        });
    }
    all.make_ascii_lowercase();
    let word = word.to_ascii_lowercase();
    all.windows(word.len()).any(|part| part == word.as_bytes())
}
