//! A crawl that is killed again and again ends as an undisturbed one does.

use std::process::Stdio;
use std::time::Duration;

use super::site::Site;
use super::{assert_gaps, bench, items};

const KILLS: usize = 10;
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn ten_kills_lose_nothing_and_repeat_nothing() {
    let Some(site) = Site::start() else { return };
    let calm = bench(&site, "every = '1h'");
    assert_eq!(calm.collect(&["run"]).code, 0);
    let undisturbed = items(&calm);
    let begin = site.log.len();

    let bench = bench(&site, "every = '1h'");
    for kill in 0..KILLS {
        let wanted = site.log.len() + 3 + kill % 5;
        let mut child = bench.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert!(site.log.reaches(wanted, PATIENCE), "kill {kill}: the crawl stands still");
        // Each time a little deeper into what follows a request: reading, storing, waiting for the next turn.
        site.log.reaches(usize::MAX, Duration::from_millis(7 * kill as u64));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), None, "kill {kill} came too late: {status}");
    }
    let last = bench.collect(&["run"]);
    assert_eq!(last.code, 0, "{last:?}");

    assert_eq!(items(&bench), undisturbed);
    bench.assert_clean();
    let hits = &site.log.hits()[begin..];
    let least = assert_gaps(hits);
    // Only the request in flight is made again, and no stored page is asked for twice.
    assert!(hits.len() <= site.pages + 2 + KILLS, "{} requests", hits.len());
    let twice = bench.column("SELECT url FROM capture GROUP BY url HAVING count(*) > 1");
    assert!(twice.is_empty(), "{twice:?}");
    assert_eq!(bench.count("SELECT count(*) FROM capture WHERE status = 200"), site.pages + 2);
    assert_eq!(bench.count("SELECT count(*) FROM run WHERE outcome IS NULL"), KILLS);
    eprintln!("{} requests over {KILLS} kills for {} pages, smallest gap {least:?}", hits.len(), site.pages);
}
