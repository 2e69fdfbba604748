//! Cases that are the same for every documented interface: what a server may answer in the place of a page. Each ends with the
//! page itself, so that none passes where nothing is read.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use whence_store::time::{Clock as _, Micros, SystemClock};

use super::world::{Reply, World, fixture};

/// A connector, a source of it, and a page that ends its list.
pub(super) struct Interface {
    pub(super) connector: &'static str,
    pub(super) keys: &'static str,
    /// The fixture of a page that has no further one.
    pub(super) page: &'static str,
    /// Items that it holds.
    pub(super) items: usize,
    /// An error as the platform words it, and a part of its words.
    pub(super) error: (&'static str, &'static str),
}

impl Interface {
    fn page(&self) -> Vec<u8> {
        fixture(self.page)
    }

    /// A server that answers the first request with `first`, and later ones with the page.
    fn world(&self, first: Reply) -> World {
        let page = self.page();
        World::new(
            self.connector,
            self.keys,
            move |_, before| {
                if before == 0 { first.clone() } else { Reply::json(&page) }
            },
        )
    }

    /// Runs with `first`, which leaves `outcome` and a task in `state`; then the page comes. Gives what the program said, and
    /// the error of the task.
    fn refused(&self, first: Reply, outcome: &str, state: &str) -> (World, String) {
        let told = format!("{first:?}");
        let world = self.world(first);
        let run = world.run();
        assert_eq!(world.outcomes().last().map(String::as_str), Some(outcome), "{told}: {run:?}");
        assert_eq!(world.value("SELECT state FROM task"), state, "{told}: {run:?}");
        assert_eq!(world.items(), 0, "{told}");
        let error = world.value("SELECT coalesce(last_error, '') FROM task");
        (world, error)
    }

    fn recovers(&self, world: &World) {
        world.time_passes();
        let run = world.run();
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(world.items(), self.items, "{run:?}");
    }

    /// 401, and 403 with words: given up with the platform's words, and asked again at the next poll only.
    pub(super) fn refusals_are_told_in_the_platforms_words(&self) {
        let (error, words) = self.error;
        for (status, outcome) in [("401 Unauthorized", "auth_failed"), ("403 Forbidden", "forbidden")] {
            let (world, said) = self.refused(Reply::error(status, fixture(error)), outcome, "failed");
            assert!(said.contains(words), "{said}");
            assert_eq!(world.stub.log.len(), 1);
            self.recovers(&world);
        }
    }

    /// 402: the quota of a longer period is used up.
    pub(super) fn a_used_up_quota_waits(&self) {
        let (world, _) = self.refused(Reply::error("402 Payment Required", "{}"), "quota_exhausted", "todo");
        self.recovers(&world);
    }

    /// 451: withheld by law, in whatever form it is said.
    pub(super) fn what_is_withheld_by_law_is_told(&self) {
        let (world, _) = self.refused(Reply::page("451 Unavailable For Legal Reasons"), "withheld", "failed");
        self.recovers(&world);
    }

    /// 403 with a page, a page in the place of JSON, a redirect to a login host: reported, and not got round.
    pub(super) fn gates_are_reported(&self) {
        for first in [Reply::page("403 Forbidden"), Reply::page("200 OK")] {
            let (world, said) = self.refused(first, "gated", "failed");
            assert!(said.contains("page in the place of JSON"), "{said}");
            self.recovers(&world);
        }
        let page = self.page();
        let login = World::new(self.connector, self.keys, |path, _| match path {
            "/robots.txt" => Reply::new("404 Not Found", "", ""),
            _ => Reply::page("200 OK"),
        });
        let to = login.stub.origin().replace("127.0.0.1", "localhost");
        let world = World::new(self.connector, self.keys, move |_, before| match before {
            0 => Reply::new("302 Found", &format!("location: {to}/login\r\n"), ""),
            _ => Reply::json(&page),
        });
        let run = world.run();
        assert_eq!(world.outcomes().last().map(String::as_str), Some("gated"), "{run:?}");
        assert!(world.value("SELECT last_error FROM task").contains("/login"), "{run:?}");
        assert_eq!(world.items(), 0);
        self.recovers(&world);
    }

