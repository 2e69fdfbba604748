//! Loading and checking a narrative: dates, zone, query, events, series.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use whence_store::settings::{SettingsError, read_toml, toml_files};
use whence_store::time::Micros;

use super::asked::{self, Asked};
use super::file::{EventFile, NarrativeFile, SeriesFile, Show};
use super::query::{self, Query};
use super::window::Window;

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
    /// What is asked for beside the query.
    pub asked: Asked,
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
        asked: Asked::default(),
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

/// Loads the narrative `name` of a configuration folder.
///
/// # Errors
/// [`SettingsError`], naming file and key.
pub fn load(config: &Path, name: &str) -> Result<Narrative, SettingsError> {
    let folder = config.join("narratives");
    let path = folder.join(format!("{name}.toml"));
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !plain || !path.exists() {
        let known: Vec<String> = toml_files(&folder)?
            .iter()
            .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
            .collect();
        let hint = if known.is_empty() {
            "put a narrative there, or name another folder with --config; docs/narratives.md has the form"
                .to_owned()
        } else {
            format!("use one of: {}", known.join(", "))
        };
        let message = "there is no such narrative".to_owned();
        return Err(SettingsError::Value { path: folder, key: name.to_owned(), message, hint });
    }
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
        .map(|SeriesFile { name, measure, label, show }| SeriesWanted { name, measure, label, show })
        .collect();
    let asked = asked::read(path, file.seed, file.control, file.baseline.as_ref(), file.sample, &file.terms)
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
        asked,
    })
}

/// The file that errors are about.
struct At<'a> {
    path: &'a Path,
}

impl At<'_> {
    fn value(&self, key: &str, message: String, hint: &str) -> SettingsError {
        SettingsError::Value {
            path: PathBuf::from(self.path),
            key: key.to_owned(),
            message,
            hint: hint.to_owned(),
        }
    }

    fn date(&self, key: &str, text: &str) -> Result<Date, SettingsError> {
        text.parse().map_err(|_| {
            self.value(key, format!("{text:?} is no date"), "write a local date, such as \"2025-01-27\"")
        })
    }

    fn event(&self, n: usize, event: EventFile, window: &Window) -> Result<Event, SettingsError> {
        let EventFile { name, at, source } = event;
        if let Ok(instant) = at.parse::<Timestamp>() {
            let at = Micros::from_timestamp(instant);
            return Ok(Event { name, date: window.date_of(at), at, whole_day: false, source });
        }
        let key = format!("event[{n}].at");
        let date: Date = at.parse().map_err(|_| {
            let hint = "write a local date (\"2025-01-27\") or RFC 3339 (\"2025-01-27T14:30:00Z\")";
            self.value(&key, format!("{at:?} is neither a date nor a time with an offset"), hint)
        })?;
        let zoned = date.to_zoned_datetime(window.zone().clone()).map_err(|_| {
            self.value(&key, format!("{date} is outside the calendar"), "write a date of this era")
        })?;
        Ok(Event { name, date, at: Micros::from_timestamp(zoned.timestamp()), whole_day: true, source })
    }
}
