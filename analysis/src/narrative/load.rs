//! Loading and checking a narrative: dates, zone, query, events, series.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use whence_store::hint::Hint as _;
use whence_store::settings::{SettingsError, read_toml, toml_files};
use whence_store::time::Micros;

use super::asked::{self, Beside};
use super::file::{EventFile, NarrativeFile, SeriesFile, Show};
use super::judgement::{self, Judgement};
use super::party::{self, Party};
use super::query::{self, Query};
use super::tracked::{self, TrackedClaim};
use super::window::Window;
use crate::lookalike::Brand;
use crate::placebo::MOST_DAYS as MOST_DAYS_BEFORE;
use crate::resemblance::{self, Resemblance};

/// Longer windows would make hourly tables that nobody reads, and change points that nobody can check.
const MOST_DAYS: i32 = 1_500;

/// A narrative, ready for matching.
#[derive(Debug, Clone)]
pub struct Narrative {
    /// Its file.
    pub path: PathBuf,
    /// The file's name without `.toml`.
    pub name: String,
    /// What the report is called.
    pub title: String,
    /// What the analyst wants to know.
    pub question: Option<String>,
    /// What belongs to it.
    pub query: Query,
    /// The zone's name as configured.
    pub time_zone: String,
    /// When it is looked at.
    pub window: Window,
    /// What happened meanwhile.
    pub events: Vec<Event>,
    /// What is laid under the timeline.
    pub series: Vec<SeriesWanted>,
    /// Claims that are tracked.
    pub claims: Vec<TrackedClaim>,
    /// Parties that were, or were not, asked for comment.
    pub parties: Vec<Party>,
    /// What the analyst makes of it.
    pub judgements: Vec<Judgement>,
    /// Names and domains of which look-alikes are looked for.
    pub brands: Vec<Brand>,
    /// Campaigns that channels are held against.
    pub resemblance: Resemblance,
    /// What is asked for beside the query.
    pub asked: Beside,
}

/// Something that happened, with its source.
#[derive(Debug, Clone)]
pub struct Event {
    /// What.
    pub name: String,
    /// The local day.
    pub date: Date,
    /// The instant, when the file gives one; else the day's beginning.
    pub at: Micros,
    /// Whether the file gives only the day.
    pub whole_day: bool,
    /// Who says so, as an address.
    pub source: String,
    /// How many days before it are tested for a rise, and whether that window was found by searching.
    pub placebo: Option<(usize, bool)>,
}

/// A series to lay under the timeline.
#[derive(Debug, Clone)]
pub struct SeriesWanted {
    /// Its name in the store.
    pub name: String,
    /// Its measure in the store.
    pub measure: String,
    /// What people call it.
    pub label: String,
    /// How it is drawn.
    pub show: Show,
    /// Whether it counts items, so that it is looked at as items are.
    pub counts: bool,
}

/// Stands for no narrative where all items of a store are looked at: it asks for nothing, and its days are those of UTC.
pub(crate) fn everything() -> Narrative {
    let window = Window::always();
    Narrative {
        path: PathBuf::new(),
        name: "all".to_owned(),
        title: String::new(),
        question: None,
        query: Query::nothing(),
        time_zone: "UTC".to_owned(),
        window,
        events: Vec::new(),
        series: Vec::new(),
        claims: Vec::new(),
        parties: Vec::new(),
        judgements: Vec::new(),
        brands: Vec::new(),
        resemblance: Resemblance::default(),
        asked: Beside::default(),
    }
}

/// A narrative by name, loaded or failed.
pub type Listed = (String, Result<Narrative, SettingsError>);

/// The narratives of a configuration folder by name, each loaded or failed.
///
/// # Errors
/// [`SettingsError::Read`] when the folder cannot be listed.
pub fn list(config: &Path) -> Result<Vec<Listed>, SettingsError> {
    let files = toml_files(&config.join("narratives"))?;
    Ok(files
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let narrative = read(&path, &name);
            (name, narrative)
        })
        .collect())
}

/// The file of a name in a folder; where there is none, what to write instead, or `none` where the folder is empty.
pub(crate) fn named(folder: &Path, name: &str, none: &str) -> Result<Result<PathBuf, String>, SettingsError> {
    let path = folder.join(format!("{name}.toml"));
    // A name with a separator would lead out of the folder.
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if plain && path.exists() {
        return Ok(Ok(path));
    }
    let known: Vec<String> = toml_files(folder)?
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    Ok(Err(if known.is_empty() { none.to_owned() } else { format!("use one of: {}", known.join(", ")) }))
}

/// Loads the narrative `name` of a configuration folder.
///
/// # Errors
/// [`SettingsError`], naming file and key.
pub fn load(config: &Path, name: &str) -> Result<Narrative, SettingsError> {
    let folder = config.join("narratives");
    let none = "put a narrative there, or name another folder with --config; docs/narratives.md has the form";
    let path = match named(&folder, name, none)? {
        Ok(path) => path,
        Err(hint) => {
            let message = "there is no such narrative".to_owned();
            return Err(SettingsError::Value { path: folder, key: name.to_owned(), message, hint });
        }
    };
    read(&path, name)
}

