//! The progress of a run as bars at the foot of a terminal: one for the whole, and a line for each of a few hosts.

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use whence_store::time::Micros;

use super::words::{count, span};
use crate::run::{HostStatus, Progress, Status};

/// Hosts that are shown at most: the rest of the terminal is for what is told above them.
const MOST_HOSTS: usize = 6;
/// A turn that comes sooner than this is told in seconds, a later one by the clock.
const SOON: i64 = 60 * Micros::SECOND;

/// Draws a run.
#[derive(Debug)]
pub(super) struct Bars {
    all: MultiProgress,
    whole: ProgressBar,
    hosts: Vec<ProgressBar>,
}

impl Bars {
    /// Draws among `bars`, from the first time that it is told something.
    pub(super) fn on(bars: MultiProgress) -> Self {
        let whole = bars.add(ProgressBar::no_length().with_style(style("[{bar:20}] {wide_msg}")));
        Self { all: bars, whole, hosts: Vec::new() }
    }
}

/// A style of a template that is known to be right.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("#>.")
}

impl Progress for Bars {
    fn every(&self) -> Duration {
        Duration::from_millis(250)
    }

    fn hosts(&self) -> usize {
        MOST_HOSTS
    }

    fn show(&mut self, status: &Status) {
        // More hosts may be there than are shown; a line is not left behind by a host that is done.
        while self.hosts.len() > status.shown.len() {
            if let Some(last) = self.hosts.pop() {
                last.finish_and_clear();
                self.all.remove(&last);
            }
        }
        while self.hosts.len() < status.shown.len() {
            let line = ProgressBar::no_length().with_style(style("  {wide_msg}"));
            self.hosts.push(self.all.add(line));
        }
        self.whole.set_length((status.done + status.waiting) as u64);
        self.whole.set_position(status.done as u64);
        self.whole.set_message(whole(status));
        for (line, host) in self.hosts.iter().zip(&status.shown) {
            line.set_message(of_host(host, status.now));
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        // What is told afterwards stands where they stood.
        for line in &self.hosts {
            line.finish_and_clear();
        }
        self.whole.finish_and_clear();
    }
}

/// The run in one line, what matters most first: narrow terminals cut its end.
fn whole(status: &Status) -> String {
    let Status { done, waiting, hosts, new_items, requests, .. } = status;
    let text = format!(
        "{done} done, {waiting} waiting, {}, {}, {}",
        count(hosts, "host"),
        count(new_items, "new item"),
        count(requests, "request")
    );
    let left = status.deadline.map(|deadline| deadline.since(status.now) / Micros::SECOND);
    let left = left.map_or_else(String::new, |left| format!(", {} left", span(left)));
    format!("{text}, {}{left}", span(status.now.since(status.started) / Micros::SECOND))
}

/// A host in one line.
fn of_host(status: &HostStatus, now: Micros) -> String {
    let HostStatus { host, waiting, is_asked, turn } = status;
    let does = match turn {
        _ if *is_asked => "being asked".to_owned(),
        Some((at, why)) if at.since(now) >= SOON || !why.is_rhythm() => {
            format!("waiting until {} UTC: {}", clock(*at), why.as_str())
        }
        Some((at, _)) => format!("its turn in {} s", (at.since(now) + Micros::SECOND - 1) / Micros::SECOND),
        None => "its turn".to_owned(),
    };
    if *waiting > 0 { format!("{host}: {does}, {waiting} waiting") } else { format!("{host}: {does}") }
}

/// The time of day of an instant, as `08:41:07`.
fn clock(at: Micros) -> String {
    let text = at.to_string();
    text.get(11..19).unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polite::Why;

    const NOW: Micros = Micros(1_737_964_800 * Micros::SECOND);

    fn host(turn: Option<(i64, Why)>, is_asked: bool) -> String {
        let turn = turn.map(|(seconds, why)| (NOW.plus(seconds * Micros::SECOND), why));
        of_host(&HostStatus { host: "a.example".to_owned(), waiting: 2, is_asked, turn }, NOW)
    }

    #[test]
    fn a_host_says_what_it_waits_for() {
        assert_eq!(host(None, true), "a.example: being asked, 2 waiting");
        assert_eq!(host(Some((3, Why::Interval)), false), "a.example: its turn in 3 s, 2 waiting");
        let asked = "a.example: waiting until 08:00:12 UTC: it asked for patience (Retry-After or a used-up limit), 2 waiting";
        assert_eq!(host(Some((12, Why::Asked)), false), asked);
        let slow = host(Some((90, Why::CrawlDelay)), false);
        assert_eq!(
            slow,
            "a.example: waiting until 08:01:30 UTC: the Crawl-delay of its robots.txt, 2 waiting"
        );
    }

    #[test]
    fn the_whole_says_how_much_time_is_left() {
        let status = Status {
            now: NOW.plus(80 * Micros::SECOND),
            started: NOW,
            deadline: Some(NOW.plus(120 * Micros::SECOND)),
            done: 12,
            waiting: 28,
            hosts: 1,
            requests: 14,
            ..Status::default()
        };
        let text = "12 done, 28 waiting, 1 host, 0 new items, 14 requests, 1 min 20 s, 40 s left";
        assert_eq!(whole(&status), text);
    }
}
