//! Addresses: the table of cases, and what holds of every address.

use std::collections::BTreeSet;

use proptest::prelude::*;
use whence_store::link::{Canonical, Kind, canonical, page, refang};

use crate::support::{Bench, post};

const TABLE: &str = include_str!("../urls.tsv");

/// A line of the table.
#[derive(Debug)]
struct Case<'a> {
    line: usize,
    address: &'a str,
    form: Option<&'a str>,
    domain: Option<&'a str>,
    platform: Option<&'a str>,
    kind: Option<&'a str>,
    id: Option<&'a str>,
    source: &'a str,
}

fn cases() -> Vec<Case<'static>> {
    let mut source = "";
    let mut cases = Vec::new();
    for (line, text) in (1..).zip(TABLE.lines()) {
        if let Some(text) = text.strip_prefix('@') {
            source = text.trim();
            continue;
        }
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = text.split('\t').collect();
        let [address, form, domain, platform, kind, id] = fields[..] else {
            panic!("line {line} has {} fields", fields.len());
        };
        let told = |field: &'static str| (field != "-").then_some(field);
        let form = if form == "=" { Some(address) } else { told(form) };
        let (domain, platform, kind, id) = (told(domain), told(platform), told(kind), told(id));
        cases.push(Case { line, address, form, domain, platform, kind, id, source });
    }
    cases
}

/// Form, domain, platform, kind, id.
type Told<'a> = [Option<&'a str>; 5];

fn told(found: Option<&Canonical>) -> Told<'_> {
    let object = found.and_then(|found| found.object.as_ref());
    [
        found.map(|found| found.url.as_str()),
        found.and_then(|found| found.domain.as_deref()),
        object.map(|object| object.platform),
        object.map(|object| object.kind.as_str()),
        object.map(|object| object.id.as_str()),
    ]
}

