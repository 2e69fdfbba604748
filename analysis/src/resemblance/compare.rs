//! Channels of a narrative held against a campaign, beside control channels.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::read::ListedRow;

use super::Weight;
use super::channel::Channel;
use super::load::{Campaign, Resemblance};
use super::observe::{Around, Observation, observe};
use super::references;
use super::words::{likeness, sentence};
use crate::case::Case;
use crate::evidence::EvidenceList;
use crate::findings::{CampaignFinding, ChannelFinding, DocumentedBy, Likeness, TraitFinding, TraitResult};
use crate::words;

/// So many channels are compared, those with most matched items; the rest is counted.
const MOST_CHANNELS: usize = 40;
/// So many controls at most, by their rows.
const MOST_CONTROLS: usize = 500;
/// A channel with fewer items is no control.
const FEWEST_ITEMS: usize = 5;
/// A trait names so many captures.
const MOST_EVIDENCE: usize = 3;

/// Holds the narrative's channels against each campaign that it names.
pub(crate) fn compare(
    case: &Case<'_>,
    listed: &[ListedRow],
    evidence: &mut EvidenceList,
) -> Result<Vec<CampaignFinding>, StoreError> {
    let wanted = &case.narrative.resemblance;
    wanted.campaigns.iter().map(|campaign| one(case, campaign, wanted, listed, evidence)).collect()
}

fn one(
    case: &Case<'_>,
    campaign: &Campaign,
    wanted: &Resemblance,
    listed: &[ListedRow],
    evidence: &mut EvidenceList,
) -> Result<CampaignFinding, StoreError> {
    let here = |id: i64| {
        case.corpus.accounts.get(&id).is_some_and(|account| campaign.platforms.contains(&account.platform))
    };
    let is_known =
        |row: &&ListedRow| campaign.known_lists.iter().any(|list| list.eq_ignore_ascii_case(&row.list));
    let known: BTreeSet<i64> =
        listed.iter().filter(is_known).filter_map(|row| row.account_id).filter(|&id| here(id)).collect();
    let (candidates, left_out) = candidates(case, &known, here);
    let (controls, note) = controls(case, campaign, wanted, &known, here);
    let mut ids: BTreeSet<i64> = known.clone();
    ids.extend(candidates.iter().map(|(id, _)| *id));
    ids.extend(&controls);
    let all: Vec<Channel> =
        ids.into_iter().map(|id| Channel::load(case.reader, id)).collect::<Result<_, _>>()?;
    let mut around = Around::new(&all, &known);
    around.tags = tags(case, wanted);
    let by_id: BTreeMap<i64, &Channel> = all.iter().map(|channel| (channel.id, channel)).collect();
    let controls: Vec<i64> = controls
        .into_iter()
        .filter(|id| by_id.get(id).is_some_and(|channel| channel.published.len() >= FEWEST_ITEMS))
        .collect();
    let ordinary: Vec<&Channel> = controls.iter().filter_map(|id| by_id.get(id).copied()).collect();
    references::gather(&mut around, &campaign.traits, &ordinary);
    let seen = |id: i64| -> Vec<Observation> {
        let Some(channel) = by_id.get(&id) else { return Vec::new() };
        campaign.traits.iter().map(|one| observe(&one.id, &one.test, channel, &around)).collect()
    };
    let of_controls: Vec<(i64, Vec<Observation>)> = controls.iter().map(|&id| (id, seen(id))).collect();

    let mut channels = Vec::new();
    for (id, items) in candidates {
        let Some(channel) = by_id.get(&id) else { continue };
        let others: Vec<&(i64, Vec<Observation>)> =
            of_controls.iter().filter(|(other, _)| *other != id).collect();
        let mut found = channel_finding(case, campaign, channel, &seen(id), &others, evidence);
        found.items = items;
        found.sentence = sentence(&campaign.title, others.len(), &found);
        channels.push(found);
    }
    channels.sort_by(|a, b| {
        (a.likeness, b.specific, b.matches, &a.account).cmp(&(b.likeness, a.specific, a.matches, &b.account))
    });
    Ok(CampaignFinding {
        campaign: campaign.name.clone(),
        title: campaign.title.clone(),
        version: campaign.version,
        about: campaign.about.clone(),
        sources: campaign
            .sources
            .iter()
            .map(|source| DocumentedBy {
                by: source.by.clone(),
                date: source.date.to_string(),
                url: source.url.clone(),
            })
            .collect(),
        controls: of_controls.len(),
        controls_note: note,
        known: known.len(),
        channels,
        left_out,
    })
}

