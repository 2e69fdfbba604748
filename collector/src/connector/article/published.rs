//! When an article was published, which source says so, and when it says it was changed.

use jiff::tz::TimeZone;
use whence_store::time::{Micros, Moment, Precision};

use super::facts::Facts;
use crate::connector::{Response, Said};
use crate::text::web_date;

/// A publication time with its basis.
pub(super) struct Dated {
    pub(super) at: Moment,
    pub(super) basis: &'static str,
    pub(super) modified: Option<Micros>,
}

/// A clock that is a day ahead is a wrong zone; further ahead is no publication time.
const AHEAD: i64 = Micros::DAY;
/// The web is younger than this.
const WEB_BEGINS: Micros = Micros(662_688_000 * Micros::SECOND);

/// The first of the page's own dates that can be read, then the list's that named it, then the address', then none: the capture's
/// time stands in, with precision `none`.
pub(super) fn published(
    facts: &Facts,
    said: &Said,
    response: &Response<'_>,
    zone: Option<&TimeZone>,
) -> Dated {
    let received = response.received_at;
    let sane = |moment: &Moment| moment.at >= WEB_BEGINS && moment.at <= received.plus(AHEAD);
    let read = |text: &str| web_date(text, zone).filter(|m| sane(m));
    let modified = facts.modified.iter().find_map(|text| read(text)).map(|m| m.at);
    // `<time>` elements stand beside other articles too: they come after what is said of this one.
    let (head, markup): (Vec<_>, Vec<_>) = facts.published.iter().partition(|(basis, _)| *basis != "time");
    let from =
        |list: &[&(&'static str, String)]| list.iter().find_map(|(basis, text)| Some((read(text)?, *basis)));
    let (at, basis) = from(&head)
        .or_else(|| Some((read(said.published.as_deref()?)?, said.basis())))
        .or_else(|| from(&markup))
        .or_else(|| Some((path_date(response.url.path(), zone).filter(|m| sane(m))?, "url")))
        .unwrap_or_else(|| {
            (Moment { at: received, precision: Precision::None, original: String::new() }, "capture")
        });
    Dated { at, basis, modified }
}

/// `/2025/01/27/` or `/2025-01-27-` in an address.
fn path_date(path: &str, zone: Option<&TimeZone>) -> Option<Moment> {
    let digits: Vec<&str> =
        path.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    digits.windows(3).find_map(|part| {
        let [year, month, day] = part else { return None };
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return None;
        }
        web_date(&format!("{year}-{month:0>2}-{day:0>2}"), zone)
    })
}
