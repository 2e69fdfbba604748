//! Claims, lists, look-alikes and campaigns in Markdown. What stands between the marks of evidence is checked by the linter.

use std::fmt::Write as _;

use super::markdown::{code, escape, line, notes};
use super::view;
use crate::findings::{ChannelFinding, Findings, LedgerClaim, PartyFinding};
use crate::words;

/// The marks between which every number has to name its evidence.
pub(super) const DUE: &str = "<!-- evidence: required -->";
pub(super) const FREE: &str = "<!-- evidence: free -->";

pub(super) fn told(out: &mut String, findings: &Findings) {
    claims(out, findings);
    terms(out, findings);
    sites(out, findings);
    campaigns(out, findings);
}

/// The analyst's judgements: two sentences, two lines.
pub(super) fn judgements(out: &mut String, findings: &Findings) {
    if findings.ledger.judgements.is_empty() {
        return;
    }
    line(out, "\n### The analyst's judgement");
    for one in &findings.ledger.judgements {
        line(out, &format!("\n{}\n", escape(&one.likelihood_sentence)));
        line(out, &format!("{}\n", escape(&one.confidence_sentence)));
        line(
            out,
            &format!("{}, {}. The program derives no such words.", escape(&one.by), words::day_of(&one.date)),
        );
    }
}

fn claims(out: &mut String, findings: &Findings) {
    line(out, "\n## What is claimed, how firmly\n");
    if findings.ledger.claims.is_empty() {
        line(out, "The narrative's file tracks no claims.");
    } else {
        line(
            out,
            "Statements of the story, with who asserts them and how they stand by the sources named.\n",
        );
        line(out, DUE);
    }
    for claim in &findings.ledger.claims {
        one_claim(out, claim);
    }
    line(out, FREE);
    line(out, "\n### Asked for comment\n");
    if findings.ledger.parties.is_empty() {
        line(out, "Not asked: the narrative's file names no party that was asked for comment.");
    }
    for party in &findings.ledger.parties {
        one_party(out, party);
    }
}

fn one_claim(out: &mut String, claim: &LedgerClaim) {
    let usage = &claim.usage;
    let said = &usage.said;
    let how = if !usage.is_looked_for {
        "not looked for, as the file gives no wordings".to_owned()
    } else if usage.items == 0 {
        "in none of the matched items".to_owned()
    } else {
        format!(
            "in {} by {}: {} flat, {} hedged, {} as another's words, {} denied, {} passed on",
            words::count(usage.items, "matched item", "matched items"),
            words::count(usage.accounts, "account", "accounts"),
            said.flat,
            said.hedged,
            said.attributed,
            said.negated,
            said.passed_on
        )
    };
    line(
        out,
        &format!(
            "- \u{201c}{}\u{201d}, asserted by {}; **{}**; {how}{}",
            escape(&claim.text),
            escape(&claim.asserted_by),
            claim.status.as_str(),
            notes(&usage.evidence)
        ),
    );
    if let Some(first) = &usage.first {
        let mut text = format!("first captured {} by {}", first.item.at_local, escape(&first.account));
        if let Some(excerpt) = &first.item.excerpt {
            let _ = write!(text, ": \u{201c}{}\u{201d}", escape(excerpt));
        }
        line(out, &format!("  - {text}{}", notes(&[first.item.evidence])));
    }
    for row in usage.by_actor.iter().take(5) {
        let said = &row.said;
        line(
            out,
            &format!(
                "  - {}: {} flat, {} hedged, {} as another's words, {} denied, {} passed on{}",
                escape(&row.actor),
                said.flat,
                said.hedged,
                said.attributed,
                said.negated,
                said.passed_on,
                notes(&usage.evidence)
            ),
        );
    }
    line(out, FREE);
    for source in &claim.sources {
        let by = source.by.as_ref().map_or_else(String::new, |by| format!("{} ", escape(by)));
        let url = source.url.as_deref().map_or_else(|| "address withheld".to_owned(), code);
        let evidence = source.evidence.map_or_else(|| " (page not captured)".to_owned(), |n| notes(&[n]));
        line(
            out,
            &format!("  - {by}{}, {}: {url}{evidence}", source.says.as_str(), words::day_of(&source.date)),
        );
    }
    line(out, DUE);
}

fn one_party(out: &mut String, party: &PartyFinding) {
    let urls: Vec<String> =
        [&party.asked_url, &party.answer_url].into_iter().flatten().map(|url| code(url)).collect();
    let urls = if urls.is_empty() { String::new() } else { format!(" {}", urls.join(", ")) };
    let answer =
        party.answer.as_ref().map_or_else(String::new, |text| format!(" \u{201c}{}\u{201d}", escape(text)));
    line(
        out,
        &format!(
            "- **{}**: {}{answer}{urls}{}",
            escape(&party.name),
            escape(&party.sentence),
            notes(&party.evidence)
        ),
    );
}

