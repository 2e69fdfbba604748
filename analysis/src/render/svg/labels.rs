//! Events and surges: lines and bands with labels that stay inside the drawing and do not cover each other.

use std::fmt::Write as _;

use whence_store::time::Micros;

use super::frame::Frame;
use super::scale::Bin;
use super::{escape, scale};
use crate::findings::{EventFinding, Surge};
use crate::surge::Kind;
use crate::words;

/// Longer labels are cut; the list of events has the whole.
const LONGEST: usize = 52;

/// Events with a row each.
#[derive(Debug)]
pub(super) struct Events {
    /// How many rows they take.
    pub(super) rows: usize,
    placed: Vec<Placed>,
}

#[derive(Debug)]
struct Placed {
    at: Micros,
    x: f64,
    text: String,
    row: i32,
    flipped: bool,
    span: (f64, f64),
}

/// Gives every event inside `[from, to)` a row in which its label is free of other labels and of other events' lines.
///
/// A line runs down from its label's row. So an event whose line another label covers stands below that label, and above
/// whatever its own label covers; the label turns to the left where that, or the right edge, asks for it.
pub(super) fn events(events: &[EventFinding], from: Micros, to: Micros) -> Events {
    let frame = Frame::new(from, to, 0, 0, false, 0);
    let mut placed: Vec<Placed> = Vec::new();
    for event in events {
        let Some(begin) = scale::instant(&event.at) else { continue };
        // An event of a day stands in its middle.
        let at = if event.whole_day { begin.plus(Micros::DAY / 2) } else { begin };
        if at < from || at >= to {
            continue;
        }
        let text = cut(&format!("{} \u{b7} {}", short(&event.date), event.name));
        let (x, width) = (frame.x(at), width(&text));
        let (left, right) = Frame::edges();
        let sides = [(false, (x, x + 8.0 + width)), (true, (x - 8.0 - width, x))];
        let inside = |span: (f64, f64)| span.0 >= left - 30.0 && span.1 <= right;
        let low = placed.iter().map(|other| other.row).min().unwrap_or(0) - 1;
        let high = placed.iter().map(|other| other.row).max().unwrap_or(-1) + 1;
        let fits = |row: i32, span: (f64, f64)| {
            placed.iter().all(|other| {
                let covers = |span: (f64, f64), x: f64| span.0 - 4.0 < x && x < span.1 + 4.0;
                (!covers(other.span, x) || row > other.row)
                    && (!covers(span, other.x) || row < other.row)
                    && (span.1 < other.span.0 || other.span.1 < span.0 || row != other.row)
            })
        };
        let choice = sides
            .iter()
            .filter(|(_, span)| inside(*span))
            .flat_map(|side| (0..=high).chain(low..0).map(move |row| (side, row)))
            .find(|((_, span), row)| fits(*row, *span))
            .map(|(&(flipped, span), row)| (flipped, span, row));
        // Where nothing fits, a row of its own keeps at least the words apart.
        let fallback = if inside(sides[0].1) { sides[0] } else { sides[1] };
        let (flipped, span, row) = choice.unwrap_or((fallback.0, fallback.1, high));
        placed.push(Placed { at, x, text, row, flipped, span });
    }
    let first = placed.iter().map(|event| event.row).min().unwrap_or(0);
    for event in &mut placed {
        event.row -= first;
    }
    let rows = placed.iter().map(|event| event.row + 1).max().unwrap_or(0);
    Events { rows: usize::try_from(rows).unwrap_or(0), placed }
}

/// Draws the events.
pub(super) fn draw_events(svg: &mut String, frame: &Frame, events: &Events) {
    for event in &events.placed {
        let (x, y) = (frame.x(event.at), Frame::row(event.row));
        let _ = write!(
            svg,
            r#"<line class="event" x1="{x:.1}" y1="{:.1}" x2="{x:.1}" y2="{:.1}"/>"#,
            y - 9.0,
            frame.bottom() - 4.0
        );
        let (class, tx) = if event.flipped { ("label end", x - 5.0) } else { ("label", x + 5.0) };
        let _ = write!(svg, r#"<text class="{class}" x="{tx:.1}" y="{y:.1}">{}</text>"#, escape(&event.text));
    }
}

/// Draws surges as bands behind the bars, with their names above.
pub(super) fn surges(svg: &mut String, frame: &Frame, surges: &[&Surge], days: &[Bin]) {
    let mut free_from = f64::MIN;
    for (n, surge) in surges.iter().enumerate() {
        let Some(begin) = scale::day(days, &surge.from) else { continue };
        let end = scale::day(days, &surge.to).map(|day| day.from).or(days.last().map(|day| day.to));
        let end = end.unwrap_or(begin.to);
        let (x, right, top) = (frame.x(begin.from), frame.x(end), frame.top);
        let (width, height) = (right - x, frame.plot);
        let _ =
            write!(svg, r#"<rect class="surge" x="{x:.1}" y="{top}" width="{width:.1}" height="{height}"/>"#);
        let name = if surge.kind == Kind::Surge { "surge" } else { "spike" };
        let text = format!("{name} from {}", short(&surge.from));
        let room = self::width(&text);
        // A label reaches to the right of its band's beginning, or to the left of its end where the next band's label begins.
        let next =
            surges.get(n + 1).and_then(|next| scale::day(days, &next.from)).map(|day| frame.x(day.from));
        let crowded = next.is_some_and(|next| x + room + 8.0 > next);
        let tx = if crowded { right - room } else { x.min(Frame::edges().1 - room) };
        if tx >= free_from.max(Frame::edges().0) {
            let y = frame.surge_row() + 12.0;
            let _ =
                write!(svg, r#"<text class="surge-label" x="{tx:.1}" y="{y:.1}">{}</text>"#, escape(&text));
            free_from = tx + room + 8.0;
        }
    }
}

fn short(date: &str) -> String {
    let day = words::day_of(date);
    day.rsplit_once(' ').map_or(day.clone(), |(day, _)| day.to_owned())
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let short: String = text.chars().take(LONGEST - 1).collect();
    format!("{}\u{2026}", short.trim_end())
}

/// About how wide a label is: wide scripts take twice the room.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(|c| if c >= '\u{1100}' { 12.0 } else { 6.3 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(at: &str, name: &str) -> EventFinding {
        EventFinding {
            name: name.to_owned(),
            date: at[..10].to_owned(),
            at: at.to_owned(),
            source: String::new(),
            nearest_surge: None,
            sentence: String::new(),
            placebo: None,
            whole_day: false,
        }
    }

    #[test]
    fn labels_stay_inside_and_apart() {
        let from = scale::instant("2025-01-13T00:00:00Z").unwrap();
        let to = scale::instant("2025-02-11T00:00:00Z").unwrap();
        let long = "a name that is long enough to run out on the right";
        let all: Vec<_> =
            ["2025-01-20T00:00:00Z", "2025-01-21T00:00:00Z", "2025-02-10T12:00:00Z", "2026-01-01T00:00:00Z"]
                .iter()
                .map(|at| event(at, long))
                .collect();
        let placed = events(&all, from, to);
        assert_eq!(placed.placed.len(), 3, "the event outside is not drawn");
        assert_eq!(placed.placed.iter().map(|p| p.row).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(placed.placed.iter().map(|p| p.flipped).collect::<Vec<_>>(), [false, false, true]);
    }
}
