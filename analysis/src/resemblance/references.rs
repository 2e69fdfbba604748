//! What channels of a campaign are known by: paragraphs and links of listed channels and of the campaign's file, without
//! what ordinary channels have too.

use std::collections::BTreeSet;

use super::channel::Channel;
use super::file::Test;
use super::load::Trait;
use super::observe::Around;
use super::parts::{contained, parts};

/// References of fewer parts are a phrase, not a paragraph.
const FEWEST_PARTS: usize = 20;

/// Gathers the references of each trait. What more than a tenth of the controls have is everybody's: "subscribe and share".
pub(super) fn gather(around: &mut Around<'_>, traits: &[Trait], controls: &[&Channel]) {
    let is_common = |count: usize| count * 10 > controls.len();
    for one in traits {
        match &one.test {
            Test::Boilerplate { containment, texts } => {
                let of_known = around.known.iter().flat_map(|known| known.boilerplate());
                let all = texts.iter().cloned().chain(of_known).map(|text| parts(&text));
                let kept = all.filter(|reference| reference.len() >= FEWEST_PARTS).filter(|reference| {
                    !is_common(
                        controls.iter().filter(|control| holds(control, reference, *containment)).count(),
                    )
                });
                let kept: Vec<BTreeSet<u64>> = kept.collect();
                around.paragraphs.insert(one.id.clone(), kept);
            }
            Test::Link { domains } => {
                let of_known = around
                    .known
                    .iter()
                    .flat_map(|known| known.published.iter().flat_map(|item| item.hosts.clone()));
                let all: BTreeSet<String> = domains.iter().cloned().chain(of_known).collect();
                let links = |control: &Channel, host: &String| {
                    control.published.iter().any(|item| item.hosts.contains(host))
                };
                let kept = all.into_iter().filter(|host| {
                    !is_common(controls.iter().filter(|control| links(control, host)).count())
                });
                around.hosts.insert(one.id.clone(), kept.collect());
            }
            _ => {}
        }
    }
}

/// Whether one of a channel's texts holds a paragraph.
fn holds(channel: &Channel, reference: &BTreeSet<u64>, containment: f64) -> bool {
    channel.written.iter().any(|(_, text)| contained(reference, text) >= containment)
}
