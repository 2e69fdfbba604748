//! Dates in a text, in the writings and languages of the press.

use super::calendar::{gregorian_or_persian, on, plausible, ymd};
use super::clock::{offset_at, time_at};
use super::months::{Month, month};
use super::stamp::Stamp;
use super::token::{Piece, Token, tokens};

/// What stands first where only numbers are written: `3/4/2020`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) stamp: Stamp,
    /// The bytes that it takes, its time of the day included.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The other reading of an ambiguous one.
    pub(super) other: Option<Stamp>,
}

/// A day of the calendar within the pieces, and the piece after it.
struct Day {
    stamp: Stamp,
    other: Option<Stamp>,
    next: usize,
}

/// Words that stand between a day, a month and a year.
const LINKS: &[&str] = &[
    "de", "del", "of", "st", "nd", "rd", "th", "er", "º", "ª", "г", "a", "ho", "den", "eko", "ko", "г.",
    "tháng", "năm", "พ.ศ.", "ค.ศ.", "ימ", "the", "do",
];

/// All dates with a year, in order. Dates without one are left out: no year is made up.
pub(super) fn dates(text: &str, order: Order) -> Vec<Found> {
    let tokens = tokens(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(day) = day_at(&tokens, at, order) else {
            at += 1;
            continue;
        };
        let mut found = Found {
            stamp: day.stamp,
            start: tokens[at].start,
            end: tokens[day.next - 1].end,
            other: day.other,
        };
        let next = with_time(&tokens, at, day.next, &mut found);
        out.push(found);
        at = next.max(day.next);
    }
    out
}

/// The only date of a value that is nothing but a date, as machines write it.
pub(super) fn date(value: &str, order: Order) -> Option<Found> {
    let value = value.trim();
    if let Some(found) = epoch(value).or_else(|| compact(value)) {
        return Some(found);
    }
    dates(value.get(..value.floor_char_boundary(200)).unwrap_or(value), order).into_iter().next()
}

/// Seconds or milliseconds since 1970.
fn epoch(value: &str) -> Option<Found> {
    let seconds = match value.len() {
        10 => value.parse::<i64>().ok()?,
        13 => value.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    let at = jiff::tz::Offset::UTC.to_datetime(at);
    let small = |n: i8| u8::try_from(n).unwrap_or(0);
    let time = Some((small(at.hour()), small(at.minute()), Some(small(at.second()))));
    let stamp = Stamp { day: at.date(), time, offset: Some(0) };
    plausible(stamp).map(|stamp| Found { stamp, start: 0, end: value.len(), other: None })
}

/// `20250127`, `20250127T080000Z`, `20250127080000`.
fn compact(value: &str) -> Option<Found> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let part = |from: usize, to: usize| value.get(from..to)?.parse::<u8>().ok();
    // `20250127T08:00:00Z` is read as a text: its time has signs between its parts.
    if digits != 8 && digits != 12 && digits != 14 || value[digits..].contains(':') {
        return None;
    }
    let mut stamp = ymd(value.get(..4)?.parse().ok()?, part(4, 6)?.into(), part(6, 8)?.into())?;
    let clock = match value.get(digits..digits + 1) {
        _ if digits > 8 => 8,
        Some("T" | "t") => 9,
        _ => return Some(Found { stamp, start: 0, end: value.len(), other: None }),
    };
    if let (Some(hour @ 0..24), Some(minute @ 0..60)) = (part(clock, clock + 2), part(clock + 2, clock + 4)) {
        stamp.time = Some((hour, minute, part(clock + 4, clock + 6).filter(|s| *s < 60)));
        stamp.offset = value.ends_with('Z').then_some(0);
    }
    Some(Found { stamp, start: 0, end: value.len(), other: None })
}

fn number(tokens: &[Token], at: usize) -> Option<(u32, u8)> {
    match tokens.get(at)?.what {
        Piece::Number(value, digits) => Some((value, digits)),
        _ => None,
    }
}

fn sign(tokens: &[Token], at: usize) -> Option<char> {
    match tokens.get(at)?.what {
        Piece::Sign(c) => Some(c),
        _ => None,
    }
}

/// A month's name at a piece, perhaps of two words, perhaps with a full stop.
fn named(tokens: &[Token], at: usize) -> Option<(Month, usize)> {
    let Piece::Word(word) = &tokens.get(at)?.what else { return None };
    let stop = |at: usize| if sign(tokens, at) == Some('.') { at + 1 } else { at };
    if let Some(Piece::Word(second)) = tokens.get(at + 1).map(|t| &t.what)
        && let Some(month) = month(&format!("{word} {second}"))
    {
        return Some((month, stop(at + 2)));
    }
    if let Some(found) = month(word) {
        let next = stop(at + 1);
        // `أيلول/سبتمبر`: two names of one month.
        if sign(tokens, next) == Some('/')
            && let Some(Piece::Word(second)) = tokens.get(next + 1).map(|t| &t.what)
            && month(second) == Some(found)
        {
            return Some((found, next + 2));
        }
        return Some((found, next));
    }
    None
}

