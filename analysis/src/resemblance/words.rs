//! What may be said of a channel that was held against a campaign. Generic traits alone never get beyond "is consistent
//! with", and nothing gets beyond "resembles".

use crate::findings::{CampaignFinding, ChannelFinding, Likeness};
use crate::words;

/// How far the words may go: `k` of `m` observable traits match, `specific` of them specific.
pub(super) fn likeness(matches: usize, observable: usize, specific: usize) -> Likeness {
    match (observable, matches * 2 >= observable, specific) {
        (0..3, ..) => Likeness::TooLittle,
        (_, false, _) => Likeness::Unlike,
        (_, true, 0) => Likeness::ConsistentWith,
        _ => Likeness::Resembles,
    }
}

/// The sentence about one channel.
pub(super) fn sentence(campaign: &str, controls: usize, channel: &ChannelFinding) -> String {
    let (k, m) = (channel.matches, channel.observable);
    let label = format!("{} on {}", channel.account.label, words::platform(&channel.account.platform));
    let counted = format!(
        "matches {k} of {m} observable traits; {} of {} match as many",
        channel.controls_as_many,
        words::count(controls, "control channel", "control channels")
    );
    let specific = match channel.specific {
        1 => "one of them specific".to_owned(),
        n => format!("{n} of them specific"),
    };
    match channel.likeness {
        Likeness::Resembles => format!(
            "The activity of {label} resembles what is documented of {campaign}: it {counted}. Of the matching traits, {specific}. This is resemblance, not membership: who runs the channel is not known from it."
        ),
        Likeness::ConsistentWith => format!(
            "The activity of {label} is consistent with what is documented of {campaign}, and with much else, as all that matches is found on ordinary channels too: it {counted}."
        ),
        Likeness::Unlike => format!(
            "The activity of {label} does not look like what is documented of {campaign}: it {counted}."
        ),
        Likeness::TooLittle => {
            format!(
                "Of {label} too little was captured to hold it against {campaign}: {m} traits are observable."
            )
        }
    }
}

/// The sentences of a campaign for the summary, with their evidence.
pub(crate) fn summary(finding: &CampaignFinding) -> Vec<(String, Vec<usize>)> {
    let mut said: Vec<(String, Vec<usize>)> = finding
        .channels
        .iter()
        .filter(|channel| channel.likeness == Likeness::Resembles)
        .map(|channel| (channel.sentence.clone(), channel.evidence.clone()))
        .collect();
    let with =
        |likeness: Likeness| finding.channels.iter().filter(move |channel| channel.likeness == likeness);
    let evidence = |likeness: Likeness| {
        let mut all: Vec<usize> =
            with(likeness).flat_map(|channel| channel.evidence.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let consistent = with(Likeness::ConsistentWith).count();
    if consistent > 0 {
        said.push((
            format!(
                "The activity of {} is consistent with what is documented of {}, by traits that ordinary channels have too.",
                words::count(consistent, "channel", "channels"),
                finding.title
            ),
            evidence(Likeness::ConsistentWith),
        ));
    }
    if said.is_empty() && !finding.channels.is_empty() {
        said.push((
            format!(
                "None of {} with matched items looks like what is documented of {}.",
                words::count(finding.channels.len(), "channel", "channels"),
                finding.title
            ),
            evidence(Likeness::Unlike),
        ));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_capped() {
        assert_eq!(likeness(6, 6, 0), Likeness::ConsistentWith, "generic traits alone, however many");
        assert_eq!(likeness(4, 7, 1), Likeness::Resembles);
        assert_eq!(likeness(2, 7, 2), Likeness::Unlike, "a shared script alone is a shared script");
        assert_eq!(likeness(2, 2, 2), Likeness::TooLittle);
        assert_eq!(likeness(0, 0, 0), Likeness::TooLittle);
    }
}
