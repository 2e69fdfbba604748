//! Hostile documents: no panic on any bytes, and no more than linear work.

use proptest::prelude::*;
use whence_collector::extract::{Page, TooMuch, extract};

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
