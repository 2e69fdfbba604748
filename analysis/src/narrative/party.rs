//! Parties that were asked for comment: when, by whom, and what they answered.

use jiff::civil::Date;
use serde::Deserialize;
use whence_store::settings::SettingsError;

use super::load::At;
use super::tracked::Who;

/// A party of the story.
#[derive(Debug, Clone)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// What it is.
    pub who: Who,
    /// When it was asked, by whom and how; nothing when it was not asked.
    pub asked: Option<Asked>,
    /// What it answered; nothing when no answer came.
    pub answer: Option<Answer>,
}

/// That a party was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// When.
    pub date: Date,
    /// By whom, where it was not the analyst.
    pub by: Option<String>,
    /// How: a letter, a call, a form.
    pub how: Option<String>,
    /// Where that can be read.
    pub url: Option<String>,
}

/// A party's answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// When.
    pub date: Date,
    /// What; that it declined is an answer.
    pub text: String,
    /// Where that can be read.
    pub url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartyFile {
    name: String,
    kind: Who,
    asked: Option<String>,
    asked_by: Option<String>,
    asked_how: Option<String>,
    asked_url: Option<String>,
    answered: Option<String>,
    answer: Option<String>,
    answer_url: Option<String>,
}

/// Checks the parties of a file.
pub(super) fn check(at: &At<'_>, files: Vec<PartyFile>) -> Result<Vec<Party>, SettingsError> {
    (0..).zip(files).map(|(n, file)| one(at, n, file)).collect()
}

fn one(at: &At<'_>, n: usize, file: PartyFile) -> Result<Party, SettingsError> {
    let key = |name: &str| format!("party[{n}].{name}");
    at.filled(&key("name"), &file.name)?;
    let asked = file.asked.map(|date| at.date(&key("asked"), &date)).transpose()?;
    let answered = file.answered.map(|date| at.date(&key("answered"), &date)).transpose()?;
    for (name, url) in [("asked_url", &file.asked_url), ("answer_url", &file.answer_url)] {
        url.as_ref().map(|url| at.address(&key(name), url)).transpose()?;
    }
    let Some(asked) = asked else {
        let more = [("asked_by", file.asked_by.is_some()), ("asked_how", file.asked_how.is_some())];
        let mut more = more.into_iter().chain([
            ("asked_url", file.asked_url.is_some()),
            ("answered", answered.is_some()),
            ("answer", file.answer.is_some()),
            ("answer_url", file.answer_url.is_some()),
        ]);
        if let Some((name, _)) = more.find(|(_, given)| *given) {
            return Err(at.value(
                &key(name),
                "it is given, but not when the party was asked".to_owned(),
                "write asked = \"2025-01-30\", or take this key away: a party that was not asked is told as such",
            ));
        }
        return Ok(Party { name: file.name, who: file.kind, asked: None, answer: None });
    };
    let answer = match (answered, file.answer) {
        (None, None) if file.answer_url.is_some() => {
            return Err(at.value(
                &key("answer_url"),
                "there is no answer".to_owned(),
                "write answered and answer",
            ));
        }
        (None, None) => None,
        (Some(date), Some(text)) => {
            at.filled(&key("answer"), &text)?;
            if date < asked {
                return Err(at.value(
                    &key("answered"),
                    format!("{date} is before it was asked ({asked})"),
                    "an answer comes after its question",
                ));
            }
            Some(Answer { date, text, url: file.answer_url })
        }
        (answered, _) => {
            let (missing, given) =
                if answered.is_some() { ("answer", "answered") } else { ("answered", "answer") };
            return Err(at.value(
                &key(given),
                format!("it is given without `{missing}`"),
                "an answer has its date and its words; that somebody declined is an answer",
            ));
        }
    };
    let asked = Asked { date: asked, by: file.asked_by, how: file.asked_how, url: file.asked_url };
    Ok(Party { name: file.name, who: file.kind, asked: Some(asked), answer })
}
