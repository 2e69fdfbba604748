//! `report.html`: one self-contained file without script, under a policy that would let none run.

use askama::Template;
use sha2::{Digest as _, Sha256};

use super::html_together::Together;
use super::{RenderError, svg, view};
use crate::findings::{Compared, Comparison, Findings, ShareStatus, Shares, Timeline};

/// The page's style; the policy names its hash.
const STYLE: &str = include_str!("../../templates/style.css");

/// Footnotes of one sentence; of more, the rest is counted.
const MOST_NOTES: usize = 6;
/// Longer calendars are folded away.
const OPEN_WEEKS: usize = 18;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    f: &'a Findings,
    style: &'static str,
    style_hash: String,
    window: String,
    /// Days of which a part, or some sources, were not observed.
    partial_days: usize,
    figures: Vec<Figure<'a>>,
    actors: &'a [crate::findings::ActorFinding],
    accounts: &'a [crate::findings::AccountFinding],
    more_accounts: usize,
    evidence: Vec<&'a crate::findings::Evidence>,
    more_evidence: usize,
    coverage: Vec<String>,
    compared: Vec<ComparedFigure<'a>>,
    forest_notes: Vec<String>,
    together: Together<'a>,
    membership: Vec<String>,
    commands: [String; 2],
}

struct Figure<'a> {
    timeline: &'a Timeline,
    heading: &'static str,
    svg: String,
    weeks: Vec<view::Week>,
    open: bool,
    note: String,
}

/// A comparison as it is shown.
struct ComparedFigure<'a> {
    found: &'a Comparison,
    heading: String,
    basis: Vec<String>,
    svg: String,
    rows: &'a [Compared],
    more: usize,
    /// The counts that the rows' items have beside them, by name.
    metrics: Vec<&'a str>,
}

fn compared(findings: &Findings) -> Vec<ComparedFigure<'_>> {
    let figure = |(n, found)| {
        let (rows, more) = view::compared::rows(found);
        ComparedFigure {
            heading: view::compared::heading(found),
            basis: view::compared::basis(found),
            svg: svg::intervals::draw(found, rows.len(), n),
            metrics: view::compared::metrics(rows),
            found,
            rows,
            more,
        }
    };
    (1..).zip(&findings.comparisons).map(figure).collect()
}

fn membership(findings: &Findings) -> Vec<String> {
    let matching = &findings.matching;
    let seeds = (1..).zip(&matching.seeds).map(|(n, seed)| view::compared::seed(seed, n));
    seeds.chain(matching.misspellings.iter().map(view::compared::misspelling)).collect()
}

/// Renders the page.
pub(super) fn render(findings: &Findings) -> Result<String, RenderError> {
    let figures = findings
        .timelines
        .iter()
        .enumerate()
        .map(|(n, timeline)| {
            let weeks = view::weeks(timeline);
            Figure {
                timeline,
                heading: view::heading(timeline),
                svg: svg::draw(findings, timeline, n + 1),
                open: weeks.len() <= OPEN_WEEKS,
                weeks,
                note: view::table_note(timeline),
            }
        })
        .collect();
    let (accounts, more_accounts) = view::accounts(findings);
    let (evidence, more_evidence) = view::evidence(findings);
    let page = Page {
        f: findings,
        style: STYLE,
        style_hash: format!("sha256-{}", base64(&Sha256::digest(STYLE.as_bytes()))),
        window: view::window(findings),
        partial_days: view::partial_days(findings),
        figures,
        actors: &findings.actors[..findings.actors.len().min(super::MOST_ACTORS)],
        accounts,
        more_accounts,
        evidence,
        more_evidence,
        coverage: view::coverage(findings),
        compared: compared(findings),
        forest_notes: view::compared::forest_notes(findings),
        together: Together::new(&findings.coordination),
        membership: membership(findings),
        commands: view::commands(findings),
    };
    Ok(page.render()?)
}

impl Page<'_> {
    /// Whether a share is given.
    fn given(shares: &Shares) -> bool {
        shares.status == ShareStatus::Given
    }

    /// Footnotes as links into the evidence list.
    fn notes(evidence: &[usize]) -> String {
        let links: Vec<String> =
            evidence.iter().take(MOST_NOTES).map(|n| format!("<a href=\"#e{n}\">{n}</a>")).collect();
        let rest = evidence.len().saturating_sub(MOST_NOTES);
        let more = if rest > 0 { format!(" +{rest}") } else { String::new() };
        if links.is_empty() {
            String::new()
        } else {
            format!("<sup class=\"note\">{}{more}</sup>", links.join(" "))
        }
    }

    /// Footnotes of a sentence in "What was found". One that names no capture of its own rests on all of them.
    fn found_notes(sentence: &crate::findings::Sentence) -> String {
        if sentence.evidence.is_empty() && sentence.text.chars().any(|c| c.is_ascii_digit()) {
            return Self::count_note();
        }
        Self::notes(&sentence.evidence)
    }

    /// The footnote of a count that rests on all captures.
    fn count_note() -> String {
        "<sup class=\"note\"><a href=\"#evidence\">all</a></sup>".to_owned()
    }

    /// What cannot be seen rests on no capture in particular.
    fn unseen_note(one: &crate::findings::TraitFinding) -> String {
        if one.evidence.is_empty() { Self::count_note() } else { String::new() }
    }

    fn one_note(n: usize) -> String {
        Self::notes(&[n])
    }
}

/// Base 64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for n in 0..4 {
            let sign = ALPHABET[(bits >> (18 - 6 * n) & 63) as usize];
            text.push(if n <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_rfc_4648() {
        let of = |text: &str| base64(text.as_bytes());
        assert_eq!(
            (of("f"), of("fo"), of("foo"), of("foobar")),
            ("Zg==".into(), "Zm8=".into(), "Zm9v".into(), "Zm9vYmFy".into())
        );
    }
}
