//! The day of a moment where the page was published: servers write UTC, in which half the world's evenings are tomorrow's.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use url::Url;

use super::choose::SURE;
use super::gather::{Candidate, Role};
use super::stamp::Stamp;

/// Countries with one time zone (IANA), by their domains.
const ZONES: &[(&str, &str)] = &[
    ("de", "Europe/Berlin"),
    ("at", "Europe/Vienna"),
    ("ch", "Europe/Zurich"),
    ("fr", "Europe/Paris"),
    ("it", "Europe/Rome"),
    ("nl", "Europe/Amsterdam"),
    ("be", "Europe/Brussels"),
    ("pl", "Europe/Warsaw"),
    ("cz", "Europe/Prague"),
    ("sk", "Europe/Bratislava"),
    ("hu", "Europe/Budapest"),
    ("hr", "Europe/Zagreb"),
    ("rs", "Europe/Belgrade"),
    ("si", "Europe/Ljubljana"),
    ("dk", "Europe/Copenhagen"),
    ("se", "Europe/Stockholm"),
    ("no", "Europe/Oslo"),
    ("fi", "Europe/Helsinki"),
    ("ee", "Europe/Tallinn"),
    ("lv", "Europe/Riga"),
    ("lt", "Europe/Vilnius"),
    ("ro", "Europe/Bucharest"),
    ("bg", "Europe/Sofia"),
    ("gr", "Europe/Athens"),
    ("ua", "Europe/Kyiv"),
    ("tr", "Europe/Istanbul"),
    ("il", "Asia/Jerusalem"),
    ("eg", "Africa/Cairo"),
    ("sa", "Asia/Riyadh"),
    ("ae", "Asia/Dubai"),
    ("ir", "Asia/Tehran"),
    ("pk", "Asia/Karachi"),
    ("in", "Asia/Kolkata"),
    ("bd", "Asia/Dhaka"),
    ("th", "Asia/Bangkok"),
    ("vn", "Asia/Ho_Chi_Minh"),
    ("my", "Asia/Kuala_Lumpur"),
    ("sg", "Asia/Singapore"),
    ("ph", "Asia/Manila"),
    ("hk", "Asia/Hong_Kong"),
    ("tw", "Asia/Taipei"),
    ("cn", "Asia/Shanghai"),
    ("jp", "Asia/Tokyo"),
    ("kr", "Asia/Seoul"),
    ("nz", "Pacific/Auckland"),
    ("za", "Africa/Johannesburg"),
    ("ng", "Africa/Lagos"),
    ("ke", "Africa/Nairobi"),
    ("ar", "America/Argentina/Buenos_Aires"),
    ("uy", "America/Montevideo"),
    ("py", "America/Asuncion"),
    ("bo", "America/La_Paz"),
    ("pe", "America/Lima"),
    ("co", "America/Bogota"),
    ("ve", "America/Caracas"),
];

/// The local day of a date: as written, unless it is in UTC and another date of the page, or the country's zone, tells the day there.
pub(super) fn day(chosen: &Candidate, all: &[Candidate], url: Option<&Url>) -> Date {
    let stamp = chosen.stamp;
    let (Some(instant), Some(0)) = (instant(&stamp), stamp.offset) else { return stamp.day };
    // The same instant with its own offset.
    let told = all.iter().filter(|c| c.role != Role::Modified && c.rank <= SURE);
    for other in told.clone() {
        if other.stamp.offset.is_some_and(|offset| offset != 0)
            && self::instant(&other.stamp) == Some(instant)
        {
            return other.stamp.day;
        }
    }
    if let Some(zone) = url.and_then(zone) {
        return zone.to_datetime(instant).date();
    }
    // A neighbouring day that some zone has at this instant.
    let near = |day: Date| {
        let noon =
            |hours: i8| Offset::from_hours(hours).ok().map(|offset| offset.to_datetime(instant).date());
        day != stamp.day && (noon(-11) == Some(day) || noon(13) == Some(day))
    };
    if let Some(address) = told.clone().find(|c| c.source == "url" && near(c.stamp.day)) {
        return address.stamp.day;
    }
    let days: Vec<Date> = told.filter(|c| c.stamp.offset != Some(0)).map(|c| c.stamp.day).collect();
    if days.contains(&stamp.day) {
        return stamp.day;
    }
    days.into_iter().find(|day| near(*day)).unwrap_or(stamp.day)
}

fn instant(stamp: &Stamp) -> Option<jiff::Timestamp> {
    let (hour, minute, second) = stamp.time?;
    let small = |n: u8| i8::try_from(n).unwrap_or(0);
    let time = Time::new(small(hour), small(minute), small(second.unwrap_or(0)), 0).ok()?;
    let offset = Offset::from_seconds(i32::from(stamp.offset?) * 60).ok()?;
    offset.to_timestamp(DateTime::from_parts(stamp.day, time)).ok()
}

fn zone(url: &Url) -> Option<TimeZone> {
    let country = url.host_str()?.rsplit('.').next()?;
    let (_, name) = ZONES.iter().find(|(domain, _)| *domain == country)?;
    TimeZone::get(name).ok()
}
