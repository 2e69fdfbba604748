//! The page: policy, escaping, and the same bytes every time.

use sha2::{Digest as _, Sha256};
use whence_store::ingest::{ActorKind, ItemKind};
use whence_store::work::Measure;

use super::world::{Held, World, account, claim, item, observed};

fn world() -> World {
    let mut world = World::new();
    world.narrative(
        "weather",
        r#"
title = "Weather <b>machines</b> & \"more\""
question = "Who? [link](http://evil.example)"
query = "weather"
time_zone = "UTC"
[window]
from = "2025-01-13"
to = "2025-02-11"
[[event]]
name = "An event with <img src=x onerror=alert(1)> and a very long name that would leave the right edge of the drawing"
at = "2025-02-09T12:00:00Z"
source = "https://conference.example/"
"#,
    );
    let source = world.source("posts", Measure::Items);
    let text = "weather <script>alert(1)</script> \u{202e}gnp.exe [a](javascript:x) `code` *bold*";
    let mut items = vec![item(account("x", "CloudTv"), "1", ItemKind::Post, "2025-01-20T01:00:00Z", text)];
    for n in 0..60_i64 {
        let when = format!("2025-02-0{}T{:02}:00:00Z", 1 + n / 20, n % 20);
        items.push(item(
            account("x", &format!("reader{n}")),
            &format!("r{n}"),
            ItemKind::Post,
            &when,
            "weather",
        ));
    }
    let whole = observed(None, "2025-01-14T03:00:00Z", "2025-02-20T00:00:00Z");
    let claims = vec![claim("Cloud <i>TV</i>", ActorKind::Outlet, "x", "CloudTv")];
    world.put(
        source,
        "https://api.example/posts?<x>",
        Held { items, claims, observed: vec![whole], ..Held::default() },
    );
    world
}

#[test]
fn the_policy_names_the_style_and_nothing_else_runs() {
    let world = world();
    world.report("weather", &[]);
    let page = world.file("report.html");
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let policy =
        page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let hash = policy.split("sha256-").nth(1).unwrap().split('\'').next().unwrap();
    assert_eq!(decode(hash), Sha256::digest(style.as_bytes()).to_vec());
    assert!(
        policy.starts_with("default-src 'none';")
            && !policy.contains("script")
            && policy.contains("form-action 'none'")
    );
    let lower = page.to_lowercase();
    assert!(
        !lower.contains("<script")
            && !lower.contains("<img")
            && !lower.contains(" style=")
            && !lower.contains("onerror=alert(1)>")
    );
    for attribute in ["href=\"", "src=\"", "url("] {
        for rest in lower.split(attribute).skip(1) {
            assert!(rest.starts_with('#'), "{attribute}{}", &rest[..40.min(rest.len())]);
        }
    }
    assert!(page.contains("lang=\"en\"") && page.contains("no-referrer") && page.contains("viewport"));
    assert!(page.contains("<title id=\"svg-title1\">") && page.contains("<desc id=\"svg-desc1\">"));
}

fn decode(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = 0_u32;
    let (mut held, mut bytes) = (0, Vec::new());
    for c in text.trim_end_matches('=').chars() {
        bits = bits << 6 | u32::try_from(ALPHABET.find(c).unwrap()).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 255).unwrap());
        }
    }
    bytes
}

#[test]
fn captured_text_is_only_text() {
    let world = world();
    let (findings, printed) = world.report("weather", &[]);
    let page = world.file("report.html");
    assert!(page.contains("&#60;script&#62;alert(1)") || page.contains("&lt;script&gt;alert(1)"), "escaped");
    assert!(page.contains("\u{27e6}U+202E\u{27e7}gnp.exe"));
    for (name, text) in world.files() {
        assert!(!text.contains('\u{202e}'), "{name} turns the text");
    }
    assert!(!printed.contains('\u{202e}'));
    let json = world.file("report.json");
    assert!(json.contains("\\u202egnp.exe"), "the data itself is whole");
    assert!(findings.first_captured.unwrap().excerpt.unwrap().contains('\u{202e}'));
    let markdown = world.file("report.md");
    assert!(markdown.contains("\\[link\\](http\\://evil.example)"), "{}", &markdown[..400]);
    assert!(
        markdown.contains("\\<script\\>")
            && markdown.contains("\\`code\\`")
            && !markdown.replace("\\<", "").contains("<img")
    );
}

#[test]
fn the_same_bytes_every_time() {
    let world = world();
    world.report("weather", &[]);
    let one = world.files();
    world.report("weather", &[]);
    assert_eq!(one, world.files());
    let (later, _) = world.report("weather", &["--now", "2025-02-01T00:00:00Z"]);
    assert_eq!(later.now, "2025-02-01T00:00:00Z");
    assert_ne!(one, world.files());
    let folder: Vec<_> = std::fs::read_dir(world.out()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(folder.len(), 12, "{folder:?}");
}

/// The footnotes that a page links to.
fn page_notes(page: &str) -> Vec<&str> {
    page.split("href=\"#e").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn the_rest_of_the_accounts_is_counted() {
    let world = world();
    let (findings, _) = world.report("weather", &[]);
    assert_eq!(findings.accounts.len(), 61);
    assert!(world.file("report.html").contains("36 more accounts are in accounts.csv."));
    let page = world.file("report.html");
    let notes = page_notes(&page);
    assert!(
        notes.iter().filter(|n| **n != "vidence").all(|n| page.contains(&format!("<li id=\"e{n}\">"))),
        "{notes:?}"
    );
    assert_eq!(world.file("accounts.csv").lines().count(), 62);
    assert_eq!(findings.schema, "whence-report/1");
}
