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
    /// How the names of its headers about limits begin.
    pub(super) limits: &'static str,
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

    /// Given up with the platform's words, and asked again at the next poll only.
    fn refused_in_words(&self, status: &'static str, outcome: &str) {
        let (error, words) = self.error;
        let (world, said) = self.refused(Reply::error(status, fixture(error)), outcome, "failed");
        assert!(said.contains(words), "{said}");
        assert_eq!(world.stub.log.len(), 1);
        self.recovers(&world);
    }

    pub(super) fn who_wants_a_login_says_so(&self) {
        self.refused_in_words("401 Unauthorized", "auth_failed");
    }

    pub(super) fn what_is_forbidden_is_told_in_the_platforms_words(&self) {
        self.refused_in_words("403 Forbidden", "forbidden");
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

    /// A page where none belongs is reported, and not got round.
    fn gated(&self, status: &'static str) {
        let (world, said) = self.refused(Reply::page(status), "gated", "failed");
        assert!(said.contains("page in the place of JSON"), "{said}");
        self.recovers(&world);
    }

    pub(super) fn what_is_forbidden_by_a_page_is_a_gate(&self) {
        self.gated("403 Forbidden");
    }

    pub(super) fn a_page_in_the_place_of_json_is_a_gate(&self) {
        self.gated("200 OK");
    }

    pub(super) fn a_way_to_a_login_host_is_a_gate(&self) {
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

    /// 429 with a reset is waited for so many seconds.
    fn patient(&self, reset: &str, least: i64, most: i64) {
        let prefix = self.limits;
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

    pub(super) fn a_reset_in_unix_time_is_waited_for(&self) {
        self.patient(&(SystemClock.now().0 / Micros::SECOND + 600).to_string(), 590, 601);
    }

    pub(super) fn a_reset_in_iso_time_is_waited_for(&self) {
        let at = SystemClock.now().plus(600 * Micros::SECOND);
        let iso = at.timestamp().strftime("%Y-%m-%dT%H:%M:%S.000000Z").to_string();
        self.patient(&iso, 590, 601);
    }

    pub(super) fn a_reset_in_seconds_is_waited_for(&self) {
        self.patient("600", 599, 602);
    }

    /// It says nothing, and the wait is the usual one.
    pub(super) fn a_reset_in_the_past_says_nothing(&self) {
        self.patient(&(SystemClock.now().0 / Micros::SECOND - 600).to_string(), 29, 40);
    }

    pub(super) fn who_is_not_told_how_long_waits_the_usual_time(&self) {
        let (world, _) =
            self.refused(Reply::error("429 Too Many Requests", "slow down"), "rate_limited", "todo");
        let waits = world.bench.number("SELECT due_at - (SELECT max(ended_at) FROM capture) FROM task");
        assert!(waits >= 30 * Micros::SECOND, "{waits}");
        self.recovers(&world);
    }

    fn tried_again(&self, first: Reply) {
        let (world, _) = self.refused(first, "transient", "todo");
        self.recovers(&world);
    }

    pub(super) fn a_failing_server_is_asked_again(&self) {
        self.tried_again(Reply::error("502 Bad Gateway", "{}"));
        self.tried_again(Reply::page("503 Service Unavailable"));
    }

    pub(super) fn a_body_that_breaks_off_is_not_taken_for_the_whole(&self) {
        self.tried_again(Reply::json(self.page()).halfway());
    }

    pub(super) fn a_body_that_never_ends_is_given_up(&self) {
        self.tried_again(Reply::json(self.page()).dripping());
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

    pub(super) fn a_packed_page_is_read(&self) {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&self.page()).unwrap();
        let packed = gzip.finish().unwrap();
        let world = World::new(self.connector, self.keys, move |_, _| {
            Reply::json(&packed).with("content-encoding: gzip")
        });
        assert_eq!((world.run().code, world.items()), (0, self.items));
    }

    pub(super) fn an_unchanged_page_is_understood(&self) {
        // The server answers conditional requests by saying that nothing has changed.
        let page = self.page();
        let world = World::new(self.connector, self.keys, move |_, _| Reply::json(&page).with("etag: \"1\""));
        assert_eq!((world.run().code, world.items()), (0, self.items));
        assert_eq!((world.run().code, world.items()), (0, self.items));
        assert_eq!(world.outcomes(), ["ok", "not_modified"]);
        assert!(world.stub.log.hits()[1].conditional);
    }
}

/// A test for each case, of the interface that it is told.
macro_rules! tests_of {
    ($interface:ident) => {
        crate::connectors::interface::tests_of!($interface:
            who_wants_a_login_says_so
            what_is_forbidden_is_told_in_the_platforms_words
            a_used_up_quota_waits
            what_is_withheld_by_law_is_told
            what_is_forbidden_by_a_page_is_a_gate
            a_page_in_the_place_of_json_is_a_gate
            a_way_to_a_login_host_is_a_gate
            a_reset_in_unix_time_is_waited_for
            a_reset_in_iso_time_is_waited_for
            a_reset_in_seconds_is_waited_for
            a_reset_in_the_past_says_nothing
            who_is_not_told_how_long_waits_the_usual_time
            a_failing_server_is_asked_again
            a_body_that_breaks_off_is_not_taken_for_the_whole
            a_body_that_never_ends_is_given_up
            another_shape_is_kept
            broken_characters_cost_no_page
            a_packed_page_is_read
            an_unchanged_page_is_understood
        );
    };
    ($interface:ident: $($case:ident)*) => {
        $(#[test]
        fn $case() {
            $interface.$case();
        })*
    };
}

pub(super) use tests_of;
