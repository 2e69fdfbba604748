use super::*;

const NOW: Micros = Micros(1_738_000_000_000_000);

fn source() -> SourceConfig {
    let keys =
        "name = 'a'\nconnector = 'gdelt'\nquery = '\"harbour\"'\nfrom = '2025-01-24'\nto = '2025-01-25'";
    SourceConfig::parse(keys).unwrap()
}

fn read_at(ask: &Ask, articles: usize) -> Reading {
    let found: Vec<_> = (0..articles).map(|n| format!("{{\"url\":\"https://a.example/{n}\"}}")).collect();
    let body = format!("{{\"articles\":[{}]}}", found.join(","));
    let response =
        Response { url: &ask.url, status: 200, headers: &[], body: body.as_bytes(), received_at: NOW };
    let asked = Asked { kind: ask.kind, url: &ask.url, context: &ask.context, last_poll: None };
    Gdelt.read(&asked, &response, &source()).unwrap()
}

#[test]
fn a_full_window_is_halved_down_to_a_quarter_of_an_hour() {
    let source = source();
    let mut ask = Gdelt.start(&source, &Cursors::default(), NOW).remove(0);
    assert!(ask.url.query().unwrap().contains("startdatetime=20250124000000&enddatetime=20250125000000"));
    let mut windows = 0;
    // One day, twelve hours, … : full down to the floor, where the rest is told to be missing.
    let last = loop {
        windows += 1;
        let reading = read_at(&ask, MOST);
        if reading.unmapped > 0 {
            break reading;
        }
        ask = reading.asks[0].clone();
        assert_eq!(ask.kind, SLICE);
    };
    assert_eq!(windows, 8, "24 h, 12, 6, 3, 1.5, 45 min, 22.5, 11.25");
    // From there on every window has few articles: the sweep ends with a cursor, and is not begun again.
    let mut reading = last;
    while let Some(next) = reading.asks.first().filter(|ask| ask.kind == SLICE).cloned() {
        windows += 1;
        reading = read_at(&next, 1);
    }
    assert_eq!(windows, 15);
    let (name, value) = reading.cursors.remove(0);
    let cursors = Cursors::from([(name, value.unwrap())]);
    assert_eq!(Gdelt.start(&source, &cursors, NOW), []);
}

#[test]
fn errors_in_words_are_told_from_answers() {
    let url = Url::parse("https://api.gdeltproject.org/").unwrap();
    let asked = Asked { kind: KIND, url: &url, context: "{}", last_poll: None };
    let judged = |body: &str| {
        Gdelt
            .judge(
                &asked,
                &Response { url: &url, status: 200, headers: &[], body: body.as_bytes(), received_at: NOW },
            )
            .outcome
    };
    assert_eq!(judged("Please limit requests to one every 5 seconds."), Outcome::RateLimited);
    assert_eq!(judged("Your query was too short or too long."), Outcome::Forbidden);
    assert_eq!(judged("<html>busy</html>"), Outcome::Gated);
    assert_eq!((judged("{}"), judged("")), (Outcome::Ok, Outcome::Ok));
    assert_eq!(articles(b"{}").unwrap(), Vec::<Value>::new());
}
