use super::*;

fn source(more: &str) -> Result<SourceConfig, String> {
    SourceConfig::parse(&format!("name = 'b'\nconnector = 'bluesky'\n{more}")).map_err(|e| e.to_string())
}

#[test]
fn an_account_is_asked_for_at_home() {
    let source = source("account = '@harbour.example'").unwrap();
    let asks = Bluesky.start(&source, &Cursors::new(), Micros(0));
    assert_eq!(
        asks[0].url.as_str(),
        "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=harbour.example&limit=100&filter=posts_with_replies"
    );
}

#[test]
fn what_it_cannot_do_is_refused() {
    for (more, key) in [
        ("", "account"),
        ("account = 'harbour'", "account"),
        ("account = 'a.example&x=1'", "account"),
        ("account = 'a.example'\ntag = 'x'", "tag"),
        ("account = 'a.example'\nquery = 'x'", "query"),
        ("account = 'a.example'\nchannel = 'x'", "channel"),
        ("account = 'a.example'\nurl = 'http://bsky.example/'", "url"),
        ("account = 'a.example'\nurl = 'https://bsky.example/xrpc'", "url"),
        ("account = 'a.example'\npublisher = 'outlet'", "publisher"),
        ("account = 'a.example'\ntime_zone = 'Asia/Tokyo'", "time_zone"),
        ("account = 'a.example'\nrevisit = '1d'", "revisit"),
    ] {
        let error = source(more).unwrap_err();
        assert!(error.contains(&format!("source[0].{key}")), "{more}: {error}");
    }
    assert!(source("account = 'did:plc:abc'\nurl = 'http://127.0.0.1:9/'\nthreads = true").is_ok());
}
