//! Which of a page's dates is its publication, and which its last change.

use jiff::civil::Date;
use serde::Serialize;
use url::Url;

use super::gather::{Around, Candidate, Role, all};
use super::local;
use super::path;
use super::stamp::Stamp;
use super::visible::FAR;
use super::written::Order;
use crate::extract::head::Head;
use crate::extract::linked::LinkedData;
use crate::extract::tree::{Id, Tree};
use crate::extract::without::Without;

/// A date with where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dated {
    /// ISO 8601, as precise as it was written.
    #[serde(serialize_with = "shown")]
    pub at: Stamp,
    /// Where it stands: `json-ld:datePublished`, `meta:NAME`, `microdata`, `time`, `url`, `visible`.
    pub source: String,
    /// `second`, `minute` or `day`.
    pub precision: &'static str,
    /// The offset that is written, if one is.
    pub zone: Option<String>,
    /// As it was written.
    pub original: String,
}

/// The dates of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Dates {
    /// When it was published.
    pub published: Option<Dated>,
    /// The day of its publication where it was published: that of `published`, unless that is in UTC and the page gives the
    /// neighbouring day beside it.
    pub day: Option<String>,
    /// When it was last changed, where the page says so.
    pub modified: Option<Dated>,
    /// Other dates of the publication that the page gives beside it, on another day.
    pub conflicts: Vec<Dated>,
}

/// What the dates are read from.
pub(in crate::extract) struct About<'a> {
    pub(in crate::extract) tree: &'a Tree<'a>,
    pub(in crate::extract) head: &'a Head,
    pub(in crate::extract) linked: &'a LinkedData,
    pub(in crate::extract) url: Option<&'a Url>,
    /// The page's language and region, as it names them.
    pub(in crate::extract) lang: Option<&'a str>,
    /// The heading that is the article's title.
    pub(in crate::extract) heading: Option<Id>,
    /// No page is from after this day.
    pub(in crate::extract) latest: Option<Date>,
    pub(in crate::extract) without: &'a Without,
}

/// Ranks of dates that a page gives for machines or under a word.
pub(super) const SURE: i32 = 34;
/// Up to this rank a date says itself that it is of the publication.
const CERTAIN: i32 = 20;
/// Dates beyond this rank are guesses.
const WEAK: i32 = 48;
/// Dates beyond this rank are of something else.
const WORST: i32 = 70;
/// At most so many contradictions are kept.
const MOST_CONFLICTS: usize = 8;

/// Reads the dates of a page.
pub(in crate::extract) fn read(about: &About<'_>) -> Dates {
    let around = Around {
        tree: about.tree,
        head: about.head,
        linked: about.linked,
        url: about.url,
        order: order(about.lang, about.url),
        heading: about.heading,
        without: about.without,
    };
    let mut candidates = all(&around);
    candidates.retain(|c| about.latest.is_none_or(|latest| c.stamp.day <= latest) && c.rank <= WORST);
    // A guess of another year or season than the address names is of something else.
    if let Some((year, month)) = about.url.and_then(|url| path::month(url.path()))
        && about.without.has("address-months")
    {
        let apart = |day: Date| (i32::from(day.year()) - year) * 12 + i32::from(day.month()) - month;
        candidates.retain(|c| c.rank <= CERTAIN || (-1..=1).contains(&apart(c.stamp.day)));
    }
    if about.without.has("readings") {
        settle(&mut candidates);
    }
    let best =
        |role: &dyn Fn(&Candidate) -> bool| candidates.iter().filter(|c| role(c)).min_by_key(|c| c.rank);
    let modified = best(&|c| c.role == Role::Modified && c.rank < FAR);
    // A date of somewhere in the text is no better than saying that only the change is known.
    let weakest = match modified {
        Some(modified) if modified.rank <= SURE => SURE,
        Some(_) => WEAK,
        None => WORST,
    };
    // Nothing is published after its change, but for what templates call a date.
    let late = |c: &Candidate| c.rank > CERTAIN && modified.is_some_and(|m| c.stamp.day > m.stamp.day);
    let published = best(&|c| c.role != Role::Modified && c.rank <= weakest && !late(c));
    let day = |chosen: &Candidate| {
        if about.without.has("local-days") {
            local::day(chosen, &candidates, about.url)
        } else {
            chosen.stamp.day
        }
    };
    let mut dates = Dates {
        published: published.map(dated),
        day: published.map(|chosen| day(chosen).to_string()),
        modified: modified.map(dated),
        conflicts: Vec::new(),
    };
    if let Some(published) = published {
        let mut days = vec![published.stamp.day];
        for candidate in &candidates {
            let sure = candidate.role != Role::Modified && candidate.rank <= SURE;
            if sure && !days.contains(&candidate.stamp.day) && days.len() <= MOST_CONFLICTS {
                days.push(candidate.stamp.day);
                dates.conflicts.push(dated(candidate));
            }
        }
        sharpen(&mut dates, published, &candidates);
    }
    dates
}

/// Of `3/4/2025` the reading is taken that another date of the page has.
fn settle(candidates: &mut [Candidate]) {
    let plain: Vec<Date> = candidates.iter().filter(|c| c.other.is_none()).map(|c| c.stamp.day).collect();
    for candidate in candidates {
        if let Some(other) = candidate.other
            && !plain.contains(&candidate.stamp.day)
            && plain.contains(&other.day)
        {
            candidate.stamp = other;
        }
    }
}

/// A day whose hour stands elsewhere on the page, in a date of the same day, gets it.
fn sharpen(dates: &mut Dates, chosen: &Candidate, candidates: &[Candidate]) {
    if chosen.stamp.time.is_some() {
        return;
    }
    let same = |c: &&Candidate| {
        c.role != Role::Modified
            && c.rank <= SURE
            && c.stamp.day == chosen.stamp.day
            && c.stamp.time.is_some()
    };
    if let Some(finer) = candidates.iter().filter(same).min_by_key(|c| c.rank) {
        dates.published = Some(dated(finer));
    }
}

fn dated(candidate: &Candidate) -> Dated {
    Dated {
        at: candidate.stamp,
        source: candidate.source.clone(),
        precision: candidate.stamp.precision(),
        zone: candidate.stamp.zone(),
        original: candidate.original.clone(),
    }
}

/// The United States and the Philippines write the month first; others who write English do not.
fn order(lang: Option<&str>, url: Option<&Url>) -> Order {
    let lang = lang.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    let host = url.and_then(Url::host_str).unwrap_or_default();
    let day_first = [
        ".uk", ".au", ".nz", ".ie", ".in", ".za", ".ng", ".ke", ".gh", ".pk", ".my", ".sg", ".mt", ".gy",
        ".tt", ".jm", ".hk", ".eu", ".de", ".fr",
    ];
    let elsewhere = day_first.iter().any(|end| host.ends_with(end));
    match lang.as_str() {
        "en-us" | "fil" | "fil-ph" | "en-ph" => Order::MonthFirst,
        "en" if !elsewhere => Order::MonthFirst,
        _ => Order::DayFirst,
    }
}

fn shown<S: serde::Serializer>(stamp: &Stamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(stamp)
}
