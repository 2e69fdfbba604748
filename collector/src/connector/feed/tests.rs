use whence_store::time::Micros;

use super::*;

const NOW: Micros = Micros(1_738_000_000_000_000);

fn read_as(body: &str, context: &str, last_poll: Option<Micros>, more: &str) -> Reading {
    let url = Url::parse("https://example.org/feeds/all.xml").unwrap();
    let response = Response { url: &url, status: 200, headers: &[], body: body.as_bytes(), received_at: NOW };
    let source = SourceConfig::parse(&format!(
        "name = 'a'\nconnector = 'feed'\nurl = 'https://example.org/'\ntime_zone = 'Asia/Shanghai'\n{more}"
    ))
    .unwrap();
    read(&Asked { kind: KIND, url: &url, context, last_poll }, &response, &source).unwrap()
}

fn read_text(body: &str) -> Reading {
    read_as(body, "{}", None, "")
}

#[test]
fn entries_become_pages_with_what_the_feed_says_of_them() {
    let reading = read_text(
        "<rss version='2.0'><channel><title>t</title>
         <item><title>A</title><link>/a#x</link><pubDate>2025-01-27 08:00:00</pubDate></item>
         <item><title>B</title><link>https://other.example/b</link><pubDate>Sun, 26 Jan 2025 08:00:00 GMT</pubDate></item>
         <item><title>C</title><link>mailto:c@d</link><pubDate>Sat, 25 Jan 2025 08:00:00 GMT</pubDate></item>
         </channel></rss>",
    );
    let urls: Vec<&str> = reading.asks.iter().map(|ask| ask.url.as_str()).collect();
    assert_eq!(urls, ["https://example.org/a", "https://other.example/b"]);
    assert_eq!(reading.asks[0].published.unwrap().to_string(), "2025-01-27T00:00:00Z");
    assert!(reading.asks[0].context.contains("\"2025-01-27 08:00:00\""), "{}", reading.asks[0].context);
    assert_eq!(reading.unmapped, 1);
    assert_eq!(reading.observed[0].0.to_string(), "2025-01-25T08:00:00Z");
}

fn items(days: &[u8]) -> String {
    let item = |day: &u8| {
        format!(
            "<item><title>x</title><link>/{day}</link><pubDate>{day} Jan 2025 08:00:00 GMT</pubDate></item>"
        )
    };
    format!("<rss version='2.0'><channel>{}</channel></rss>", days.iter().map(item).collect::<String>())
}

#[test]
fn a_feed_out_of_order_proves_no_coverage() {
    assert_eq!(read_text(&items(&[3, 26, 25])).observed, []);
    assert_eq!(read_text(&items(&[24, 25, 26])).observed.len(), 1);
}

#[test]
fn a_poll_without_any_known_entry_does_not_reach_back_behind_the_one_before() {
    let first = read_text(&items(&[24, 23]));
    let known = first.cursors[0].1.clone().unwrap();
    let context = Sweep::after(Some(&known)).to_json();
    let january = |day: i64| Micros(1_735_689_600_000_000).plus((day - 1) * Micros::DAY);
    let last = Some(january(25));
    // The 24th is known: the list goes on from it.
    assert_eq!(read_as(&items(&[26, 24]), &context, last, "").observed.len(), 1);
    // Other entries as old as the known ones: what was between is not told.
    assert_eq!(read_as(&items(&[26, 22]), &context, last, "").observed, []);
    // Only what came after: a gap lies before it.
    assert_eq!(
        read_as(&items(&[27, 26]), &context, last, "").observed[0].0,
        january(26).plus(8 * 3600 * Micros::SECOND)
    );
}

#[test]
fn only_what_is_wanted_is_asked_for_and_claimed() {
    let reading = read_as(&items(&[26, 25, 24]), "{}", None, "from = '2025-01-25'\nto = '2025-01-26'");
    assert_eq!(reading.asks.len(), 1);
    assert_eq!(reading.observed[0].0.to_string(), "2025-01-25T00:00:00Z");
    assert_eq!(reading.observed[0].1.to_string(), "2025-01-26T00:00:00Z");
    let text = "name = 'a'\nconnector = 'feed'\nurl = 'https://example.org/'\nquery = 'x'";
    assert!(SourceConfig::parse(text).unwrap_err().to_string().contains("query"));
}
