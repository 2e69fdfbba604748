//! `YouTube`: feeds of channels and playlists.

use super::served::{Served, fixture, page};
use crate::support::{Bench, status};

const KIND: &str = "text/xml; charset=UTF-8";
const CHANNEL: &str = "channel = 'UCharbour0film0channel00'";
const PLAYLIST: &str = "channel = 'PLodd0ends0of0the0harbour'";
const UPLOADS: &str = "channel = 'UUharbour0film0channel00'";

fn feeds(keys: &str, names: &[&str]) -> Served {
    Served::feeds("youtube", keys, KIND, names)
}

fn odd() -> Served {
    let served = feeds(PLAYLIST, &["odd"]);
    served.run();
    served
}

fn metrics(served: &Served, id: &str) -> Vec<String> {
    served.bench.column(&format!(
        "SELECT metric.name || ' ' || value FROM metric JOIN item ON item.id = item_id WHERE native_id = '{id}'
         ORDER BY seen_at, 1"
    ))
}

#[test]
fn three_polls_bring_each_video_once_and_what_was_edited() {
    let served = feeds(CHANNEL, &["channel", "later", "later"]);
    assert_eq!(served.run().json()["new_items"], 3);
    let second = served.run();
    assert_eq!((&second.json()["new_items"], &second.json()["changed_items"]), (&1.into(), &1.into()));
    let third = served.run();
    assert_eq!((&third.json()["new_items"], &third.json()["changed_items"]), (&0.into(), &0.into()));
    assert_eq!(served.ids(), ["HARBOUR-_d3", "HARBOURvid1", "HARBOURvid2", "HARBOURvid4"]);
    assert_eq!(served.item("HARBOUR-_d3")["text"], "What we knew. Corrected: it was no crane.");
    // One that has fallen off the feed is not gone.
    assert_eq!(served.bench.count("SELECT count(*) FROM item WHERE gone_at IS NOT NULL"), 0);
    assert_eq!(served.asked()[0], "/feeds/videos.xml?channel_id=UCharbour0film0channel00");
    assert_eq!(served.observed().len(), 1);
    assert_eq!(served.observed()[0].0, 1_737_363_600_000_000, "the oldest video of the first poll");
}

#[test]
fn a_video_is_read_whole() {
    let served = feeds(CHANNEL, &["channel"]);
    served.run();
    let row = served.item("HARBOURvid2");
    assert_eq!((&row["platform"], &row["kind"]), (&"youtube".into(), &"video".into()));
    assert_eq!(row["title"], "The tide table, explained");
    assert_eq!(
        row["text"],
        "High water & low water.\nSources: https://tides.example/table?a=1&b=2, and (https://port.example/rules).\n#Tides #港口"
    );
    assert_eq!(
        (&row["created_at"], &row["created_basis"]),
        (&1_737_730_805_000_000_i64.into(), &"published".into())
    );
    assert_eq!(row["created_original"], "2025-01-24T15:00:05+00:00");
    assert_eq!(row["modified_at"], 1_737_792_000_000_000_i64);
    assert_eq!(row["url"], "https://www.youtube.com/watch?v=HARBOURvid2");
    assert_eq!(metrics(&served, "HARBOURvid2"), ["ratings 12", "views 345"]);
    assert_eq!(metrics(&served, "HARBOUR-_d3"), ["ratings 0", "views 0"]);
    assert_eq!(served.item("HARBOUR-_d3")["created_original"], "2025-01-27T18:00:00+01:00");
    let links = served.bench.column("SELECT raw FROM link ORDER BY raw");
    assert_eq!(links, ["https://port.example/rules", "https://tides.example/table?a=1&b=2"]);
    assert_eq!(served.bench.column("SELECT tag FROM tag ORDER BY tag"), ["tides", "港口"]);
    let media = served.bench.column("SELECT kind || ' ' || url FROM media ORDER BY url");
    assert_eq!(media[2], "thumbnail https://i1.ytimg.com/vi/HARBOURvid2/hqdefault.jpg");
    let account = &served.bench.rows("SELECT platform, native_id, name FROM account")[0];
    assert_eq!(account["native_id"], "UCharbour0film0channel00");
    assert_eq!(account["name"], "Harbour Films");
}

#[test]
fn an_empty_feed_is_no_failure_and_takes_nothing_away() {
    let served = feeds(CHANNEL, &["channel", "empty"]);
    served.run();
    assert_eq!(served.run().code, 0);
    assert_eq!(served.outcome(), "ok");
    assert_eq!(served.ids().len(), 3);
    assert_eq!(served.bench.count("SELECT count(*) FROM item WHERE gone_at IS NOT NULL"), 0);
}