fn terms(out: &mut String, findings: &Findings) {
    if findings.terms.is_empty() {
        return;
    }
    line(out, "\n### Terms that actors use more than others\n");
    line(
        out,
        "Against everybody else who wrote in the same language: in how many items of the actor a term is, and of the others.\n",
    );
    line(out, DUE);
    for row in &findings.terms {
        let terms: Vec<String> = row
            .terms
            .iter()
            .map(|term| format!("\u{201c}{}\u{201d} {}:{}", escape(&term.term), term.here, term.there))
            .collect();
        let told = if terms.is_empty() { "none stands out".to_owned() } else { terms.join(", ") };
        let evidence: Vec<usize> = row.terms.iter().map(|term| term.evidence).collect();
        let items = format!("{} against {} items", row.items, row.others);
        let noted = if evidence.is_empty() { " (evidence: all)".to_owned() } else { notes(&evidence) };
        line(out, &format!("- {}, {} ({items}): {told}{noted}", escape(&row.actor), escape(&row.language)));
    }
    line(out, FREE);
}

fn sites(out: &mut String, findings: &Findings) {
    let (indicators, alike) = (&findings.indicators, &findings.lookalikes);
    line(out, "\n## Lists, and names that look alike\n\n### Listed indicators\n");
    if indicators.held == 0 {
        line(out, "The store holds no accepted list of indicators.");
    } else if indicators.lists.is_empty() {
        line(out, "No accepted indicator in the store is in a matched item, or is its account.");
    } else {
        line(
            out,
            "A list says that an address or a handle is on it. It names nobody, and whoever writes an address may warn of it.\n",
        );
    }
    line(out, DUE);
    for list in &indicators.lists {
        let url = list.asserted_url.as_deref().map_or_else(String::new, |url| format!(", {}", code(url)));
        line(
            out,
            &format!(
                "- **{}**, {}, {}{url}{}",
                escape(&list.list),
                escape(&list.asserted_by),
                words::day_of(&list.asserted),
                notes(&[list.evidence])
            ),
        );
        for row in list.rows.iter().take(25) {
            let listed = row.listed.as_deref().map_or_else(|| "withheld".to_owned(), code);
            line(
                out,
                &format!(
                    "  - {listed} ({}, by {}): {} by {}; first captured {}{}",
                    words::platform(&row.platform),
                    row.matched_by,
                    words::count(row.items, "matched item", "matched items"),
                    words::count(row.accounts, "account", "accounts"),
                    row.first.at_local,
                    notes(&[row.first.evidence])
                ),
            );
        }
    }
    line(out, FREE);
    line(out, "\n### Look-alike domains\n");
    if alike.brands.is_empty() {
        line(out, "The narrative's file protects no names or domains.");
        return;
    }
    line(
        out,
        &format!(
            "Looked for: {}. By the same rules {} of {} ordinary domains look alike. Who registered a domain is not known from its name.\n",
            code(&alike.brands.join(", ")),
            alike.base_rate.alike,
            alike.base_rate.domains
        ),
    );
    if alike.rows.is_empty() {
        line(out, "None of the hosts in matched items looks like one of them.");
    }
    line(out, DUE);
    for row in alike.rows.iter().take(25) {
        let domain = row.domain.as_deref().map_or_else(|| "withheld".to_owned(), code);
        line(
            out,
            &format!(
                "- {domain} looks like {}: {}; {} by {}; first captured {}{}",
                code(&row.brand),
                row.rule.words(),
                words::count(row.items, "matched item", "matched items"),
                words::count(row.accounts, "account", "accounts"),
                row.first.at_local,
                notes(&[row.first.evidence])
            ),
        );
    }
    line(out, FREE);
}

fn campaigns(out: &mut String, findings: &Findings) {
    line(out, "\n## Like which campaign");
    if findings.resemblance.is_empty() {
        line(out, "\nThe narrative's file names no campaign to hold channels against.");
    }
    for campaign in &findings.resemblance {
        let sources: Vec<String> = campaign
            .sources
            .iter()
            .map(|source| {
                format!("{}, {} ({})", escape(&source.by), words::day_of(&source.date), code(&source.url))
            })
            .collect();
        line(out, &format!("\n### {}\n\n{}\n", escape(&campaign.title), escape(&campaign.about)));
        line(
            out,
            &format!(
                "Documented by {}. Controls: {}, {}.\n",
                sources.join("; "),
                words::count(campaign.controls, "channel", "channels"),
                escape(&campaign.controls_note)
            ),
        );
        line(out, DUE);
        for channel in view::shown(campaign) {
            one_channel(out, channel);
        }
        line(out, FREE);
        let hidden = view::hidden_channels(campaign);
        if hidden > 0 {
            let more = words::count(hidden, "more channel is", "more channels are");
            line(out, &format!("\n{more} in campaigns.csv."));
        }
    }
}

fn one_channel(out: &mut String, channel: &ChannelFinding) {
    line(out, &format!("- {}{}", escape(&channel.sentence), notes(&channel.evidence)));
    for one in &channel.traits {
        let common = if one.is_common { ", but common here" } else { "" };
        let evidence =
            if one.evidence.is_empty() { " (evidence: all)".to_owned() } else { notes(&one.evidence) };
        line(
            out,
            &format!(
                "  - {} ({}{common}): **{}**; {}; controls: {}{evidence}",
                escape(&one.id),
                view::weight(one),
                one.result.as_str(),
                escape(&one.measured),
                view::base_rate(one)
            ),
        );
    }
}
