//! The figures of a run as a table: a line for each platform, and one for all hosts.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use super::{Figures, Host, Hosts, Platform};

/// The hosts of one platform.
#[derive(Default)]
struct Line {
    hosts: usize,
    /// Those that had nothing left to be asked before the run ended.
    out_of_work: usize,
    figures: Figures,
}

impl Line {
    fn add(&mut self, figures: &Figures, ran_out: bool) {
        self.hosts += 1;
        self.out_of_work += usize::from(ran_out);
        self.figures.add(figures);
    }

    fn print(&self, name: &str, interval: Option<Duration>, out: &mut dyn Write) -> io::Result<()> {
        let milliseconds =
            |time: Option<Duration>| time.map_or_else(|| "-".to_owned(), |time| time.as_millis().to_string());
        let Figures { requests, allowed, shortest, too_close } = self.figures;
        let share = if allowed == 0 { "-".to_owned() } else { format!("{:.1}", self.figures.share()) };
        writeln!(
            out,
            "{name:<16}{:>6}{requests:>10}{:>13}{:>13}{too_close:>11}{allowed:>9}{share:>8}{:>13}",
            self.hosts,
            milliseconds(interval),
            milliseconds(shortest),
            self.out_of_work
        )
    }
}

/// Prints what the hosts saw of a run whose usual limit was `usual`; `ran_out` says of a host whether it had nothing left.
///
/// # Errors
/// If it cannot be written.
pub fn print(
    hosts: &Hosts,
    usual: Duration,
    ran_out: impl Fn(&Host) -> bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (_, end) = hosts.arrivals.span();
    let mut lines: BTreeMap<&str, (&Platform, Line)> = BTreeMap::new();
    let mut all = Line::default();
    for host in hosts.list() {
        let (platform, is_out) = (host.platform, ran_out(host));
        let figures = hosts.arrivals.of(host.number, platform.interval(usual), (!is_out).then_some(end));
        lines.entry(platform.name).or_insert_with(|| (platform, Line::default())).1.add(&figures, is_out);
        all.add(&figures, is_out);
    }
    writeln!(
        out,
        "{:<16}{:>6}{:>10}{:>13}{:>13}{:>11}{:>9}{:>8}{:>13}",
        "platform",
        "hosts",
        "requests",
        "interval ms",
        "shortest ms",
        "too close",
        "allowed",
        "%",
        "out of work"
    )?;
    for (name, (platform, line)) in &lines {
        line.print(name, Some(platform.interval(usual)), out)?;
    }
    all.print("all", None, out)
}
