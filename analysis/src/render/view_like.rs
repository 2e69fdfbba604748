//! How channels that were held against a campaign are shown: the same in HTML and Markdown.

use crate::findings::{CampaignFinding, ChannelFinding, Findings, Likeness, TraitFinding, TraitResult};
use crate::resemblance::Weight;
use crate::words;

/// So many channels that are consistent with the campaign are shown, and so many that do not look like it; the rest is counted.
const MOST_CONSISTENT: usize = 8;
const MOST_UNLIKE: usize = 3;

/// Whether the traits of a channel are shown without being asked for.
pub(super) fn is_open(channel: &ChannelFinding) -> bool {
    channel.likeness == Likeness::Resembles
}

/// The channels that the page shows, those that resemble first.
pub(super) fn shown(campaign: &CampaignFinding) -> Vec<&ChannelFinding> {
    let of = |likeness: Likeness, most: usize| {
        campaign.channels.iter().filter(move |channel| channel.likeness == likeness).take(most)
    };
    of(Likeness::Resembles, usize::MAX)
        .chain(of(Likeness::ConsistentWith, MOST_CONSISTENT))
        .chain(of(Likeness::Unlike, MOST_UNLIKE))
        .collect()
}

/// How many channels of a campaign the page does not show.
pub(super) fn hidden_channels(campaign: &CampaignFinding) -> usize {
    campaign.channels.len() - shown(campaign).len() + campaign.left_out
}

/// How many accepted indicators the store holds, in words.
pub(super) fn held(findings: &Findings) -> String {
    let held = usize::try_from(findings.indicators.held).unwrap_or(usize::MAX);
    words::count(held, "accepted indicator", "accepted indicators")
}

/// `5 of 14`, or why there is none.
pub(super) fn base_rate(one: &TraitFinding) -> String {
    if one.controls_observable == 0 {
        return "none observable".to_owned();
    }
    format!("{} of {}", one.controls_matching, one.controls_observable)
}

/// How much a trait says.
pub(super) const fn weight(one: &TraitFinding) -> &'static str {
    match one.weight {
        Weight::Generic => "generic",
        Weight::Specific => "specific",
    }
}

/// The class of a trait's row.
pub(super) const fn trait_class(one: &TraitFinding) -> &'static str {
    match one.result {
        TraitResult::Match => "match",
        TraitResult::NoMatch => "nomatch",
        TraitResult::NotObservable => "unseen",
    }
}
