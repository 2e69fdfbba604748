//! Telegram: channel previews, page by page.

use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use super::served::{Served, fixture, page};
use crate::support::{Bench, Request, answer, status};

const KIND: &str = "text/html; charset=utf-8";
const KEYS: &str = "channel = 'Harbour_Watch'";
const ALL: &str = "channel = 'Harbour_Watch'\nfrom = '2024-01-01T00:00:00Z'";
const EVERY_ID: [&str; 8] = [
    "harbour_watch/11",
    "harbour_watch/12",
    "harbour_watch/13",
    "harbour_watch/2",
    "harbour_watch/21",
    "harbour_watch/22",
    "harbour_watch/24",
    "harbour_watch/3",
];
const PATHS: [&str; 3] = ["/s/Harbour_Watch", "/s/Harbour_Watch?before=21", "/s/Harbour_Watch?before=11"];

/// The channel in three pages.
fn channel(request: &Request, stream: &mut TcpStream) {
    let name = match request.path.as_str() {
        "/s/Harbour_Watch" => "newest",
        "/s/Harbour_Watch?before=21" => "older",
        "/s/Harbour_Watch?before=11" => "oldest",
        _ => return status(stream, "404 Not Found", ""),
    };
    page(stream, KIND, fixture(&format!("telegram/{name}.html")));
}

/// A channel whose pages are all the same.
fn always(keys: &str, body: String) -> Served {
    Served::new("telegram", keys, move |_, stream| page(stream, KIND, &body))
}

fn odd() -> Served {
    let body = fixture("telegram/odd.html").replace("LONG TEXT", &"a long story ".repeat(20_000));
    let served = always("channel = 'Odd_Ends'", body);
    served.run();
    served
}

/// The one row of an item's fields.
fn item(served: &Served, id: u32) -> serde_json::Value {
    served.item(&format!("odd_ends/{id}"))
}

fn metrics(served: &Served, id: &str) -> Vec<String> {
    served.bench.column(&format!(
        "SELECT name || ' ' || value FROM metric JOIN item ON item.id = item_id WHERE native_id = '{id}' ORDER BY 1"
    ))
}

#[test]
fn a_channel_is_read_back_to_its_first_message() {
    let served = Served::new("telegram", ALL, channel);
    let run = served.run();
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(served.asked(), PATHS);
    assert_eq!(served.ids(), EVERY_ID);
    assert_eq!(served.bench.column("SELECT value FROM cursor WHERE name = 'newest'"), ["24"]);
    let observed = served.observed();
    assert_eq!(observed.len(), 1, "{observed:?}");
    // 20 January 2025, 10:00:00, when the channel was made.
    assert_eq!(observed[0].0, 1_737_367_200_000_000);
}

#[test]
fn the_next_sweep_ends_where_the_last_one_began() {
    let served = Served::new("telegram", ALL, channel);
    served.run();
    let second = served.run();
    assert_eq!(second.json()["new_items"], 0, "{second:?}");
    assert_eq!(served.asked()[3..], PATHS[..1]);
}

#[test]
fn without_from_the_first_poll_reads_the_newest_page_alone() {
    let served = Served::new("telegram", KEYS, channel);
    served.run();
    assert_eq!(served.asked(), PATHS[..1]);
    assert_eq!(served.bench.column("SELECT value FROM cursor WHERE name = 'newest'"), ["24"]);
    // A bound that is written later is kept although the newest messages are known.
    served.keys("telegram", ALL);
    served.run();
    assert_eq!(served.ids(), EVERY_ID);
    // And what was swept once is not swept again.
    served.run();
    assert_eq!(served.asked().len(), 5);
}

#[test]
fn a_sweep_ends_at_from_and_keeps_nothing_before_it() {
    let keys = "channel = 'Harbour_Watch'\nfrom = '2025-01-24T12:00:00Z'\nto = '2025-01-27T00:00:00Z'";
    let served = Served::new("telegram", keys, channel);
    served.run();
    assert_eq!(served.asked(), PATHS[..2]);
    assert_eq!(served.ids(), EVERY_ID[1..3].iter().chain(&EVERY_ID[4..6]).copied().collect::<Vec<_>>());
    assert_eq!(served.observed(), [(1_737_720_000_000_000, 1_737_936_000_000_000)]);
}

#[test]
fn a_message_on_two_pages_is_one_item() {
    let served = Served::new("telegram", ALL, channel);
    served.run();
    assert_eq!(served.bench.count("SELECT count(*) FROM item WHERE native_id = 'harbour_watch/21'"), 1);
    assert_eq!(served.bench.count("SELECT count(*) FROM item_version"), 0);
}

