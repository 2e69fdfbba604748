//! Broken files: the message names file, line and a hint, and what was read before is kept.

use std::io::Write as _;

use super::import_text;
use crate::support::{Bench, Ended};

const HEADER: &str = "id,author,created,text\n";

fn row(n: usize) -> String {
    format!("{n},a,2025-01-27T00:00:00Z,text {n}\n")
}

fn line(n: usize) -> String {
    format!(
        "{{\"id\":\"{n}\",\"author\":\"a\",\"created\":\"2025-01-27T00:00:00Z\",\"text\":\"text {n}\"}}\n"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Panics unless one record was left out with this message, and the other `kept` are there.
fn one_left_out(bench: &Bench, ended: &Ended, kept: usize, parts: &[&str]) {
    assert_eq!(ended.code, 0, "one of many is told, not fatal: {ended:?}");
    let report = ended.json();
    assert_eq!((&report["mapped"], &report["unmapped"]), (&kept.into(), &1.into()), "{report}");
    let first = report["first_unmapped"].as_str().unwrap();
    for part in parts {
        assert!(first.contains(part), "`{part}` is not in {first}");
        assert!(ended.err.contains(part), "`{part}` is not in {}", ended.err);
    }
    assert!(ended.err.contains("hint"), "{}", ended.err);
    assert_eq!(bench.count("SELECT count(*) FROM item"), kept);
    bench.assert_clean();
}

#[test]
fn too_many_cells() {
    let rows: String = (0..40).map(row).collect();
    let bench = Bench::new();
    let content = format!("{HEADER}{rows}x,a,2025-01-27T00:00:00Z,text,and,more\n");
    let ended = import_text(&bench, "generic-csv", "cells.csv", content, &[]);
    one_left_out(&bench, &ended, 40, &["cells.csv", "line 42", "6 cells under a header of 4"]);
}

#[test]
fn a_cell_that_is_not_utf_8() {
    let mut content = format!("{HEADER}{}", (0..40).map(row).collect::<String>()).into_bytes();
    content.extend(b"x,a,2025-01-27T00:00:00Z,caf\xe9\n");
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-csv", "latin1.csv", content, &[]);
    one_left_out(&bench, &ended, 40, &["latin1.csv", "line 42", "`text` is not UTF-8"]);
}

#[test]
fn a_line_that_is_not_json() {
    let content: String = (0..40).map(line).chain(["{\"id\": 7,\n".to_owned()]).collect();
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-ndjson", "lines.ndjson", content, &[]);
    one_left_out(&bench, &ended, 40, &["lines.ndjson", "line 41", "not JSON"]);
}

#[test]
fn a_time_that_cannot_be_read_is_never_guessed() {
    let content = format!("{HEADER}{}x,a,yesterday,text\n", (0..40).map(row).collect::<String>());
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-csv", "times.csv", content, &[]);
    one_left_out(&bench, &ended, 40, &["times.csv", "line 42", "created", "yesterday"]);
}

#[test]
fn a_file_of_another_form_is_incomplete() {
    let bench = Bench::new();
    let ended = import_text(&bench, "whence-posts", "other.ndjson", "{\"a\":1}\n{\"a\":2}\n", &[]);
    assert_eq!(ended.code, 3, "{ended:?}");
    assert_eq!(ended.json()["unmapped"], 2);
}

/// Panics unless the file's cut is told with its place, and something before it was kept.
fn cut(bench: &Bench, ended: &Ended, file: &str) {
    assert_eq!(ended.code, 1, "{ended:?}");
    let kept = bench.count("SELECT count(*) FROM item");
    assert!(kept > 100, "{kept} items kept: {}", ended.err);
    let line = ended.err.split(": line ").nth(1).and_then(|rest| rest.split(':').next());
    let line: usize = line.and_then(|n| n.trim().parse().ok()).unwrap_or_else(|| panic!("{}", ended.err));
    assert!(line > kept && line < kept + 100, "line {line} with {kept} items kept");
    assert!(ended.err.contains(file) && ended.err.contains("hint: "), "{}", ended.err);
    bench.assert_clean();
}

#[test]
fn a_cut_gzip_of_lines() {
    let whole = gzip((0..20_000).map(line).collect::<String>().as_bytes());
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-ndjson", "cut.ndjson.gz", &whole[..whole.len() / 2], &[]);
    cut(&bench, &ended, "cut.ndjson.gz");
    // The whole file goes on where the cut one ended: nothing is there twice.
    let ended = import_text(&bench, "generic-ndjson", "cut.ndjson.gz", &whole, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(bench.count("SELECT count(*) FROM item"), 20_000);
}

#[test]
fn a_cut_gzip_of_rows() {
    let whole = gzip(format!("{HEADER}{}", (0..20_000).map(row).collect::<String>()).as_bytes());
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-csv", "cut.csv.gz", &whole[..whole.len() / 2], &[]);
    cut(&bench, &ended, "cut.csv.gz");
}

#[test]
fn a_cut_gzip_of_a_document_says_that_it_ends_early() {
    let document = format!("[{}]", (0..20_000).map(|n| n.to_string()).collect::<Vec<_>>().join(","));
    let whole = gzip(document.as_bytes());
    let bench = Bench::new();
    let ended = import_text(&bench, "x-timeline-pages", "cut.json.gz", &whole[..whole.len() / 2], &[]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.contains("cut.json.gz") && ended.err.contains("ends early"), "{}", ended.err);
    assert!(ended.err.contains("the file is whole"), "{}", ended.err);
}

#[test]
fn a_quote_that_is_never_closed_does_not_swallow_the_memory() {
    let mut content = format!("{HEADER}{}", (0..200).map(row).collect::<String>());
    content.push_str("x,a,2025-01-27T00:00:00Z,\"open\n");
    content.extend((0..500_000).map(row));
    assert!(content.len() > 16 << 20);
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-csv", "quote.csv", content, &[]);
    assert_eq!(ended.code, 1, "{ended:?}");
    for part in ["quote.csv", "line 202", "8 MiB", "hint: "] {
        assert!(ended.err.contains(part), "`{part}` is not in {}", ended.err);
    }
    assert_eq!(bench.count("SELECT count(*) FROM item"), 200);
}

#[test]
fn a_quote_that_is_never_closed_is_told_in_small_files_too() {
    let content = format!(
        "{HEADER}{}x,a,2025-01-27T00:00:00Z,\"open\n{}",
        (0..40).map(row).collect::<String>(),
        row(41)
    );
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-csv", "open.csv", content, &[]);
    one_left_out(&bench, &ended, 40, &["open.csv", "line 42", "never closed"]);
    // A stray quote within a line harms nobody.
    let content =
        format!("{HEADER}1,a,2025-01-27T00:00:00Z,\"two\nlines\"\n2,a,2025-01-27T00:00:00Z,5\" disk\n");
    let bench = Bench::new();
    assert_eq!(import_text(&bench, "generic-csv", "stray.csv", content, &[]).json()["mapped"], 2);
}

#[test]
fn a_file_that_is_not_there_and_a_preset_that_is_not_there() {
    let bench = Bench::new();
    let ended = bench.import("generic-csv", &[bench.config().join("none.csv")], &[]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.contains("none.csv") && ended.err.contains("hint: "), "{}", ended.err);
    let ended = import_text(&bench, "generic-cvs", "a.csv", HEADER, &[]);
    assert_eq!(ended.code, 2, "{ended:?}");
    for part in ["generic-cvs", "hint: use one of: ", "actors-canis", "generic-csv", "x-timeline-pages"] {
        assert!(ended.err.contains(part), "`{part}` is not in {}", ended.err);
    }
}
