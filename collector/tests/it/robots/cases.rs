//! Google's 142 cases, against the collector's own judgement.

use serde::Deserialize;
use url::Url;
use whence_collector::polite::Robots;
use whence_store::time::Micros;
use whence_store::work::HostRobots;

use crate::support::shared;

#[derive(Debug, Deserialize)]
struct Case {
    robots: String,
    ua: String,
    url: String,
    allowed: bool,
}

fn cases() -> Option<Vec<Case>> {
    let file = shared("url-suites/robotstxt-Apache2/robots_cases.json")?;
    Some(serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap())
}

/// The path and query of an address as it is written: no parser has encoded it.
fn target(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

fn judge(case: &Case, judge: impl Fn(&Robots) -> bool) -> bool {
    let stored = HostRobots {
        origin: String::new(),
        fetched_at: Micros(0),
        status: "ok".to_owned(),
        body: case.robots.clone().into_bytes(),
    };
    judge(&Robots::read_as(&stored, &case.ua)) == case.allowed
}

#[test]
fn all_of_google_s_cases_hold() {
    let Some(cases) = cases() else { return };
    assert_eq!(cases.len(), 142);
    let fail = |case: &&Case| !judge(case, |robots| robots.judge_target(target(&case.url)).allowed);
    let failing: Vec<&Case> = cases.iter().filter(fail).collect();
    eprintln!("{} of {} cases hold", cases.len() - failing.len(), cases.len());
    assert!(failing.is_empty(), "{failing:#?}");
}

#[test]
fn parsed_addresses_hold_but_for_two_that_no_parser_leaves_as_they_are() {
    let Some(cases) = cases() else { return };
    let fail = |case: &&Case| {
        // Some cases have no address at all.
        let url = Url::parse(&case.url).unwrap_or_else(|_| Url::parse("http://foo.bar/").unwrap());
        !judge(case, |robots| robots.judge(&url).allowed)
    };
    // Google calls an address that is not encoded illegal and opens nothing to it. Ours are encoded when they are parsed, and
    // the suite itself opens the encoded ones.
    let failing: Vec<&str> = cases.iter().filter(fail).map(|case| case.url.as_str()).collect();
    assert_eq!(failing, ["http://foo.bar/foo/bar/\u{30c4}"; 2]);
}

#[test]
fn a_group_is_ours_by_its_product_token() {
    let allowed = |robots: &str| {
        let stored = HostRobots {
            origin: String::new(),
            fetched_at: Micros(0),
            status: "ok".to_owned(),
            body: robots.as_bytes().to_vec(),
        };
        Robots::read(&stored).judge(&Url::parse("https://example.org/a").unwrap()).allowed
    };
    for name in ["Whence", "whence", "WHENCE/0.1", "Whence (+https://example.org/)", "Whence # the crawler"] {
        assert!(!allowed(&format!("User-agent: {name}\nDisallow: /\n")), "{name}");
        assert!(allowed(&format!("User-agent: *\nDisallow: /\nUser-agent:{name}\nAllow: /\n")), "{name}");
    }
    assert!(allowed("User-agent: Whencebot\nDisallow: /\n"));
}