#[test]
fn a_missing_link_to_older_pages_does_not_end_the_history() {
    let served = Served::new("telegram", ALL, |request, stream| match request.path.as_str() {
        "/s/Harbour_Watch" => {
            let body = fixture("telegram/newest.html");
            page(stream, KIND, body.replace("data-before", "data-nothing"));
        }
        "/s/Harbour_Watch?before=21" => page(stream, KIND, fixture("telegram/empty.html")),
        _ => status(stream, "500 Internal Server Error", ""),
    });
    assert_eq!(served.run().code, 0);
    assert_eq!(served.asked(), PATHS[..2]);
    assert_eq!(served.bench.column("SELECT value FROM cursor WHERE name = 'newest'"), ["24"]);
}

#[test]
fn an_empty_channel_is_no_failure() {
    let served = always(KEYS, fixture("telegram/empty.html"));
    assert_eq!(served.run().code, 0);
    assert_eq!(served.outcome(), "ok");
    assert!(served.ids().is_empty());
    assert_eq!(served.bench.column("SELECT shown_handle FROM account"), ["Harbour_Watch"]);
}

#[test]
fn a_server_that_shows_the_same_page_for_ever_is_not_followed() {
    let served = always(ALL, fixture("telegram/newest.html"));
    served.run();
    assert_eq!(served.asked(), PATHS[..2]);
    assert_eq!(served.outcome(), "schema_changed");
    assert_eq!(served.bench.count("SELECT count(*) FROM cursor"), 0, "the sweep is not complete");
}

#[test]
fn messages_that_do_not_say_which_they_are_do_not_end_a_sweep() {
    let body = fixture("telegram/newest.html").replace("data-post", "data-other");
    let served = always(ALL, body);
    served.run();
    assert_eq!(served.outcome(), "schema_changed");
    assert_eq!(served.bench.count("SELECT count(*) FROM cursor"), 0);
}

#[test]
fn a_kill_between_two_pages_loses_nothing_and_repeats_nothing() {
    let served = Served::new("telegram", ALL, channel);
    // Half a second between two requests: the kill falls between the first page and the second.
    served.bench.limits("min_interval = '500ms'\ntotal_timeout = '30s'");
    let mut child =
        served.bench.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    assert!(served.stub.log.reaches(2, Duration::from_mins(1)));
    served.stub.log.reaches(3, Duration::from_millis(300));
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().code(), None);
    assert_eq!(served.asked(), PATHS[..1]);
    assert_eq!(served.bench.count("SELECT count(*) FROM item"), 3);
    assert_eq!(served.bench.count("SELECT count(*) FROM cursor"), 0);

    // The source is not due: only what the killed run had found is asked for.
    rusqlite::Connection::open(served.bench.db())
        .unwrap()
        .execute_batch("UPDATE source SET due_at = 9000000000000000")
        .unwrap();
    assert_eq!(served.run().code, 0);
    assert_eq!(served.asked(), PATHS);
    assert_eq!(served.ids(), EVERY_ID);
    assert_eq!(served.observed().len(), 1);
    assert_eq!(served.bench.column("SELECT value FROM cursor WHERE name = 'newest'"), ["24"]);
}

#[test]
fn a_message_that_is_missing_from_a_later_page_is_not_said_to_be_gone() {
    let body = std::sync::Mutex::new(fixture("telegram/newest.html"));
    let served = Served::new("telegram", KEYS, move |_, stream| {
        let mut body = body.lock().unwrap();
        page(stream, KIND, &*body);
        // Message 22 leaves a gap, as 23 does: a service message would, too.
        *body = body.replace("Harbour_Watch/22\"", "Harbour_Watch/24\"");
    });
    served.run();
    served.run();
    let gone = "SELECT native_id || ' ' || (gone_at IS NOT NULL) FROM item ORDER BY native_id";
    assert_eq!(served.bench.column(gone), ["harbour_watch/21 0", "harbour_watch/22 0", "harbour_watch/24 0"]);
}

#[test]
fn further_pages_are_asked_for_whole_so_that_a_sweep_goes_on() {
    let has_failed = std::sync::atomic::AtomicBool::new(false);
    let served = Served::new("telegram", ALL, move |request, stream| {
        if request.path == PATHS[2] && !has_failed.swap(true, std::sync::atomic::Ordering::SeqCst) {
            status(stream, "403 Forbidden", "");
        } else if request.path == PATHS[1] && request.conditional {
            status(stream, "304 Not Modified", "");
        } else if request.path == PATHS[1] {
            let headers = "content-type: text/html\r\netag: \"older\"\r\n";
            answer(stream, "200 OK", headers, fixture("telegram/older.html"));
        } else {
            channel(request, stream);
        }
    });
    served.run();
    assert_eq!(served.bench.count("SELECT count(*) FROM cursor"), 0, "a page is missing");
    served.run();
    assert_eq!(served.asked()[3..], PATHS);
    assert_eq!(served.ids(), EVERY_ID);
}

