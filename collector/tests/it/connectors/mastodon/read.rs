//! What statuses say.

use serde_json::{Value, json};

use super::{KEYS, LOOKUP, Reply, World, file, list, server, status, three_pages};

fn own(id: &str) -> String {
    format!("https://social.example/users/harbour/statuses/{id}")
}

fn remote(id: &str) -> String {
    format!("https://other.example/users/evening/statuses/{id}")
}

fn row(world: &World, id: &str) -> Value {
    world.bench.rows(&format!("SELECT * FROM item WHERE native_id = '{id}'")).remove(0)
}

#[test]
fn three_pages_are_walked_and_each_status_is_there_once() {
    let world = three_pages(KEYS);
    let run = world.run();
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        world.stub.log.len(),
        4,
        "a lookup and three pages, no robots.txt: {:?}",
        world.stub.log.paths()
    );
    let ids = world.bench.column("SELECT native_id FROM item ORDER BY native_id");
    for id in ["1130", "1128", "1127", "1126", "1125", "1124", "1123", "1121", "1118"].map(own) {
        assert_eq!(ids.iter().filter(|known| **known == id).count(), 1, "{id}: {ids:?}");
    }
    // Nine of its own, two that it passed on, and of others the one passed on and the one quoted.
    assert_eq!(ids.len(), 13, "{ids:?}");
    assert!(run.err.contains("has no time that can be read"), "the undated one is told of: {}", run.err);
    world.run();
    assert_eq!(
        world.stub.log.paths().iter().filter(|path| *path == LOOKUP).count(),
        1,
        "its id is known by then"
    );
}

#[test]
fn a_status_is_read_with_all_that_it_carries() {
    let world = three_pages(KEYS);
    world.run();
    let post = row(&world, &own("1130"));
    assert_eq!(post["kind"], "post");
    assert_eq!(
        post["text"],
        "The new crane runs & hums.\nSee https://harbour.example/cranes/2025/the-new-crane\n@evening #Hafen"
    );
    assert_eq!(post["title"], "Machines", "the words before it");
    assert_eq!((&post["lang"], &post["lang_source"]), (&json!("en"), &json!("author")));
    assert_eq!(post["url"], "https://social.example/@harbour/1130");
    assert_eq!(
        (&post["created_original"], &post["created_basis"]),
        (&json!("2025-01-27T10:00:00.123Z"), &json!("created_at"))
    );
    assert_eq!(post["modified_at"], json!(1_737_973_800_000_000_i64));
    let of = |query: &str| world.bench.column(&query.replace("THIS", &post["id"].to_string()));
    assert_eq!(
        of("SELECT raw FROM link WHERE item_id = THIS"),
        ["https://harbour.example/cranes/2025/the-new-crane"]
    );
    assert_eq!(of("SELECT handle FROM mention WHERE item_id = THIS"), ["evening@other.example"]);
    assert_eq!(of("SELECT count(*) FROM tag WHERE item_id = THIS"), ["1"]);
    let media = of(
        "SELECT kind || ' ' || url || ' ' || coalesce(alt, '-') FROM media WHERE item_id = THIS ORDER BY 1",
    );
    assert_eq!(
        media,
        ["photo https://files.social.example/1.png A crane", "video https://files.other.example/2.mp4 -"]
    );
    let metrics = of("SELECT name || '=' || value FROM metric WHERE item_id = THIS ORDER BY 1");
    assert_eq!(metrics, ["likes=9", "replies=1", "reposts=4"], "`some` is no count");
    let account = &world.bench.rows("SELECT * FROM account WHERE handle LIKE 'harbour@%'")[0];
    assert_eq!(account["native_id"], "https://social.example/users/harbour");
    assert_eq!(
        (&account["handle"], &account["name"]),
        (&json!("harbour@social.example"), &json!("Harbour Press"))
    );
    assert_eq!(account["description"], "About ships");
    assert_eq!(account["label"], "verified link harbour.example; bot");
}

#[test]
fn reblogs_are_reposts_and_the_original_is_there_by_its_own_address() {
    let world = three_pages(KEYS);
    world.run();
    let repost = row(&world, &own("1129/activity"));
    let original = remote("800000000000000000007");
    assert_eq!((&repost["kind"], &repost["repost_of"]), (&json!("repost"), &json!(original)));
    assert_eq!(repost["text"], "The crane, seen from the evening train.");
    assert_eq!(repost["created_original"], "2025-01-27T09:30:00.000Z");
    let original = row(&world, &original);
    assert_eq!((&original["kind"], &original["text"]), (&json!("post"), &repost["text"]));
    assert_eq!(original["created_basis"], "created_at of the author's server");
}

#[test]
fn a_reblog_of_what_can_not_be_read_any_more_stays_without_words() {
    let world = three_pages(KEYS);
    world.run();
    let repost = row(&world, &own("1119/activity"));
    assert_eq!((&repost["kind"], &repost["text"]), (&json!("repost"), &json!("")));
    assert_eq!(repost["repost_of"], remote("5"));
}

