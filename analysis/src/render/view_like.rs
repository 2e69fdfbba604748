//! How channels that were held against a campaign are shown: the same in HTML and Markdown.

use crate::findings::{CampaignFinding, ChannelFinding, Findings, Likeness, TraitFinding, TraitResult};
use crate::resemblance::Weight;
use crate::words;

/// So many channels that do not look like the campaign are shown; the rest is counted.
const MOST_UNLIKE: usize = 3;

/// Whether a channel's activity resembles the campaign, or is consistent with it.
pub(super) fn is_like(channel: &ChannelFinding) -> bool {
    matches!(channel.likeness, Likeness::Resembles | Likeness::ConsistentWith)
}

/// The channels that the page shows: all that are like the campaign, and the first of those that are not.
pub(super) fn shown(campaign: &CampaignFinding) -> Vec<&ChannelFinding> {
    let like = campaign.channels.iter().filter(|channel| is_like(channel));
    let unlike = campaign.channels.iter().filter(|channel| channel.likeness == Likeness::Unlike);
    like.chain(unlike.take(MOST_UNLIKE)).collect()
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
