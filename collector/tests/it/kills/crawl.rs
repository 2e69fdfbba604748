//! A crawl of many hosts at once that is killed at any instant ends as an undisturbed one does.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::remap::killed::{kills, rand_below};
use crate::support::{Bench, Stub, answer, page, rss};

const HOSTS: usize = 10;
const PAGES: usize = 8;
/// Between two requests to one host.
const INTERVAL: Duration = Duration::from_millis(20);

/// One host: its robots.txt, its feed, its pages.
fn host(number: usize) -> Stub {
    Stub::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => answer(stream, "200 OK", "", "User-agent: *\nDisallow: /private/\n"),
        "/feed.xml" => {
            let pages = (0..PAGES).map(|n| format!("/{n}.html"));
            answer(stream, "200 OK", "content-type: application/rss+xml\r\n", rss(pages));
        }
        path => {
            let body = page(&format!("the matter {path} of host {number}"));
            answer(stream, "200 OK", "content-type: text/html\r\n", body);
        }
    })
}

fn bench(hosts: &[Stub]) -> Bench {
    let bench = Bench::new();
    bench.limits("min_interval = '20ms'\ntotal_timeout = '30s'");
    let sources: Vec<String> = hosts
        .iter()
        .enumerate()
        .map(|(n, host)| {
            format!("[[source]]\nname = 'host{n}'\nconnector = 'feed'\nurl = '{}'\n", host.url("/feed.xml"))
        })
        .collect();
    bench.write("config/sources/it.toml", sources.concat());
    bench
}

fn items(bench: &Bench) -> Vec<String> {
    bench.column("SELECT native_id || '|' || title || '|' || text || '|' || source.name FROM item JOIN source ON source.id = source_id ORDER BY 1")
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a kill at an instant needs the clock of the machine")]
fn a_crawl_of_many_hosts_loses_nothing_and_repeats_nothing() {
    let hosts: Vec<Stub> = (0..HOSTS).map(host).collect();
    let calm = bench(&hosts);
    let begun = Instant::now();
    assert_eq!(calm.collect(&["run"]).code, 0);
    let whole = begun.elapsed();
    let right = items(&calm);
    assert_eq!(right.len(), HOSTS * PAGES);
    let before: Vec<usize> = hosts.iter().map(|host| host.log.len()).collect();

    let wanted = kills(20);
    let (mut killed, mut rounds) = (0, 0);
    while killed < wanted {
        let bench = bench(&hosts);
        // Kills while a store is made are the imports' tests.
        assert_eq!(bench.collect(&["sources"]).code, 0);
        let first: Vec<usize> = hosts.iter().map(|host| host.log.len()).collect();
        let mut here = 0;
        loop {
            let mut child =
                bench.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let instant = whole.mul_f64(f64::from(rand_below(1_050_000)) / 1_000_000.0);
            let begun = Instant::now();
            let mut ended = false;
            while begun.elapsed() < instant && !ended {
                thread::sleep(Duration::from_millis(1));
                ended = child.try_wait().unwrap().is_some();
            }
            child.kill().unwrap();
            let status = child.wait().unwrap();
            if status.success() {
                break;
            }
            assert_eq!(status.code(), None, "{status}");
            here += 1;
            bench.assert_clean();
            // What was answered and stored is never asked for again: each address was captured once, whatever was killed.
            let twice = bench.column("SELECT url FROM capture GROUP BY url HAVING count(*) > 1");
            assert!(twice.is_empty(), "{twice:?}");
        }
        killed += here;
        rounds += 1;
        assert!(items(&bench) == right, "after {here} kills");
        bench.assert_clean();
        assert_eq!(bench.count("SELECT count(*) FROM capture"), HOSTS * (PAGES + 2));
        for (host, first) in hosts.iter().zip(first) {
            assert_asked_again_only_for_kills(&host.log.paths()[first..], here);
        }
    }
    let asked: usize = hosts.iter().zip(before).map(|(host, before)| host.log.len() - before).sum();
    let needed = rounds * HOSTS * (PAGES + 2);
    let gap = hosts.iter().flat_map(gaps).min().unwrap();
    eprintln!(
        "{killed} kills over {rounds} crawls of {HOSTS} hosts within {whole:?}: {asked} requests for {needed} answers, smallest gap {gap:?}"
    );
    assert!(gap >= INTERVAL, "{gap:?}");
}

/// A kill costs a host what was under way or not stored yet: at most what it answers in the fifth of a second for which pages
/// are held, and the one request that was under way.
fn assert_asked_again_only_for_kills(paths: &[String], kills: usize) {
    let mut asked = BTreeMap::new();
    for path in paths {
        *asked.entry(path).or_insert(0_usize) += 1;
    }
    let again: usize = asked.values().map(|n| n - 1).sum();
    let held = usize::try_from(Duration::from_millis(200).as_millis() / INTERVAL.as_millis()).unwrap() + 2;
    assert!(again <= kills * held, "{again} repeated after {kills} kills: {asked:?}");
}

/// Times between two requests to a host, over all crawls.
fn gaps(host: &Stub) -> Vec<Duration> {
    host.log.hits().windows(2).map(|pair| pair[1].at - pair[0].at).collect()
}
