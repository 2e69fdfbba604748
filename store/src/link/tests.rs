//! What the table in `store/tests/urls.tsv` cannot say.

use super::*;

fn same(address: &str) -> String {
    canonical(address).unwrap().url
}

#[test]
fn a_page_that_carries_another_is_itself() {
    let warning = "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa";
    assert_eq!(canonical(warning).unwrap().host, "example.org");
    assert_eq!(page(warning).unwrap().host, "l.facebook.com");
    let cache = "https://example-org.cdn.ampproject.org/c/s/example.org/a";
    assert_eq!(page(cache).unwrap().host, "example-org.cdn.ampproject.org");
    assert_eq!(page("https://www.example.org/a#b").unwrap().url, "https://example.org/a");
}

#[test]
fn addresses_in_addresses_end() {
    let deep = |n: usize| format!("{}https://example.org/a", "https://href.li/?".repeat(n));
    assert_eq!(same(&deep(DEEPEST)), "https://example.org/a");
    let deeper = same(&deep(DEEPEST + 1));
    assert!(deeper.starts_with("https://href.li/"), "{deeper}");
    assert_eq!(same(&deeper), deeper);
    assert!(matches!(read(&deep(4000)), Err(LinkError::TooLong(_))));
}

#[test]
fn reasons_are_told() {
    use crate::hint::Hint as _;
    let error = |address: &str| read(address).unwrap_err();
    assert!(error("example.org/a").hint().unwrap().contains("https://"));
    assert!(error("hxxps://example.org").hint().unwrap().contains("--refang"));
    assert_eq!(error("mailto:a@b").to_string(), "`mailto:` is no scheme of web pages");
    assert!(matches!(error("tg://settings"), LinkError::Nothing));
}

#[test]
fn the_host_has_a_port_that_is_not_the_schemes() {
    let host = |address: &str| canonical(address).unwrap().host;
    assert_eq!(host("http://127.0.0.1:80/"), "127.0.0.1");
    assert_eq!(host("http://127.0.0.1:8080/"), "127.0.0.1:8080");
    assert_eq!(host("https://www.example.org:8443/"), "example.org:8443");
}
