//! Reddit: feeds of subreddits and users.

use std::sync::Mutex;

use super::served::{Served, fixture, page};
use crate::support::{Bench, answer, status};

const KIND: &str = "application/atom+xml; charset=UTF-8";
const SUB: &str = "channel = 'harbour'";

fn feeds(keys: &str, names: &[&str]) -> Served {
    Served::feeds("reddit", keys, KIND, names)
}

fn odd() -> Served {
    let served = feeds(SUB, &["odd"]);
    served.run();
    served
}

fn links(served: &Served, id: &str) -> Vec<String> {
    served.bench.column(&format!(
        "SELECT raw FROM link JOIN item ON item.id = item_id WHERE native_id = '{id}' ORDER BY raw"
    ))
}

#[test]
fn three_polls_bring_each_post_once_and_what_was_edited() {
    let served = feeds(SUB, &["new", "later", "later"]);
    assert_eq!(served.run().json()["new_items"], 3);
    let second = served.run();
    assert_eq!((&second.json()["new_items"], &second.json()["changed_items"]), (&1.into(), &1.into()));
    let third = served.run();
    assert_eq!((&third.json()["new_items"], &third.json()["changed_items"]), (&0.into(), &0.into()));
    assert_eq!(served.ids(), ["t3_abc101", "t3_abc102", "t3_abc103", "t3_abc104"]);
    assert_eq!(served.item("t3_abc103")["text"], "Asking for a ferry. Edit: it is.");
    assert_eq!(served.bench.count("SELECT count(*) FROM item WHERE gone_at IS NOT NULL"), 0);
    assert_eq!(served.asked()[0], "/r/harbour/new/.rss?limit=100");
    assert_eq!(served.observed().len(), 1);
    assert_eq!(served.observed()[0].0, 1_737_705_600_000_000, "the oldest post of the first poll");
}

#[test]
fn the_posts_of_a_user_are_asked_for_by_name() {
    let served = feeds("account = 'quay_clerk'", &["new"]);
    served.run();
    assert_eq!(served.asked(), ["/user/quay_clerk/submitted/.rss"]);
    assert_eq!(served.ids().len(), 3);
}

#[test]
fn a_post_of_text_is_read_whole() {
    let served = feeds(SUB, &["new"]);
    served.run();
    let row = served.item("t3_abc101");
    assert_eq!((&row["platform"], &row["kind"]), (&"reddit".into(), &"post".into()));
    assert_eq!(row["title"], "The tide table for Sunday");
    assert_eq!(row["text"], "High water at six.\nSee the table and r/tides, thanks to u/night_desk.");
    assert_eq!(
        (&row["created_original"], &row["created_basis"]),
        (&"2025-01-24T08:00:00+00:00".into(), &"published".into())
    );
    assert!(row["modified_at"].is_null());
    assert_eq!(row["url"], "https://www.reddit.com/r/harbour/comments/abc101/a_title/");
    // Its own address is no link that it shares.
    let shared = ["https://tides.example/table?a=1&b=2", "https://www.reddit.com/r/tides"];
    assert_eq!(links(&served, "t3_abc101"), shared);
    assert_eq!(served.bench.column("SELECT handle FROM mention"), ["night_desk"]);
    let accounts = served.bench.column("SELECT platform || ' ' || shown_handle FROM account ORDER BY 1");
    assert_eq!(accounts, ["reddit night_desk", "reddit quay_clerk"]);
}

#[test]
fn a_submitted_link_is_a_link() {
    let served = feeds(SUB, &["new"]);
    served.run();
    let row = served.item("t3_abc102");
    assert_eq!((&row["title"], &row["text"]), (&"Crane falls & nobody is hurt".into(), &"".into()));
    assert_eq!(row["created_at"], 1_737_887_400_000_000_i64);
    assert_eq!(row["created_original"], "2025-01-26T12:30:00+02:00");
    assert_eq!(links(&served, "t3_abc102"), ["https://paper.example/crane?x=1&y=2"]);
    let media = served.bench.column("SELECT kind || ' ' || url || ' ' || alt FROM media");
    assert_eq!(media, ["thumbnail https://thumbs.example/abc102.jpg A crane"]);
}

#[test]
fn the_submitted_link_is_the_one_below_the_text() {
    assert_eq!(links(&odd(), "t3_odd012"), ["https://trap.example/", "https://true.example/"]);
    let quoted = "SELECT count(*) FROM item WHERE quote_of IS NOT NULL";
    assert_eq!(odd().bench.count(quoted), 1);
}

#[test]
fn an_empty_feed_is_no_failure_and_takes_nothing_away() {
    let served = feeds(SUB, &["new", "empty"]);
    served.run();
    assert_eq!(served.run().code, 0);
    assert_eq!(served.outcome(), "ok");
    assert_eq!(served.ids().len(), 3);
    assert_eq!(served.bench.count("SELECT count(*) FROM item WHERE gone_at IS NOT NULL"), 0);
}

#[test]
fn what_is_missing_stays_missing() {
    let served = odd();
    let row = served.item("t3_odd001");
    assert!(row["title"].is_null() && row["text"] == "" && row["quote_of"].is_null(), "{row}");
    assert_eq!(row["url"], "https://www.reddit.com/comments/odd001");
}

