//! Looking for one trait on one channel.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use whence_store::evidence::chain::hex;
use whence_store::time::{Micros, Precision};

use super::channel::Channel;
use super::file::Test;
use super::parts::contained;
use crate::findings::TraitResult;
use crate::framing::{find, plain};
use crate::words;

/// Shares of fewer titles, languages or gaps than these say nothing.
const FEWEST_ITEMS: usize = 5;
const FEWEST_UPLOADS: usize = 8;

/// What was seen.
#[derive(Debug, Clone)]
pub(super) struct Observation {
    pub(super) result: TraitResult,
    /// What was measured, or why nothing could be.
    pub(super) measured: String,
    /// Other channels that share the object; the match stands on them where there is no reference.
    pub(super) partners: BTreeSet<i64>,
    pub(super) captures: Vec<i64>,
}

impl Observation {
    fn none(why: &str) -> Self {
        Self {
            result: TraitResult::NotObservable,
            measured: why.to_owned(),
            partners: BTreeSet::new(),
            captures: Vec::new(),
        }
    }

    fn of(is_match: bool, measured: String, captures: Vec<i64>) -> Self {
        let result = if is_match { TraitResult::Match } else { TraitResult::NoMatch };
        Self { result, measured, partners: BTreeSet::new(), captures }
    }

    /// Whether it matches when one other channel is not looked at.
    pub(super) fn matches_without(&self, other: i64) -> bool {
        self.result == TraitResult::Match
            && (self.partners.is_empty() || self.partners.iter().any(|&partner| partner != other))
    }
}

/// What channels are held against besides their own items.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// Channels that a list names as the campaign's.
    pub(super) known: Vec<&'a Channel>,
    /// Which scripts, by channel and place, have a part.
    pub(super) scripts: BTreeMap<u64, Vec<(i64, usize)>>,
    /// Which channels show a picture, by its bytes and by its looks.
    pub(super) pictures: BTreeMap<Vec<u8>, BTreeSet<i64>>,
    pub(super) looks: BTreeMap<i64, BTreeSet<i64>>,
    /// Paragraphs and hosts that the campaign is known by, by trait.
    pub(super) paragraphs: BTreeMap<String, Vec<BTreeSet<u64>>>,
    pub(super) hosts: BTreeMap<String, BTreeSet<String>>,
    /// What the analyst says of the channel: there or not, and who says so.
    pub(super) tags: BTreeMap<(i64, String), (bool, String)>,
}

impl<'a> Around<'a> {
    /// Puts the scripts and pictures of channels beside each other.
    pub(super) fn new(all: &'a [Channel], known: &BTreeSet<i64>) -> Self {
        let mut around = Self {
            known: all.iter().filter(|channel| known.contains(&channel.id)).collect(),
            ..Self::default()
        };
        for channel in all {
            for (place, script) in channel.scripts.iter().enumerate() {
                for part in &script.1 {
                    around.scripts.entry(*part).or_default().push((channel.id, place));
                }
            }
            for shown in channel.published.iter().flat_map(|item| &item.media) {
                if let Some(hash) = &shown.sha256 {
                    around.pictures.entry(hash.clone()).or_default().insert(channel.id);
                }
                // A picture of one colour looks like every other.
                if let Some(look) = shown.dhash.filter(|look| *look != 0) {
                    around.looks.entry(look).or_default().insert(channel.id);
                }
            }
        }
        around
    }
}

