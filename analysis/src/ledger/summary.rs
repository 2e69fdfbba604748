//! Claims in sentences for the report's beginning, and how they were looked for.

use crate::findings::{Findings, Ledger};
use crate::words;

/// The sentences about claims and parties, with their evidence.
pub(crate) fn sentences(ledger: &Ledger) -> Vec<(String, Vec<usize>)> {
    let mut said = Vec::new();
    if ledger.claims.is_empty() {
        return said;
    }
    for claim in ledger.claims.iter().filter(|claim| claim.usage.is_looked_for) {
        let usage = &claim.usage;
        let how = &usage.said;
        let status = claim.status.as_str();
        if usage.items == 0 {
            said.push((
                format!("The claim \u{201c}{}\u{201d} (asserted by {}; {status}) is in none of the matched items.", claim.text, claim.asserted_by),
                Vec::new(),
            ));
            continue;
        }
        let ways = [
            (how.flat, "as a fact"),
            (how.hedged, "hedged"),
            (how.attributed, "as somebody else\u{2019}s words"),
            (how.negated, "to deny it"),
            (how.passed_on, "by passing it on"),
        ];
        let ways: Vec<String> = ways
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, way)| format!("{} {way}", words::number(*n)))
            .collect();
        said.push((
            format!(
                "The claim \u{201c}{}\u{201d} (asserted by {}; {status}) is in {}: {}.",
                claim.text,
                claim.asserted_by,
                words::count(usage.items, "matched item", "matched items"),
                words::list(&ways)
            ),
            usage.evidence.clone(),
        ));
    }
    said
}

/// How the claims, terms, lists, look-alikes and campaigns were looked for.
pub(crate) fn method(findings: &Findings) -> Vec<String> {
    let mut text = Vec::new();
    if findings.ledger.claims.iter().any(|claim| claim.usage.is_looked_for) {
        text.push("Tracked claims are found by their wordings alone, so other wordings are missed. How firmly one is said is read sentence by sentence from lists of words in nine languages (Arabic, Chinese, English, French, German, Indonesian, Japanese, Russian, Spanish): a denial near the wording, else words that attribute or quotation marks, else words of doubt or a question, else flat. Irony and denials in the next sentence are not seen. Of several sentences the firmest counts.".to_owned());
    }
    if !findings.terms.is_empty() {
        text.push("Characteristic terms: weighted log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008; prior of 500 words from all matched items of the language), items counted once a term, copies of one text by one actor once, reposts left out; terms from 2.58 standard deviations and three items. It ranks terms; it is no test, and says nothing of intent.".to_owned());
    }
    if !findings.lookalikes.brands.is_empty() {
        text.push(format!(
            "Look-alike domains are told by their names alone (same label under another public suffix, the brand as a label or within one, letters that look alike by Unicode TS 39, one edit from five characters and two from nine, below that only a letter typed twice), against {} hosts in matched items. The rules also meet {} of {} ordinary domains.",
            words::number(findings.lookalikes.hosts),
            findings.lookalikes.base_rate.alike,
            findings.lookalikes.base_rate.domains
        ));
    }
    if !findings.resemblance.is_empty() {
        text.push("Resemblance: every trait of a campaign\u{2019}s file is looked for on every channel with matched items and on every control channel. Fewer than half of the observable traits: nothing is said. Half or more without a specific one: \u{201c}consistent with\u{201d}. With a specific one (a shared script, picture, paragraph or link) that at most a tenth of the controls have: \u{201c}resembles\u{201d}. No words go further.".to_owned());
    }
    text
}