#[test]
fn a_playlist_names_videos_of_others_and_proves_no_window() {
    let served = odd();
    assert_eq!(served.asked(), ["/feeds/videos.xml?playlist_id=PLodd0ends0of0the0harbour"]);
    let of = "SELECT native_id FROM account ORDER BY native_id";
    assert_eq!(served.bench.column(of), ["UCharbour0film0channel00", "UCother0maker0channel000"]);
    assert_eq!(served.bench.count("SELECT count(*) FROM observed WHERE from_at < to_at"), 0);
    // Not even where it happens to stand in the order of time.
    let sorted = feeds(PLAYLIST, &["channel"]);
    sorted.run();
    assert_eq!(sorted.bench.count("SELECT count(*) FROM observed WHERE from_at < to_at"), 0);
    let uploads = feeds(UPLOADS, &["channel"]);
    uploads.run();
    assert_eq!(uploads.bench.count("SELECT count(*) FROM observed WHERE from_at < to_at"), 1);
}

#[test]
fn what_is_missing_stays_missing() {
    let served = odd();
    let row = served.item("ODDvideo001");
    assert!(row["title"].is_null() && row["modified_at"].is_null() && row["text"] == "", "{row}");
    assert_eq!(row["url"], "https://www.youtube.com/watch?v=ODDvideo001");
    assert!(metrics(&served, "ODDvideo001").is_empty());
}

#[test]
fn unknown_elements_and_long_texts_change_nothing() {
    let served = odd();
    assert_eq!(served.item("ODDvideo002")["text"], "Fields that nobody knows.");
    assert_eq!(served.item("ODDvideo003")["text"].as_str().unwrap().len(), 13 * 20_000 - 1);
}

#[test]
fn counts_that_are_none_are_left_out() {
    let served = odd();
    assert_eq!(served.item("ODDvideo004")["text"], "No numbers.");
    assert!(metrics(&served, "ODDvideo004").is_empty());
}

#[test]
fn a_short_is_known_by_its_address() {
    assert_eq!(odd().item("ODDvideo007")["url"], "https://www.youtube.com/shorts/ODDvideo007");
}

#[test]
fn entries_that_cannot_be_read_are_counted() {
    let served = odd();
    assert_eq!(served.ids().len(), 5, "{:?}", served.ids());
    let run = served.bench.collect(&["run"]);
    assert!(run.err.contains("unmapped") && run.err.contains("a video has no id"), "{run:?}");
}

#[test]
fn an_entry_that_cannot_be_read_takes_the_proof_of_coverage() {
    let body = fixture("youtube/channel.xml").replace("2025-01-24T15:00:05+00:00", "the day before");
    let served = Served::new("youtube", CHANNEL, move |_, stream| page(stream, KIND, &body));
    served.run();
    assert_eq!(served.ids().len(), 2);
    assert_eq!(served.bench.count("SELECT count(*) FROM observed WHERE from_at < to_at"), 0);
}

#[test]
fn a_feed_that_is_not_found_for_days_is_never_gone() {
    let is_back = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let back = std::sync::Arc::clone(&is_back);
    let served = Served::new("youtube", CHANNEL, move |_, stream| {
        if back.load(std::sync::atomic::Ordering::SeqCst) {
            page(stream, KIND, fixture("youtube/channel.xml"));
        } else {
            status(stream, "404 Not Found", "content-type: text/html\r\n");
        }
    });
    served.run();
    for _ in 0..9 {
        served.run_later();
    }
    assert_eq!(served.asked().len(), 10);
    let outcomes = "SELECT DISTINCT outcome FROM capture WHERE url LIKE '%videos.xml%'";
    assert_eq!(served.bench.column(outcomes), ["transient"]);
    assert!(served.observed().is_empty());
    is_back.store(true, std::sync::atomic::Ordering::SeqCst);
    served.run_later();
    assert_eq!(served.ids().len(), 3);
}

#[test]
fn a_broken_feed_is_told_and_kept() {
    let served = Served::new("youtube", CHANNEL, |_, stream| page(stream, KIND, "<feed><entry></feed>"));
    served.run();
    assert_eq!(served.outcome(), "schema_changed");
    assert_eq!(
        served.bench.count("SELECT count(*) FROM capture WHERE outcome = 'schema_changed' AND blob_id > 0"),
        1
    );
}

#[test]
fn keys_that_mean_nothing_are_refused() {
    for (keys, told) in [
        ("", "channel"),
        ("channel = '@harbourfilms'", "no id"),
        ("channel = 'UCshort'", "no id"),
        ("channel = 'RDmix000000000000'", "no id"),
        ("channel = 'UCharbour0film0channel00'\nfrom = '2025-01-01T00:00:00Z'", "from"),
        ("channel = 'UCharbour0film0channel00'\ntag = 'x'", "tag"),
    ] {
        let bench = Bench::new();
        bench.write(
            "config/sources/it.toml",
            format!("[[source]]\nname = 'it'\nconnector = 'youtube'\n{keys}\n"),
        );
        let run = bench.collect(&["run"]);
        assert_eq!(run.code, 2, "{keys}: {run:?}");
        assert!(run.err.contains(told) && run.err.contains("hint"), "{keys}: {run:?}");
    }
}
