//! Parties in words.

use whence_store::StoreError;

use super::{captured, name, told_url};
use crate::case::Case;
use crate::evidence::EvidenceList;
use crate::findings::PartyFinding;
use crate::narrative::Party;
use crate::words;

pub(super) fn finding(
    case: &Case<'_>,
    party: &Party,
    evidence: &mut EvidenceList,
) -> Result<PartyFinding, StoreError> {
    let (asked, answer) = (party.asked.as_ref(), party.answer.as_ref());
    let urls =
        [asked.and_then(|asked| asked.url.as_deref()), answer.and_then(|answer| answer.url.as_deref())];
    let mut cited = Vec::new();
    for url in urls.into_iter().flatten() {
        cited.extend(captured(case, url, evidence)?);
    }
    let mut finding = PartyFinding {
        name: name(case, &party.name, party.who),
        asked: asked.map(|asked| asked.date.to_string()),
        asked_by: asked.and_then(|asked| asked.by.as_deref()).map(|by| case.guard.scrubbed(by)),
        asked_how: asked.and_then(|asked| asked.how.as_deref()).map(|how| case.guard.scrubbed(how)),
        asked_url: urls[0].and_then(|url| told_url(case, url)),
        answered: answer.map(|answer| answer.date.to_string()),
        answer: answer.map(|answer| case.guard.scrubbed(&answer.text)),
        answer_url: urls[1].and_then(|url| told_url(case, url)),
        evidence: cited,
        sentence: String::new(),
    };
    finding.sentence = sentence(&finding);
    Ok(finding)
}

fn sentence(party: &PartyFinding) -> String {
    let Some(asked) = &party.asked else { return "Not asked.".to_owned() };
    let by = party.asked_by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
    let how = party.asked_how.as_ref().map_or_else(String::new, |how| format!(" ({how})"));
    let asked = format!("Asked{by} on {}{how}", words::day_of(asked));
    match &party.answered {
        Some(date) => format!("{asked}; answered on {}.", words::day_of(date)),
        None => format!("{asked}; no answer is recorded."),
    }
}
