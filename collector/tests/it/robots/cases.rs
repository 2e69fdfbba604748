//! Google's 142 cases, against the parser and against the collector's own judgement.

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

/// Where the collector keeps to RFC 9309 and Google's library does not, or where Google grants itself more.
const OTHERWISE: [(&str, &str); 4] = [
    // Percent-encoding does not matter (2.2.2); Google expects encoded addresses and compares them as they are.
    ("Disallow: /\nAllow: /foo/bar/ツ\n", "http://foo.bar/foo/bar/ツ"),
    ("Disallow: /\nAllow: /foo/bar/%E3%83%84\n", "http://foo.bar/foo/bar/ツ"),
    ("Disallow: /\nAllow: /foo/bar/%62%61%7A\n", "http://foo.bar/foo/bar/baz"),
    // Google takes a rule for /index.html as one for the folder, too. We ask for less.
    ("Allow: /allowed-slash/index.html\nDisallow: /\n", "http://foo.com/allowed-slash/"),
];

#[test]
fn google_s_cases_hold_but_for_four_that_are_google_s_own() {
    let Some(cases) = cases() else { return };
    assert_eq!(cases.len(), 142);
    let mut otherwise = Vec::new();
    for case in &cases {
        let stored = HostRobots {
            origin: String::new(),
            fetched_at: Micros(0),
            status: "ok".to_owned(),
            body: case.robots.clone().into_bytes(),
        };
        // Some cases have no address at all.
        let url = Url::parse(&case.url).unwrap_or_else(|_| Url::parse("http://foo.bar/").unwrap());
        if Robots::read_as(&stored, &case.ua).judge(&url).allowed != case.allowed {
            otherwise.push(case);
        }
    }
    eprintln!("{} of {} cases hold", cases.len() - otherwise.len(), cases.len());
    let found = otherwise.iter().map(|case| (case.robots.split_once('\n').unwrap().1, case.url.as_str()));
    assert_eq!(found.collect::<Vec<_>>(), OTHERWISE, "{otherwise:#?}");
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