/// Looks for a trait.
pub(super) fn observe(id: &str, test: &Test, channel: &Channel, around: &Around<'_>) -> Observation {
    match test {
        Test::Topics { last, sets_each, share, sets } => topics(channel, *last, *sets_each, *share, sets),
        Test::OpenedAfter { date } => opened(channel, date),
        Test::Cadence { from, to, unevenness } => cadence(channel, *from, *to, *unevenness),
        Test::Language { languages, share } => language(channel, languages, *share),
        Test::TitlePhrases { phrases, share } => titles(channel, phrases, *share),
        Test::SelfLabel { phrases } => self_label(channel, phrases),
        Test::Analyst {} => match around.tags.get(&(channel.id, id.to_owned())) {
            Some((is_there, by)) => Observation::of(*is_there, format!("seen by {by}"), channel.captures()),
            None => Observation::none("a person has to look, and nobody has said"),
        },
        Test::Script { containment } => script(channel, *containment, around),
        Test::Boilerplate { containment, .. } => {
            boilerplate(channel, *containment, around.paragraphs.get(id).map_or(&[], Vec::as_slice))
        }
        Test::Asset { sha256, bits } => asset(channel, sha256, *bits, around),
        Test::Link { .. } => link(channel, around.hosts.get(id)),
    }
}

fn share_of(hits: usize, all: usize, least: f64, what: &str, captures: Vec<i64>) -> Observation {
    let share = hits as f64 / all as f64;
    Observation::of(
        share >= least,
        format!("{hits} of {all} {what} ({}); asked for {}", words::percent(share), words::percent(least)),
        captures,
    )
}

fn topics(
    channel: &Channel,
    last: usize,
    sets_each: usize,
    share: f64,
    sets: &BTreeMap<String, BTreeMap<String, Vec<String>>>,
) -> Observation {
    let titles: Vec<String> = channel.titles().take(last).map(plain).collect();
    if titles.len() < FEWEST_ITEMS {
        return Observation::none("too few titles were captured");
    }
    let sets: Vec<Vec<String>> = sets
        .values()
        .map(|by_language| by_language.values().flatten().map(|phrase| plain(phrase)).collect())
        .collect();
    let hits = titles.iter().filter(|title| {
        let hit = |set: &&Vec<String>| set.iter().any(|phrase| find(title, phrase).is_some());
        sets.iter().filter(hit).count() >= sets_each
    });
    let what = format!("last titles hit {sets_each} or more of {} sets of terms", sets.len());
    share_of(hits.count(), titles.len(), share, &what, channel.captures())
}

fn opened(channel: &Channel, date: &str) -> Observation {
    let (Some(opened), Ok(date)) = (channel.profile.opened_at, date.parse::<Date>()) else {
        return Observation::none("when the account was opened was not captured");
    };
    let on = opened.timestamp().to_zoned_datetime(TimeZone::UTC).date();
    Observation::of(
        on >= date,
        format!("opened on {}; asked for {} or later", words::day(on), words::day(date)),
        channel.captures(),
    )
}

fn cadence(channel: &Channel, from: f64, to: f64, unevenness: Option<f64>) -> Observation {
    let mut times: Vec<i64> = channel
        .published
        .iter()
        .filter(|item| item.precision != Precision::None)
        .map(|item| item.created_at.0)
        .collect();
    times.sort_unstable();
    if times.len() < FEWEST_UPLOADS {
        return Observation::none("too few uploads with a time were captured");
    }
    let gaps: Vec<f64> =
        times.windows(2).map(|pair| (pair[1] - pair[0]) as f64 / Micros::DAY as f64).collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    if mean <= 0.0 {
        return Observation::none("all captured uploads have the same time");
    }
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / gaps.len() as f64;
    let (weekly, uneven) = (7.0 / mean, variance.sqrt() / mean);
    let mut measured = format!(
        "{} uploads a week; asked for {} to {}",
        words::decimal(weekly),
        words::decimal(from),
        words::decimal(to)
    );
    if let Some(most) = unevenness {
        measured = format!(
            "{measured}; gaps vary by {} of their mean, asked for {} at most",
            words::decimal(uneven),
            words::decimal(most)
        );
    }
    let fits = (from..=to).contains(&weekly) && unevenness.is_none_or(|most| uneven <= most);
    Observation::of(fits, measured, channel.captures())
}

