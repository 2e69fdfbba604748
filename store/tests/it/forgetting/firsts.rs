//! Forgetting and the words of others: what they wrote first stays in their rows and bodies, what is the forgotten's own
//! leaves them, in whatever form a body has it.

use whence_store::evidence::Body;
use whence_store::forget::{Forgotten, Target};
use whence_store::ingest::{ItemKind, NewItem};
use whence_store::time::Micros;

use crate::support::{Bench, Filled, post};

const TIMS: &str = "The minister has lied about the harbour fund.";
const EVES: &str = "I alone can save the islands!";

fn at(mut item: NewItem, second: i64) -> NewItem {
    item.created.at = Micros(second * Micros::SECOND);
    item
}

/// A page of items that was captured at this address with this body.
fn put(filled: &mut Filled, second: i64, url: &str, body: &str, items: Vec<NewItem>) {
    let mut page = filled.page(0, second, items);
    url.clone_into(&mut page.capture.url);
    url.clone_into(&mut page.capture.final_url);
    page.capture.body = Some(Body { bytes: body.as_bytes().to_vec(), truncated: false });
    filled.store.put_page(&page).unwrap();
}

fn forget(filled: &mut Filled, target: &Target) -> Forgotten {
    filled.store.forget(target, "asked for", Micros(1_000 * Micros::SECOND), false).unwrap()
}

fn eve() -> Target {
    Target::Account { platform: "x".to_owned(), who: "eve_copier9".to_owned() }
}

/// The bodies, unpacked, in the order in which they came.
fn bodies(bench: &Bench) -> Vec<String> {
    let raw = bench.raw();
    let mut statement = raw.prepare("SELECT codec, size, bytes FROM blob ORDER BY id").unwrap();
    let body = |row: &rusqlite::Row<'_>| {
        let (codec, size, bytes): (String, u32, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let bytes =
            if codec == "zstd" { zstd::bulk::decompress(&bytes, size as usize).unwrap() } else { bytes };
        Ok(String::from_utf8(bytes).unwrap())
    };
    statement.query_map([], body).unwrap().map(Result::unwrap).collect()
}

fn texts(bench: &Bench) -> Vec<String> {
    bench.column("SELECT native_id || ' ' || text FROM item ORDER BY native_id", &[])
}

fn assert_verifies(bench: &Bench) {
    let ended = bench.program(&["verify"]);
    assert_eq!(ended.code, 0, "{ended:?}");
}

#[test]
fn the_time_of_others_decides_and_a_tie_is_theirs() {
    for (second, kept) in [(9, true), (10, true), (11, false)] {
        let bench = Bench::new();
        let mut filled = bench.open();
        let text = format!("So it is. {TIMS} We shall see");
        let body = format!(r#"[{{"id":"40001","text":"{text}"}}]"#);
        put(&mut filled, 100, "file:tim.json", &body, vec![at(post("tim", "40001", &text), second)]);
        let copy = format!("{TIMS} {EVES}");
        filled.put(0, 101, vec![at(post("eve_copier9", "40002", &copy), 10)]);
        let done = forget(&mut filled, &eve());
        drop(filled);
        assert_eq!((done.parts_spared, done.items_redacted), if kept { (1, 0) } else { (0, 1) }, "{done:?}");
        assert_eq!(bodies(&bench)[0] == body, kept, "{second}");
        assert_eq!(texts(&bench)[0].contains(TIMS), kept, "{second}");
        assert_verifies(&bench);
    }
}

#[test]
fn who_passes_on_has_written_nothing_first() {
    // An import may give an answer or a repost an earlier time than what it answers.
    let related = |change: fn(&mut NewItem)| {
        let mut item = at(post("bob", "40003", TIMS), 5);
        change(&mut item);
        item
    };
    for (item, kept) in [
        (related(|_| {}), true),
        (related(|item| item.quote_of = Some("40002".to_owned())), false),
        (related(|item| item.reply_to = Some("40002".to_owned())), false),
        (related(|item| item.kind = ItemKind::Repost), false),
    ] {
        let bench = Bench::new();
        let mut filled = bench.open();
        filled.put(0, 100, vec![item, at(post("eve_copier9", "40002", &format!("{TIMS} {EVES}")), 10)]);
        let done = forget(&mut filled, &eve());
        drop(filled);
        assert_eq!(done.parts_spared, usize::from(kept));
        assert_eq!(texts(&bench)[0].contains(TIMS), kept);
        assert_verifies(&bench);
    }
}

#[test]
fn whole_texts_go_wherever_they_stand() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.put(0, 100, vec![at(post("tim", "40001", &format!("Listen. {TIMS}")), 1)]);
    filled.put(0, 101, vec![at(post("eve_copier9", "40002", TIMS), 10)]);
    let done = forget(&mut filled, &eve());
    drop(filled);
    assert_eq!((done.items_redacted, done.items_whole, done.parts_spared), (1, 1, 0));
    assert_eq!(texts(&bench), ["40001 Listen. [forgotten]"]);
}

