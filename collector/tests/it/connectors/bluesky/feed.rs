//! What the pages of a feed say.

use serde_json::json;

use super::{KEYS, OWN, Reply, World, file, three_pages, uri};

#[test]
fn three_pages_are_walked_and_each_post_is_there_once() {
    let world = three_pages(KEYS);
    let run = world.run();
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(world.stub.log.len(), 3, "no robots.txt: it is a documented interface");
    let ids = world.bench.column("SELECT native_id FROM item ORDER BY native_id");
    let own = ["3a", "3c", "3d", "3f", "3g", "3h", "3i", "3k"].map(uri);
    for id in &own {
        assert_eq!(ids.iter().filter(|known| *known == id).count(), 1, "{id}: {ids:?}");
    }
    // Eight of its own, two reposts, and of others the reposted, the quoted and the answered one.
    assert_eq!(ids.len(), 13, "{ids:?}");
    let rules = world.bench.column("SELECT DISTINCT robots_rule FROM capture");
    assert_eq!(rules, ["a documented interface: the terms of Bluesky's public API apply"]);
    assert!(run.err.contains("has no time that can be read"), "the undated post is told of: {}", run.err);
}

#[test]
fn a_post_is_read_with_what_its_facets_and_embeds_name() {
    let world = three_pages(KEYS);
    world.run();
    let post = &world.bench.rows(&format!(
        "SELECT kind, text, lang, lang_source, url, thread_id, created_original, created_basis, created_precision, id FROM item
         WHERE native_id = '{}'",
        uri("3a")
    ))[0];
    assert_eq!(post["kind"], "post");
    assert_eq!(
        post["text"],
        "⚓️ Der neue Kran läuft: harbour.example/cranes/2025... sagt @mayor.example #Hafen"
    );
    assert_eq!((&post["lang"], &post["lang_source"]), (&json!("de"), &json!("author")));
    assert_eq!(post["url"], format!("https://bsky.app/profile/{OWN}/post/3a"));
    assert_eq!(post["thread_id"], uri("3a"));
    assert_eq!(post["created_original"], "2025-01-27T10:00:00.000Z");
    assert_eq!(
        (&post["created_basis"], &post["created_precision"]),
        (&json!("record.createdAt"), &json!("second"))
    );
    let of = |query: &str| world.bench.column(&query.replace("THIS", &post["id"].to_string()));
    let links = of("SELECT raw FROM link WHERE item_id = THIS ORDER BY 1");
    assert_eq!(
        links,
        ["https://harbour.example/beyond", "https://harbour.example/cranes/2025/the-new-crane"]
    );
    assert_eq!(
        of("SELECT tag FROM tag WHERE item_id = THIS ORDER BY 1").len(),
        2,
        "the text's and the record's own"
    );
    let mentions = of("SELECT handle || ' ' || native_id FROM mention WHERE item_id = THIS ORDER BY 1");
    // A range that is shifted into a character still names its account by id.
    assert_eq!(mentions, ["did:plc:shifted00 did:plc:shifted00", "mayor.example did:plc:mayor0000"]);
    let metrics = of("SELECT name || '=' || value FROM metric WHERE item_id = THIS ORDER BY 1");
    assert_eq!(metrics, ["bookmarks=0", "likes=31", "replies=2", "reposts=7"], "`many` is no count");
    let account = &world.bench.rows(&format!("SELECT * FROM account WHERE native_id = '{OWN}'"))[0];
    assert_eq!(
        (&account["platform"], &account["handle"]),
        (&json!("bluesky"), &json!("press.harbour.example"))
    );
    assert_eq!((&account["name"], &account["label"]), (&json!("Harbour Press"), &json!("verified; bot")));
}