fn read(path: &Path, name: &str) -> Result<Narrative, SettingsError> {
    let file: NarrativeFile = read_toml(path)?;
    let at = At { path };
    let zone = TimeZone::get(&file.time_zone).map_err(|_| {
        at.value(
            "time_zone",
            format!("{:?} is no time zone", file.time_zone),
            "write one of the IANA names, such as \"Asia/Shanghai\" or \"UTC\"",
        )
    })?;
    let first = at.date("window.from", &file.window.from)?;
    let end = at.date("window.to", &file.window.to)?;
    if end <= first {
        return Err(at.value(
            "window.to",
            format!("{end} is not after window.from ({first})"),
            "`to` is the day after the last one",
        ));
    }
    if first.until(end).map_or(i32::MAX, |span| span.get_days()) > MOST_DAYS {
        return Err(at.value("window", format!("it is longer than {MOST_DAYS} days"), "make it shorter"));
    }
    let window = Window::new(first, end, zone).ok_or_else(|| {
        at.value("window", "it lies outside the calendar".to_owned(), "write dates of this era")
    })?;
    let query = query::compile(&file.query, &file.terms)
        .map_err(|e| at.value(&e.key(), e.to_string(), &e.advice()))?;
    let events =
        (0..).zip(file.event).map(|(n, event)| at.event(n, event, &window)).collect::<Result<_, _>>()?;
    let series = file
        .series
        .into_iter()
        .map(|SeriesFile { name, measure, label, show, counts }| SeriesWanted {
            name,
            measure,
            label,
            show,
            counts,
        })
        .collect();
    let brands = (0..)
        .zip(file.protect.brands)
        .map(|(n, written)| {
            let key = format!("protect.brands[{n}]");
            Brand::read(&written).map_err(|e| at.value(&key, e.to_string(), &e.hint().unwrap_or_default()))
        })
        .collect::<Result<_, _>>()?;
    let claims = tracked::check(&at, file.claim)?;
    let parties = party::check(&at, file.party)?;
    let judgements = judgement::check(&at, file.judgement)?;
    let resemblance = resemblance::load(&at, file.resemblance)?;
    let asked = asked::read(
        path,
        file.seed,
        file.control,
        file.baseline.as_ref(),
        file.sample,
        file.coordination,
        &file.terms,
    )
    .map_err(|(key, message, hint)| at.value(&key, message, &hint))?;
    let question = file.question.filter(|q| !q.trim().is_empty());
    Ok(Narrative {
        path: path.to_owned(),
        name: name.to_owned(),
        title: file.title,
        question,
        query,
        time_zone: file.time_zone,
        window,
        events,
        series,
        claims,
        parties,
        judgements,
        brands,
        resemblance,
        asked,
    })
}

/// The file that errors are about.
pub(crate) struct At<'a> {
    pub(crate) path: &'a Path,
}

impl At<'_> {
    /// An error at a key, with a way out.
    pub(crate) fn value(&self, key: &str, message: String, hint: &str) -> SettingsError {
        SettingsError::Value {
            path: PathBuf::from(self.path),
            key: key.to_owned(),
            message,
            hint: hint.to_owned(),
        }
    }

    /// That a text says something.
    pub(crate) fn filled(&self, key: &str, text: &str) -> Result<(), SettingsError> {
        if text.trim().is_empty() {
            return Err(self.value(
                key,
                "it is empty".to_owned(),
                "write what it is, or leave the table out",
            ));
        }
        Ok(())
    }

    /// That a text is a web address.
    pub(crate) fn address(&self, key: &str, url: &str) -> Result<(), SettingsError> {
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            return Err(self.value(key, format!("{url:?} is no web address"), "write it with https://"));
        }
        Ok(())
    }

    /// A local date.
    pub(crate) fn date(&self, key: &str, text: &str) -> Result<Date, SettingsError> {
        text.parse().map_err(|_| {
            self.value(key, format!("{text:?} is no date"), "write a local date, such as \"2025-01-27\"")
        })
    }

    fn event(&self, n: usize, event: EventFile, window: &Window) -> Result<Event, SettingsError> {
        let EventFile { name, at, source, placebo_days, placebo_searched } = event;
        if placebo_days.is_some_and(|days| days == 0 || days > MOST_DAYS_BEFORE) {
            let key = format!("event[{n}].placebo_days");
            let message = format!("{} days are no window", placebo_days.unwrap_or_default());
            return Err(self.value(&key, message, "write 1 to 60 days, fixed before you look at the counts"));
        }
        let placebo = placebo_days.map(|days| (days, placebo_searched));
        if let Ok(instant) = at.parse::<Timestamp>() {
            let at = Micros::from_timestamp(instant);
            return Ok(Event { name, date: window.date_of(at), at, whole_day: false, source, placebo });
        }
        let key = format!("event[{n}].at");
        let date: Date = at.parse().map_err(|_| {
            let hint = "write a local date (\"2025-01-27\") or RFC 3339 (\"2025-01-27T14:30:00Z\")";
            self.value(&key, format!("{at:?} is neither a date nor a time with an offset"), hint)
        })?;
        let zoned = date.to_zoned_datetime(window.zone().clone()).map_err(|_| {
            self.value(&key, format!("{date} is outside the calendar"), "write a date of this era")
        })?;
        Ok(Event {
            name,
            date,
            at: Micros::from_timestamp(zoned.timestamp()),
            whole_day: true,
            source,
            placebo,
        })
    }
}
