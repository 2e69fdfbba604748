//! A robots.txt made to be slow.

use std::time::Duration;

use whence_collector::polite::Robots;
use whence_store::time::Micros;
use whence_store::work::HostRobots;

use crate::support::Log;

fn read(body: String) -> Robots {
    let (origin, status) = (String::new(), "ok".to_owned());
    Robots::read(&HostRobots { origin, fetched_at: Micros(0), status, body: body.into_bytes() })
}

#[test]
fn rules_made_to_be_slow_are_judged_in_time_that_grows_with_their_length() {
    // The longest address that is fetched, and rules that agree with it for as long as they can.
    let target = format!("/{}", "a".repeat(16_000));
    let stars = format!("{}b", "*a".repeat(8_000));
    let one = format!("User-agent: *\nDisallow: /{stars}\n");
    let many: String =
        (0..14_000).map(|n| format!("Disallow: /*aaaaaaaaaaaaaaa*b{n}\n")).collect::<Vec<_>>().concat();
    for (what, body) in [("one rule of 16 KB", one), ("500 KiB of rules", format!("User-agent: *\n{many}"))] {
        let begun = Log::now();
        let robots = read(body);
        let parsed = begun.elapsed();
        assert!(robots.judge_target(&target).allowed);
        let judged = begun.elapsed().checked_sub(parsed).unwrap();
        eprintln!("{what}: read in {parsed:?}, an address of 16 KB judged in {judged:?}");
        // Quadratic matching would take minutes; a slow machine takes a second.
        assert!(parsed + judged < Duration::from_secs(20), "{what}");
    }
}
