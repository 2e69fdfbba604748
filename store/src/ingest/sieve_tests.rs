//! What was forgotten under the first rule of addresses, met under today's.

use super::*;
use crate::Store;
use crate::time::{Moment, Precision};

fn item(platform: &str, id: &str, url: Option<&str>, links: &[&str]) -> NewItem {
    NewItem {
        account: NewAccount {
            platform: platform.to_owned(),
            handle: format!("of {id}"),
            ..NewAccount::default()
        },
        native_id: id.to_owned(),
        kind: if platform == "web" { ItemKind::Article } else { ItemKind::Post },
        created: Moment { at: Micros(1), precision: Precision::Second, original: "1".to_owned() },
        created_basis: "created".to_owned(),
        modified: None,
        title: None,
        text: format!("what {id} says to everybody here"),
        byline: None,
        lang: None,
        url: url.map(str::to_owned),
        repost_of: None,
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links: links.iter().map(|link| (*link).to_owned()).collect(),
        tags: Vec::new(),
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: Vec::new(),
        seen: None,
        rule_version: 1,
    }
}

#[test]
fn the_list_is_asked_in_the_form_of_the_first_rule_too() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("it.db")).unwrap();
    let list = Suppression::of(store.connection()).unwrap();
    for form in ["https://twitter.com/victim/status/1883951234567890123", "https://example.org/a?icid=7"] {
        list.add(Kind::Address, &[form], Micros(1)).unwrap();
    }
    let links = [
        "https://www.twitter.com/victim/status/1883951234567890123?fbclid=1",
        "https://example.org/a?icid=7&utm_source=x",
        "https://example.org/b",
    ];
    let items = vec![
        item("x", "1", None, &links),
        item("web", "https://example.org/a", Some("https://www.example.org/a?icid=7"), &[]),
        item("web", "https://example.org/b", Some("https://www.example.org/b?icid=7"), &[]),
    ];
    let content = Content { items, ..Content::default() };
    let (kept, _) = list.sieve(&content, Micros(2)).unwrap();
    let ids: Vec<&str> = kept.items.iter().map(|item| item.native_id.as_str()).collect();
    assert_eq!(ids, ["1", "https://example.org/b"]);
    assert_eq!(kept.items[0].links, ["https://example.org/b"]);
}
