//! Times of the day and offsets, as they stand beside a date.

use super::token::{Piece, Token};

/// Zones that mean one offset wherever they are written, in minutes.
const ZONES: &[(&str, i16)] = &[
    ("z", 0),
    ("gmt", 0),
    ("utc", 0),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("msk", 180),
    ("мск", 180),
    ("wib", 420),
    ("wita", 480),
    ("wit", 540),
    ("jst", 540),
    ("kst", 540),
    ("hkt", 480),
    ("sgt", 480),
    ("pkt", 300),
    ("edt", -240),
    ("est", -300),
    ("pdt", -420),
    ("pst", -480),
    ("aedt", 660),
    ("aest", 600),
];

/// Hour, minute and second.
pub(super) type Time = (u8, u8, Option<u8>);

/// A time that begins at a piece: the time, and the piece after it.
pub(super) fn time_at(tokens: &[Token], at: usize) -> Option<(Time, usize)> {
    let number = |at: usize| match tokens.get(at).map(|t| &t.what) {
        Some(Piece::Number(value, digits)) if *digits <= 2 => Some(*value),
        _ => None,
    };
    let hour = number(at)?;
    let mark = |at: usize, signs: &[char], words: &[&str]| match tokens.get(at).map(|t| &t.what) {
        Some(Piece::Sign(c)) => signs.contains(c),
        Some(Piece::Word(word)) => words.contains(&word.as_str()),
        _ => false,
    };
    let mut next = at + 1;
    let (mut minute, mut second) = (0, None);
    if mark(next, &[':', '時', '时', '시', '点', '點'], &["h"])
        || (mark(next, &['.'], &[]) && hour < 24 && dotted(tokens, at))
    {
        minute = number(next + 1)?;
        next += 2;
        if mark(next, &['分', '분'], &[]) {
            next += 1;
        } else if mark(next, &[':', '.'], &[])
            && let Some(s) = number(next + 1)
            && tokens[next + 1].end - tokens[next + 1].start == 2
        {
            second = Some(s);
            next += 2;
            // Fractions of a second.
            if mark(next, &['.'], &[])
                && matches!(tokens.get(next + 1).map(|t| &t.what), Some(Piece::Number(..)))
            {
                next += 2;
            }
        }
    } else if !matches!(tokens.get(next).map(|t| &t.what), Some(Piece::Word(w)) if w == "am" || w == "pm" || w == "uhr")
    {
        return None;
    }
    let (mut hour, at) = half(tokens, next, hour)?;
    if hour == 24 && minute == 0 {
        hour = 0;
    }
    let valid = hour < 24 && minute < 60 && second.is_none_or(|s| s <= 60);
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    valid.then(|| ((small(hour), small(minute), second.map(|s| small(s.min(59)))), at))
}

/// `20.15` is a time where a word says so, as is `20.15.30`-less writing beside a date in Indonesian: two digits each.
fn dotted(tokens: &[Token], at: usize) -> bool {
    let two = |at: usize| matches!(tokens.get(at).map(|t| &t.what), Some(Piece::Number(_, 2)));
    let more = matches!(tokens.get(at + 3).map(|t| &t.what), Some(Piece::Sign('.' | '/' | '-')));
    two(at) && two(at + 2) && !more
}

/// The hour after `am`, `pm`, `a.m.`, `uhr`, 午後 and their like.
fn half(tokens: &[Token], at: usize, hour: u32) -> Option<(u32, usize)> {
    let word = |at: usize| match tokens.get(at).map(|t| &t.what) {
        Some(Piece::Word(word)) => word.as_str(),
        Some(Piece::Sign('.')) => ".",
        _ => "",
    };
    let (afternoon, next) = match (word(at), word(at + 1), word(at + 2), word(at + 3)) {
        ("am" | "ص", ..) => (false, at + 1),
        ("pm" | "م", ..) => (true, at + 1),
        ("a", ".", "m", ".") => (false, at + 4),
        ("p", ".", "m", ".") => (true, at + 4),
        ("uhr" | "h" | "hs" | "hrs" | "น.", ..) => return Some((hour, at + 1)),
        _ => return Some((hour, at)),
    };
    match (afternoon, hour) {
        (true, 1..=11) => Some((hour + 12, next)),
        (false, 12) => Some((0, next)),
        (_, 0..=23) => Some((hour, next)),
        _ => None,
    }
}

/// An offset that begins at a piece, in minutes: `Z`, `+08:00`, `GMT+7`, `WIB`.
pub(super) fn offset_at(tokens: &[Token], at: usize) -> Option<(i16, usize)> {
    let mut at = at;
    if matches!(tokens.get(at)?.what, Piece::Sign('(' | ',' | '|')) {
        at += 1;
    }
    let mut named = None;
    if let Piece::Word(word) = &tokens.get(at)?.what {
        named = Some(ZONES.iter().find(|(name, _)| name == word)?.1);
        at += 1;
    }
    let sign = match tokens.get(at).map(|t| &t.what) {
        Some(Piece::Sign('+')) => 1,
        Some(Piece::Sign('-')) => -1,
        _ => return named.map(|minutes| (minutes, at)),
    };
    let Some(Token { what: Piece::Number(value, digits), start, .. }) = tokens.get(at + 1) else {
        return named.map(|minutes| (minutes, at));
    };
    // A dash with a space after it is a dash.
    if tokens[at].end != *start || (named.is_some_and(|n| n != 0)) {
        return named.map(|minutes| (minutes, at));
    }
    let (hours, minutes, next) = match digits {
        4 => (value / 100, value % 100, at + 2),
        1 | 2 => match (tokens.get(at + 2).map(|t| &t.what), tokens.get(at + 3).map(|t| &t.what)) {
            (Some(Piece::Sign(':')), Some(Piece::Number(m, 2))) => (*value, *m, at + 4),
            _ => (*value, 0, at + 2),
        },
        _ => return named.map(|minutes| (minutes, at)),
    };
    if hours > 14 || minutes > 59 {
        return named.map(|minutes| (minutes, at));
    }
    let total = i16::try_from(hours * 60 + minutes).ok()?;
    Some((sign * total, next))
}