fn language(channel: &Channel, languages: &[String], share: f64) -> Observation {
    let known: Vec<&str> = channel.published.iter().filter_map(|item| item.lang.as_deref()).collect();
    if known.len() < FEWEST_ITEMS {
        return Observation::none("of too few items the language is known");
    }
    let base = |lang: &str| lang.split(['-', '_']).next().unwrap_or(lang).to_owned();
    let hits = known.iter().filter(|lang| languages.contains(&base(lang))).count();
    share_of(
        hits,
        known.len(),
        share,
        &format!("items are in {}", languages.join(" or ")),
        channel.captures(),
    )
}

fn titles(channel: &Channel, phrases: &[String], share: f64) -> Observation {
    let titles: Vec<String> = channel.titles().map(plain).collect();
    if titles.len() < FEWEST_ITEMS {
        return Observation::none("too few titles were captured");
    }
    let phrases: Vec<String> = phrases.iter().map(|phrase| plain(phrase)).collect();
    let hits =
        titles.iter().filter(|title| phrases.iter().any(|phrase| find(title, phrase).is_some())).count();
    share_of(hits, titles.len(), share, "titles have one of the phrases", channel.captures())
}

fn self_label(channel: &Channel, phrases: &[String]) -> Observation {
    let phrases: Vec<String> = phrases.iter().map(|phrase| plain(phrase)).collect();
    let says = |text: &str| phrases.iter().any(|phrase| find(text, phrase).is_some());
    if channel.profile.description.as_deref().is_some_and(|text| says(&plain(text))) {
        return Observation::of(true, "the description says so".to_owned(), channel.captures());
    }
    if channel.published.is_empty() {
        return Observation::none("nothing that it published was captured");
    }
    let said: Vec<usize> = (0..)
        .zip(&channel.published)
        .filter(|(_, item)| says(&plain(&item.text)) || item.tags.iter().any(|tag| says(&plain(tag))))
        .map(|(n, _)| n)
        .collect();
    let captures = said.iter().filter_map(|&n| channel.capture(n)).collect();
    Observation::of(
        !said.is_empty(),
        format!("{} of {} items say so", said.len(), channel.published.len()),
        captures,
    )
}

fn script(channel: &Channel, containment: f64, around: &Around<'_>) -> Observation {
    if channel.scripts.is_empty() {
        return Observation::none("no captions or long texts were captured");
    }
    let mut partners = BTreeSet::new();
    let (mut shared, mut best) = (Vec::new(), 0.0_f64);
    for (item, script) in &channel.scripts {
        let mut common: BTreeMap<(i64, usize), usize> = BTreeMap::new();
        for part in script {
            for place in
                around.scripts.get(part).into_iter().flatten().filter(|(other, _)| *other != channel.id)
            {
                *common.entry(*place).or_default() += 1;
            }
        }
        let mut is_shared = false;
        for ((other, _), count) in common {
            let share = count as f64 / script.len() as f64;
            best = best.max(share);
            if share >= containment {
                partners.insert(other);
                is_shared = true;
            }
        }
        if is_shared {
            shared.push(*item);
        }
    }
    let measured = format!(
        "{} of {} scripts are also on another channel; the largest common part is {} of one, asked for {}",
        shared.len(),
        channel.scripts.len(),
        words::percent(best),
        words::percent(containment)
    );
    let captures = shared.iter().filter_map(|&item| channel.capture(item)).collect();
    Observation { partners, ..Observation::of(!shared.is_empty(), measured, captures) }
}