/// Past commas, full stops and words between the parts of a date.
fn past(tokens: &[Token], mut at: usize) -> usize {
    for _ in 0..3 {
        match tokens.get(at).map(|t| &t.what) {
            Some(Piece::Sign(',' | '.' | '-' | '/' | '\'' | '’' | 'º' | '°')) => at += 1,
            Some(Piece::Word(word)) if LINKS.contains(&word.as_str()) => at += 1,
            _ => break,
        }
    }
    at
}

fn is_t(tokens: &[Token], at: usize) -> bool {
    matches!(tokens.get(at).map(|t| &t.what), Some(Piece::Word(word)) if word == "t")
}

fn day_at(tokens: &[Token], at: usize, order: Order) -> Option<Day> {
    if let Some((value, digits)) = number(tokens, at) {
        // A part of a longer number, a price, a version.
        if at > 0
            && matches!(tokens[at - 1].what, Piece::Sign('.' | ',' | '/' | '-' | '_'))
            && tokens[at - 1].end == tokens[at].start
            && number(tokens, at.saturating_sub(2)).is_some()
        {
            return None;
        }
        if digits == 4 {
            return year_first(tokens, at, value);
        }
        if digits <= 2 {
            return day_first(tokens, at, value, order);
        }
        // `20250127T08:09:10Z`: eight digits are a day only where a time follows them.
        if digits == 8 && time_at(tokens, at + 1 + usize::from(is_t(tokens, at + 1))).is_some() {
            let stamp = ymd(value / 10_000, value / 100 % 100, value % 100)?;
            return Some(Day { stamp, other: None, next: at + 1 });
        }
        return None;
    }
    if matches!(sign(tokens, at), Some('令' | '平')) {
        return japanese_era(tokens, at);
    }
    let (month, next) = named(tokens, at)?;
    let next = past(tokens, next);
    let (day, _) = number(tokens, next).filter(|(day, digits)| *digits <= 2 && (1..=31).contains(day))?;
    let after = past(tokens, next + 1);
    let (year, length) = number(tokens, after)?;
    let year = match length {
        4 => year,
        2 if sign(tokens, after.saturating_sub(1)) == Some('\'')
            || sign(tokens, after.saturating_sub(1)) == Some('’') =>
        {
            2000 + year
        }
        _ => return None,
    };
    Some(Day { stamp: on(year, month, day)?, other: None, next: after + 1 })
}

/// `2025-01-27`, `2025. 1. 27`, `2025年1月27日`, `2025년 1월 27일`, `2025. január 27.`, `2025 m. sausio 27 d.`
fn year_first(tokens: &[Token], at: usize, year: u32) -> Option<Day> {
    let separator = sign(tokens, at + 1);
    let close = |c: Option<char>, allowed: &[char]| c.is_some_and(|c| allowed.contains(&c));
    if close(separator, &['-', '/', '.', '年', '년', '_']) {
        let after = at + 2;
        if let Some((month, 1 | 2)) = number(tokens, after)
            && close(sign(tokens, after + 1), &['-', '/', '.', '月', '월', '_'])
            && let Some((day, 1 | 2)) = number(tokens, after + 2)
        {
            let last = sign(tokens, after + 3).filter(|c| matches!(c, '日' | '일' | '号'));
            let next = after + 3 + usize::from(last.is_some());
            return Some(Day { stamp: gregorian_or_persian(year, month, day)?, other: None, next });
        }
    }
    let mut from = past(tokens, at + 1);
    if matches!(tokens.get(from).map(|t| &t.what), Some(Piece::Word(word)) if word == "m" || word == "metų" || word == "gada")
    {
        from = past(tokens, from + 1);
    }
    let (month, next) = named(tokens, from)?;
    let next = past(tokens, next);
    let (day, _) = number(tokens, next).filter(|(day, digits)| *digits <= 2 && (1..=31).contains(day))?;
    // `2020 May 5 2021` is two things.
    Some(Day { stamp: on(year, month, day)?, other: None, next: next + 1 })
}