#[test]
fn views_keep_what_they_are_rounded_to() {
    let served = Served::new("telegram", KEYS, channel);
    served.run();
    assert_eq!(metrics(&served, "harbour_watch/21"), ["views 987"]);
    assert_eq!(metrics(&served, "harbour_watch/22"), ["views 1200", "views_rounded_to 100"]);
    assert_eq!(metrics(&served, "harbour_watch/24"), ["views 3400000", "views_rounded_to 100000"]);
}

#[test]
fn times_keep_how_they_were_written() {
    let served = Served::new("telegram", KEYS, channel);
    served.run();
    let row = &served.bench.rows("SELECT * FROM item WHERE native_id = 'harbour_watch/22'")[0];
    assert_eq!(row["created_at"], 1_737_883_800_000_000_i64);
    assert_eq!(row["created_original"], "2025-01-26T11:30:00+02:00");
    assert_eq!(
        (&row["created_precision"], &row["created_basis"]),
        (&"second".into(), &"time[datetime]".into())
    );
    assert_eq!(row["url"], "https://t.me/Harbour_Watch/22");
    let row = &served.bench.rows("SELECT text FROM item WHERE native_id = 'harbour_watch/21'")[0];
    assert_eq!(row["text"], "The tide table for Sunday is out.\nHigh water at six.");
}

#[test]
fn the_channel_is_one_account() {
    let served = Served::new("telegram", ALL, channel);
    served.run();
    let rows = served.bench.rows("SELECT platform, handle, name, label, description FROM account");
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["platform"], &rows[0]["handle"]), (&"telegram".into(), &"harbour_watch".into()));
    assert_eq!((&rows[0]["name"], &rows[0]["label"]), (&"Harbour Watch".into(), &"verified".into()));
    assert_eq!(rows[0]["description"], "Ships, cranes and tides.\nWrite to the harbour office.");
}

#[test]
fn a_message_with_nothing_but_its_time_is_an_item() {
    let served = odd();
    let row = item(&served, 101);
    assert_eq!((&row["kind"], &row["text"]), (&"post".into(), &"".into()));
    assert!(row["byline"].is_null() && row["repost_of"].is_null() && row["reply_to"].is_null());
    assert!(metrics(&served, "odd_ends/101").is_empty());
}

#[test]
fn unknown_elements_and_orders_of_classes_change_nothing() {
    assert_eq!(item(&odd(), 102)["text"], "Classes in another order.");
}

#[test]
fn a_very_long_text_is_kept_whole() {
    assert_eq!(item(&odd(), 103)["text"].as_str().unwrap().len(), 13 * 20_000 - 1);
}

#[test]
fn forwards_are_reposts_with_or_without_their_original() {
    let served = odd();
    let open = item(&served, 104);
    assert_eq!((&open["kind"], &open["repost_of"]), (&"repost".into(), &"far_shore/77".into()));
    assert_eq!(open["byline"], "Far Shore; Night desk");
    assert_eq!(served.bench.count("SELECT count(*) FROM item WHERE native_id = 'far_shore/77'"), 0);
    let hidden = item(&served, 105);
    assert_eq!((&hidden["kind"], &hidden["byline"]), (&"repost".into(), &"A hidden sailor".into()));
    assert!(hidden["repost_of"].is_null());
}

#[test]
fn a_reply_has_its_own_words_alone() {
    let row = item(&odd(), 106);
    assert_eq!((&row["kind"], &row["reply_to"]), (&"reply".into(), &"odd_ends/101".into()));
    assert_eq!(row["text"], "An answer in own words.");
}

fn media(served: &Served, id: u32) -> Vec<String> {
    served.bench.column(&format!(
        "SELECT media.kind || ' ' || coalesce(media.url, media.alt, '') FROM media JOIN item ON item.id = item_id
         WHERE native_id = 'odd_ends/{id}' ORDER BY n"
    ))
}

#[test]
fn an_album_is_one_message_with_several_pictures() {
    let served = odd();
    let pictures = [107, 108, 109].map(|n| format!("photo https://cdn.example/p/{n}.jpg"));
    assert_eq!(media(&served, 107), pictures);
    assert_eq!(
        served.bench.count("SELECT count(*) FROM item WHERE native_id IN ('odd_ends/108', 'odd_ends/109')"),
        0
    );
}

#[test]
fn other_media_are_named() {
    let served = odd();
    assert_eq!(
        media(&served, 111),
        ["video https://cdn.example/v/111.mp4", "document timetable.pdf", "poll Is the pier open?"]
    );
    assert!(metrics(&served, "odd_ends/111").is_empty(), "a count that is none is left out");
}

#[test]
fn what_the_web_does_not_show_is_said_to_be_withheld() {
    let served = odd();
    assert_eq!(media(&served, 113), ["withheld Please open Telegram to view this post"]);
    assert_eq!(item(&served, 113)["text"], "");
}

