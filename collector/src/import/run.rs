//! Importing files: each chunk is one capture and one transaction, so that a killed import goes on where it stopped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tracing::{info, warn};
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::hint::Hint as _;
use whence_store::ingest::{ClaimStatus, Content, NewObserved, Page, PageWork};
use whence_store::time::{Clock, Micros};
use whence_store::work::NewSource;

use super::chunk::{Chunk, Input};
use super::preset::{Gives, ObservedRule, Preset};
use super::value::{Context, scalar};
use super::{ImportError, map_actor, map_item, map_point, select};

/// Of a file larger than this each chunk is told, as a sign of life.
const TOLD_FROM: u64 = 16 << 20;

/// What a user may say of the files.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Windows in which the user states the files to be complete: `[from, to)`.
    pub observed: Vec<(Micros, Micros)>,
    /// The status of claims, instead of the preset's.
    pub claim_status: Option<ClaimStatus>,
    /// Who states a registry's claims, and where, instead of the preset's.
    pub asserted: Option<(String, String)>,
    /// Read files again that were imported before, after a mapping was mended.
    pub again: bool,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportReport {
    /// Files read.
    pub files: usize,
    /// Files left out, as their name does not tell what the preset needs.
    pub files_left_out: usize,
    /// Chunks that were there already, and were not read again.
    pub known_chunks: usize,
    /// Records mapped.
    pub mapped: usize,
    /// Records left out by the preset's rules.
    pub skipped: usize,
    /// Records that could not be mapped; their raw form is kept.
    pub unmapped: usize,
    /// The first of them.
    pub first_unmapped: Option<String>,
    /// Items that were not there before.
    pub new_items: usize,
    /// Items whose text has changed.
    pub changed_items: usize,
    /// Items that were there already.
    pub same_items: usize,
    /// Claims that were not there before.
    pub new_claims: usize,
    /// Values of series that were not there before.
    pub new_points: usize,
}

impl std::fmt::Display for ImportReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            files,
            mapped,
            skipped,
            unmapped,
            new_items,
            changed_items,
            same_items,
            new_claims,
            new_points,
            ..
        } = self;
        writeln!(
            f,
            "{files} files: {mapped} records mapped, {skipped} left out by rule, {unmapped} unmapped"
        )?;
        if let Some(first) = &self.first_unmapped {
            writeln!(f, "  first unmapped: {first}")?;
        }
        writeln!(
            f,
            "  {new_items} new items, {changed_items} changed, {same_items} known; {new_claims} new claims; {new_points} new values"
        )?;
        if self.known_chunks > 0 {
            writeln!(f, "  {} chunks were imported before (--again maps them anew)", self.known_chunks)?;
        }
        if self.files_left_out > 0 {
            writeln!(f, "  {} files left out for their names", self.files_left_out)?;
        }
        Ok(())
    }
}

/// Imports files by a preset.
///
/// # Errors
/// [`ImportError`]; what was read before is stored, and importing again goes on.
pub fn import(
    store: &mut Store,
    run_id: i64,
    preset: &Preset,
    files: &[PathBuf],
    options: &ImportOptions,
    clock: &dyn Clock,
) -> Result<ImportReport, ImportError> {
    let source = NewSource {
        name: format!("import:{}", preset.name),
        connector: "import".to_owned(),
        url: None,
        measure: preset.measure,
    };
    let source_id = store.put_source(&source)?;
    let mut report = ImportReport::default();
    if let Some(notice) = &preset.notice {
        warn!("{}: {notice}", preset.name);
    }
    for path in files {
        let input = Input::open(path)?;
        let context = context(preset, path);
        let format = input.format(preset)?;
        if context.file.is_empty()
            && preset.file.as_ref().is_some_and(|name| name.required_for.contains(&format))
        {
            warn!("{}: left out: its name is not of the form that `{}` needs", input.name, preset.name);
            report.files_left_out += 1;
            continue;
        }
        let mut job = Job { store, run_id, source_id, preset, options, clock, context, report: &mut report };
        input.chunks(preset, |chunk| job.chunk(&input, path, chunk))?;
        report.files += 1;
        if files.len() > 1 {
            info!(file = input.name, items = report.new_items, unmapped = report.unmapped, "imported");
        }
    }
    Ok(report)
}

fn context(preset: &Preset, path: &Path) -> Context {
    let mut context = Context::default();
    if let Some(name) = &preset.file {
        let text = path.to_string_lossy().replace('\\', "/");
        if let Some(found) = name.pattern.captures(&text) {
            for group in name.pattern.capture_names().flatten() {
                if let Some(part) = found.name(group) {
                    context.file.insert(group.to_owned(), part.as_str().to_owned());
                }
            }
        }
    }
    context
}

struct Job<'a> {
    store: &'a mut Store,
    run_id: i64,
    source_id: i64,
    preset: &'a Preset,
    options: &'a ImportOptions,
    clock: &'a dyn Clock,
    context: Context,
    report: &'a mut ImportReport,
}