/// `27.01.2025`, `1/27/2025`, `27 de enero de 2025`, `27. ledna 2025`, `27 tháng 1 năm 2025`
fn day_first(tokens: &[Token], at: usize, first: u32, order: Order) -> Option<Day> {
    if let Some((month, next)) = named(tokens, past(tokens, at + 1)) {
        if !(1..=31).contains(&first) {
            return None;
        }
        let next = past(tokens, next);
        let (year, digits) = number(tokens, next)?;
        let year = match digits {
            4 => year,
            // `5 Jan 20, 2021` has its year later; `27 Jan 25` beside a time is a year.
            2 if year >= 5
                && sign(tokens, next + 1) != Some(':')
                && number(tokens, next + 2).is_none_or(|(_, d)| d != 4) =>
            {
                2000 + year
            }
            _ => return None,
        };
        if matches!(sign(tokens, next + 1), Some(':')) {
            return None;
        }
        return Some(Day { stamp: on(year, month, first)?, other: None, next: next + 1 });
    }
    if let Some(Piece::Word(word)) = tokens.get(at + 1).map(|t| &t.what)
        && word == "tháng"
        && let Some((month, _)) = number(tokens, at + 2)
    {
        let next = past(tokens, at + 3);
        let (year, _) = number(tokens, next).filter(|(_, digits)| *digits == 4)?;
        return Some(Day { stamp: ymd(year, month, first)?, other: None, next: next + 1 });
    }
    let separator = sign(tokens, at + 1).filter(|c| matches!(c, '.' | '/' | '-'))?;
    let (second, _) = number(tokens, at + 2).filter(|(_, digits)| *digits <= 2)?;
    if sign(tokens, at + 3) != Some(separator) {
        return None;
    }
    let (year, digits) = number(tokens, at + 4)?;
    let year = match digits {
        4 => year,
        2 if year >= 5 && tokens[at].end == tokens[at + 1].start => 2000 + year,
        _ => return None,
    };
    // More of the same is an address or a version.
    if sign(tokens, at + 5) == Some(separator)
        && number(tokens, at + 6).is_some()
        && tokens[at + 5].end == tokens[at + 6].start
    {
        return None;
    }
    let (day_month, month_day) = (ymd(year, second, first), ymd(year, first, second));
    let next = at + 5;
    // Full stops and dashes with the month first are written by nobody.
    let month_first = order == Order::MonthFirst && separator != '.';
    let (stamp, other) = if month_first { (month_day, day_month) } else { (day_month, month_day) };
    match (stamp, other) {
        (Some(stamp), other) => {
            Some(Day { stamp, other: other.filter(|o| *o != stamp && separator != '.'), next })
        }
        (None, Some(stamp)) if separator != '.' => Some(Day { stamp, other: None, next }),
        _ => None,
    }
}

/// `令和7年1月27日`: the seventh year of an era that began in 2019.
fn japanese_era(tokens: &[Token], at: usize) -> Option<Day> {
    let first = match (sign(tokens, at)?, sign(tokens, at + 1)?) {
        ('令', '和') => 2018,
        ('平', '成') => 1988,
        _ => return None,
    };
    let year = match tokens.get(at + 2)?.what {
        Piece::Number(value, _) => value,
        Piece::Sign('元') => 1,
        _ => return None,
    };
    let (month, _) = number(tokens, at + 4)?;
    let (day, _) = number(tokens, at + 6)?;
    let marks = [at + 3, at + 5, at + 7].map(|at| sign(tokens, at));
    (marks == [Some('年'), Some('月'), Some('日')]).then_some(())?;
    Some(Day { stamp: ymd(first + year, month, day)?, other: None, next: at + 8 })
}

