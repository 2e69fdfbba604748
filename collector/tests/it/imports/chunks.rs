//! Large files are kept in chunks that together are the file, byte for byte.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use whence_store::evidence::chain::hex;

use super::import_text;
use crate::support::{Bench, Ended};

const LARGEST: usize = 8 << 20;

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// Panics unless the store's chunks are the file.
fn assert_kept(bench: &Bench, ended: &Ended, content: &[u8]) -> usize {
    assert!(ended.code == 0, "{ended:?}");
    let ids = bench.column("SELECT id FROM capture ORDER BY id");
    let mut whole = Vec::new();
    for id in &ids {
        let row = &bench.rows(&format!(
            "SELECT url, headers, size, codec, bytes FROM capture JOIN blob ON blob.id = blob_id WHERE capture.id = {id}"
        ))[0];
        let stored = bytes(row["bytes"].as_str().unwrap());
        let size = usize::try_from(row["size"].as_u64().unwrap()).unwrap();
        assert!(size <= LARGEST, "{size}");
        let range = format!("#bytes={}-{}", whole.len(), whole.len() + size);
        assert!(row["url"].as_str().unwrap().ends_with(&range), "{} {range}", row["url"]);
        if whole.is_empty() {
            assert!(
                row["headers"].as_str().unwrap().contains(&hex(&Sha256::digest(content))),
                "{}",
                row["headers"]
            );
        }
        match row["codec"].as_str().unwrap() {
            "zstd" => whole.extend(zstd::bulk::decompress(&stored, size).unwrap()),
            _ => whole.extend(stored),
        }
    }
    assert!(whole == content, "{} bytes of {}", whole.len(), content.len());
    bench.assert_clean();
    ids.len()
}

/// Lines that do not repeat, so that no chunk is another's double.
fn csv(rows: usize) -> String {
    let mut text = "\u{feff}id,author,created,text\r\n".to_owned();
    for n in 0..rows {
        let filler = "所 words \"\"and\"\" more\r\n".repeat(1 + n % 7);
        let _ = write!(text, "{n},a{},2025-01-27T00:00:00Z,\"{n} {filler}\"\r\n", n % 100);
    }
    text
}

#[test]
fn a_large_csv_is_kept_in_chunks_cut_between_records() {
    let content = csv(150_000);
    assert!(content.len() > 2 * LARGEST);
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-csv", "large.csv", &content, &[]);
    let chunks = assert_kept(&bench, &ended, content.as_bytes());
    assert!(chunks >= 3, "{chunks}");
    assert_eq!(bench.count("SELECT count(*) FROM item"), 150_000);
    let text = bench.column("SELECT text FROM item WHERE native_id = '149999'");
    assert!(text[0].starts_with("149999 所 words \"and\" more\r\n所 words"), "{text:?}");
}

#[test]
fn a_large_ndjson_with_one_long_record_stays_under_the_limit() {
    let mut content = String::new();
    for n in 0..40 {
        let length = if n == 30 { 6 << 20 } else { 130_000 + n };
        let text = "y".repeat(length);
        let _ = writeln!(
            content,
            r#"{{"id":"{n}","author":"a","created":"2025-01-27T00:00:00Z","text":"{n}{text}"}}"#
        );
    }
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-ndjson", "long.ndjson", &content, &[]);
    assert!(assert_kept(&bench, &ended, content.as_bytes()) >= 2);
    assert_eq!(bench.count("SELECT count(*) FROM item"), 40);
}

#[test]
fn a_csv_with_one_long_record_stays_under_the_limit() {
    let mut content = "id,author,created,text\n".to_owned();
    for n in 0..40 {
        let length = if n == 30 { 6 << 20 } else { 130_000 + n };
        let _ = writeln!(content, "{n},a,2025-01-27T00:00:00Z,\"{n}{}\"", "z\n".repeat(length / 2));
    }
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-csv", "long.csv", &content, &[]);
    assert!(assert_kept(&bench, &ended, content.as_bytes()) >= 2);
    assert_eq!(bench.count("SELECT count(*) FROM item"), 40);
}

#[test]
fn a_document_that_changed_anywhere_is_read_again() {
    let bench = Bench::new();
    let mut texts: Vec<String> = (0..30).map(|n| format!("{n}{} ", "y".repeat(60)).repeat(5_000)).collect();
    let import = |texts: &[String]| {
        let entry = |(n, text): (usize, &String)| serde_json::json!({"title": format!("榜 {n}"), "pos": n, "description": text});
        let document = texts.iter().enumerate().map(entry).collect::<serde_json::Value>().to_string();
        assert!(document.len() > LARGEST, "{}", document.len());
        let ended = import_text(&bench, "weibo-hot", "2025-01-28/11.json", document, &[]);
        assert_eq!(ended.code, 0, "{ended:?}");
        let report = ended.json();
        ["new_items", "changed_items", "known_chunks"].map(|key| report[key].as_u64().unwrap())
    };
    assert_eq!(import(&texts), [30, 0, 0]);
    assert_eq!(import(&texts), [0, 0, 2]);
    // In its last chunk, with the first as it was; then in the first, as long as before, with the last as it was.
    texts[29].replace_range(0..2, "zz");
    assert_eq!(import(&texts), [0, 1, 1]);
    texts[0].replace_range(0..1, "z");
    assert_eq!(import(&texts), [0, 1, 0]);
    bench.assert_clean();
}
