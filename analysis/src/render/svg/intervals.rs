//! Shares with their intervals: a bar for each row, a line for the interval, the number behind it.

use std::fmt::Write as _;

use super::escape;
use crate::findings::Comparison;
use crate::words;

const ROW: usize = 24;
const LEFT: f64 = 270.0;
const RIGHT: f64 = 760.0;
/// Longer names are cut; the table has the whole.
const LONGEST: usize = 32;

/// The drawing of a comparison's first `most` rows; `n` makes its ids unique in the page. Empty without rows.
pub(in crate::render) fn draw(found: &Comparison, most: usize, n: usize) -> String {
    let rows = &found.rows[..found.rows.len().min(most)];
    let end = rows.iter().map(|row| row.share.high.unwrap_or(row.share.share)).fold(0.0, f64::max);
    if rows.is_empty() || end <= 0.0 {
        return String::new();
    }
    let step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25].into_iter().find(|step| end / step <= 5.0).unwrap_or(0.25);
    let ticks: Vec<f64> = (0..=u8::MAX)
        .map(|k| f64::from(k) * step)
        .take_while(|at| *at < end + step && *at <= 1.0001)
        .collect();
    let last = ticks.last().copied().unwrap_or(1.0).max(end);
    let x = |share: f64| LEFT + (RIGHT - LEFT) * share / last;
    let height = rows.len() * ROW + 26;
    let mut svg = String::new();
    let has = if rows[0].share.low.is_some() { ", with 95 % intervals" } else { "" };
    let _ = write!(
        svg,
        "<svg class=\"timeline shares\" viewBox=\"0 0 860 {height}\" role=\"img\" aria-labelledby=\"share-title-{n}\"><title id=\"share-title-{n}\">Shares of the compared items{has}</title>"
    );
    let foot = rows.len() * ROW + 4;
    for tick in ticks {
        let at = x(tick);
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"2\" y2=\"{foot}\"/><text class=\"tick middle\" x=\"{at:.1}\" y=\"{}\">{:.0} %</text>",
            foot + 15,
            tick * 100.0
        );
    }
    for (place, row) in rows.iter().enumerate() {
        let top = place * ROW + 6;
        let middle = top + 7;
        let mut name: String = row.who.chars().take(LONGEST).collect();
        if row.who.chars().count() > LONGEST {
            name.push('…');
        }
        let _ = write!(
            svg,
            "<text class=\"lane end\" x=\"{}\" y=\"{}\">{}</text><rect class=\"bar\" x=\"{LEFT}\" y=\"{top}\" width=\"{:.1}\" height=\"14\"/>",
            LEFT - 8.0,
            middle + 4,
            escape(&name),
            (x(row.share.share) - LEFT).max(0.5)
        );
        let mut right = x(row.share.share);
        if let (Some(low), Some(high)) = (row.share.low, row.share.high) {
            let (low, high) = (x(low), x(high));
            right = right.max(high);
            let _ = write!(
                svg,
                "<path class=\"whisker\" d=\"M{low:.1} {middle}H{high:.1}M{low:.1} {}v8M{high:.1} {}v8\"/>",
                middle - 4,
                middle - 4
            );
        }
        let _ = write!(
            svg,
            "<text class=\"value\" x=\"{:.1}\" y=\"{}\">{}</text>",
            right + 6.0,
            middle + 4,
            words::percent(row.share.share)
        );
    }
    svg.push_str("</svg>");
    svg
}
