//! Registries, lists of indicators, series, and what the operator decides of claims.

mod actors;
mod decisions;
mod indicators;
mod labels;
mod measured;
mod series;
mod wikidata;

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Bench, Ended};

/// Imports a text by a shipped preset; every record has to be mapped or left out by rule.
fn import(bench: &Bench, preset: &str, name: &str, text: &str) -> Value {
    let file = bench.write(name, text);
    let ended = bench.import(preset, &[file], &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let report = ended.json();
    assert_eq!(report["unmapped"], 0, "{report}");
    report
}

/// Runs `claims` with these words.
fn claims(bench: &Bench, words: &[&str]) -> Ended {
    let mut all = vec!["claims"];
    all.extend(words);
    bench.collect(&all)
}

/// Posts in the columns of `generic-csv`.
fn posts(bench: &Bench, name: &str, rows: &[(&str, &str, &str)]) -> PathBuf {
    let mut text = String::from("id,platform,author,created,text\n");
    for (id, author, created) in rows {
        let _ = writeln!(text, "{id},x,{author},{created},words of {id}");
    }
    bench.write(name, text)
}
