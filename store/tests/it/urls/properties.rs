//! What holds of every address: the form of a form is the form, other spellings have the same and other content another.

use std::fmt::Write as _;

use proptest::prelude::*;
use whence_store::link::{canonical, page, refang};

const HOSTS: &str = "example.org www.example.org amp.example.co.uk www.amp.www.example.org x.com twitter.com m.youtube.com youtu.be \
    www.google.com href.li l.facebook.com facebook.com t.me a.t.me m.weibo.cn weibo.com vk.com social.example mastodon.social bsky.app \
    reddit.com bit.ly a-b.cdn.ampproject.org en.m.wikipedia.org m.toutiao.com 127.0.0.1 [::1] bücher.example www.gov.uk tiktok.com \
    amp.cnn.com EXAMPLE.org. m.m.wikipedia.org www.bing-amp.com";
const PARTS: &str = "amp amp s c i web status 1883951234567890123 @bob %40bob @bob@other.example users statuses posts video videos watch \
    embed aB3_dE-9xYz some-title a.amp a.amp.html a;jsessionid=1 ..;jsessionid=2 . .. %2e %2E%2e %61mp url l.php permalink.php r comments \
    1abc23 PbHy4evgF 1234567890 u n wall-1_2 profile post www.example.org example.org hashtag %E6%B8%AF cnn 2025 % %4 a|b +abcdef_1";
const PAIRS: &str = "utm_source=x %75tm_medium=y fbclid=1 amp=1 amp a=1 a=2 b b= = =c v=aB3_dE-9xYz q=https://example.org/amp \
    u=https%3A%2F%2Fx.com%2Fa%2Fstatus%2F1883951234567890123 w=wall-1_2 story_fbid=1015001234567890 list=PL0123456789abcdef q=1+1 \
    q=%2B%26 PHPSESSID=1 s=20 https://www.example.org/a?b=c u=/watch?v=aB3_dE-9xYz comment=4 é=ü q=%c4%e3 %=% '=\"";
const FRAGMENTS: &str = "#top #!/a/status/1883951234567890123 #/a/%7e #! #:~:text=a #!/ #/?a#b";

fn one_of(list: &'static str) -> impl Strategy<Value = String> {
    prop::sample::select(list.split(' ').map(str::to_owned).collect::<Vec<_>>())
}

/// Addresses whose parts are drawn from what the rules know, and from nothing.
fn addresses() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => one_of(PARTS), 1 => Just(String::new()), 6 => "[a-zA-Z0-9%._~@;:+-]{0,8}"];
    let named = prop_oneof![one_of(PAIRS), "[a-zA-Z0-9%=+;:/?]{0,10}"];
    let port = prop_oneof![4 => Just(String::new()), 1 => one_of(":443 :8080")];
    let fragment = prop_oneof![Just(String::new()), one_of(FRAGMENTS)];
    let path = prop::collection::vec(piece, 0..6);
    let pairs = prop::collection::vec(named, 0..4);
    (one_of("http https HTTPS"), one_of(HOSTS), port, path, pairs, fragment).prop_map(
        |(scheme, host, port, path, pairs, fragment)| {
            let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
            format!("{scheme}://{host}{port}/{}{query}{fragment}", path.join("/"))
        },
    )
}

/// A plain page with pairs of different names, none of which says where a click came from.
fn pages() -> impl Strategy<Value = (String, Vec<(String, String)>)> {
    let path = prop::collection::vec("[a-z0-9-]{1,10}", 1..4).prop_map(|parts| parts.join("/"));
    let pairs = prop::collection::btree_map("[b-z]{1,3}", "[a-zA-Z0-9 é:/&=%-]{0,8}", 0..5);
    (path, pairs).prop_map(|(path, pairs)| (path, pairs.into_iter().collect()))
}

fn encoded(text: &str, is_plain: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if is_plain(char::from(byte)) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02x}");
        }
    }
    out
}

fn query<'a>(pairs: impl IntoIterator<Item = &'a (String, String)>) -> String {
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={}", encoded(value, |c| c.is_ascii_alphanumeric())))
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Some letters of a text percent-encoded, in either case.
fn spelt(text: &str, which: u64) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        match (c.is_ascii_alphanumeric() && which >> (n % 64) & 1 == 1, n % 2 == 0) {
            (false, _) => out.push(c),
            (true, true) => write!(out, "%{:02x}", c as u32).unwrap(),
            (true, false) => write!(out, "%{:02X}", c as u32).unwrap(),
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
        let all = encoded(&target, |_| false);
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
