use super::*;

fn source(more: &str) -> Result<SourceConfig, String> {
    SourceConfig::parse(&format!("name = 'm'\nconnector = 'mastodon'\n{more}")).map_err(|e| e.to_string())
}

fn first(more: &str, cursors: &Cursors) -> String {
    let source = source(&format!("url = 'https://social.example'\n{more}")).unwrap();
    Mastodon.start(&source, cursors, Micros(0))[0].url.to_string()
}

#[test]
fn accounts_are_looked_up_once_and_tags_are_asked_for_as_they_are() {
    let none = Cursors::new();
    let lookup = first("account = '@harbour@other.example'", &none);
    assert_eq!(lookup, "https://social.example/api/v1/accounts/lookup?acct=harbour%40other.example");
    let tag = first("tag = '港口'", &none);
    assert_eq!(tag, "https://social.example/api/v1/timelines/tag/%E6%B8%AF%E5%8F%A3?limit=40");
    let cursor = account::cursor("harbour", "12");
    let known: Cursors = [(cursor.0, cursor.1.unwrap())].into();
    let statuses = first("account = 'harbour'", &known);
    assert_eq!(statuses, "https://social.example/api/v1/accounts/12/statuses?limit=40");
    assert!(first("account = 'mayor'", &known).contains("lookup"), "another account's id");
}

#[test]
fn what_it_cannot_do_is_refused() {
    let there = "url = 'https://social.example'\n";
    for (more, key) in [
        ("account = 'a'".to_owned(), "url"),
        ("url = 'http://social.example'\naccount = 'a'".to_owned(), "url"),
        ("url = 'https://social.example/@a'\naccount = 'a'".to_owned(), "url"),
        (there.to_owned(), "account"),
        (format!("{there}account = 'a'\ntag = 'b'"), "account"),
        (format!("{there}account = 'a b'"), "account"),
        (format!("{there}account = 'a@b@c'"), "account"),
        (format!("{there}tag = 'a b'"), "tag"),
        (format!("{there}tag = '#'"), "tag"),
        (format!("{there}account = 'a'\nquery = 'b'"), "query"),
        (format!("{there}account = 'a'\nchannel = 'b'"), "channel"),
        (format!("{there}account = 'a'\nthreads = true"), "threads"),
        (format!("{there}account = 'a'\npublisher = 'office'"), "publisher"),
    ] {
        let error = source(&more).unwrap_err();
        assert!(error.contains(&format!("source[0].{key}")), "{more}: {error}");
    }
}