/// Channels with matched items, most first; and how many are left out.
fn candidates(
    case: &Case<'_>,
    known: &BTreeSet<i64>,
    here: impl Fn(i64) -> bool,
) -> (Vec<(i64, usize)>, usize) {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for item in case.corpus.measured(false) {
        *counts.entry(item.row.account_id).or_default() += 1;
    }
    let mut all: Vec<(i64, usize)> =
        counts.into_iter().filter(|(id, _)| here(*id) && !known.contains(id)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let left_out = all.len().saturating_sub(MOST_CHANNELS);
    all.truncate(MOST_CHANNELS);
    (all, left_out)
}

/// The control channels, and how they were chosen.
fn controls(
    case: &Case<'_>,
    campaign: &Campaign,
    wanted: &Resemblance,
    known: &BTreeSet<i64>,
    here: impl Fn(i64) -> bool,
) -> (Vec<i64>, String) {
    let platforms: Vec<String> = campaign.platforms.iter().map(|word| words::platform(word)).collect();
    if wanted.controls.is_empty() {
        let ids: Vec<i64> =
            case.corpus.accounts.keys().copied().filter(|&id| here(id) && !known.contains(&id)).collect();
        let note = format!(
            "all other channels of the store on {} with {FEWEST_ITEMS} or more items{}, those with matched items included",
            words::list(&platforms),
            if ids.len() > MOST_CONTROLS { format!(", the first {MOST_CONTROLS}") } else { String::new() }
        );
        return (ids.into_iter().take(MOST_CONTROLS).collect(), note);
    }
    let ids = wanted.controls.iter().filter_map(|key| account(case, key)).filter(|id| !known.contains(id));
    let ids: BTreeSet<i64> = ids.collect();
    let note =
        format!("named in the narrative's file: {} of {} are in the store", ids.len(), wanted.controls.len());
    (ids.into_iter().collect(), note)
}

/// The account of `PLATFORM:ID` or `PLATFORM:HANDLE`.
fn account(case: &Case<'_>, key: &str) -> Option<i64> {
    let (platform, rest) = key.split_once(':')?;
    let handle = rest.trim_start_matches('@').to_lowercase();
    let mut accounts = case.corpus.accounts.values().filter(|account| account.platform == platform);
    accounts
        .clone()
        .find(|account| account.native_id.as_deref() == Some(rest))
        .or_else(|| accounts.find(|account| account.handle == handle))
        .map(|account| account.id)
}

fn tags(case: &Case<'_>, wanted: &Resemblance) -> BTreeMap<(i64, String), (bool, String)> {
    let tag = |tag: &super::Tag| {
        let by = format!("{}, {}", case.guard.scrubbed(&tag.by), words::day(tag.date));
        Some(((account(case, &tag.channel)?, tag.of.clone()), (tag.is_there, by)))
    };
    wanted.tags.iter().filter_map(tag).collect()
}

fn channel_finding(
    case: &Case<'_>,
    campaign: &Campaign,
    channel: &Channel,
    seen: &[Observation],
    controls: &[&(i64, Vec<Observation>)],
    evidence: &mut EvidenceList,
) -> ChannelFinding {
    let is_named = case.naming.is_named(channel.id);
    let mut traits: Vec<TraitFinding> = Vec::new();
    for (n, (one, own)) in campaign.traits.iter().zip(seen).enumerate() {
        let observable =
            controls.iter().filter(|(_, all)| all[n].result != TraitResult::NotObservable).count();
        let matching = controls.iter().filter(|(_, all)| all[n].matches_without(channel.id)).count();
        let mut captures = match own.result {
            TraitResult::NotObservable => Vec::new(),
            _ if own.captures.is_empty() => channel.captures(),
            _ => own.captures.clone(),
        };
        let mut seen_in = BTreeSet::new();
        captures.retain(|capture| seen_in.insert(*capture));
        captures.truncate(MOST_EVIDENCE);
        let cited: Vec<usize> =
            captures.iter().map(|&capture| evidence.cite_account(capture, is_named)).collect();
        traits.push(TraitFinding {
            id: one.id.clone(),
            weight: one.weight,
            why: one.why.clone(),
            result: own.result,
            measured: own.measured.clone(),
            controls_matching: matching,
            controls_observable: observable,
            is_common: one.weight == Weight::Specific && matching * 10 > observable,
            evidence: cited,
        });
    }
    let visible: Vec<usize> =
        (0..seen.len()).filter(|&n| seen[n].result != TraitResult::NotObservable).collect();
    let matches = visible.iter().filter(|&&n| seen[n].result == TraitResult::Match).count();
    let as_many = |all: &[Observation]| {
        visible.iter().filter(|&&n| all[n].matches_without(channel.id)).count() >= matches
    };
    let specific = traits
        .iter()
        .filter(|one| one.result == TraitResult::Match && one.weight == Weight::Specific && !one.is_common)
        .count();
    let mut all: Vec<usize> = traits
        .iter()
        .filter(|one| one.result == TraitResult::Match)
        .flat_map(|one| one.evidence.clone())
        .collect();
    if all.is_empty() {
        all = traits.iter().flat_map(|one| one.evidence.clone()).collect();
    }
    all.sort_unstable();
    all.dedup();
    ChannelFinding {
        account: case.account(channel.id),
        items: 0,
        looked_at: channel.published.len(),
        likeness: if channel.published.is_empty() {
            Likeness::TooLittle
        } else {
            likeness(matches, visible.len(), specific)
        },
        matches,
        observable: visible.len(),
        specific,
        controls_as_many: controls.iter().filter(|(_, all)| as_many(all)).count(),
        sentence: String::new(),
        evidence: all,
        traits,
    }
}
