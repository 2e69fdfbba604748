//! Members of wrong types, one after the other in every place of an answer: each costs its entry at most, never the page.

use serde_json::{Value, json};
use url::Url;
use whence_collector::config::SourceConfig;
use whence_collector::connector::{Asked, Response, named};
use whence_store::time::Micros;

use super::world::fixture;

/// A kind of answer: which connector reads it, as what, and how many items it holds.
struct Answer {
    connector: &'static str,
    kind: &'static str,
    keys: &'static str,
    fixture: &'static str,
    items: usize,
    /// Places without which there is no answer.
    needed: &'static [&'static str],
}

const ANSWERS: &[Answer] = &[
    Answer {
        connector: "bluesky",
        kind: "bluesky",
        keys: "account = 'harbour.example'\nthreads = true",
        fixture: "bluesky/feed-1.json",
        items: 5,
        needed: &["", "/feed"],
    },
    Answer {
        connector: "bluesky",
        kind: "bluesky-page",
        keys: "account = 'harbour.example'",
        fixture: "bluesky/feed-2.json",
        items: 6,
        needed: &["", "/feed"],
    },
    Answer {
        connector: "bluesky",
        kind: "bluesky-thread",
        keys: "account = 'harbour.example'",
        fixture: "bluesky/thread.json",
        items: 3,
        needed: &["", "/thread", "/thread/$type", "/thread/replies"],
    },
    Answer {
        connector: "mastodon",
        kind: "mastodon",
        keys: "tag = 'hafen'",
        fixture: "mastodon/statuses-1.json",
        items: 5,
        needed: &[""],
    },
    Answer {
        connector: "mastodon",
        kind: "mastodon-page",
        keys: "tag = 'hafen'",
        fixture: "mastodon/statuses-2.json",
        items: 6,
        needed: &[""],
    },
];

#[test]
fn members_of_wrong_types_cost_their_entry_at_most() {
    for answer in ANSWERS {
        let whole: Value = serde_json::from_slice(&fixture(answer.fixture)).unwrap();
        assert_eq!(items(answer, &whole), Ok(answer.items), "{}", answer.fixture);
        let mut places = Vec::new();
        gather(&whole, String::new(), &mut places);
        assert!(places.len() > 90, "{}: {}", answer.fixture, places.len());
        for place in places.iter().filter(|place| !answer.needed.contains(&place.as_str())) {
            for wrong in [
                json!(null),
                json!(true),
                json!(-7),
                json!(1e300),
                json!("x"),
                json!("é\u{0}"),
                json!([]),
                json!([[]]),
                json!({}),
                json!({"uri": 1}),
            ] {
                let mut broken = whole.clone();
                *broken.pointer_mut(place).unwrap() = wrong.clone();
                let read = items(answer, &broken);
                // An entry holds two items at most: what it says, and what it passes on or answers.
                let least = answer.items - 2;
                assert!(
                    read.as_ref().is_ok_and(|read| *read >= least),
                    "{} {place} {wrong}: {read:?}",
                    answer.fixture
                );
            }
        }
    }
}

fn items(answer: &Answer, document: &Value) -> Result<usize, String> {
    let source = format!(
        "name = 'it'\nconnector = '{}'\nurl = 'https://social.example'\n{}",
        answer.connector, answer.keys
    );
    let source = SourceConfig::parse(&source).unwrap();
    let url = Url::parse("https://social.example/api/v1/timelines/tag/hafen?limit=40").unwrap();
    let body = document.to_string();
    let received_at = Micros(1_738_000_000_000_000);
    let response = Response { url: &url, status: 200, headers: &[], body: body.as_bytes(), received_at };
    let asked = Asked { kind: answer.kind, url: &url, context: "{}", last_poll: None };
    let reading = named(answer.connector).unwrap().read(&asked, &response, &source);
    reading.map(|reading| reading.items.len()).map_err(|error| error.to_string())
}

/// All places of a document, as JSON pointers.
fn gather(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Array(elements) => {
            for (n, element) in elements.iter().enumerate() {
                gather(element, format!("{at}/{n}"), places);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                gather(member, format!("{at}/{name}"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}
