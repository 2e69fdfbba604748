//! What a server of Mastodon refuses, and how.

use super::{KEYS, LOOKUP, Reply, World, file, linked, list, server};
use crate::connectors::interface::{Interface, tests_of};

const MASTODON: Interface = Interface {
    connector: "mastodon",
    keys: "tag = 'hafen'",
    page: "mastodon/statuses-3.json",
    items: 4,
    error: ("mastodon/error-token.json", "The access token is invalid"),
    limits: "x-ratelimit",
};

tests_of!(MASTODON);

#[test]
fn what_is_shown_to_those_who_sign_in_or_is_no_interface_is_told_apart() {
    for (status, body, outcome) in [
        ("422 Unprocessable Entity", file("error-user.json"), "auth_failed"),
        ("422 Unprocessable Entity", b"{\"error\":\"Wrong\"}".to_vec(), "forbidden"),
        ("404 Not Found", file("error-not-found.json"), "forbidden"),
        ("404 Not Found", b"nothing here".to_vec(), "forbidden"),
    ] {
        let told = format!("{status} {}", String::from_utf8_lossy(&body));
        let world = World::new("mastodon", "tag = 'hafen'", move |_, before| match before {
            0 => Reply::error(status, &body),
            _ => Reply::json(list(&[10])),
        });
        world.run();
        assert_eq!(world.outcomes(), [outcome], "{told}");
        world.run();
        assert_eq!(world.items(), 1, "{told}");
    }
}

#[test]
fn an_account_that_is_not_there_is_gone_and_may_come_back() {
    let world = server(KEYS, |_, path, before| match (path, before) {
        (LOOKUP, 0) => Reply::error("404 Not Found", file("error-not-found.json")),
        (LOOKUP, _) => Reply::json(file("account.json")),
        _ => Reply::json(list(&[10])),
    });
    assert_eq!(world.run().code, 0);
    assert_eq!(world.outcomes(), ["gone"]);
    world.run();
    assert_eq!(world.items(), 1);
}

/// A list that is closed between two pages: what was shown stays, and the next poll begins anew and gets the rest.
#[test]
fn a_list_that_closes_halfway_is_walked_again() {
    let world = server(KEYS, |origin, path, before| match path {
        LOOKUP => Reply::json(file("account.json")),
        path if path.ends_with("max_id=20") && before == 0 => {
            Reply::error("401 Unauthorized", file("error-token.json"))
        }
        path if path.ends_with("max_id=20") => Reply::json(list(&[10])),
        _ => linked(list(&[30, 20]), origin, "20"),
    });
    world.run();
    assert_eq!(world.items(), 2);
    assert_eq!(world.bench.column("SELECT name FROM cursor"), ["account"], "the sweep is not complete");
    world.run();
    assert_eq!(world.items(), 3);
    assert_eq!(world.bench.column("SELECT name FROM cursor ORDER BY 1"), ["account", "sweep"]);
}