#[test]
fn links_hashtags_and_mentions_are_told_apart() {
    let served = odd();
    let of = |what: &str, from: &str| {
        served.bench.column(&format!(
            "SELECT {what} FROM {from} JOIN item ON item.id = item_id WHERE item.native_id = 'odd_ends/110' ORDER BY 1"
        ))
    };
    assert_eq!(
        of("raw", "link"),
        [
            "https://paper.example/a?x=1&y=2",
            "https://plain.example/b?x=1&y=2",
            "https://preview.example/story",
            "https://t.me/far_shore/5"
        ]
    );
    assert_eq!(of("tag", "tag"), ["harbour港"]);
    assert_eq!(of("mention.handle", "mention"), ["far_shore"]);
    let row = item(&served, 110);
    assert_eq!(row["text"], "See the paper and the plain one, #Harbour港, @far_shore, a post ⚓");
    assert_eq!(row["byline"], "Quay clerk");
}

#[test]
fn an_edited_message_says_so_but_not_when() {
    let served = odd();
    assert_eq!(metrics(&served, "odd_ends/110"), ["edited 1", "views 3400000", "views_rounded_to 100000"]);
    assert!(item(&served, 110)["modified_at"].is_null());
}

#[test]
fn a_text_that_changes_is_a_version() {
    let body = std::sync::Mutex::new(fixture("telegram/newest.html"));
    let served = Served::new("telegram", KEYS, move |_, stream| {
        let mut body = body.lock().unwrap();
        page(stream, KIND, &*body);
        *body = body.replace("We look into it.", "It is not true.");
    });
    served.run();
    assert_eq!(served.run().json()["changed_items"], 1);
    // What it said first, and what it says now.
    assert_eq!(served.bench.count("SELECT count(*) FROM item_version"), 2);
    let row = &served.bench.rows("SELECT text FROM item WHERE native_id = 'harbour_watch/24'")[0];
    assert!(row["text"].as_str().unwrap().ends_with("It is not true."));
}

#[test]
fn service_messages_are_no_items_and_unreadable_ones_are_counted() {
    let served = odd();
    assert_eq!(served.bench.count("SELECT count(*) FROM item WHERE native_id = 'odd_ends/112'"), 0);
    assert_eq!(served.ids().len(), 10);
    // Two blocks could not be read: the page proves no window, only that it was looked at.
    assert_eq!(served.bench.count("SELECT count(*) FROM observed WHERE from_at < to_at"), 0);
    let run = served.bench.collect(&["run"]);
    assert!(run.err.contains("unmapped") && run.err.contains("data-post"), "{run:?}");
}

#[test]
fn a_channel_without_a_preview_is_forbidden() {
    let body = fixture("telegram/without_history.html");
    let served = always(KEYS, body.clone());
    assert_eq!(served.run().code, 0);
    assert_eq!(served.outcome(), "forbidden");

    let served = Served::new("telegram", KEYS, move |request, stream| {
        if request.path.starts_with("/s/") {
            status(stream, "302 Found", "location: /Harbour_Watch\r\n");
        } else {
            page(stream, KIND, fixture("telegram/newest.html"));
        }
    });
    served.run();
    assert_eq!(served.outcome(), "forbidden", "whatever is there instead");
    assert!(served.ids().is_empty() && served.observed().is_empty());
    assert_eq!(served.bench.count("SELECT count(*) FROM item WHERE gone_at IS NOT NULL"), 0);
}

#[test]
fn the_platform_is_asked_every_two_seconds_at_most() {
    let bench = Bench::new();
    bench.write(
        "config/sources/it.toml",
        format!("[[source]]\nname = 'it'\nconnector = 'telegram'\nmin_interval = '1ms'\n{KEYS}\n"),
    );
    let explained = bench.collect(&["explain", "https://t.me/s/Harbour_Watch"]);
    assert!(explained.out.contains("2s between requests to t.me"), "{explained:?}");
}

#[test]
fn keys_that_mean_nothing_are_refused() {
    for (keys, told) in [
        ("", "channel"),
        ("channel = '+AbCdEf'", "no public channel"),
        ("channel = 'a b'", "no public channel"),
        ("channel = 'abcd'\naccount = 'x'", "account"),
        ("channel = 'abcd'\nthreads = true", "threads"),
        ("channel = 'abcd'\nquery = 'x'", "query"),
    ] {
        let bench = Bench::new();
        bench.write(
            "config/sources/it.toml",
            format!("[[source]]\nname = 'it'\nconnector = 'telegram'\n{keys}\n"),
        );
        let run = bench.collect(&["run"]);
        assert_eq!(run.code, 2, "{keys}: {run:?}");
        assert!(run.err.contains(told) && run.err.contains("hint"), "{keys}: {run:?}");
    }
}
