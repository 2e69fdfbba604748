use std::io::Write as _;

use super::*;

fn packed(record: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(record.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_record_is_unwrapped_and_what_is_none_is_told() {
    let http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Broken\r\n\r\n<p>body";
    let record = |kind: &str, length: usize| {
        packed(&format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{http}\r\n\r\n"))
    };
    let answer = warc::read(&record("response", http.len()), LARGEST).unwrap();
    assert_eq!(
        (answer.status, answer.header("content-type"), &answer.body[..]),
        (200, Some("text/html"), &b"<p>body"[..])
    );
    let error = |bytes: &[u8]| warc::read(bytes, LARGEST).unwrap_err().to_string();
    assert!(error(&record("revisit", http.len())).contains("no answer"));
    assert!(error(&record("response", 9999)).contains("cut"));
    assert!(error(&packed("GET / HTTP/1.1\r\n\r\n")).contains("WARC/"));
    assert!(error(b"\x1f\x8b\x08").contains("packing"));
    assert!(error(b"").contains("no end") || error(b"").contains("packing"));
}

#[test]
fn collections_are_chosen_by_what_they_say_or_by_their_week() {
    let micros = |text: &str| crate::text::web_date(text, None).unwrap().at;
    let overlaps = |entry: &str, from: &str, to: &str| {
        collection::read(&serde_json::from_str(entry).unwrap())
            .unwrap()
            .overlaps(Some(micros(from)), Some(micros(to)))
    };
    let api = r#""cdx-api":"https://index.commoncrawl.org/x-index""#;
    let week = format!(r#"{{"id":"CC-MAIN-2025-05",{api}}}"#);
    assert!(overlaps(&week, "2025-01-20", "2025-01-28"));
    assert!(!overlaps(&week, "2025-06-01", "2025-06-02") && !overlaps(&week, "2024-06-01", "2024-06-02"));
    let dated = format!(
        r#"{{"id":"CC-MAIN-2025-05",{api},"from":"2025-02-06T11:00:00","to":"2025-02-20T23:00:00"}}"#
    );
    assert!(!overlaps(&dated, "2025-01-20", "2025-01-28") && overlaps(&dated, "2025-02-10", "2025-02-11"));
    let years = format!(r#"{{"id":"CC-MAIN-2009-2010",{api}}}"#);
    assert!(!overlaps(&years, "2025-01-20", "2025-01-28") && overlaps(&years, "2010-12-31", "2011-02-01"));
    let undated = format!(r#"{{"id":"OLD",{api}}}"#);
    assert!(overlaps(&undated, "2025-01-20", "2025-01-28"), "it may be of any time");
}

#[test]
fn a_source_has_to_say_what_and_since_when() {
    let parse = |more: &str| SourceConfig::parse(&format!("name = 'a'\nconnector = 'commoncrawl'\n{more}"));
    assert!(parse("query = 'example.org'").unwrap_err().to_string().contains("from"));
    assert!(parse("from = '2025-01-20'").unwrap_err().to_string().contains("query"));
    let source = parse("query = 'example.org'\nfrom = '2025-01-20'").unwrap();
    assert_eq!(
        CommonCrawl.start(&source, &Cursors::default(), Micros(0))[0].url.as_str(),
        format!("{HOME}collinfo.json")
    );
}
