//! Loading and checking campaigns.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use whence_store::settings::{SettingsError, read_toml};

use super::file::{CampaignFile, ResemblanceFile, TagFile, Test, Weight};
use crate::narrative::{At, named};

/// What a narrative's channels are held against.
#[derive(Debug, Clone, Default)]
pub struct Resemblance {
    /// The campaigns.
    pub campaigns: Vec<Campaign>,
    /// Named control channels; empty: all others.
    pub controls: Vec<String>,
    /// What a person saw or heard.
    pub tags: Vec<Tag>,
}

/// A documented campaign.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// The file's name.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The file's version.
    pub version: u32,
    /// What is documented of it.
    pub about: String,
    /// Where its channels are.
    pub platforms: Vec<String>,
    /// Lists of indicators that name its channels.
    pub known_lists: Vec<String>,
    /// Who says so.
    pub sources: Vec<CampaignSource>,
    /// Its traits.
    pub traits: Vec<Trait>,
}

/// A source of what is documented.
#[derive(Debug, Clone)]
pub struct CampaignSource {
    /// Where.
    pub url: String,
    /// When.
    pub date: Date,
    /// Whose it is.
    pub by: String,
}

/// A trait of a campaign.
#[derive(Debug, Clone)]
pub struct Trait {
    /// Its short name.
    pub id: String,
    /// How much it says.
    pub weight: Weight,
    /// Why it is a trait: what the sources say.
    pub why: String,
    /// How it is looked for.
    pub test: Test,
}

/// What a person saw or heard on a channel.
#[derive(Debug, Clone)]
pub struct Tag {
    /// `PLATFORM:ID` or `PLATFORM:HANDLE`.
    pub channel: String,
    /// The trait.
    pub of: String,
    /// Whether it is there.
    pub is_there: bool,
    /// Who says so.
    pub by: String,
    /// When.
    pub date: Date,
}

/// Loads what a narrative names; `at` is the narrative's file.
pub(crate) fn load(at: &At<'_>, file: ResemblanceFile) -> Result<Resemblance, SettingsError> {
    let folder = folder(at.path);
    let mut campaigns = Vec::new();
    for (n, name) in file.campaigns.iter().enumerate() {
        let none = "put its file into campaigns/, beside narratives/; docs/resemblance.md has the form";
        let path = named(&folder, name, none)?.map_err(|hint| {
            let key = format!("resemblance.campaigns[{n}]");
            at.value(&key, format!("there is no campaign {name:?}"), &hint)
        })?;
        campaigns.push(read(&path, name)?);
    }
    for (n, channel) in file.controls.iter().enumerate() {
        channel_key(at, &format!("resemblance.controls[{n}]"), channel)?;
    }
    let tags =
        (0..).zip(file.tag).map(|(n, tag)| self::tag(at, n, tag, &campaigns)).collect::<Result<_, _>>()?;
    Ok(Resemblance { campaigns, controls: file.controls, tags })
}

fn folder(narrative: &Path) -> PathBuf {
    let config = narrative.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    config.join("campaigns")
}

fn channel_key(at: &At<'_>, key: &str, channel: &str) -> Result<(), SettingsError> {
    match channel.split_once(':') {
        Some((platform, rest)) if !platform.is_empty() && !rest.is_empty() => Ok(()),
        _ => Err(at.value(
            key,
            format!("{channel:?} names no channel"),
            "write PLATFORM:ID or PLATFORM:HANDLE, such as \"youtube:UC…\"",
        )),
    }
}

fn tag(at: &At<'_>, n: usize, file: TagFile, campaigns: &[Campaign]) -> Result<Tag, SettingsError> {
    let key = |name: &str| format!("resemblance.tag[{n}].{name}");
    let TagFile { channel, of, is_there, by, date } = file;
    channel_key(at, &key("channel"), &channel)?;
    at.filled(&key("by"), &by)?;
    let known = campaigns
        .iter()
        .flat_map(|campaign| &campaign.traits)
        .any(|one| one.id == of && matches!(one.test, Test::Analyst {}));
    if !known {
        let message = format!("no campaign named here has a trait {of:?} with the test `analyst`");
        return Err(at.value(&key("trait"), message, "use the id of such a trait"));
    }
    Ok(Tag { channel, of, is_there, by, date: at.date(&key("date"), &date)? })
}