#[test]
fn unknown_elements_and_long_texts_change_nothing() {
    let served = odd();
    assert_eq!(served.item("t3_odd002")["text"], "Known words.");
    assert_eq!(served.item("t3_odd003")["text"].as_str().unwrap().len(), 13 * 20_000 - 1);
}

#[test]
fn a_post_that_is_submitted_again_names_its_original_even_if_that_is_gone() {
    let row = odd().item("t3_odd004");
    assert_eq!((&row["kind"], &row["quote_of"]), (&"quote".into(), &"t3_gone99".into()));
}

#[test]
fn what_was_taken_away_is_gone_and_its_place_is_no_post() {
    let served = odd();
    let ids = served.ids();
    assert!(!ids.contains(&"t3_odd005".to_owned()) && !ids.contains(&"t3_odd006".to_owned()), "{ids:?}");

    let body = Mutex::new(fixture("reddit/new.xml"));
    let served = Served::new("reddit", SUB, move |_, stream| {
        let mut body = body.lock().unwrap();
        page(stream, KIND, &*body);
        *body = body.replace("Asking for a ferry.", "[removed]").replace("night_desk", "[deleted]");
    });
    served.run();
    served.run();
    let gone = "SELECT native_id FROM item WHERE gone_at IS NOT NULL ORDER BY native_id";
    assert_eq!(served.bench.column(gone), ["t3_abc102", "t3_abc103"]);
    assert_eq!(served.item("t3_abc103")["text"], "Asking for a ferry.", "the evidence stays");
}

#[test]
fn a_feed_of_the_old_form_has_one_time() {
    let row = odd().item("t3_odd007");
    assert_eq!(
        (&row["created_basis"], &row["created_original"]),
        (&"updated".into(), &"2025-01-04T00:00:00+00:00".into())
    );
}

#[test]
fn entries_that_cannot_be_read_are_counted_and_take_the_proof_of_coverage() {
    let served = odd();
    assert_eq!(served.ids().len(), 6, "{:?}", served.ids());
    assert_eq!(served.bench.count("SELECT count(*) FROM observed WHERE from_at < to_at"), 0);
    let run = served.bench.collect(&["run"]);
    assert!(run.err.contains("unmapped") && run.err.contains("t3_odd008 has no time"), "{run:?}");
}

#[test]
fn the_fence_is_a_gate_whatever_its_status() {
    for line in ["200 OK", "403 Forbidden", "429 Too Many Requests", "503 Service Unavailable"] {
        let served = Served::new("reddit", SUB, move |_, stream| {
            answer(stream, line, "content-type: text/html\r\n", fixture("reddit/blocked.html"));
        });
        assert_eq!(served.run().code, 0, "{line}");
        assert_eq!(served.outcome(), "gated", "{line}");
        assert_eq!(served.asked().len(), 1, "{line}");
    }
}

#[test]
fn a_post_may_quote_the_words_of_the_fence() {
    let body = fixture("reddit/new.xml").replace("Asking for a ferry.", "It said: whoa there, pardner!");
    let served = Served::new("reddit", SUB, move |_, stream| page(stream, KIND, &body));
    served.run();
    assert_eq!(served.item("t3_abc103")["text"], "It said: whoa there, pardner!");
}

#[test]
fn a_way_to_the_login_page_of_the_same_host_is_a_gate() {
    let served = Served::new("reddit", SUB, |request, stream| match request.path.as_str() {
        "/login" => page(stream, "text/html", "<!DOCTYPE html><html><body>Log in</body></html>"),
        _ => status(stream, "302 Found", "location: /login\r\n"),
    });
    served.run();
    assert_eq!(served.outcome(), "gated");
}

#[test]
fn the_platform_is_asked_every_ninety_seconds_at_most() {
    let bench = Bench::new();
    let explained = |interval: &str| {
        let source =
            format!("[[source]]\nname = 'it'\nconnector = 'reddit'\nmin_interval = '{interval}'\n{SUB}\n");
        bench.write("config/sources/it.toml", source);
        bench.collect(&["explain", "https://www.reddit.com/r/harbour/new/.rss?limit=100"]).out
    };
    assert!(explained("1ms").contains("90s between requests to www.reddit.com"), "{}", explained("1ms"));
    assert!(explained("10m").contains("600s between requests"), "a longer one is kept: {}", explained("10m"));
}

#[test]
fn keys_that_mean_nothing_are_refused() {
    for (keys, told) in [
        ("", "channel"),
        ("channel = 'r/harbour'", "no subreddit"),
        ("account = '/u/x'", "no user"),
        ("channel = 'a_b'\naccount = 'c_d'", "beside"),
        ("channel = 'harbour'\nfrom = '2025-01-01T00:00:00Z'", "from"),
        ("channel = 'harbour'\nthreads = true", "threads"),
    ] {
        let bench = Bench::new();
        bench.write(
            "config/sources/it.toml",
            format!("[[source]]\nname = 'it'\nconnector = 'reddit'\n{keys}\n"),
        );
        let run = bench.collect(&["run"]);
        assert_eq!(run.code, 2, "{keys}: {run:?}");
        assert!(run.err.contains(told) && run.err.contains("hint"), "{keys}: {run:?}");
    }
}
