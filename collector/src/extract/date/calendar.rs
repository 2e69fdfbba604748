//! Days of the Gregorian, Persian and Buddhist calendars as days of one calendar.

use super::months::Month;
use super::stamp::Stamp;

/// A day of a named month.
pub(super) fn on(year: u32, month: Month, day: u32) -> Option<Stamp> {
    match month {
        Month::Gregorian(month) => ymd(year, month.unsigned_abs().into(), day),
        Month::Persian(month) => persian(year, month.unsigned_abs().into(), day),
    }
}

pub(super) fn gregorian_or_persian(year: u32, month: u32, day: u32) -> Option<Stamp> {
    if (1370..=1450).contains(&year) { persian(year, month, day) } else { ymd(year, month, day) }
}

/// A day of the Gregorian calendar; years of the Buddhist era are 543 ahead.
pub(super) fn ymd(year: u32, month: u32, day: u32) -> Option<Stamp> {
    let year = if (2530..=2610).contains(&year) { year - 543 } else { year };
    let stamp = Stamp::of(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
    plausible(stamp)
}

/// The web is younger than this, and no page is from the far future.
pub(super) fn plausible(stamp: Stamp) -> Option<Stamp> {
    (1991..=2100).contains(&stamp.day.year()).then_some(stamp)
}

/// A day of the Persian solar calendar, by the 33-year rule (right from 1343 to 1472; Borkowski 1996, "The Persian calendar for
/// 3000 years").
fn persian(year: u32, month: u32, day: u32) -> Option<Stamp> {
    if !(1300..=1472).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = i64::from(year);
    let leap_days = (8 * year + 21) / 33;
    // 1 Farvardin 1370 was 21 March 1991.
    let days_before = 365 * (year - 1370) + leap_days - (8 * 1370 + 21) / 33;
    let month = i64::from(month);
    let in_year = if month <= 7 { (month - 1) * 31 } else { 186 + (month - 7) * 30 } + i64::from(day) - 1;
    let start = jiff::civil::Date::new(1991, 3, 21).ok()?;
    let span = jiff::Span::new().try_days(days_before + in_year).ok()?;
    let day = start.checked_add(span).ok()?;
    plausible(Stamp { day, time: None, offset: None })
}
