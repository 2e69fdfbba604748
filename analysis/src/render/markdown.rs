//! `report.md`: the same in Markdown. Captured text is escaped so that it makes neither markup nor links.

mod compared;
mod together;

use std::fmt::Write as _;

use super::{markdown_told, view};
use crate::findings::{Findings, ShareStatus};
use crate::words;

/// Renders the report.
pub(super) fn render(findings: &Findings) -> String {
    let mut out = String::new();
    head(&mut out, findings);
    when(&mut out, findings);
    who(&mut out, findings);
    shares(&mut out, findings);
    compared::render(&mut out, findings);
    rest(&mut out, findings);
    evidence(&mut out, findings);
    out
}

pub(super) fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

pub(super) fn notes(evidence: &[usize]) -> String {
    if evidence.is_empty() {
        return String::new();
    }
    let numbers: Vec<String> = evidence.iter().map(usize::to_string).collect();
    format!(" (evidence {})", numbers.join(", "))
}

fn head(out: &mut String, findings: &Findings) {
    let narrative = &findings.narrative;
    line(out, &format!("# {}\n", escape(&narrative.title)));
    if let Some(question) = &narrative.question {
        line(out, &format!("{}\n", escape(question)));
    }
    line(
        out,
        &format!(
            "Window: {}, days of {}. As of {}.\n",
            view::window(findings),
            escape(&narrative.time_zone),
            words::moment(&findings.now)
        ),
    );
    line(out, "## What was found\n");
    line(out, markdown_told::DUE);
    for (n, sentence) in (1..).zip(&findings.summary) {
        // A count that names no capture of its own rests on all of them.
        let all = sentence.evidence.is_empty() && sentence.text.chars().any(|c| c.is_ascii_digit());
        let evidence = if all { " (evidence: all)".to_owned() } else { notes(&sentence.evidence) };
        line(out, &format!("{n}. {}{evidence}", escape(&sentence.text)));
    }
    line(out, markdown_told::FREE);
    if let Some((first, excerpt)) =
        findings.first_captured.as_ref().and_then(|f| Some((f, f.excerpt.as_ref()?)))
    {
        line(
            out,
            &format!(
                "\n> {}\n>\n> {}, {}",
                escape(excerpt),
                escape(&first.account.label),
                words::moment(&first.at_local)
            ),
        );
    }
}

fn when(out: &mut String, findings: &Findings) {
    line(out, "\n## When");
    for timeline in &findings.timelines {
        line(out, &format!("\n### {}\n\n{}\n", view::heading(timeline), timeline.note));
        line(
            out,
            &format!("| day | {} | coverage | hours not observed |\n|---|---:|---|---|", timeline.unit),
        );
        for day in &timeline.days {
            let count = day.count.map_or_else(String::new, |n| n.to_string());
            let hours: Vec<String> = day.gap_hours.iter().map(|&hour| words::clock(hour)).collect();
            let hours = if hours.len() > 6 { format!("{} h", hours.len()) } else { hours.join(", ") };
            line(out, &format!("| {} | {count} | {} | {hours} |", day.date, super::csv::word(day.state)));
        }
        line(out, &format!("\n{}", view::table_note(timeline)));
    }
    for series in findings.series.iter().filter(|series| !series.points.is_empty()) {
        line(out, &format!("\n### {}\n\n| date | value | change |\n|---|---:|---:|", escape(&series.label)));
        for point in &series.points {
            let change = point.change_percent.map_or_else(String::new, words::change);
            line(out, &format!("| {} | {} | {change} |", escape(&point.date), point.value));
        }
    }
    super::markdown_surges::write(out, findings);
    if !findings.events.is_empty() {
        line(out, "\n### Events beside it\n");
        for event in &findings.events {
            let (name, mut sentence) = (escape(&event.name), escape(&event.sentence));
            if let Some(test) = &event.placebo {
                sentence = format!("{sentence} {}", super::markdown_surges::tested(test));
            }
            line(
                out,
                &format!(
                    "- {}: {name}. {sentence} Source: {}",
                    words::day_of(&event.date),
                    code(&event.source)
                ),
            );
        }
    }
}

fn who(out: &mut String, findings: &Findings) {
    line(out, "\n## Who carried it\n");
    if findings.actors.is_empty() {
        line(out, "No actor is named: no accepted claim attributes any of the accounts.");
    }
    for actor in &findings.actors {
        let items = words::count(actor.items, "captured item", "captured items");
        let labels: Vec<String> = actor.account_labels.iter().map(|label| escape(label)).collect();
        let share =
            actor.share.map_or_else(String::new, |share| format!(", {} of all", words::percent(share)));
        line(
            out,
            &format!(
                "- **{}**, {}: {items}{share}, by {}; first captured {}{}",
                escape(actor.label()),
                escape(&view::standing(actor)),
                labels.join(", "),
                actor.first.at_local,
                notes(&[actor.first.evidence])
            ),
        );
        for (said, url, evidence) in view::claims(actor) {
            let url = url.map_or_else(String::new, |url| format!(", {}", code(&url)));
            line(out, &format!("  - claim: {}{url}{}", escape(&said), notes(&evidence)));
        }
    }
}

