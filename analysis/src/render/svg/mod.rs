//! The timeline drawn as SVG: bars with hatched gaps, events, surges, and a series beneath. No script, no style attribute.

mod frame;
pub(super) mod intervals;
mod labels;
mod lane;
pub(super) mod network;
mod scale;

use std::fmt::Write as _;

use crate::coverage::State;
use crate::findings::{Findings, Timeline};
use frame::Frame;
use scale::Bin;

/// Windows up to so many days are drawn by the hour.
const HOURLY_DAYS: usize = 35;

/// The drawing of one timeline; `n` makes its ids unique in the page.
pub(super) fn draw(findings: &Findings, timeline: &Timeline, n: usize) -> String {
    let hourly = timeline.days.len() <= HOURLY_DAYS;
    let days = scale::days(timeline);
    let bins = if hourly { scale::hours(timeline) } else { days.clone() };
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return String::new() };
    let series: Vec<_> = findings.series.iter().filter(|series| !series.points.is_empty()).collect();
    let surges: Vec<_> = findings.surges.iter().filter(|surge| surge.measure == timeline.measure).collect();
    let most = bins.iter().filter_map(|bin| bin.count).max().unwrap_or(0);
    let events = labels::events(&findings.events, first.from, last.to);
    let frame = Frame::new(first.from, last.to, most, events.rows, !surges.is_empty(), series.len());

    let mut svg = String::new();
    let unit = format!("{} per {}", timeline.unit, if hourly { "hour" } else { "day" });
    frame.open(&mut svg, n, &title(timeline), &description(timeline, &unit));
    // Gaps lie over surges: that a surge spans a gap does not fill it.
    labels::surges(&mut svg, &frame, &surges, &days);
    states(&mut svg, &frame, &bins, n);
    frame.axes(&mut svg, &days, &unit);
    bars(&mut svg, &frame, &bins);
    labels::draw_events(&mut svg, &frame, &events);
    for (place, series) in series.iter().enumerate() {
        lane::draw(&mut svg, &frame, place, series, &days);
    }
    hover(&mut svg, &frame, timeline, &days);
    frame.legend(
        &mut svg,
        n,
        &unit,
        !surges.is_empty(),
        bins.iter().any(|bin| matches!(bin.state, State::Partial | State::Unknown)),
    );
    svg.push_str("</svg>");
    svg
}

fn title(timeline: &Timeline) -> String {
    match timeline.measure.as_str() {
        "ranking" => "List presence over time (a ranking, never volume)".to_owned(),
        _ => "Captured items over time".to_owned(),
    }
}

fn description(timeline: &Timeline, unit: &str) -> String {
    let peak = timeline.peak.as_ref().map_or_else(String::new, |peak| {
        format!(" Most on {}: {}.", crate::words::day_of(&peak.date), peak.count)
    });
    format!(
        "Bars show {unit}; hatched stretches were not observed. Total {}.{peak} The numbers by day are in the table below.",
        timeline.total
    )
}

/// Stretches that were not, or only partly, observed.
fn states(svg: &mut String, frame: &Frame, bins: &[Bin], n: usize) {
    let mut at = 0;
    while at < bins.len() {
        let state = bins[at].state;
        let end =
            bins[at..].iter().position(|bin| bin.state != state).map_or(bins.len(), |length| at + length);
        let (x, right) = (frame.x(bins[at].from), frame.x(bins[end - 1].to));
        let (top, height) = (frame.top, frame.plot);
        // A gap of one hour in a long window must still be seen.
        let width = (right - x).max(1.6);
        match state {
            State::Observed => {}
            State::Partial | State::Unknown => {
                let _ = write!(
                    svg,
                    r#"<rect class="partial" x="{x:.1}" y="{top}" width="{width:.1}" height="{height}"/>"#
                );
            }
            State::Gap => {
                let _ = write!(
                    svg,
                    r#"<rect class="gap" fill="url(#hatch{n})" x="{x:.1}" y="{top}" width="{width:.1}" height="{height}"/>"#
                );
            }
        }
        at = end;
    }
}

fn bars(svg: &mut String, frame: &Frame, bins: &[Bin]) {
    for bin in bins {
        let Some(count) = bin.count.filter(|&count| count > 0) else { continue };
        let (x, right) = (frame.x(bin.from), frame.x(bin.to));
        let y = frame.y(count);
        let gap = if right - x > 6.0 { 1.0 } else { 0.0 };
        let class = if bin.state == State::Observed { "bar" } else { "bar lower" };
        let (width, height) = ((right - x - gap).max(0.8), frame.base() - y);
        let _ = write!(
            svg,
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#
        );
    }
}

/// A strip for each day that tells its numbers when pointed at.
fn hover(svg: &mut String, frame: &Frame, timeline: &Timeline, days: &[Bin]) {
    for (bin, day) in days.iter().zip(&timeline.days) {
        let (x, right) = (frame.x(bin.from), frame.x(bin.to));
        let count = match (day.count, day.state) {
            (None, State::Unknown) => "coverage not known".to_owned(),
            (None, _) => "not observed".to_owned(),
            (Some(count), State::Observed) => format!("{count} {}", timeline.unit),
            (Some(count), _) => format!("at least {count} {}", timeline.unit),
        };
        let gaps: Vec<String> = day.gap_hours.iter().map(|&hour| crate::words::clock(hour)).collect();
        let gaps = match gaps.len() {
            0 | 24 => String::new(),
            1..=6 => format!("; not observed at {}", gaps.join(", ")),
            n => format!("; {n} hours not observed"),
        };
        let text = escape(&format!("{}: {count}{gaps}", crate::words::day_of(&day.date)));
        let (top, height, width) = (frame.top, frame.plot, right - x);
        let _ = write!(
            svg,
            r#"<rect class="hover" x="{x:.1}" y="{top}" width="{width:.1}" height="{height}"><title>{text}</title></rect>"#
        );
    }
}

/// Text for SVG and HTML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
