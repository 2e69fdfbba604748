//! What the hosts tell: texts and times by number, and article pages. Number 0 is the newest of everything.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// When number 0 was published: 2025-06-01, midnight.
const NEWEST: i64 = 1_748_736_000;

/// When a number was published: one a minute.
pub(super) fn at(number: usize) -> Timestamp {
    let minutes = i64::try_from(number).unwrap_or_default();
    Timestamp::from_second(NEWEST - minutes * 60).unwrap_or_default()
}

/// The number of the newest that was published at a time or before, and the time as archives write it.
pub(super) fn number_at(compact: &str) -> Option<usize> {
    let time = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", compact).ok()?;
    let seconds = NEWEST - TimeZone::UTC.to_timestamp(time).ok()?.as_second();
    usize::try_from(seconds.max(0)).ok().map(|seconds| seconds.div_ceil(60))
}

/// When a number was published, as archives write it.
pub(super) fn compact(number: usize) -> String {
    at(number).strftime("%Y%m%d%H%M%S").to_string()
}

/// A sentence that no other number of no other host says.
pub(super) fn sentence(host: usize, number: usize) -> String {
    const WHAT: &[&str] =
        &["the ferry was late", "a crane stood still", "the tide came early", "nobody was told why"];
    format!("Report {number} from host {host}: {} at berth {}.", WHAT[number % WHAT.len()], number % 23)
}

/// Whether the original was taken down after it had been listed.
pub(super) fn is_deleted(number: usize) -> bool {
    number % 97 == 13
}

/// An article of some 6 KB with a frame around it; no two are the same.
pub(super) fn page(host: usize, path: &str) -> String {
    let mut body = String::new();
    for paragraph in 1..=8 {
        // Writing into a text cannot fail.
        let _ = write!(
            body,
            "<p>Paragraph {paragraph} of report {path} from host {host} tells at some length what the harbour office, the two \
             shipping lines and the people of the quarter said on that day, what each of them could show for it, and which of \
             the questions that were put to them on the days before were left without an answer. Whoever wants to check it finds \
             the papers, with their dates and their numbers, in the reading room of the office from nine to five.</p>"
        );
    }
    let links: Vec<_> =
        (0..20).map(|n| format!("<li><a href=\"/section/{n}\">Section {n}</a></li>")).collect();
    let links = links.concat();
    format!(
        "<!doctype html><html lang=\"en\"><head><title>Report {path} | Many</title><meta property=\"article:published_time\" \
         content=\"2025-01-27T08:00:00Z\"></head><body><nav><ul>{links}</ul></nav><article><h1>Report {path} of host {host}</h1>{body}\
         </article><footer>Nothing else</footer></body></html>"
    )
}