impl Job<'_> {
    fn chunk(&mut self, input: &Input, path: &Path, chunk: Chunk) -> Result<(), ImportError> {
        let to = chunk.from + chunk.bytes.len() as u64;
        // Two folders deep is enough to tell files apart, and tells nothing of the user's machine.
        let parts: Vec<String> =
            path.components().rev().take(2).map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        let shown = parts.into_iter().rev().filter(|p| p != "/" && p != "..").collect::<Vec<_>>().join("/");
        let url = format!("file:{shown}#bytes={}-{to}", chunk.from);
        if !self.options.again
            && self.store.has_capture(self.source_id, &url, &chunk.bytes)?
            && self.is_observed()?
        {
            self.report.known_chunks += 1;
            return Ok(());
        }
        let mut headers = Vec::new();
        if chunk.from == 0 {
            headers.push(("file-sha256".to_owned(), input.sha256.clone()));
            headers.push(("file-size".to_owned(), input.size.to_string()));
        }
        let now = self.clock.now();
        let capture = NewCapture {
            kind: CaptureKind::File,
            final_url: url.clone(),
            url,
            host: None,
            redirects: Vec::new(),
            method: None,
            status: None,
            request_headers: Vec::new(),
            headers,
            started_at: now,
            ended_at: now,
            robots_rule: None,
            outcome: "ok".to_owned(),
            reader: "{}".to_owned(),
            body: Some(Body { bytes: chunk.bytes, truncated: false }),
        };
        let mut page = Page {
            run_id: self.run_id,
            source_id: self.source_id,
            capture,
            content: Content::default(),
            work: PageWork::default(),
        };
        for (place, record) in chunk.records {
            self.record(&mut page, input, &place, record, now);
        }
        self.observe(&mut page);
        let stats = self.store.put_page(&page)?;
        self.report.new_items += stats.new_items;
        self.report.changed_items += stats.changed_items;
        self.report.same_items += stats.same_items;
        self.report.new_claims += stats.new_claims;
        self.report.new_points += stats.new_points;
        if to > TOLD_FROM {
            info!(file = input.name, mib = to >> 20, items = self.report.new_items, "importing");
        }
        Ok(())
    }

    /// Whether the store has what the user states of the files: a statement that comes later is as good.
    fn is_observed(&self) -> Result<bool, ImportError> {
        for &(from, to) in &self.options.observed {
            if !self.store.is_observed(self.source_id, from, to)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn record(
        &mut self,
        page: &mut Page,
        input: &Input,
        place: &str,
        record: Result<Value, String>,
        now: Micros,
    ) {
        let mapped = record.and_then(|record| {
            let record = unwrapped(self.preset, &record);
            if self.skips(record) {
                self.report.skipped += 1;
                return Ok(());
            }
            match self.preset.gives {
                Gives::Items => page.content.items.push(map_item::item(self.preset, record, &self.context)?),
                Gives::Actors => {
                    page.content.claims.extend(map_actor::claims(
                        self.preset,
                        record,
                        &self.context,
                        now,
                        self.options,
                    )?);
                }
                Gives::Series => page.content.points.extend(map_point::points(self.preset, record, &self.context)?),
            }
            self.report.mapped += 1;
            Ok(())
        });
        if let Err(message) = mapped {
            self.report.unmapped += 1;
            if self.report.first_unmapped.is_none() {
                let error =
                    ImportError::Unmapped { file: input.name.clone(), place: place.to_owned(), message };
                warn!(hint = error.hint(), "{error}");
                self.report.first_unmapped = Some(error.to_string());
            }
        }
    }

    fn skips(&self, record: &Value) -> bool {
        self.preset.skip.iter().any(|rule| {
            select::first(record, &rule.path).and_then(scalar).is_some_and(|text| text == rule.equals)
        })
    }

    fn observe(&self, page: &mut Page) {
        let interval = |from, to| NewObserved { account: None, from, to };
        page.content.observed.extend(self.options.observed.iter().map(|&(from, to)| interval(from, to)));
        if self.preset.observed == ObservedRule::CreatedHour {
            let hours: BTreeSet<i64> =
                page.content.items.iter().map(|i| i.created.at.0.div_euclid(Micros::HOUR)).collect();
            let mut runs: Vec<(i64, i64)> = Vec::new();
            for hour in hours {
                match runs.last_mut() {
                    Some((_, end)) if *end == hour => *end = hour + 1,
                    _ => runs.push((hour, hour + 1)),
                }
            }
            page.content.observed.extend(
                runs.into_iter()
                    .map(|(from, to)| interval(Micros(from * Micros::HOUR), Micros(to * Micros::HOUR))),
            );
        }
    }
}

fn unwrapped<'a>(preset: &Preset, record: &'a Value) -> &'a Value {
    preset.unwrap.iter().find_map(|key| record.get(key).filter(|inner| inner.is_object())).unwrap_or(record)
}
