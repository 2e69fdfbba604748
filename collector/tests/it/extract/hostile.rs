//! Hostile documents: no panic on any bytes, and no more than linear work.

use proptest::prelude::*;
use whence_collector::extract::{Page, TooMuch, extract};

use super::page::{STORY, page as story_page};

fn page(bytes: &[u8]) -> Page<'_> {
    Page { bytes, url: None, charset: None, latest: None }
}

#[test]
fn what_no_page_is_like_is_refused_before_it_is_parsed() {
    for n in [1_000, 2_000, 4_000, 100_000] {
        let deep = format!("<html><body>{}<p>text", "<div>".repeat(n));
        assert!(matches!(extract(&page(deep.as_bytes())), Err(TooMuch::Nested(_))), "{n}");
    }
    let wide = "<p>x".repeat(60_000);
    assert_eq!(extract(&page(wide.as_bytes())).unwrap_err(), TooMuch::Elements(60_000));
    assert_eq!(extract(&page(&vec![b'a'; (4 << 20) + 1])).unwrap_err(), TooMuch::Bytes);
}

#[test]
fn odd_documents_are_read() {
    let odd = [
        "",
        "<",
        "<html",
        "<script>",
        "<!--",
        "<title>",
        "<table><tr><td>",
        "\u{feff}",
        "<a href='http://[::1'>x</a>",
        "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\"},\"@graph\":[{\"@id\":\"#a\",\"author\":{\"@id\":\"#a\"},\"name\":[1,{}]}]}</script>",
        "<time datetime='99999999999999999999'>99.99.9999</time>",
        "<meta name=date content='2025-02-30'>",
        "<p>“”「」\"\"</p>",
        "<base href='::'><a href='//'>Source</a>",
    ];
    for html in odd {
        extract(&page(html.as_bytes())).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = extract(&page(&bytes));
    }

    #[test]
    fn no_markup_makes_it_panic(parts in prop::collection::vec("(<(p|div|a href='x'|time datetime='2025-1-1'|h1|li|td|script|title|br|b)>|</(p|div|a|h1|td)>|[a-zé来源：“”„ 0-9./:()-]{1,12}|By |2025年|27\\. Januar )", 0..60)) {
        let _ = extract(&page(parts.concat().as_bytes()));
    }
}

/// What is done to the bytes of a page; places are shares of its length.
#[derive(Debug, Clone)]
enum Change {
    Cut(u16, u16),
    Repeat(u16, u16),
    Move(u16, u16, u16),
    Put(u16, Vec<u8>),
    Flip(u16, u8),
}

/// What templates, editors and attackers leave in pages.
const PIECES: &[&str] = &[
    "<div>",
    "</div>",
    "</p>",
    "<table><tr><td>",
    "<li>",
    "<a href='//x.example/a'>",
    "</a>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<time datetime='2025-01-27T08:00:00+07:00'>",
    "<h1>",
    "</h1>",
    "<meta itemprop=datePublished content='27/1/25'>",
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2025-01-27\",\"author\":[{\"name\":\"İ Ⱥ\"}]}</script>",
    "By İDİL ẞ and others | 27 Oca 2025 ",
    "來源：İ",
    "Source: ",
    "(Reuters) - ",
    "„“”«»「」",
    "\u{0}\u{feff}\u{202e}",
    "٢٧ يناير ٢٠٢٥",
    "99999999999999999999.1.2025",
    "&#x110000;&nbsp;&lt;",
    "<style>p{}</style><noscript><p>",
    "<base href='data:,'>",
    "<link rel='canonical amphtml alternate' hreflang='x' href='http://[::]:99999/'>",
];

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let put = prop_oneof![
        3 => prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..8),
    ];
    let change = prop_oneof![
        any::<(u16, u16)>().prop_map(|(from, length)| Change::Cut(from, length)),
        any::<(u16, u16)>().prop_map(|(from, length)| Change::Repeat(from, length)),
        any::<(u16, u16, u16)>().prop_map(|(from, length, to)| Change::Move(from, length, to)),
        (any::<u16>(), put).prop_map(|(at, piece)| Change::Put(at, piece)),
        any::<(u16, u8)>().prop_map(|(at, byte)| Change::Flip(at, byte)),
    ];
    prop::collection::vec(change, 0..24)
}

fn changed(bytes: &mut Vec<u8>, change: &Change) {
    let place = |share: u16, length: usize| usize::from(share) * length / (usize::from(u16::MAX) + 1);
    let part = |from: u16, length: u16, bytes: &[u8]| {
        let start = place(from, bytes.len());
        // At most a quarter, so that pages stay pages.
        start..(start + place(length, bytes.len() / 4)).min(bytes.len())
    };
    match change {
        Change::Cut(from, length) => drop(bytes.drain(part(*from, *length, bytes))),
        Change::Repeat(from, length) => {
            let part = part(*from, *length, bytes);
            let (end, copy) = (part.end, bytes[part].to_vec());
            bytes.splice(end..end, copy);
        }
        Change::Move(from, length, to) => {
            let piece: Vec<u8> = bytes.drain(part(*from, *length, bytes)).collect();
            let at = place(*to, bytes.len());
            bytes.splice(at..at, piece);
        }
        Change::Put(at, piece) => {
            let at = place(*at, bytes.len());
            bytes.splice(at..at, piece.iter().copied());
        }
        Change::Flip(at, byte) => {
            let at = place(*at, bytes.len());
            if let Some(old) = bytes.get_mut(at) {
                *old ^= byte;
            }
        }
    }
}

/// More cases are asked for with `WHENCE_CASES`; the usual ones take seconds.
fn cases() -> u32 {
    std::env::var("WHENCE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(128)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn no_change_to_a_page_makes_it_panic(lang in 0..STORY.len(), changes in changes(), charset in 0..5_usize) {
        let head = "<link rel=canonical href='/a'><script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\
            \"headline\":\"Harbour\",\"datePublished\":\"2025-01-27T08:00:00Z\",\"author\":{\"@type\":\"Person\",\"name\":\"Mira Anders\"}}]}</script>";
        let above = "<p class='byline'>By Mira Anders and Tor Lindt | 27. Januar 2025, 08:00 Uhr</p><p class='lead'>The harbour is to open.</p>";
        let below = "<ul class='related'><li><a href='/b'>Another</a></li></ul><p>Source: <a href='https://o.example/'>Daily</a></p><p>(Reuters)</p>";
        let mut bytes = story_page(STORY[lang].0, head, "Harbour to open", above, below).into_bytes();
        for change in &changes {
            changed(&mut bytes, change);
        }
        let charset = [None, Some("utf-8"), Some("gbk"), Some("windows-1256"), Some("none")][charset];
        let url = url::Url::parse("https://lindby.example/2025/01/27/harbour?d=20250127").unwrap();
        if let Ok(said) = extract(&Page { bytes: &bytes, url: Some(&url), charset, latest: None }) {
            prop_assert!(said.text.chars().count() <= bytes.len() && (0.0..=1.0).contains(&said.agreement));
            prop_assert!(said.text.lines().all(|line| !line.trim().is_empty()));
        }
    }
}