#[test]
fn reposts_have_the_time_of_the_reposting_and_the_words_of_the_original() {
    let world = three_pages(KEYS);
    world.run();
    let repost = &world.bench.rows(
        "SELECT i.kind, i.text, i.repost_of, i.created_original, i.created_basis, a.native_id AS who, i.url FROM item i
         JOIN account a ON a.id = i.account_id WHERE i.native_id LIKE '%/app.bsky.feed.repost/3r1'",
    )[0];
    assert_eq!((&repost["kind"], &repost["who"]), (&json!("repost"), &json!(OWN)));
    assert_eq!(repost["text"], "The crane of the harbour, seen from the evening train.");
    assert_eq!(repost["repost_of"], "at://did:plc:evening00/app.bsky.feed.post/3e");
    assert_eq!(
        (&repost["created_original"], &repost["created_basis"]),
        (&json!("2025-01-27T09:30:00.000Z"), &json!("reason.indexedAt"))
    );
    let original =
        "SELECT m.kind || ' ' || m.url || ' ' || m.alt FROM item i JOIN media m ON m.item_id = i.id
                    WHERE i.native_id LIKE '%evening00%/3e'";
    assert_eq!(world.value(original), "photo https://cdn.example/full/e A tall crane");
}

#[test]
fn a_repost_of_what_was_deleted_stays_without_words() {
    let world = three_pages(KEYS);
    world.run();
    let repost = &world.bench.rows("SELECT kind, text, repost_of FROM item WHERE native_id LIKE '%/3r2'")[0];
    assert_eq!((&repost["kind"], &repost["text"]), (&json!("repost"), &json!("")));
    assert_eq!(repost["repost_of"], "at://did:plc:evening00/app.bsky.feed.post/3gone");
}

#[test]
fn what_a_feed_calls_deleted_is_gone() {
    let known = World::new("bluesky", KEYS, |_, before| {
        let page = String::from_utf8(file("feed-3.json")).unwrap();
        // First the post is there, and is quoted; then it is not found.
        let there = json!({"uri": "at://did:plc:evening00/app.bsky.feed.post/3lost", "cid": "x",
            "$type": "app.bsky.embed.record#viewRecord",
            "author": {"did": "did:plc:evening00", "handle": "evening.example"},
            "value": {"text": "It fell.", "createdAt": "2025-01-27T07:00:00Z"}, "indexedAt": "2025-01-27T07:00:00Z"});
        let mut page: serde_json::Value = serde_json::from_str(&page).unwrap();
        if before == 0 {
            page["feed"][2]["post"]["embed"]["record"] = there;
        }
        Reply::json(page.to_string())
    });
    known.run();
    let gone = "SELECT gone_at IS NOT NULL FROM item WHERE native_id LIKE '%/3lost'";
    assert_eq!(known.value(gone), "0");
    known.run();
    assert_eq!(known.value(gone), "1");
}

#[test]
fn quotes_answers_and_their_originals_are_told_apart() {
    let world = three_pages(KEYS);
    world.run();
    let row = |key: &str| {
        let query = format!(
            "SELECT kind, quote_of, reply_to, thread_id FROM item WHERE native_id = '{}'",
            if key.starts_with("at:") { key.to_owned() } else { uri(key) }
        );
        world.bench.rows(&query).remove(0)
    };
    let mayor = |key: &str| format!("at://did:plc:mayor0000/app.bsky.feed.post/{key}");
    let quote = row("3c");
    assert_eq!((&quote["kind"], &quote["quote_of"]), (&json!("quote"), &json!(mayor("3m"))));
    let answer = row("3d");
    assert_eq!((&answer["kind"], &answer["reply_to"]), (&json!("reply"), &json!(mayor("3m2"))));
    assert_eq!(answer["thread_id"], mayor("3m"));
    assert_eq!(row(&mayor("3m"))["kind"], "post", "the quoted post is there");
    assert_eq!(row(&mayor("3m2"))["kind"], "reply", "and the answered one");
    let film = format!(
        "SELECT media.kind || ' ' || media.alt FROM media JOIN item ON item.id = item_id WHERE native_id = '{}'",
        uri("3c")
    );
    assert_eq!(world.value(&film), "video The mayor speaks");
    assert_eq!(
        row("3i")["quote_of"],
        "at://did:plc:evening00/app.bsky.feed.post/3lost",
        "the author's word for it"
    );
}

