//! The frame of the drawing: sizes, axes, legend.

use std::fmt::Write as _;

use whence_store::time::Micros;

use super::escape;
use super::scale::{Bin, step};

const WIDTH: f64 = 960.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 944.0;
const PLOT: f64 = 210.0;
const ROW: f64 = 17.0;
/// Height of the axis' labels.
const AXIS: f64 = 24.0;
/// Height of one series lane.
pub(super) const LANE: f64 = 100.0;
const LEGEND: f64 = 28.0;

/// Where things are.
#[derive(Debug)]
pub(super) struct Frame {
    from: Micros,
    to: Micros,
    ceiling: u64,
    /// Where the plot begins.
    pub(super) top: f64,
    /// How high it is.
    pub(super) plot: f64,
    lanes: usize,
    /// Whether a row for surges lies above the plot.
    surges: bool,
}

impl Frame {
    pub(super) fn new(from: Micros, to: Micros, most: u64, rows: usize, surges: bool, lanes: usize) -> Self {
        let step = step(most);
        let ceiling = (most.div_ceil(step) * step).max(1);
        let top = 10.0 + ROW * (rows + usize::from(surges)) as f64;
        Self { from, to, ceiling, top, plot: PLOT, lanes, surges }
    }

    /// The left and right edge of the plot.
    pub(super) const fn edges() -> (f64, f64) {
        (LEFT, RIGHT)
    }

    /// Where the base line of a row of event labels lies, the first on top.
    pub(super) fn row(n: i32) -> f64 {
        14.0 + ROW * f64::from(n)
    }

    /// Where the surges' row lies.
    pub(super) fn surge_row(&self) -> f64 {
        debug_assert!(self.surges, "no row was kept for surges");
        self.top - ROW
    }

    /// The place of a time, kept within the plot.
    pub(super) fn x(&self, at: Micros) -> f64 {
        let part = at.since(self.from) as f64 / self.to.since(self.from).max(1) as f64;
        LEFT + part.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    /// The height of a count.
    pub(super) fn y(&self, count: u64) -> f64 {
        self.base() - count as f64 / self.ceiling as f64 * self.plot
    }

    /// The base line.
    pub(super) fn base(&self) -> f64 {
        self.top + self.plot
    }

    /// Where a lane begins.
    pub(super) fn lane(&self, n: usize) -> f64 {
        self.base() + AXIS + LANE * n as f64
    }

    /// Where all lines end.
    pub(super) fn bottom(&self) -> f64 {
        self.lane(self.lanes)
    }

    pub(super) fn open(&self, svg: &mut String, n: usize, title: &str, description: &str) {
        let height = self.bottom() + LEGEND;
        let (title, description) = (escape(title), escape(description));
        let _ = write!(
            svg,
            r#"<svg class="timeline" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="svg-title{n} svg-desc{n}"><title id="svg-title{n}">{title}</title><desc id="svg-desc{n}">{description}</desc><defs><pattern id="hatch{n}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="5" height="5"/><line class="hatch-line" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>"#
        );
    }

    /// Grid, counts and dates.
    pub(super) fn axes(&self, svg: &mut String, days: &[Bin], unit: &str) {
        let step = step(self.ceiling);
        for n in 0..=self.ceiling / step {
            let (count, y) = (n * step, self.y(n * step));
            let class = if n == 0 { "base" } else { "grid" };
            let _ =
                write!(svg, r#"<line class="{class}" x1="{LEFT}" y1="{y:.1}" x2="{RIGHT}" y2="{y:.1}"/>"#);
            let _ = write!(
                svg,
                r#"<text class="tick end" x="{:.1}" y="{:.1}">{count}</text>"#,
                LEFT - 6.0,
                y + 3.5
            );
        }
        let y = self.top + self.plot / 2.0;
        let _ = write!(
            svg,
            r#"<text class="tick middle" transform="rotate(-90 11 {y:.1})" x="11" y="{y:.1}">{}</text>"#,
            escape(unit)
        );
        let width = (RIGHT - LEFT) / days.len().max(1) as f64;
        // Labels need some 52 units; weeks and months read better than any number of days.
        let every = [1, 2, 7, 14, 28, 56, 112, 224]
            .into_iter()
            .find(|n| width * f64::from(*n) >= 52.0)
            .unwrap_or(448);
        let mut at = 0;
        for (n, bin) in (0_i32..).zip(days) {
            let x = self.x(bin.from);
            if n == at {
                at += every;
                let _ = write!(
                    svg,
                    r#"<line class="base" x1="{x:.1}" y1="{:.1}" x2="{x:.1}" y2="{:.1}"/>"#,
                    self.base(),
                    self.base() + 4.0
                );
                if x < RIGHT - 30.0 {
                    let _ = write!(
                        svg,
                        r#"<text class="tick" x="{:.1}" y="{:.1}">{}</text>"#,
                        x + 2.0,
                        self.base() + 16.0,
                        label(bin)
                    );
                }
            }
        }
    }

    /// What the signs mean.
    pub(super) fn legend(&self, svg: &mut String, n: usize, unit: &str, surges: bool, partial: bool) {
        let y = self.bottom() + 12.0;
        let mut x = LEFT;
        let mut entry = |svg: &mut String, class: &str, fill: &str, text: &str| {
            let _ = write!(
                svg,
                r#"<rect class="{class}"{fill} x="{x:.1}" y="{:.1}" width="12" height="10"/>"#,
                y - 9.0
            );
            let _ =
                write!(svg, r#"<text class="tick" x="{:.1}" y="{y:.1}">{}</text>"#, x + 17.0, escape(text));
            x += 34.0 + 5.9 * text.chars().count() as f64;
        };
        entry(svg, "bar", "", unit);
        entry(svg, "gap", &format!(r#" fill="url(#hatch{n})""#), "gap: nothing observed, not zero");
        if partial {
            entry(svg, "partial", "", "partly observed: lower bound");
        }
        if surges {
            entry(svg, "surge", "", "surge or spike");
        }
    }
}

/// `27 Jan`.
fn label(bin: &Bin) -> String {
    bin.date.map_or_else(String::new, |date| date.strftime("%-d %b").to_string())
}
