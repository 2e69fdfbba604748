//! Which sources go with an account, and what is told of it.

use whence_store::evidence::CaptureKind;
use whence_store::ingest::{ClaimStatus, NewMention};
use whence_store::work::{Measure, NewSource};

use super::{forget_account, holds};
use crate::support::{Bench, claim, post};

fn source(name: &str, url: &str) -> NewSource {
    NewSource {
        name: name.to_owned(),
        connector: "feed".to_owned(),
        url: Some(url.to_owned()),
        measure: Measure::Items,
    }
}

#[test]
fn a_word_in_an_address_makes_no_source_an_accounts_own() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut put = |name: &str, url: &str, second: i64, author: &str| {
        let id = filled.store.put_source(&source(name, url)).unwrap();
        let mut page =
            filled.page(0, second, vec![post(author, &format!("{second}"), "what was said that day")]);
        page.source_id = id;
        page.capture.kind = CaptureKind::Http;
        page.capture.url = url.to_owned();
        page.capture.final_url = url.to_owned();
        page.capture.host = Some("127.0.0.1:8080".to_owned());
        filled.store.put_page(&page).unwrap();
    };
    put("paper", "http://127.0.0.1:8080/world/rss.xml", 10, "paper");
    put("his-own", "https://x.com/World", 20, "world");
    drop(filled);
    let arguments = ["forget", "--account", "x/world", "--reason", "r"];
    let would = bench.program(&[&arguments[..], &["--dry-run"]].concat());
    for part in ["source his-own", "source paper stays"] {
        assert!(would.out.contains(part), "{part}: {would:?}");
    }
    let ended = bench.program(&[&arguments[..], &["--json"]].concat());
    let told: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(told["sources"], serde_json::json!(["his-own"]));
    assert_eq!(told["sources_named"], serde_json::json!(["paper"]));
    assert_eq!(bench.column("SELECT native_id FROM item", &[]), ["10"]);
    assert_eq!(
        bench.column("SELECT url FROM capture WHERE kind = 'http' ORDER BY id", &[]),
        ["http://127.0.0.1:8080/world/rss.xml", "forgotten:"]
    );
}

#[test]
fn forgotten_hosts_are_not_made_one() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let id = filled.store.put_source(&source("several", "https://one.example/feed")).unwrap();
    // One host each minute, and another half a second after it.
    for second in [100, 160, 220] {
        for (host, half) in [("one.example", 0), ("two.example", 500_000)] {
            let mut page = filled.page(0, second, Vec::new());
            page.source_id = id;
            page.capture.kind = CaptureKind::Http;
            page.capture.host = Some(host.to_owned());
            page.capture.started_at.0 += half;
            page.capture.ended_at.0 += half;
            filled.store.put_page(&page).unwrap();
        }
    }
    drop(filled);
    let gaps =
        "SELECT CAST(gap_seconds AS TEXT) FROM politeness WHERE gap_seconds IS NOT NULL ORDER BY capture_id";
    let before = bench.column(gaps, &[]);
    assert_eq!(before, ["60.0"; 4]);
    let ended = bench.program(&["forget", "--source", "several", "--reason", "r"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(bench.column(gaps, &[]), before);
    assert_eq!(
        bench.column("SELECT DISTINCT host FROM politeness ORDER BY host", &[]),
        ["forgotten-1", "forgotten-2"]
    );
    assert!(!holds(&bench.db(), "two.example"));
}

#[test]
fn who_is_only_spoken_of_can_be_forgotten() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut naming = post("Amy", "1", "I met @quiet_cid yesterday, who is quiet_cid to all");
    naming.mentions =
        vec![NewMention { handle: "quiet_cid".to_owned(), native_id: Some("5544332211".to_owned()) }];
    let mut before = post("Amy", "2", "I met somebody else");
    before.mentions =
        vec![NewMention { handle: "cid_before".to_owned(), native_id: Some("5544332211".to_owned()) }];
    let mut page = filled.page(0, 10, vec![naming, before]);
    page.content.claims = vec![claim("Agency", "dan_claimed"), claim("Ministry", "eve_claimed")];
    page.content.claims[0].status = ClaimStatus::Candidate;
    page.content.claims[0].native_id = Some("6655443322".to_owned());
    filled.store.put_page(&page).unwrap();
    drop(filled);
    let done = forget_account(&bench, "Quiet_Cid");
    assert_eq!((done.accounts, done.items), (1, 0));
    for part in ["quiet_cid", "cid_before", "5544332211"] {
        assert!(!holds(&bench.db(), part), "{part}");
    }
    assert_eq!(forget_account(&bench, "6655443322").rows, 1);
    assert!(!holds(&bench.db(), "dan_claimed"));
    assert_eq!(bench.column("SELECT handle FROM claim", &[]), ["eve_claimed"]);
    // Neither comes back.
    let mut filled = bench.open();
    let mut page = filled.page(0, 20, vec![post("quiet_cid", "3", "here I am myself")]);
    page.content.claims = vec![claim("Agency", "dan_claimed")];
    assert_eq!(filled.store.put_page(&page).unwrap().new_items, 0);
    assert_eq!(bench.column("SELECT handle FROM claim", &[]), ["eve_claimed"]);
}
