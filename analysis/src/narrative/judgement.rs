//! The analyst's judgements: the only place where words of likelihood and confidence come from (ICD 203).
//!
//! The program derives neither from a number. Likelihood (of the statement) and confidence (in the sources and the
//! reasoning) are two things, and stand in two sentences.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use whence_store::settings::SettingsError;

use super::load::At;
use crate::lint;

/// The words of likelihood of ICD 203, one of its two rows; the rows are not mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Likelihood {
    /// 1 to 5 %.
    #[serde(rename = "almost no chance")]
    AlmostNoChance,
    /// 5 to 20 %.
    #[serde(rename = "very unlikely")]
    VeryUnlikely,
    /// 20 to 45 %.
    #[serde(rename = "unlikely")]
    Unlikely,
    /// 45 to 55 %.
    #[serde(rename = "roughly even chance")]
    RoughlyEven,
    /// 55 to 80 %.
    #[serde(rename = "likely")]
    Likely,
    /// 80 to 95 %.
    #[serde(rename = "very likely")]
    VeryLikely,
    /// 95 to 99 %.
    #[serde(rename = "almost certain")]
    AlmostCertain,
}

/// How much the analyst trusts the sources and the reasoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Little.
    Low,
    /// Some.
    Moderate,
    /// Much.
    High,
}

impl Likelihood {
    /// The sentence's beginning, and the range in per cent.
    pub const fn opening(self) -> (&'static str, &'static str) {
        match self {
            Self::AlmostNoChance => ("There is almost no chance", "1 to 5 %"),
            Self::VeryUnlikely => ("It is very unlikely", "5 to 20 %"),
            Self::Unlikely => ("It is unlikely", "20 to 45 %"),
            Self::RoughlyEven => ("There is a roughly even chance", "45 to 55 %"),
            Self::Likely => ("It is likely", "55 to 80 %"),
            Self::VeryLikely => ("It is very likely", "80 to 95 %"),
            Self::AlmostCertain => ("It is almost certain", "95 to 99 %"),
        }
    }
}

impl Confidence {
    /// The word in the file and in the report.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// A judgement of the analyst.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// What is judged: it completes "It is likely that …".
    pub statement: String,
    /// How likely.
    pub likelihood: Likelihood,
    /// How much the analyst trusts that.
    pub confidence: Confidence,
    /// Why.
    pub because: String,
    /// Whose judgement it is.
    pub by: String,
    /// When.
    pub date: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JudgementFile {
    statement: String,
    likelihood: Likelihood,
    confidence: Confidence,
    because: String,
    by: String,
    date: String,
}

/// Checks the judgements of a file.
pub(super) fn check(at: &At<'_>, files: Vec<JudgementFile>) -> Result<Vec<Judgement>, SettingsError> {
    (0..).zip(files).map(|(n, file)| one(at, n, file)).collect()
}

fn one(at: &At<'_>, n: usize, file: JudgementFile) -> Result<Judgement, SettingsError> {
    let key = |name: &str| format!("judgement[{n}].{name}");
    for (name, text) in [("statement", &file.statement), ("because", &file.because), ("by", &file.by)] {
        at.filled(&key(name), text)?;
        if let Some(word) = lint::banned(text) {
            return Err(at.value(
                &key(name),
                format!("\u{201c}{word}\u{201d} says more than evidence of this kind can"),
                "say what was seen, and in which order",
            ));
        }
    }
    if let Some(word) = lint::confidence_word(&file.statement) {
        return Err(at.value(
            &key("statement"),
            format!("\u{201c}{word}\u{201d} would put confidence and likelihood into one sentence"),
            "keep confidence to `confidence` and `because`",
        ));
    }
    for (name, text) in [("statement", &file.statement), ("because", &file.because)] {
        if let Some(word) = lint::likelihood_word(text) {
            return Err(at.value(
                &key(name),
                format!("\u{201c}{word}\u{201d} is a word of likelihood"),
                "keep likelihood to `likelihood`: a judgement has one",
            ));
        }
    }
    Ok(Judgement {
        date: at.date(&key("date"), &file.date)?,
        statement: file.statement,
        likelihood: file.likelihood,
        confidence: file.confidence,
        because: file.because,
        by: file.by,
    })
}