/// Looks for a time of the day after a date, else before it. Gives the piece after both.
fn with_time(tokens: &[Token], from: usize, next: usize, found: &mut Found) -> usize {
    for at in next..next + 4 {
        if let Some((time, after)) = time_at(tokens, at) {
            found.stamp.time = Some(time);
            let zone = offset_at(tokens, after);
            found.stamp.offset = zone.map(|(minutes, _)| minutes);
            let end = zone.map_or(after, |(_, after)| after);
            found.end = tokens[end - 1].end;
            found.other = found.other.map(|other| Stamp {
                time: found.stamp.time,
                offset: found.stamp.offset,
                ..other
            });
            return end;
        }
        let glue = match tokens.get(at).map(|t| &t.what) {
            Some(Piece::Sign(c)) => matches!(
                c,
                ',' | '|'
                    | '-'
                    | '('
                    | '['
                    | '·'
                    | '•'
                    | '@'
                    | '/'
                    | 'T'
                    | '.'
                    | '일'
                    | '星'
                    | '期'
                    | '午'
                    | '上'
                    | '下'
                    | '前'
                    | '後'
                    | '后'
                    | '오'
                    | '전'
                    | '후'
            ),
            Some(Piece::Word(word)) => {
                matches!(
                    word.as_str(),
                    "t" | "at"
                        | "um"
                        | "à"
                        | "a"
                        | "as"
                        | "às"
                        | "las"
                        | "kl"
                        | "klo"
                        | "o"
                        | "ore"
                        | "alle"
                        | "в"
                        | "о"
                        | "г"
                        | "saat"
                        | "pukul"
                        | "jam"
                        | "at_"
                        | "الساعة"
                        | "lúc"
                        | "เวลา"
                        | "d"
                )
            }
            _ => false,
        };
        if !glue {
            break;
        }
    }
    // `08:00, 27.01.2025`
    for back in 3..=6 {
        let Some(start) = from.checked_sub(back) else { break };
        if let Some((time, after)) = time_at(tokens, start)
            && (after == from
                || (after + 1 == from
                    && matches!(tokens[after].what, Piece::Sign(',' | '|' | '-' | '/' | '·')))
                || (after + 1 == from && matches!(&tokens[after].what, Piece::Word(w) if w.len() <= 5)))
        {
            found.stamp.time = Some(time);
            found.start = tokens[start].start;
            break;
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        dates(text, Order::DayFirst).iter().map(|f| f.stamp.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn machines_dates_are_read() {
        for (value, expected) in [
            ("2025-01-27T08:00:00+08:00", "2025-01-27T08:00:00+08:00"),
            ("2025-01-27T08:00:00.123Z", "2025-01-27T08:00:00Z"),
            ("2025-01-27 08:00", "2025-01-27T08:00"),
            ("Mon, 27 Jan 2025 08:00:00 -0500", "2025-01-27T08:00:00-05:00"),
            ("20250127", "2025-01-27"),
            ("20250127T080910Z", "2025-01-27T08:09:10Z"),
            ("20250127T08:09:10Z", "2025-01-27T08:09:10Z"),
            ("20250127 08:09", "2025-01-27T08:09"),
            ("1737936000", "2025-01-27T00:00:00Z"),
            ("Mon Jan 27 2025", "2025-01-27"),
        ] {
            let found = date(value, Order::DayFirst);
            assert_eq!(found.map(|f| f.stamp.to_string()).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn dates_are_read_in_many_languages() {
        for text in [
            "January 27, 2025",
            "27th of January, 2025",
            "27. Januar 2025",
            "27 janvier 2025",
            "27 de enero de 2025",
            "27 de janeiro de 2025",
            "27 gennaio 2025",
            "27 stycznia 2025 r.",
            "27. ledna 2025",
            "2025. január 27.",
            "27 Ocak 2025",
            "Senin, 27 Januari 2025",
            "27 января 2025 г.",
            "27 січня 2025",
            "27 Ιανουαρίου 2025",
            "27 يناير 2025",
            "٢٧ يناير ٢٠٢٥",
            "27 كانون الثاني 2025",
            "27 בינואר 2025",
            "27 जनवरी 2025",
            "27 มกราคม 2568",
            "27 ม.ค. 2568",
            "27 tháng 1 năm 2025",
            "2025年1月27日",
            "令和7年1月27日",
            "2025년 1월 27일",
            "2025. 1. 27.",
            "8 بهمن 1403",
            "Jan. 27, 2025",
            "27-Jan-2025",
            "27 Jan '25",
            "Monday 27th January 2025",
            "lunes, 27 Enero, 2025",
            "27 de gener de 2025",
            "27. janúar 2025",
            "27 ஜனவரி 2025",
            "27 జనవరి 2025",
            "२७ जानेवारी २०२५",
            "૨૭ જાન્યુઆરી ૨૦૨૫",
            "২৭ জানুয়ারি ২০২৫",
            "2025eko urtarrilaren 27",
            "27 มกราคม พ.ศ. 2568",
            "Thứ hai, 27/1/2025",
            "۱۴۰۳/۱۱/۰۸",
            "2025 m. sausio 27 d.",
            "27. tammikuuta 2025",
            "27.01.25",
            "27/01/2025",
            "2025/01/27",
        ] {
            assert_eq!(read(text), "2025-01-27", "{text}");
        }
    }

    #[test]
    fn times_and_zones_beside_a_date_are_read() {
        for (text, expected) in [
            ("27 Jan 2025, 3:05 pm", "2025-01-27T15:05"),
            ("27.01.2025 um 15:05 Uhr", "2025-01-27T15:05"),
            ("27/01/2025, 15.05 WIB", "2025-01-27T15:05+07:00"),
            ("2025年1月27日 15時05分", "2025-01-27T15:05"),
            ("2025-01-27 15:05:06 GMT+8", "2025-01-27T15:05:06+08:00"),
            ("15:05, 27 января 2025", "2025-01-27T15:05"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "version 1.2.2020.4",
            "call 555-12-2020",
            "99.99.2020",
            "May 2020",
            "in 2025 27 people",
            "1/2",
            "2020-13-01",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }
}
