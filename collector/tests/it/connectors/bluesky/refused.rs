//! What Bluesky refuses, and how.

use super::{KEYS, World, file};
use crate::connectors::interface::{Interface, tests_of};
use crate::connectors::world::Reply;

const BLUESKY: Interface = Interface {
    connector: "bluesky",
    keys: KEYS,
    page: "bluesky/feed-3.json",
    items: 4,
    error: ("bluesky/error-forbidden.json", "only shown to those who are signed in"),
    limits: "ratelimit",
};

tests_of!(BLUESKY);

/// The name of an error says more than its status.
#[test]
fn an_errors_name_counts() {
    for (status, body, outcome, state) in [
        ("400 Bad Request", file("error-profile.json"), "gone", "done"),
        ("400 Bad Request", file("error-expired.json"), "auth_failed", "failed"),
        ("400 Bad Request", file("error-rate.json"), "rate_limited", "todo"),
        ("400 Bad Request", br#"{"error":"BlockedByActor"}"#.to_vec(), "forbidden", "failed"),
        ("400 Bad Request", br#"{"error":"UpstreamFailure"}"#.to_vec(), "transient", "todo"),
        ("404 Not Found", br#"{"error":"XRPCNotSupported"}"#.to_vec(), "forbidden", "failed"),
    ] {
        let told = String::from_utf8_lossy(&body).into_owned();
        let world = World::new("bluesky", KEYS, move |_, before| match before {
            0 => Reply::error(status, &body),
            _ => Reply::json(file("feed-3.json")),
        });
        world.run();
        assert_eq!(world.outcomes(), [outcome], "{told}");
        assert_eq!(world.value("SELECT state FROM task"), state, "{told}");
        world.time_passes();
        world.run();
        assert_eq!(world.items(), 4, "{told}");
    }
}