#[test]
fn a_profile_takes_no_older_words_along() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.put(0, 100, vec![at(post("tim", "40001", &format!("Listen. {TIMS}")), 1)]);
    let mut item = at(post("eve_copier9", "40002", "Good morning to all of you"), 10);
    item.account.description = Some(format!("{EVES} {TIMS}"));
    filled.put(0, 101, vec![item]);
    forget(&mut filled, &eve());
    drop(filled);
    assert_eq!(texts(&bench), [format!("40001 Listen. {TIMS}")]);
}

#[test]
fn what_was_passed_on_stays_with_its_author() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut repost = at(post("eve_copier9", "40002", TIMS), 10);
    repost.kind = ItemKind::Repost;
    repost.repost_of = Some("40001".to_owned());
    let tims = format!(r#"{{"id":"40001","by":"tim","text":"{TIMS}","seen":["eve_copier9"]}}"#);
    let body = format!(r#"[{tims},{{"id":"40002","by":"eve_copier9","text":"{TIMS}","of":"40001"}}]"#);
    put(&mut filled, 100, "file:a.json", &body, vec![at(post("tim", "40001", TIMS), 1), repost]);
    let done = forget(&mut filled, &eve());
    drop(filled);
    assert_eq!((done.items, done.items_redacted), (1, 0));
    assert_eq!(texts(&bench), [format!("40001 {TIMS}")]);
    let expected = format!("[{},{{\"forgotten\":true}}]", tims.replace("eve_copier9", "[forgotten]"));
    assert_eq!(bodies(&bench), [expected]);
    assert_verifies(&bench);
}

#[test]
fn no_form_of_a_body_keeps_her_copy() {
    let long =
        "And that is by no means all of what they have done to the people of the harbour in these years.";
    let text = format!("{TIMS}\n{long}\n{EVES}");
    let html = format!("<p>{TIMS}</p><p>{long}</p><p>{}</p>", EVES.replace('!', "&#33;"));
    let quoted = html.replace("<p>", "<p class=\\\"x\\\">");
    let escaped = text.bytes().map(|byte| format!("\\u{byte:04x}")).collect::<Vec<_>>().concat();
    let page = format!(
        "<html><body><h1>Diary</h1>{}</body></html>",
        html.replace("</p><p>", "</p><hr>Advertisement<p>")
    );
    let address = "https://evesite.example/diary/1";
    let bench = Bench::new();
    let mut filled = bench.open();
    let tims = format!("Hear me out. {TIMS} {long} And on it goes");
    let own = format!(r#"{{"id":"40001","text":"{tims}"}}"#);
    put(&mut filled, 100, "file:tim.json", &own, vec![at(post("tim", "40001", &tims), 1)]);
    let hers = || {
        let mut item = at(post("eve_copier9", "40002", &text), 10);
        item.url = Some(address.to_owned());
        item
    };
    let bodies_of_hers = [
        ("file:a.json", format!(r#"[{own},{{"id":"40002","content":"{quoted}"}}]"#), format!(r#"[{own},{{"forgotten":true}}]"#)),
        ("file:b.json", format!(r#"[{own},{{"id":"40002","content":"{escaped}"}}]"#), format!(r#"[{own},{{"forgotten":true}}]"#)),
        (
            "file:c.csv",
            format!("id,text\n40001,{tims}\n40002,\"{text}\"\n"),
            format!("id,text\n40001,{tims}\n"),
        ),
        (
            "https://news.example/feed.xml",
            format!("<rss><item><link>https://news.example/1</link><description>{TIMS}</description></item><item><link>{address}</link>{html}</item></rss>"),
            format!("<rss><item><link>https://news.example/1</link><description>{TIMS}</description></item></rss>"),
        ),
        (
            address,
            page,
            "<html><body><h1>Diary</h1><p>[forgotten]</p><hr>Advertisement<p>[forgotten]</p><hr>Advertisement<p>[forgotten]</p></body></html>"
                .to_owned(),
        ),
        // Cut short, and with something between: neither whole nor beginning is there as such.
        (
            "file:d.json",
            format!(r#"[{own},{{"id":"40002","content":"{long} — {EVES} — {TIMS}"}}]"#),
            format!(r#"[{own},{{"id":"[forgotten]","content":"[forgotten] — [forgotten] — [forgotten]"}}]"#),
        ),
    ];
    for (n, (url, body, _)) in bodies_of_hers.iter().enumerate() {
        put(&mut filled, 101 + i64::try_from(n).unwrap(), url, body, vec![hers()]);
    }
    let done = forget(&mut filled, &eve());
    drop(filled);
    assert_eq!((done.parts_spared, done.items_redacted, done.bodies_dropped), (2, 0, 0), "{done:?}");
    let found = bodies(&bench);
    assert_eq!(found[0], own);
    for ((url, _, expected), found) in bodies_of_hers.iter().zip(&found[1..]) {
        assert_eq!(found, expected, "{url}");
    }
    assert_eq!(texts(&bench), [format!("40001 {tims}")]);
    assert_verifies(&bench);
}
