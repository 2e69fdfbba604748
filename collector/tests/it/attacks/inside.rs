//! Ways to the inside: every way to write an address, what names resolve to, and what they resolve to the next time.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use url::Url;
use whence_collector::config::Limits;
use whence_collector::fetch::{FetchError, Fetcher, Looking, Lookup, Reach, Refusal, SystemLookup, Wanted};
use whence_store::time::SystemClock;

use super::site;
use crate::support::{Bench, Stub, status};

/// Gives one list of addresses after the other, the last one for ever.
struct Script {
    answers: Vec<Vec<IpAddr>>,
    asked: Mutex<Vec<String>>,
}

impl Script {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let list = |answer: &&[&str]| answer.iter().map(|ip| ip.parse().unwrap()).collect();
        Arc::new(Self { answers: answers.iter().map(list).collect(), asked: Mutex::default() })
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Lookup for Script {
    fn lookup(&self, name: String) -> Looking {
        let mut asked = self.asked.lock().unwrap();
        let answer = self.answers[asked.len().min(self.answers.len() - 1)].clone();
        asked.push(name);
        Box::pin(async move { Ok(answer) })
    }
}

fn wanted() -> Wanted {
    Wanted { most: Limits::default().max_body, only: None }
}

/// Asks for an address as a source of this reach would; gives the status.
fn get(lookup: Arc<dyn Lookup>, url: &str, reach: Reach) -> Result<u16, FetchError> {
    let fetcher = Fetcher::with_lookup("it", &Limits::default(), lookup).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let url = Url::parse(url).unwrap();
    runtime.block_on(fetcher.get(&url, &[], reach, wanted(), &SystemClock)).map(|exchange| exchange.status)
}

fn is_refused(result: &Result<u16, FetchError>) -> bool {
    matches!(result, Err(FetchError::Refused(_)))
}

fn open() -> Stub {
    Stub::start(|_, stream| status(stream, "204 No Content", ""))
}

#[test]
fn no_way_to_write_the_machine_itself_reaches_it() {
    let stub = open();
    let port = stub.origin().rsplit_once(':').unwrap().1.to_owned();
    let lookup = || Arc::new(SystemLookup) as Arc<dyn Lookup>;
    for host in [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "127.255.255.254",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0X7F.0x0.0x0.0x1",
        "017700000001",
        "0177.0.0.01",
        "0177.1",
        "127.0x0.0.1",
        "%31%32%37.0.0.1",
        "①②⑦.⓪.⓪.①",
        "１２７.０.０.１",
        "127。0。0。1",
        "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
        "0",
        "0.0.0.0",
        "0x0",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "a.b.localhost.",
        "ｌｏｃａｌｈｏｓｔ",
    ] {
        let result = get(lookup(), &format!("http://{host}:{port}/"), Reach::Public);
        assert!(is_refused(&result), "{host}: {result:?}");
    }
    for tricky in [
        format!("http://example.org@127.0.0.1:{port}/"),
        format!("http://example.org:80@127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}\\@example.org/"),
        format!("http:127.0.0.1:{port}/"),
        format!("http:///127.0.0.1:{port}/"),
        format!("http://127.0.0.1\t:{port}/"),
        format!("http://127.0.0.1:{port}#@example.org/"),
        format!("http://127.0.0.1:{port}?@example.org/"),
    ] {
        let result = get(lookup(), &tricky, Reach::Public);
        assert!(is_refused(&result), "{tricky}: {result:?}");
    }
    assert_eq!(stub.log.len(), 0, "no connection was made");
    for host in ["127.0.0.1", "2130706433", "localhost", "[::ffff:127.0.0.1]"] {
        let result = get(lookup(), &format!("http://{host}:{port}/"), Reach::Loopback);
        assert_eq!(result.unwrap(), 204, "{host}: a source on loopback may");
    }
}

/// Addresses of the inside and of nobody, as literals.
const INSIDE: [&str; 38] = [
    "10.0.0.1",
    "10.255.255.255",
    "167772161",
    "0xa000001",
    "012.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.0.1",
    "169.254.169.254",
    "2852039166",
    "0xA9FEA9FE",
    "0251.0376.0251.0376",
    "100.64.0.1",
    "100.127.255.255",
    "0.1.2.3",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[100::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:a00:1::]",
    "[2001::a9fe:a9fe]",
];

#[test]
fn literals_of_the_inside_are_refused_also_to_a_source_on_loopback() {
    let lookup = Script::new(&[&[]]);
    for host in INSIDE {
        for reach in [Reach::Public, Reach::Loopback] {
            let result = get(lookup.clone(), &format!("http://{host}/"), reach);
            assert!(is_refused(&result), "{host} {reach:?}: {result:?}");
        }
    }
    assert_eq!(lookup.asked(), 0, "literals are no names");
}

#[test]
fn every_hop_of_a_redirect_is_checked() {
    const PAGES: &[&str] = &["/start"];
    static AT: AtomicUsize = AtomicUsize::new(0);
    // Each run meets the next address, after a hop that is allowed.
    let stub = site(PAGES, |request, stream| {
        let to = if request.path == "/start" {
            "/hop".to_owned()
        } else {
            format!("http://{}/", INSIDE[AT.load(Ordering::SeqCst)])
        };
        status(stream, "302 Found", &format!("location: {to}\r\n"));
    });
    for (at, host) in INSIDE.iter().enumerate().step_by(4) {
        AT.store(at, Ordering::SeqCst);
        let bench = Bench::new();
        bench.source(&stub.url("/feed.xml"), "");
        assert_eq!(bench.collect(&["run"]).code, 0, "{host}");
        let named = Url::parse(&format!("http://{host}/")).unwrap();
        assert_eq!(bench.column("SELECT kind || ' ' || url FROM decision"), [format!("address {named}")]);
    }
}

#[test]
fn a_name_leads_only_to_the_addresses_that_were_checked() {
    let stub = open();
    let url = stub.origin().replace("127.0.0.1", "name.example");
    for inside in [&["127.0.0.1"][..], &["10.0.0.1", "::1"], &["169.254.169.254"], &["::ffff:127.0.0.1"]] {
        let result = get(Script::new(&[inside]), &url, Reach::Public);
        assert!(
            matches!(&result, Err(FetchError::Refused(Refusal::Name(name))) if name == "name.example"),
            "{result:?}"
        );
    }
    assert_eq!(stub.log.len(), 0);
    // What is allowed among others is all that is tried: the others would not answer in time.
    let mixed = Script::new(&[&["10.0.0.1", "169.254.169.254", "fe80::1", "127.0.0.1", "192.168.0.1"]]);
    assert_eq!(get(mixed, &url, Reach::Loopback).unwrap(), 204);
    assert!(matches!(get(Script::new(&[&[]]), &url, Reach::Public), Err(FetchError::Connect(_))));
}

#[test]
fn a_name_that_changes_its_mind_is_asked_once_for_each_connection() {
    let stub = open();
    let url = Url::parse(&stub.origin().replace("127.0.0.1", "name.example")).unwrap();
    // The second answer would be what a client that looks a name up again, after a check, connects to.
    let script = Script::new(&[&["127.0.0.1"], &["10.0.0.1"], &["127.0.0.1"], &["169.254.169.254"]]);
    let fetcher = Fetcher::with_lookup("it", &Limits::default(), script.clone()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut reached = Vec::new();
    for _ in 0..4 {
        let result = runtime.block_on(fetcher.get(&url, &[], Reach::Loopback, wanted(), &SystemClock));
        reached.push(result.map(|exchange| exchange.status).is_ok());
    }
    assert_eq!(reached, [true, false, true, false]);
    assert_eq!((script.asked(), stub.log.len()), (4, 2));
}
