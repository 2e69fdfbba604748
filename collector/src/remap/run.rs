//! A remap: replay, compare, swap.

use url::Url;
use whence_store::Store;
use whence_store::evidence::Body;
use whence_store::ingest::Content;
use whence_store::redact::RECORD;
use whence_store::remap::{self as side, Bodies, Difference, Side, StoredCapture};
use whence_store::time::{Clock, Micros};

use super::{RemapError, Rules};
use crate::connector::{Outcome, Reading};
use crate::import::read_again;
use crate::reading::{self, FileReader, Kept, ReadBy};
use crate::run::publishers;

/// Rows named of each table that differs.
const EXAMPLES: usize = 20;
/// A remap gives a sign of life this often.
const TOLD_EVERY: i64 = 5 * Micros::SECOND;

/// What a user may ask of a remap.
#[derive(Debug, Clone, Copy, Default)]
pub struct RemapOptions {
    /// Only say what would change.
    pub check: bool,
}

/// What a remap did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct RemapReport {
    /// Captures replayed.
    pub captures: i64,
    /// Of these, by a killed remap that this one went on with.
    pub captures_before: i64,
    /// Items that this run read; an item that was captured several times counts each time.
    pub items_read: usize,
    /// Records that were not read, as they were forgotten.
    pub redacted: usize,
    /// Records and answers that this run could not read.
    pub unread: usize,
    /// The first of them.
    pub first_unread: Option<String>,
    /// Whether the tables were replaced.
    pub replaced: bool,
    /// What differed.
    pub difference: Difference,
}

/// Makes the derived tables again from the stored bodies, and puts them in the place of the old ones where they differ.
///
/// # Errors
/// [`RemapError`]; the tables are as they were then, and another remap goes on.
pub fn remap(
    store: &mut Store,
    rules: &mut Rules,
    options: RemapOptions,
    clock: &dyn Clock,
) -> Result<RemapReport, RemapError> {
    let mut side = Side::open(store, rules.hash())?;
    let mut report = RemapReport { captures_before: side.done(), ..RemapReport::default() };
    if side.done() > 0 {
        tracing::info!(captures = side.done(), "going on where the last remap stopped");
    }
    let started = clock.now();
    let (begun, mut told) = (side.done(), started);
    let (mut unread, mut redacted, mut first_unread) = (0, 0, None);
    side.replay(
        store,
        |capture, bodies| {
            let (content, missed) = read(rules, capture, bodies)?;
            redacted += missed.redacted;
            if let Some((count, why)) = missed.unread {
                unread += count;
                first_unread
                    .get_or_insert_with(|| format!("capture {} ({}): {why}", capture.id, capture.url));
            }
            Ok::<_, RemapError>(content)
        },
        |done, all, items| {
            (report.captures, report.items_read) = (done, items);
            let now = clock.now();
            if now.since(told) >= TOLD_EVERY {
                told = now;
                let seconds = (now.since(started) / Micros::SECOND).max(1);
                tracing::info!(
                    captures = done,
                    of = all,
                    a_second = (done - begun) / seconds,
                    items,
                    "reading again"
                );
            }
        },
    )?;
    (report.unread, report.first_unread, report.redacted) = (unread, first_unread, redacted);
    side.put_publishers(&publishers(rules.sources()))?;
    let path = side.finish()?;
    tracing::info!(captures = report.captures, "comparing");
    report.difference = side::compare(store, &path, EXAMPLES)?;
    if !report.difference.is_none() && !options.check {
        tracing::info!(tables = report.difference.tables.len(), "replacing the tables");
        side::swap(store, &path)?;
        report.replaced = true;
    }
    store.remove_side()?;
    Ok(report)
}

/// What of a capture was not read.
#[derive(Default)]
struct Missed {
    /// Records that were forgotten.
    redacted: usize,
    /// How many could not be read, and why the first could not.
    unread: Option<(usize, String)>,
}

impl Missed {
    const fn unread(unread: Option<(usize, String)>) -> Self {
        Self { redacted: 0, unread }
    }
}

/// What a capture says under today's rules.
fn read(
    rules: &mut Rules,
    capture: &StoredCapture,
    bodies: &Bodies<'_>,
) -> Result<(Content, Missed), RemapError> {
    // A decision of the operator is its own evidence.
    if capture.kind == "decision" {
        return Ok((Content::default(), Missed::default()));
    }
    let id = capture.id;
    let by: ReadBy = serde_json::from_str(&capture.reader)
        .map_err(|e| RemapError::Reader { capture: id, message: e.to_string() })?;
    match by {
        ReadBy::Nothing => Ok((Content::default(), Missed::default())),
        ReadBy::Preset(reader) => file(rules, capture, &reader, bodies),
        by @ ReadBy::Picture(_) => {
            Ok((reading::content(&by, Outcome::Ok, capture.ended_at, Reading::default()), Missed::default()))
        }
        by @ ReadBy::Connector { .. } => answer(rules, capture, &by, bodies),
    }
}

fn answer(
    rules: &Rules,
    capture: &StoredCapture,
    by: &ReadBy,
    bodies: &Bodies<'_>,
) -> Result<(Content, Missed), RemapError> {
    let id = capture.id;
    let damaged = |part| RemapError::Capture { capture: id, part };
    let source = rules
        .source(&capture.source)
        .ok_or_else(|| RemapError::NoSource { capture: id, name: capture.source.clone() })?;
    let url = Url::parse(&capture.final_url).map_err(|_| damaged("address"))?;
    let headers: Vec<(String, String)> =
        serde_json::from_str(&capture.headers).map_err(|_| damaged("headers"))?;
    let body = Body { bytes: bodies.of(capture)?.unwrap_or_default(), truncated: capture.truncated };
    let kept = Kept {
        url: &url,
        status: capture.status.unwrap_or_default(),
        headers: &headers,
        body: &body,
        ended_at: capture.ended_at,
    };
    let read = reading::read(by, &kept, source);
    let outcome = read.judged.outcome;
    match read.reading {
        Ok(reading) => {
            let Reading { unmapped, first_error, .. } = &reading;
            let missed = Missed {
                redacted: std::str::from_utf8(&body.bytes).map_or(0, |text| text.matches(RECORD).count()),
                unread: first_error.clone().map(|first| (*unmapped, first)),
            };
            Ok((reading::content(by, outcome, capture.ended_at, reading), missed))
        }
        // As when it came: an answer that was not understood gives nothing.
        Err(error) => Ok((Content::default(), Missed::unread(Some((1, error.to_string()))))),
    }
}

fn file(
    rules: &mut Rules,
    capture: &StoredCapture,
    reader: &FileReader,
    bodies: &Bodies<'_>,
) -> Result<(Content, Missed), RemapError> {
    let preset = rules
        .preset(&reader.preset)
        .map_err(|source| RemapError::Preset { capture: capture.id, source: Box::new(source) })?;
    let before: Vec<Vec<u8>> = reader
        .after
        .iter()
        .map(|hash| Ok(bodies.by_hash(hash)?.unwrap_or_default()))
        .collect::<Result<_, RemapError>>()?;
    let bytes = bodies.of(capture)?.unwrap_or_default();
    let mapped = read_again(preset, reader, &bytes, &before, capture.ended_at);
    let unread =
        mapped.first_unmapped.map(|(place, message)| (mapped.unmapped, format!("{place}: {message}")));
    let missed = Missed { redacted: mapped.redacted, unread };
    Ok((mapped.content, missed))
}
