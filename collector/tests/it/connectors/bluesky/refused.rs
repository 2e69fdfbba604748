//! What Bluesky refuses, and how.

use super::{KEYS, World, file};
use crate::connectors::interface::Interface;
use crate::connectors::world::Reply;

const BLUESKY: Interface = Interface {
    connector: "bluesky",
    keys: KEYS,
    page: "bluesky/feed-3.json",
    items: 4,
    error: ("bluesky/error-forbidden.json", "only shown to those who are signed in"),
};

#[test]
fn refusals_are_told_in_the_platforms_words() {
    BLUESKY.refusals_are_told_in_the_platforms_words();
}

#[test]
fn a_used_up_quota_waits() {
    BLUESKY.a_used_up_quota_waits();
}

#[test]
fn what_is_withheld_by_law_is_told() {
    BLUESKY.what_is_withheld_by_law_is_told();
}

#[test]
fn gates_are_reported() {
    BLUESKY.gates_are_reported();
}

#[test]
fn too_many_requests_wait_for_the_reset() {
    BLUESKY.too_many_requests_wait_for_the_reset("ratelimit");
}

#[test]
fn failures_are_tried_again() {
    BLUESKY.failures_are_tried_again();
}

#[test]
fn another_shape_is_kept() {
    BLUESKY.another_shape_is_kept();
}

#[test]
fn broken_characters_cost_no_page() {
    BLUESKY.broken_characters_cost_no_page();
}

#[test]
fn packed_and_unchanged_pages_are_understood() {
    BLUESKY.packed_and_unchanged_pages_are_understood();
}

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
