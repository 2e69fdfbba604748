//! Claims that a narrative tracks: who asserts them, how they stand, on which sources, in which words.
//!
//! These are statements of the story, not claims that an account belongs to an actor. How they stand is the analyst's word
//! with its sources, never a finding of the program.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use whence_store::settings::SettingsError;

use super::load::At;

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClaimStanding {
    /// Nobody has shown it.
    #[serde(rename = "unproven")]
    Unproven,
    /// Somebody who can find out looks into it.
    #[serde(rename = "under investigation")]
    UnderInvestigation,
    /// Sources that could know contradict each other.
    #[serde(rename = "disputed")]
    Disputed,
    /// Whom it is about denies it.
    #[serde(rename = "denied")]
    Denied,
    /// It was shown.
    #[serde(rename = "established")]
    Established,
    /// The contrary was shown.
    #[serde(rename = "refuted")]
    Refuted,
    /// Who asserted it took it back.
    #[serde(rename = "withdrawn")]
    Withdrawn,
}

/// What a source says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Says {
    /// That it is so.
    Asserts,
    /// That somebody else says so.
    Reports,
    /// That it is looked into.
    Investigates,
    /// That it is in doubt.
    Disputes,
    /// That it is not so, by whom it is about.
    Denies,
    /// It shows it.
    Establishes,
    /// It shows the contrary.
    Refutes,
    /// It takes it back.
    Withdraws,
}

/// What somebody is, who is named by the analyst.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// An embassy, a ministry, an agency.
    Office,
    /// A broadcaster, a newspaper, an agency of news.
    Outlet,
    /// A firm, a party, an institute, a platform.
    Organisation,
    /// A human being: named only when the analyst asks for persons.
    #[default]
    Person,
}

/// A claim that the narrative tracks.
#[derive(Debug, Clone)]
pub struct TrackedClaim {
    /// Its short name.
    pub id: String,
    /// What is claimed, in the analyst's words.
    pub text: String,
    /// Who asserts it.
    pub asserted_by: String,
    /// What that is.
    pub who: Who,
    /// How it stands.
    pub status: ClaimStanding,
    /// On which sources.
    pub sources: Vec<ClaimSource>,
    /// Its wordings by language, by which it is looked for in items.
    pub wordings: BTreeMap<String, Vec<String>>,
}

/// A source of a claim.
#[derive(Debug, Clone)]
pub struct ClaimSource {
    /// Where.
    pub url: String,
    /// When.
    pub date: Date,
    /// What it says.
    pub says: Says,
    /// Whose it is.
    pub by: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimFile {
    id: String,
    text: String,
    asserted_by: String,
    asserted_by_kind: Who,
    status: ClaimStanding,
    source: Vec<SourceFile>,
    #[serde(default)]
    wordings: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    url: String,
    date: String,
    says: Says,
    by: Option<String>,
}

impl ClaimStanding {
    /// What a source must say, so that a claim may stand so.
    const fn needs(self) -> &'static [Says] {
        match self {
            Self::Unproven => &[],
            Self::UnderInvestigation => &[Says::Investigates],
            Self::Disputed => &[Says::Disputes, Says::Denies],
            Self::Denied => &[Says::Denies],
            Self::Established => &[Says::Establishes],
            Self::Refuted => &[Says::Refutes],
            Self::Withdrawn => &[Says::Withdraws],
        }
    }

    /// The word in the file and in the report.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unproven => "unproven",
            Self::UnderInvestigation => "under investigation",
            Self::Disputed => "disputed",
            Self::Denied => "denied",
            Self::Established => "established",
            Self::Refuted => "refuted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Says {
    /// The word in the file and in the report.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asserts => "asserts",
            Self::Reports => "reports",
            Self::Investigates => "investigates",
            Self::Disputes => "disputes",
            Self::Denies => "denies",
            Self::Establishes => "establishes",
            Self::Refutes => "refutes",
            Self::Withdraws => "withdraws",
        }
    }
}

/// Checks the claims of a file.
pub(super) fn check(at: &At<'_>, files: Vec<ClaimFile>) -> Result<Vec<TrackedClaim>, SettingsError> {
    let mut known = BTreeSet::new();
    (0..).zip(files).map(|(n, file)| one(at, n, file, &mut known)).collect()
}

fn one(
    at: &At<'_>,
    n: usize,
    file: ClaimFile,
    known: &mut BTreeSet<String>,
) -> Result<TrackedClaim, SettingsError> {
    let key = |name: &str| format!("claim[{n}].{name}");
    let ClaimFile { id, text, asserted_by, asserted_by_kind, status, source, wordings } = file;
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(at.value(
            &key("id"),
            format!("{id:?} is no short name"),
            "write letters, digits and hyphens, such as \"cost\"",
        ));
    }
    if !known.insert(id.clone()) {
        return Err(at.value(
            &key("id"),
            format!("{id:?} is used twice"),
            "give every claim a name of its own",
        ));
    }
    at.filled(&key("text"), &text)?;
    at.filled(&key("asserted_by"), &asserted_by)?;
    if source.is_empty() {
        return Err(at.value(
            &key("source"),
            "the claim has no source".to_owned(),
            "say where it is asserted: [[claim.source]] with url, date and says",
        ));
    }
    let sources = (0..)
        .zip(source)
        .map(|(m, SourceFile { url, date, says, by })| {
            let key = |name: &str| format!("claim[{n}].source[{m}].{name}");
            at.address(&key("url"), &url)?;
            Ok(ClaimSource { date: at.date(&key("date"), &date)?, url, says, by })
        })
        .collect::<Result<Vec<_>, SettingsError>>()?;
    let needs = status.needs();
    if !needs.is_empty() && !sources.iter().any(|source| needs.contains(&source.says)) {
        let wanted: Vec<String> = needs.iter().map(|says| format!("\"{}\"", says.as_str())).collect();
        return Err(at.value(
            &key("status"),
            format!("\u{201c}{}\u{201d} has no source that says so", status.as_str()),
            &format!("add a source with says = {}, or write status = \"unproven\"", wanted.join(" or ")),
        ));
    }
    for (language, phrases) in &wordings {
        for phrase in phrases {
            if whence_store::text::phrase_query(phrase).is_none() {
                return Err(at.value(
                    &key(&format!("wordings.{language}")),
                    format!("{phrase:?} holds nothing that can be searched"),
                    "write words of the language",
                ));
            }
        }
    }
    Ok(TrackedClaim { id, text, asserted_by, who: asserted_by_kind, status, sources, wordings })
}