#[test]
fn the_table_holds() {
    let cases = cases();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let expected = [case.form, case.domain, case.platform, case.kind, case.id];
            let found = canonical(case.address);
            let found = told(found.as_ref());
            (found != expected).then(|| {
                format!("line {} ({}): {}\n  {expected:?}\n  {found:?}", case.line, case.source, case.address)
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 300 && cases.iter().all(|case| !case.source.is_empty()));
    let written: BTreeSet<&str> = cases.iter().map(|case| case.address).collect();
    assert_eq!(written.len(), cases.len(), "an address is there twice");
    let kinds: BTreeSet<&str> = cases.iter().filter_map(|case| case.kind).collect();
    assert_eq!(kinds, Kind::ALL.map(Kind::as_str).into(), "each kind has a case, and no case another");
}

#[test]
fn a_form_is_its_own_and_names_the_same() {
    for case in cases() {
        let Some(first) = canonical(case.address) else { continue };
        assert_eq!(canonical(&first.url), Some(first), "line {}", case.line);
    }
}

#[test]
fn spellings_of_one_object_have_one_form_and_others_another() {
    let mut forms: BTreeSet<(String, String)> = BTreeSet::new();
    for case in cases().iter().filter(|case| case.id.is_some()) {
        let found = canonical(case.address).unwrap();
        let object = found.object.unwrap();
        forms.insert((format!("{}/{}/{}", object.platform, object.kind.as_str(), object.id), found.url));
    }
    let objects: BTreeSet<&String> = forms.iter().map(|(object, _)| object).collect();
    let urls: BTreeSet<&String> = forms.iter().map(|(_, url)| url).collect();
    assert_eq!((objects.len(), urls.len()), (forms.len(), forms.len()), "{forms:?}");
}

/// Addresses whose parts are drawn from what the rules know, and from nothing.
fn addresses() -> impl Strategy<Value = String> {
    let hosts = prop::sample::select(vec![
        "example.org",
        "www.example.org",
        "amp.example.co.uk",
        "www.amp.www.example.org",
        "x.com",
        "twitter.com",
        "m.youtube.com",
        "youtu.be",
        "www.google.com",
        "href.li",
        "l.facebook.com",
        "facebook.com",
        "t.me",
        "a.t.me",
        "m.weibo.cn",
        "weibo.com",
        "vk.com",
        "social.example",
        "mastodon.social",
        "bsky.app",
        "reddit.com",
        "bit.ly",
        "a-b.cdn.ampproject.org",
        "en.m.wikipedia.org",
        "m.toutiao.com",
        "127.0.0.1",
        "[::1]",
        "bücher.example",
        "www.gov.uk",
        "tiktok.com",
        "amp.cnn.com",
        "EXAMPLE.org.",
        "m.m.wikipedia.org",
        "www.bing-amp.com",
    ]);
    let part = prop_oneof![
        prop::sample::select(vec![
            "amp",
            "amp",
            "s",
            "c",
            "i",
            "web",
            "status",
            "1883951234567890123",
            "@bob",
            "%40bob",
            "@bob@other.example",
            "users",
            "statuses",
            "posts",
            "video",
            "videos",
            "watch",
            "embed",
            "aB3_dE-9xYz",
            "some-title",
            "a.amp",
            "a.amp.html",
            "a;jsessionid=1",
            "..;jsessionid=2",
            ".",
            "..",
            "%2e",
            "%2E%2e",
            "%61mp",
            "",
            "url",
            "l.php",
            "permalink.php",
            "r",
            "comments",
            "1abc23",
            "PbHy4evgF",
            "1234567890",
            "u",
            "n",
            "wall-1_2",
            "profile",
            "post",
            "www.example.org",
            "example.org",
            "hashtag",
            "%E6%B8%AF",
            "cnn",
            "2025",
            "%",
            "%4",
            "a|b",
            "+abcdef_1",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9%._~@;:+-]{0,8}",
    ];
    let pair = prop_oneof![
        prop::sample::select(vec![
            "utm_source=x",
            "%75tm_medium=y",
            "fbclid=1",
            "amp=1",
            "amp",
            "a=1",
            "a=2",
            "b",
            "b=",
            "=",
            "=c",
            "v=aB3_dE-9xYz",
            "q=https://example.org/amp",
            "u=https%3A%2F%2Fx.com%2Fa%2Fstatus%2F1883951234567890123",
            "w=wall-1_2",
            "story_fbid=1015001234567890",
            "list=PL0123456789abcdef",
            "q=1+1",
            "q=%2B%26",
            "PHPSESSID=1",
            "s=20",
            "https://www.example.org/a?b=c",
            "u=/watch?v=aB3_dE-9xYz",
            "comment=4",
            "é=ü",
            "q=%c4%e3",
            "%=%",
            "'=\"",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9%=+;:/?]{0,10}",
    ];
    let fragment = prop::sample::select(vec![
        "",
        "",
        "#top",
        "#!/a/status/1883951234567890123",
        "#/a/%7e",
        "#!",
        "#:~:text=a",
        "#!/",
        "#/?a#b",
    ]);
    (
        prop::sample::select(vec!["http", "https", "HTTPS"]),
        hosts,
        prop::sample::select(vec!["", "", "", ":443", ":8080"]),
        prop::collection::vec(part, 0..6),
        prop::collection::vec(pair, 0..4),
        fragment,
    )
        .prop_map(|(scheme, host, port, parts, pairs, fragment)| {
            let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
            format!("{scheme}://{host}{port}/{}{query}{fragment}", parts.join("/"))
        })
}

/// A plain page with pairs of different names, none of which says where a click came from.
fn pages() -> impl Strategy<Value = (String, Vec<(String, String)>)> {
    let path = prop::collection::vec("[a-z0-9-]{1,10}", 1..4).prop_map(|parts| parts.join("/"));
    let pairs = prop::collection::btree_map("[a-z]{1,3}", "[a-zA-Z0-9 é:/&=%-]{0,8}", 0..5);
    (path, pairs).prop_map(|(path, pairs)| (path, pairs.into_iter().collect()))
}

fn query<'a>(pairs: impl IntoIterator<Item = &'a (String, String)>) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        query.push_str(if query.is_empty() { "?" } else { "&" });
        query.push_str(name);
        query.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() {
                query.push(char::from(byte))
            } else {
                query.push_str(&format!("%{byte:02x}"))
            }
        }
    }
    query
}

/// Some letters of a text percent-encoded, in either case.
fn spelt(text: &str, which: u64) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if c.is_ascii_alphanumeric() && which >> (n % 64) & 1 == 1 {
            out.push_str(&if n % 2 == 0 {
                format!("%{:02x}", c as u32)
            } else {
                format!("%{:02X}", c as u32)
            });
        } else {
            out.push(c);
        }
    }
    out
}

fn form(address: &str) -> String {
    canonical(address).unwrap_or_else(|| panic!("{address} has no form")).url
}