#[test]
fn quotes_and_answers_name_what_they_quote_and_answer() {
    let world = three_pages(KEYS);
    world.run();
    let quote = row(&world, &own("1128"));
    let quoted = remote("800000000000000000008");
    assert_eq!((&quote["kind"], &quote["quote_of"]), (&json!("quote"), &json!(quoted)));
    assert_eq!(
        quote["text"], "What the mayor leaves out.",
        "without what is written for programs that show no quotes"
    );
    assert_eq!(row(&world, &quoted)["text"], "It is safe, the mayor says.");
    let answer = row(&world, &own("1127"));
    assert_eq!((&answer["kind"], &answer["reply_to"]), (&json!("reply"), &json!(own("1126"))));
    // What it answers is shown on its page, as quoted by another.
    assert_eq!(row(&world, &own("1126"))["reply_to"], quoted);
    let revoked = row(&world, &own("1121"));
    assert_eq!((&revoked["kind"], &revoked["quote_of"]), (&json!("post"), &json!(null)));
}

#[test]
fn an_answer_to_what_is_not_shown_names_the_servers_id() {
    let world = World::new("mastodon", "tag = 'hafen'", |_, _| {
        let mut answer = status(10);
        answer["in_reply_to_id"] = json!(77);
        Reply::json(json!([answer]).to_string())
    });
    world.run();
    assert_eq!(world.value("SELECT kind || ' ' || reply_to FROM item"), "reply 127.0.0.1/77");
}

#[test]
fn statuses_without_optional_members_and_with_unknown_ones_are_read() {
    let world = three_pages(KEYS);
    world.run();
    let bare = row(&world, &own("1125"));
    assert_eq!((&bare["kind"], &bare["text"], &bare["title"]), (&json!("post"), &json!(""), &json!(null)));
    assert_eq!(row(&world, &own("1124"))["text"], "With keys that nobody knows.");
    assert_eq!(row(&world, &own("1118"))["text"], "Filtered by the server.");
    let long = row(&world, &own("1123"));
    let long = long["text"].as_str().unwrap();
    assert!(
        long.len() > 15_000 && long.ends_with("\nSentence 399 of a long report on the crane."),
        "{}",
        long.len()
    );
}

#[test]
fn who_asks_not_to_be_found_is_left_out_unless_the_operator_says_otherwise() {
    let texts = |keys: &str| {
        let world = World::new("mastodon", keys, |path, _| {
            assert_eq!(path, "/api/v1/timelines/tag/hafen?limit=40");
            Reply::json(file("tag.json"))
        });
        let run = world.run();
        assert_eq!(run.code, 0, "{run:?}");
        let windows = world.bench.count("SELECT count(*) FROM observed WHERE to_at > from_at");
        (world.bench.column("SELECT text FROM item ORDER BY created_at DESC"), windows, run.err)
    };
    let (kept, windows, said) = texts("tag = 'hafen'");
    assert_eq!(kept, ["From elsewhere about the #Hafen", "Loudly on the harbour"]);
    assert_eq!(windows, 0, "a page of which something is left out does not show everything");
    assert!(said.contains("asks not to be listed or indexed"), "{said}");
    assert!(said.contains("left_out") && !said.contains("unmapped"), "they could be read: {said}");
    let (kept, windows, said) = texts("tag = 'hafen'\nunlisted = true");
    assert_eq!((kept.len(), windows), (5, 1));
    assert!(!said.contains("asks not to be listed"), "{said}");
}

#[test]
fn a_reblog_of_who_asks_not_to_be_found_keeps_none_of_the_words() {
    let world = server(KEYS, |_, path, _| match path {
        LOOKUP => Reply::json(file("account.json")),
        _ => Reply::json(file("reblog-of-unlisted.json")),
    });
    world.run();
    assert_eq!(world.items(), 2);
    assert_eq!(row(&world, &own("1122/activity"))["text"], "");
    assert_eq!(world.bench.count("SELECT count(*) FROM account WHERE handle LIKE '%shy%'"), 0);
}

#[test]
fn an_account_that_asks_not_to_be_found_is_not_listed() {
    let asked = |keys: &str| {
        let world = server(keys, |_, path, _| match path {
            LOOKUP => Reply::json(
                String::from_utf8(file("account.json"))
                    .unwrap()
                    .replace("\"noindex\": false", "\"noindex\": true"),
            ),
            _ => Reply::json(list(&[10])),
        });
        let run = world.run();
        (world.stub.log.len(), world.items(), run.err)
    };
    let (requests, items, said) = asked(KEYS);
    assert_eq!((requests, items), (1, 0));
    assert!(said.contains("unlisted = true"), "{said}");
    let (requests, items, _) = asked(&format!("{KEYS}\nunlisted = true"));
    assert_eq!((requests, items), (2, 1));
}

#[test]
fn an_edit_is_another_version() {
    let world = server(KEYS, |_, path, before| match path {
        LOOKUP => Reply::json(file("account.json")),
        _ if before == 0 => Reply::json(list(&[10])),
        _ => {
            let mut edited = status(10);
            edited["content"] = json!("<p>At minute ten, they say.</p>");
            edited["edited_at"] = json!("2025-01-27T11:00:00.000Z");
            Reply::json(json!([edited]).to_string())
        }
    });
    world.run();
    world.run();
    assert_eq!(world.value("SELECT text FROM item"), "At minute ten, they say.");
    assert_eq!(world.bench.count("SELECT count(*) FROM item_version"), 2, "before and after");
}
