//! A series beneath the timeline: changes as bars around a line, or values as a line.

use std::fmt::Write as _;

use super::frame::{Frame, LANE};
use super::labels::width;
use super::scale::Bin;
use super::{escape, scale};
use crate::findings::SeriesFinding;
use crate::narrative::Show;
use crate::words;

/// Room for the lane's heading.
const HEAD: f64 = 18.0;

/// Draws a series in its lane. Trading days have no hours: each value stands on the day of the same date.
pub(super) fn draw(svg: &mut String, frame: &Frame, place: usize, series: &SeriesFinding, days: &[Bin]) {
    let top = frame.lane(place);
    let (left, right) = Frame::edges();
    let what = match series.show {
        Show::Change => "change against the value before, %",
        Show::Value => series.unit.as_deref().unwrap_or("value"),
    };
    let heading = escape(&format!("{} \u{b7} {what}", series.label));
    let _ = write!(svg, r#"<text class="lane" x="{left}" y="{:.1}">{heading}</text>"#, top + 12.0);
    let points: Vec<(f64, f64)> = series
        .points
        .iter()
        .filter_map(|point| {
            let day = scale::day(days, &point.date)?;
            let value = match series.show {
                Show::Change => point.change_percent?,
                Show::Value => point.value,
            };
            Some((f64::midpoint(frame.x(day.from), frame.x(day.to)), value))
        })
        .collect();
    match series.show {
        Show::Change => changes(svg, top, &points, (right - left) / days.len().max(1) as f64),
        Show::Value => values(svg, top, &points),
    }
}

fn changes(svg: &mut String, top: f64, points: &[(f64, f64)], day: f64) {
    let (left, right) = Frame::edges();
    let largest = points.iter().fold(0.0_f64, |most, point| most.max(point.1.abs()));
    if largest <= 0.0 {
        return;
    }
    // Labels take a line above and below; the zero line stands where both directions have their room.
    let (up, down) = points.iter().fold((0.0_f64, 0.0_f64), |(up, down), p| (up.max(p.1), down.max(-p.1)));
    let room = LANE - HEAD - 26.0;
    let zero = top + HEAD + 12.0 + room * up / (up + down);
    let per = room / (up + down);
    let _ = write!(svg, r#"<line class="base" x1="{left}" y1="{zero:.1}" x2="{right}" y2="{zero:.1}"/>"#);
    let width_bar = (day * 0.6).clamp(1.0, 18.0);
    for (x, value) in points {
        let (y, height) =
            if *value >= 0.0 { (zero - value * per, value * per) } else { (zero, -value * per) };
        let class = if *value >= 0.0 { "up" } else { "down" };
        let _ = write!(
            svg,
            r#"<rect class="{class}" x="{:.1}" y="{y:.1}" width="{width_bar:.1}" height="{height:.1}"/>"#,
            x - width_bar / 2.0
        );
    }
    // The largest are labelled first, the others where there is still room.
    let mut order: Vec<&(f64, f64)> = points.iter().collect();
    order.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.total_cmp(&b.0)));
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (x, value) in order.into_iter().filter(|point| point.1.abs() >= 1.0).take(8) {
        let text = words::change(*value);
        let half = width(&text) / 2.0;
        let centre = x.clamp(left + half, right - half);
        let span = (centre - half - 3.0, centre + half + 3.0);
        if taken.iter().any(|other| span.0 < other.1 && other.0 < span.1) {
            continue;
        }
        taken.push(span);
        let y = if *value >= 0.0 { zero - value * per - 4.0 } else { zero - value * per + 11.0 };
        let _ =
            write!(svg, r#"<text class="value middle" x="{centre:.1}" y="{y:.1}">{}</text>"#, escape(&text));
    }
}

fn values(svg: &mut String, top: f64, points: &[(f64, f64)]) {
    let (low, high) =
        points.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p.1), high.max(p.1)));
    let room = LANE - HEAD - 18.0;
    let y = |value: f64| {
        let part = if high > low { (value - low) / (high - low) } else { 0.5 };
        top + HEAD + 8.0 + room * (1.0 - part)
    };
    let path: Vec<String> = points.iter().map(|(x, value)| format!("{x:.1},{:.1}", y(*value))).collect();
    let _ = write!(svg, r#"<polyline class="line" points="{}"/>"#, path.join(" "));
    for (x, value) in points.iter().filter(|p| p.1 <= low || p.1 >= high) {
        let text = words::decimal(*value);
        let _ = write!(
            svg,
            r#"<text class="value" x="{:.1}" y="{:.1}">{}</text>"#,
            x + 4.0,
            y(*value) + 3.0,
            escape(&text)
        );
    }
}