proptest! {
    // `PROPTEST_CASES` asks for more.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(4000), ..ProptestConfig::default() })]

    #[test]
    fn a_form_of_a_form_is_the_form(address in addresses()) {
        if let Some(first) = canonical(&address) {
            let again = canonical(&first.url);
            prop_assert_eq!(again.as_ref(), Some(&first), "{}", address);
        }
        if let Some(first) = page(&address) {
            prop_assert_eq!(page(&first.url), Some(first));
        }
    }

    #[test]
    fn nothing_makes_it_panic(text in any::<String>(), tail in ".{0,40}") {
        for address in [text.clone(), format!("https://{text}"), format!("https://example.org/{text}?{tail}#{text}"),
            format!("at://{text}/{tail}"), format!("tg:{text}"), format!("https://x.com/{text}/status/{tail}"), format!("https://{text}.t.me/{tail}")] {
            if let Some(first) = canonical(&address) {
                prop_assert_eq!(canonical(&first.url), Some(first), "{}", address);
            }
            let _ = (page(&address), refang(&address));
        }
    }

    #[test]
    fn another_spelling_of_a_page_is_the_page((path, pairs) in pages(), turn in any::<prop::sample::Index>(), which in any::<u64>()) {
        let plain = format!("https://example.org/{path}{}", query(&pairs));
        let expected = form(&plain);
        let at = if pairs.is_empty() { 0 } else { turn.index(pairs.len()) };
        let turned = query(pairs[at..].iter().chain(&pairs[..at]));
        let mut reversed = pairs.clone();
        reversed.reverse();
        let sign = if turned.is_empty() { "?" } else { "&" };
        for other in [
            format!("https://example.org/{path}{turned}"),
            format!("https://example.org/{path}{}", query(&reversed)),
            format!("https://example.org/{path}{turned}{sign}utm_source=x&fbclid=y"),
            format!("https://example.org/{path}{turned}#part"),
            format!("HTTPS://user@WWW.Example.ORG:443/{path}{turned}"),
            format!("https://example.org./{}{turned}", spelt(&path, which)),
            format!("https://example.org/{path}{}", turned.replace("%20", "+")),
        ] {
            prop_assert_eq!(&form(&other), &expected, "{}", other);
        }
    }

    #[test]
    fn other_content_is_another_page((path, pairs) in pages(), value in "[a-z0-9]{1,6}", at in any::<prop::sample::Index>()) {
        let plain = form(&format!("https://example.org/{path}{}", query(&pairs)));
        let more = format!("https://example.org/{path}/x");
        prop_assert_ne!(&form(&more), &plain);
        if !pairs.is_empty() {
            let mut changed = pairs.clone();
            let at = at.index(pairs.len());
            changed[at].1.push_str(&value);
            prop_assert_ne!(&form(&format!("https://example.org/{path}{}", query(&changed))), &plain);
            changed.remove(at);
            prop_assert_ne!(&form(&format!("https://example.org/{path}{}", query(&changed))), &plain);
        }
    }

    #[test]
    fn a_wrapper_leads_where_it_says((path, pairs) in pages()) {
        let target = format!("https://example.org/{path}{}", query(&pairs));
        let all: String = target.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for wrapped in [
            format!("https://l.facebook.com/l.php?u={all}&h=1"),
            format!("https://www.google.com/url?q={all}"),
            format!("https://t.umblr.com/redirect?z={all}"),
            format!("https://href.li/?{target}"),
        ] {
            prop_assert_eq!(form(&wrapped), form(&target), "{}", wrapped);
        }
    }
}

#[test]
fn all_spellings_of_a_post_are_one_shared_object() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let links = [
        "https://x.com/a/status/1883951234567890123",
        "https://mobile.twitter.com/somebody/status/1883951234567890123?s=20",
        "https://t.me/iv?url=https%3A%2F%2Ftwitter.com%2Fi%2Fweb%2Fstatus%2F1883951234567890123",
    ];
    let items = (0..3).map(|n| {
        let mut item = post(&format!("sharer{n}"), &format!("70{n}"), "look");
        item.links = vec![links[n].to_owned(), "https://news.example.co.uk/a".to_owned()];
        item
    });
    let shared = post("a", "1883951234567890123", "what is shared");
    filled.put(0, 10, items.chain([shared]).collect());
    drop(filled);
    let object = "SELECT named_platform || ' ' || named_kind || ' ' || named_id || ' ' || domain || ' ' || rule_version FROM url
        WHERE named_platform IS NOT NULL";
    assert_eq!(bench.column(object, &[]), ["x post 1883951234567890123 x.com 2"]);
    assert_eq!(bench.column("SELECT domain FROM url WHERE named_platform IS NULL", &[]), ["example.co.uk"]);
    let sharers = "SELECT count(DISTINCT account_id) FROM share JOIN url ON url.id = object_id
        WHERE kind = 4 AND canonical = 'https://x.com/i/status/1883951234567890123'";
    assert_eq!(bench.column(sharers, &[]), ["3"]);
    let linked =
        "SELECT DISTINCT text FROM linked JOIN item ON item.id = target_item_id WHERE named_kind = 'post'";
    assert_eq!(bench.column(linked, &[]), ["what is shared"]);
    let mut raw = bench.column("SELECT raw FROM linked WHERE named_platform = 'x' ORDER BY item_id", &[]);
    raw.sort_by_key(|raw| links.iter().position(|link| link == raw));
    assert_eq!(raw, links);
}