    /// 429 with a reset in each form is waited for; one in the past, or none, says nothing, and the wait is the usual one.
    pub(super) fn too_many_requests_wait_for_the_reset(&self, prefix: &str) {
        let now = SystemClock.now().0 / Micros::SECOND;
        let iso = Micros((now + 600) * Micros::SECOND).timestamp().strftime("%Y-%m-%dT%H:%M:%S.000000Z");
        for (reset, least, most) in [
            ((now + 600).to_string(), 590, 601),
            (iso.to_string(), 590, 601),
            ("600".to_owned(), 599, 602),
            ((now - 600).to_string(), 29, 40),
        ] {
            let first = Reply::error("429 Too Many Requests", fixture(self.error.0))
                .with(&format!("{prefix}-limit: 300\r\n{prefix}-remaining: 0\r\n{prefix}-reset: {reset}"));
            let (world, _) = self.refused(first, "rate_limited", "todo");
            let wait = "SELECT (due_at - (SELECT max(ended_at) FROM capture)) / 1000000 FROM task";
            let waits: i64 = world.value(wait).parse().unwrap();
            assert!((least..=most).contains(&waits), "{reset}: {waits} s");
            world.run();
            assert_eq!(world.stub.log.len(), 1, "{reset}: it is left alone until then");
            self.recovers(&world);
        }
        let (world, _) =
            self.refused(Reply::error("429 Too Many Requests", "slow down"), "rate_limited", "todo");
        let waits = world.bench.number("SELECT due_at - (SELECT max(ended_at) FROM capture) FROM task");
        assert!(waits >= 30 * Micros::SECOND, "{waits}");
        self.recovers(&world);
    }

    /// 5xx, a body that breaks off, one that never ends: tried again later.
    pub(super) fn failures_are_tried_again(&self) {
        let page = self.page();
        for first in [
            Reply::error("502 Bad Gateway", "{}"),
            Reply::page("503 Service Unavailable"),
            Reply::json(&page).halfway(),
            Reply::json(&page).dripping(),
        ] {
            let (world, _) = self.refused(first, "transient", "todo");
            self.recovers(&world);
        }
    }

    /// An answer of another shape is kept, for a reader that understands it.
    pub(super) fn another_shape_is_kept(&self) {
        for body in ["{\"answer\": 42}", "not JSON", "[[[", "null"] {
            let (world, said) = self.refused(Reply::json(body), "schema_changed", "failed");
            assert!(!said.is_empty());
            assert_eq!(world.value("SELECT count(*) FROM capture WHERE blob_id IS NOT NULL"), "1", "{body}");
            self.recovers(&world);
        }
    }

    /// Bytes that are no UTF-8 cost their characters.
    pub(super) fn broken_characters_cost_no_page(&self) {
        let mut page = self.page();
        let quote = page.windows(4).position(|four| four == b"the ").expect("a text of the page");
        page[quote] = 0xff;
        let world = World::new(self.connector, self.keys, move |_, _| Reply::json(&page));
        let run = world.run();
        assert_eq!((run.code, world.items()), (0, self.items), "{run:?}");
        assert_eq!(world.bench.count("SELECT count(*) FROM item WHERE text LIKE '%\u{fffd}he %'"), 1);
    }

    /// gzip, and an unchanged page.
    pub(super) fn packed_and_unchanged_pages_are_understood(&self) {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&self.page()).unwrap();
        let packed = gzip.finish().unwrap();
        // The server answers conditional requests by saying that nothing has changed.
        let world = World::new(self.connector, self.keys, move |_, _| {
            Reply::json(&packed).with("content-encoding: gzip\r\netag: \"1\"")
        });
        assert_eq!((world.run().code, world.items()), (0, self.items));
        assert_eq!((world.run().code, world.items()), (0, self.items));
        assert_eq!(world.outcomes(), ["ok", "not_modified"]);
        assert!(world.stub.log.hits()[1].conditional);
    }
}
