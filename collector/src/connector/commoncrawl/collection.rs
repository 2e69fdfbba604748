//! A collection of Common Crawl, and when it was collected.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;
use whence_store::time::Micros;

use crate::text::web_date;

/// A collection is named after a week; where it does not say more, it was collected somewhere around it.
const BEFORE: i64 = 14 * Micros::DAY;
const AFTER: i64 = 28 * Micros::DAY;

/// A collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Collection {
    /// Where its index is, without the host.
    pub(super) path: String,
    from: Micros,
    to: Micros,
}

/// Reads an entry of the list; nothing for what is none. One that does not say when it was may be of any time.
pub(super) fn read(entry: &Value) -> Option<Collection> {
    let text = |key: &str| entry.get(key)?.as_str();
    let api = Url::parse(text("cdx-api")?).ok()?;
    let date = |key: &str| Some(web_date(text(key)?, None)?.at);
    let (around_from, around_to) =
        text("id").and_then(around).unwrap_or((Micros(i64::MIN), Micros(i64::MAX)));
    let path = api.path().trim_start_matches('/').to_owned();
    Some(Collection { path, from: date("from").unwrap_or(around_from), to: date("to").unwrap_or(around_to) })
}

/// The time around the week of `CC-MAIN-2025-05`; the oldest are named after years: `CC-MAIN-2009-2010`, `CC-MAIN-2012`.
fn around(id: &str) -> Option<(Micros, Micros)> {
    let name = id.strip_prefix("CC-MAIN-")?;
    let (first, last) = name.split_once('-').unwrap_or((name, name));
    let year = first.parse().ok()?;
    let midnight =
        |date: Date| Some(Micros::from_timestamp(TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?));
    if last.len() == 4 {
        let end = Date::new(last.parse::<i16>().ok()?.checked_add(1)?, 1, 1).ok()?;
        return Some((midnight(Date::new(year, 1, 1).ok()?)?, midnight(end)?));
    }
    let week = ISOWeekDate::new(year, last.parse().ok()?, Weekday::Monday).ok()?;
    let monday = midnight(week.date())?;
    Some((monday.plus(-BEFORE), monday.plus(AFTER)))
}

impl Collection {
    /// Whether it may hold captures of `[from, to)`.
    pub(super) fn overlaps(&self, from: Option<Micros>, to: Option<Micros>) -> bool {
        from.is_none_or(|from| self.to >= from) && to.is_none_or(|to| self.from < to)
    }
}