#[test]
fn posts_without_optional_members_and_with_unknown_ones_are_read() {
    let world = three_pages(KEYS);
    world.run();
    let bare = &world.bench.rows(&format!(
        "SELECT kind, text, lang, created_original FROM item WHERE native_id = '{}'",
        uri("3f")
    ))[0];
    assert_eq!((&bare["kind"], &bare["text"], &bare["lang"]), (&json!("post"), &json!(""), &json!(null)));
    assert_eq!(bare["created_original"], "2025-01-27T08:00:00Z");
    let text = |key: &str| world.value(&format!("SELECT text FROM item WHERE native_id = '{}'", uri(key)));
    assert_eq!(text("3g"), "With keys that nobody knows.");
    let long = text("3h");
    assert!(
        long.len() > 15_000 && long.ends_with("Sentence 399 of a long report on the crane."),
        "{}",
        long.len()
    );
}

#[test]
fn labels_of_a_withheld_post_are_counted() {
    let world = three_pages(KEYS);
    world.run();
    let labels = format!(
        "SELECT name || '=' || value FROM metric JOIN item ON item.id = item_id WHERE native_id = '{}' AND name LIKE 'label:%'
         ORDER BY 1",
        uri("3i")
    );
    assert_eq!(world.bench.column(&labels), ["label:!hide=2", "label:spam=1"], "one was taken back");
}

#[test]
fn a_post_that_its_author_dates_back_has_the_servers_time() {
    let world = three_pages(KEYS);
    world.run();
    let back = &world
        .bench
        .rows(&format!("SELECT created_original, created_basis FROM item WHERE native_id = '{}'", uri("3k")))
        [0];
    assert_eq!(back["created_original"], "2025-01-27T07:10:00.000Z");
    assert_eq!(back["created_basis"], "indexedAt; record.createdAt says 0001-01-01T00:00:00Z");
}

#[test]
fn who_wants_to_be_shown_to_signed_in_people_only_is_left_out_unless_the_operator_says_otherwise() {
    let texts = |keys: &str| {
        let world = World::new("bluesky", keys, |_, _| Reply::json(file("feed-of-shy.json")));
        let run = world.run();
        assert_eq!(run.code, 0, "{run:?}");
        (
            world.bench.column("SELECT kind || ' ' || substr(text, 1, 9) FROM item ORDER BY created_at"),
            run.err,
        )
    };
    let (kept, said) = texts(KEYS);
    assert_eq!(
        kept,
        ["quote What the ", "repost ", "post ⚓\u{fe0f} Der ne"],
        "the words of others are not kept"
    );
    assert!(said.contains("asks not to be listed or indexed"), "{said}");
    let (kept, said) = texts(&format!("{KEYS}\nunlisted = true"));
    assert_eq!(kept.len(), 5);
    assert!(!said.contains("asks not to be listed"), "{said}");
}

#[test]
fn an_account_that_wants_to_be_shown_to_signed_in_people_only_is_not_swept() {
    let world = World::new("bluesky", KEYS, |_, _| {
        Reply::json(
            String::from_utf8(file("feed-1.json")).unwrap().replace("\"bot\"", "\"!no-unauthenticated\""),
        )
    });
    let run = world.run();
    assert_eq!((run.code, world.stub.log.len()), (0, 1), "{run:?}");
    // What others wrote is theirs.
    let kept = world.bench.column("SELECT text FROM item");
    assert_eq!(kept, ["The crane of the harbour, seen from the evening train."]);
    assert_eq!(world.bench.count("SELECT count(*) FROM observed WHERE to_at > from_at"), 0);
    assert!(run.err.contains("unlisted = true"), "{}", run.err);
}