/// Reads one campaign's file.
pub(super) fn read(path: &Path, name: &str) -> Result<Campaign, SettingsError> {
    let file: CampaignFile = read_toml(path)?;
    let at = At { path };
    at.filled("title", &file.title)?;
    at.filled("about", &file.about)?;
    if file.platforms.is_empty() {
        return Err(at.value(
            "platforms",
            "it is empty".to_owned(),
            "say on which platforms its channels were, such as [\"youtube\"]",
        ));
    }
    if file.source.is_empty() {
        return Err(at.value(
            "source",
            "the campaign has no source".to_owned(),
            "say who documented it: [[source]] with url, date and by",
        ));
    }
    let sources = (0..)
        .zip(file.source)
        .map(|(n, source)| {
            at.address(&format!("source[{n}].url"), &source.url)?;
            let date = at.date(&format!("source[{n}].date"), &source.date)?;
            Ok(CampaignSource { url: source.url, date, by: source.by })
        })
        .collect::<Result<Vec<_>, SettingsError>>()?;
    let mut traits: Vec<Trait> = Vec::new();
    for (n, file) in file.traits.into_iter().enumerate() {
        let key = |name: &str| format!("trait[{n}].{name}");
        if traits.iter().any(|one| one.id == file.id) {
            return Err(at.value(
                &key("id"),
                format!("{:?} is used twice", file.id),
                "give every trait a name of its own",
            ));
        }
        if file.weight == Weight::Specific && !file.test.may_be_specific() {
            return Err(at.value(
                &key("weight"),
                "many ordinary channels have what this test looks for".to_owned(),
                "write \"generic\"; only script, boilerplate, asset and link may be specific",
            ));
        }
        at.filled(&key("why"), &file.why)?;
        check(&at, &key("test"), &file.test)?;
        traits.push(Trait { id: file.id, weight: file.weight, why: file.why, test: file.test });
    }
    Ok(Campaign {
        name: name.to_owned(),
        title: file.title,
        version: file.version,
        about: file.about,
        platforms: file.platforms,
        known_lists: file.known_lists,
        sources,
        traits,
    })
}

fn check(at: &At<'_>, key: &str, test: &Test) -> Result<(), SettingsError> {
    let share = |name: &str, value: f64| {
        if value > 0.0 && value <= 1.0 {
            return Ok(());
        }
        Err(at.value(
            &format!("{key}.{name}"),
            format!("{value} is no share"),
            "write a number above 0 and up to 1",
        ))
    };
    match test {
        Test::Topics { share: value, .. }
        | Test::Language { share: value, .. }
        | Test::TitlePhrases { share: value, .. } => share("share", *value),
        Test::Script { containment } | Test::Boilerplate { containment, .. } => {
            share("containment", *containment)
        }
        Test::OpenedAfter { date } => at.date(&format!("{key}.date"), date).map(|_| ()),
        Test::Cadence { from, to, .. } if from >= to => Err(at.value(
            &format!("{key}.to"),
            format!("{to} is not more than from ({from})"),
            "write the range in uploads a week",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use whence_store::settings::toml_files;

    use super::*;

    fn fails(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, text).unwrap();
        let error = read(&path, "a").unwrap_err();
        error.to_string() + " / " + &whence_store::hint::Hint::hint(&error).unwrap_or_default()
    }

    const HEAD: &str = "title = 't'\nversion = 1\nabout = 'a'\nplatforms = ['youtube']\n[[source]]\nurl = 'https://a.example/'\ndate = '2023-12-07'\nby = 'b'\n";

    #[test]
    fn errors_name_the_key_and_a_way_out() {
        for (more, wanted) in [
            (
                "[[trait]]\nid = 'x'\nweight = 'specific'\nwhy = 'w'\ntest = { kind = 'language', languages = ['en'], share = 0.5 }",
                "only script, boilerplate",
            ),
            (
                "[[trait]]\nid = 'x'\nweight = 'generic'\nwhy = 'w'\ntest = { kind = 'language', languages = ['en'], share = 1.5 }",
                "trait[0].test.share: 1.5 is no share",
            ),
            (
                "[[trait]]\nid = 'x'\nweight = 'generic'\nwhy = 'w'\ntest = { kind = 'voice' }",
                "unknown variant `voice`",
            ),
            (
                "[[trait]]\nid = 'x'\nweight = 'generic'\nwhy = 'w'\ntest = { kind = 'opened-after', date = 'May' }",
                "test.date: \"May\" is no date",
            ),
            (
                "[[trait]]\nid = 'x'\nweight = 'generic'\nwhy = ''\ntest = { kind = 'analyst' }",
                "trait[0].why: it is empty",
            ),
        ] {
            let text = fails(&format!("{HEAD}{more}"));
            assert!(text.contains(wanted), "{more}: {text}");
        }
        assert!(fails("title = 't'").contains("missing field"));
    }

    #[test]
    fn the_committed_campaigns_load() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/campaigns");
        let files = toml_files(&folder).unwrap();
        assert!(!files.is_empty());
        for path in files {
            let campaign = read(&path, "x").unwrap();
            assert!(campaign.traits.iter().any(|one| one.weight == Weight::Specific), "{}", path.display());
        }
    }
}