fn shares(out: &mut String, findings: &Findings) {
    line(out, "\n### Shares\n");
    for shares in std::iter::once(&findings.shares).chain(&findings.shares_by_platform) {
        let of = shares
            .platform
            .as_deref()
            .map_or_else(String::new, |word| format!("{}: ", words::platform(word)));
        if shares.status == ShareStatus::Refused {
            let reason = shares.reason.as_deref().unwrap_or("nothing can be compared");
            line(out, &format!("{}Not given: {}.\n", escape(&of), escape(reason)));
            continue;
        }
        let hours = words::decimal(shares.common_hours);
        let accounts = words::count(shares.accounts, "compared account was", "compared accounts were");
        line(out, &format!("{}Inside the {hours} h in which all {accounts} observed:\n", escape(&of)));
        for row in &shares.rows {
            line(
                out,
                &format!(
                    "- {}: {} ({})",
                    escape(&row.who),
                    words::percent(row.share),
                    words::number(row.items)
                ),
            );
        }
        line(out, "");
    }
}

fn rest(out: &mut String, findings: &Findings) {
    let amplification = &findings.amplification;
    line(out, "### Who was passed on\n");
    line(
        out,
        &format!(
            "Matched: {} (amplification), {} and {} (engagement, which may rebut); {} point at what the store does not hold.",
            words::count(amplification.reposts, "repost", "reposts"),
            words::count(amplification.quotes, "quote", "quotes"),
            words::count(amplification.replies, "reply", "replies"),
            words::number(amplification.outside)
        ),
    );
    for row in amplification.rows.iter().take(15) {
        let (label, reposts) = (escape(&row.account.label), words::count(row.reposts, "repost", "reposts"));
        line(out, &format!("- {label}: {reposts}, {} quotes, {} replies", row.quotes, row.replies));
    }
    let (accounts, more) = view::accounts(findings);
    line(
        out,
        "\n### Accounts\n\n| account | platform | actor by accepted claims | items | list entries | first captured |\n|---|---|---|---:|---:|---|",
    );
    for row in accounts {
        line(
            out,
            &format!(
                "| {} | {} | {} | {} | {} | {} |",
                escape(&row.account.label),
                escape(&row.account.platform),
                if row.in_conflict {
                    "conflicting claims".to_owned()
                } else {
                    escape(&row.actors.join(", "))
                },
                row.items,
                row.ranking_entries,
                row.first.at_local
            ),
        );
    }
    if more > 0 {
        line(
            out,
            &format!("\n{} in accounts.csv.", words::count(more, "more account is", "more accounts are")),
        );
    }
    together::render(out, findings);
    markdown_told::told(out, findings);
    line(out, "\n## How sure");
    markdown_told::judgements(out, findings);
    for (heading, lines) in
        [("Coverage", &view::coverage(findings)), ("Limits", &findings.limits), ("Method", &findings.method)]
    {
        line(out, &format!("\n### {heading}\n"));
        for text in lines {
            line(out, &format!("- {}", escape(text)));
        }
    }
    compared::matching(out, findings);
    let narrative = &findings.narrative;
    line(out, &format!("\nQuery: {}", code(&narrative.query)));
    line(out, &format!("\nWritten out: {}", code(&narrative.query_canonical)));
    line(out, &format!("\nSHA-256 of that: {}", code(&narrative.query_sha256)));
}

fn evidence(out: &mut String, findings: &Findings) {
    line(out, "\n## Evidence\n");
    let (cited, more) = view::evidence(findings);
    for row in cited {
        let origin = row.url.as_deref().map_or_else(|| view::origin(row).to_owned(), code);
        let hash = row.sha256.as_deref().map_or_else(|| "no body".to_owned(), code);
        line(
            out,
            &format!("- {}: capture {}, {}, {origin}, SHA-256 {hash}", row.n, row.capture, row.fetched_at),
        );
    }
    if more > 0 {
        line(
            out,
            &format!(
                "\nCounts rest on {} listed in report.json.",
                words::count(more, "further capture,", "further captures,")
            ),
        );
    }
    let [again, check] = view::commands(findings);
    line(out, "\n## Check and repeat\n");
    line(
        out,
        &format!(
            "Head of the evidence chain after {} captures: {}\n",
            findings.store.captures,
            code(&findings.store.head)
        ),
    );
    line(out, &format!("- {}\n- {}", code(&check), code(&again)));
}

/// Text that stays text: no emphasis, no HTML, no link, no list.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = String::new();
    for (n, c) in text.chars().enumerate() {
        let markup =
            matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '@');
        // Addresses become links by themselves in many renderers.
        let link = c == ':'
            && matches!(before.to_ascii_lowercase().as_str(), "http" | "https" | "ftp" | "mailto" | "xmpp")
            || c == '.' && before.eq_ignore_ascii_case("www");
        let list = n == 0 && matches!(c, '-' | '+' | '=')
            || matches!(c, '.' | ')')
                && n > 0
                && n == before.len()
                && before.chars().all(|d| d.is_ascii_digit());
        if markup || link || list {
            let _ = write!(out, "\\");
        }
        out.push(c);
        if c.is_alphanumeric() { before.push(c) } else { before.clear() }
    }
    out
}

/// A code span, whatever the text holds.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captured_text_makes_no_markup() {
        assert_eq!(escape("[a](http://b) <i>*x*"), "\\[a\\](http\\://b) \\<i\\>\\*x\\*");
        assert_eq!(escape("www.a.b x@y.z"), "www\\.a.b x\\@y.z");
        assert_eq!(
            (escape("1. a"), escape("- a"), escape("v1.2")),
            ("1\\. a".into(), "\\- a".into(), "v1.2".into())
        );
        assert_eq!(code("a`b"), "`` a`b ``");
    }
}
