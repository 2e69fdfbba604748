//! When an article was published, which source says so, and when it says it was changed.

use jiff::civil::{DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use whence_store::time::{Micros, Moment, Precision};

use crate::connector::{Response, Said};
use crate::extract::{Dated as Found, Dates, Stamp};
use crate::text::web_date;

/// A publication time with its basis.
pub(super) struct Dated {
    pub(super) at: Moment,
    pub(super) basis: String,
    pub(super) modified: Option<Micros>,
}

/// A clock that is a day ahead is a wrong zone; further ahead is no publication time.
const AHEAD: i64 = Micros::DAY;
/// The web is younger than this.
const WEB_BEGINS: Micros = Micros(662_688_000 * Micros::SECOND);

/// What the page says for machines, then what the list says that named it, then what the page shows, then none: the capture's time
/// stands in, with precision `none`.
pub(super) fn published(
    dates: &Dates,
    said: &Said,
    response: &Response<'_>,
    zone: Option<&TimeZone>,
) -> Dated {
    let received = response.received_at;
    let sane = |moment: &Moment| moment.at >= WEB_BEGINS && moment.at <= received.plus(AHEAD);
    let read = |found: &Found| moment(&found.at, &found.original, zone).filter(|m| sane(m));
    let modified = dates.modified.as_ref().and_then(read).map(|m| m.at);
    let (told, shown) = match &dates.published {
        // Visible dates and addresses stand for other things too: they come after what is said of this page.
        Some(found) if ["time", "visible", "url", "title", "script"].contains(&found.source.as_str()) => {
            (None, Some(found))
        }
        found => (found.as_ref(), None),
    };
    let from = |found: Option<&Found>| found.and_then(|found| Some((read(found)?, found.source.clone())));
    let listed = || {
        web_date(said.published.as_deref()?, zone).filter(|m| sane(m)).map(|m| (m, said.basis().to_owned()))
    };
    let (at, basis) = from(told).or_else(listed).or_else(|| from(shown)).unwrap_or_else(|| {
        (Moment { at: received, precision: Precision::None, original: String::new() }, "capture".to_owned())
    });
    Dated { at, basis, modified }
}

/// A written moment as an instant: without an offset in `zone`, UTC without one. A day has no instant: it is kept as the UTC midnight
/// of the date that was written, whatever the zone.
fn moment(stamp: &Stamp, original: &str, zone: Option<&TimeZone>) -> Option<Moment> {
    let small = |n: u8| i8::try_from(n).ok();
    let (time, precision) = match stamp.time {
        None => (Time::midnight(), Precision::Day),
        Some((hour, minute, second)) => (
            Time::new(small(hour)?, small(minute)?, small(second.unwrap_or(0))?, 0).ok()?,
            if second.is_some() { Precision::Second } else { Precision::Minute },
        ),
    };
    let utc = TimeZone::UTC;
    let zone = match stamp.offset {
        _ if precision == Precision::Day => utc,
        Some(minutes) => Offset::from_seconds(i32::from(minutes) * 60).ok()?.to_time_zone(),
        None => zone.cloned().unwrap_or(utc),
    };
    let at = zone.to_timestamp(DateTime::from_parts(stamp.day, time)).ok()?;
    Some(Moment { at: Micros::from_timestamp(at), precision, original: original.to_owned() })
}