fn boilerplate(channel: &Channel, containment: f64, references: &[BTreeSet<u64>]) -> Observation {
    if references.is_empty() {
        return Observation::none(
            "there is no reference text, and no listed channel of the campaign in the store has one of its own",
        );
    }
    if channel.written.is_empty() {
        return Observation::none("no description and no text was captured");
    }
    let best = |own: &BTreeSet<u64>| {
        references.iter().map(|reference| contained(reference, own)).fold(0.0, f64::max)
    };
    let shares: Vec<(Option<usize>, f64)> =
        channel.written.iter().map(|(place, own)| (*place, best(own))).collect();
    let hits: Vec<Option<usize>> =
        shares.iter().filter(|(_, share)| *share >= containment).map(|(place, _)| *place).collect();
    let largest = shares.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let measured = format!(
        "{} of {} descriptions hold a reference; the largest part of one is {}, asked for {}",
        hits.len(),
        shares.len(),
        words::percent(largest),
        words::percent(containment)
    );
    let captures = hits.iter().filter_map(|place| channel.capture((*place)?)).collect();
    Observation::of(!hits.is_empty(), measured, captures)
}

/// A picture that is shown: by which item, its hash, its look.
type Shown<'a> = (usize, Option<&'a Vec<u8>>, Option<i64>);

fn asset(channel: &Channel, sha256: &[String], bits: u32, around: &Around<'_>) -> Observation {
    let shown: Vec<Shown<'_>> = (0..)
        .zip(&channel.published)
        .flat_map(|(n, item)| item.media.iter().map(move |shown| (n, shown.sha256.as_ref(), shown.dhash)))
        .filter(|(_, hash, look)| hash.is_some() || look.is_some_and(|look| look != 0))
        .collect();
    if shown.is_empty() {
        return Observation::none("of no picture the bytes were asked for");
    }
    let looks: Vec<i64> = around
        .known
        .iter()
        .flat_map(|known| {
            known.published.iter().flat_map(|item| item.media.iter().filter_map(|shown| shown.dhash))
        })
        .filter(|look| *look != 0)
        .collect();
    let (mut partners, mut hits, mut referenced) = (BTreeSet::new(), BTreeSet::new(), false);
    for (item, hash, look) in &shown {
        let listed =
            hash.is_some_and(|hash| sha256.iter().any(|known| known.eq_ignore_ascii_case(&hex(hash))));
        let near = look.is_some_and(|look| looks.iter().any(|known| (known ^ look).count_ones() <= bits));
        let same = hash.and_then(|hash| around.pictures.get(hash)).into_iter();
        let same = same.chain(look.and_then(|look| around.looks.get(&look))).flatten();
        let others: BTreeSet<i64> = same.copied().filter(|other| *other != channel.id).collect();
        if listed || near || !others.is_empty() {
            hits.insert(*item);
        }
        referenced |= listed || near;
        partners.extend(others);
    }
    let measured =
        format!("{} of {} pictures are a reference's or another channel's", hits.len(), shown.len());
    let captures = hits.iter().filter_map(|&item| channel.capture(item)).collect();
    let partners = if referenced { BTreeSet::new() } else { partners };
    Observation { partners, ..Observation::of(!hits.is_empty(), measured, captures) }
}

fn link(channel: &Channel, references: Option<&BTreeSet<String>>) -> Observation {
    let Some(references) = references.filter(|hosts| !hosts.is_empty()) else {
        return Observation::none(
            "there is no reference, and no listed channel of the campaign in the store links anything of its own",
        );
    };
    if channel.published.is_empty() {
        return Observation::none("nothing that it published was captured");
    }
    let is_under = |host: &str| {
        references.iter().any(|known| {
            host == known.as_str()
                || host.strip_suffix(known.as_str()).is_some_and(|rest| rest.ends_with('.'))
        })
    };
    let hits: Vec<usize> = (0..)
        .zip(&channel.published)
        .filter(|(_, item)| item.hosts.iter().any(|host| is_under(host)))
        .map(|(n, _)| n)
        .collect();
    let captures = hits.iter().filter_map(|&item| channel.capture(item)).collect();
    let measured = format!("{} of {} items link a reference", hits.len(), channel.published.len());
    Observation::of(!hits.is_empty(), measured, captures)
}
