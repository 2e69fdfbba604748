//! Importing files: each chunk is one capture, and some chunks are one transaction, so that a killed import goes on where it
//! stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tracing::{info, warn};
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::hint::Hint as _;
use whence_store::ingest::{ClaimStatus, Page, PageWork};
use whence_store::time::{Clock, Micros};
use whence_store::work::NewSource;

use super::ImportError;
use super::chunk::{Chunk, sha256};
use super::content::content;
use super::input::Input;
use super::preset::{FileFormat, Preset};
use super::report::ImportReport;
use crate::reading::{FileReader, ReadBy};

/// Chunks are stored together up to so many bytes: in a large store a transaction costs nearly as much for one chunk as for
/// four. A kill costs the reading of so many bytes again.
const HELD: u64 = 16 << 20;

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
    let inputs = files.iter().map(|path| Input::open(path));
    import_inputs(store, run_id, preset, inputs, options, clock)
}

/// Imports files that were opened, or are opened one after the other.
///
/// # Errors
/// As [`import`].
pub fn import_inputs(
    store: &mut Store,
    run_id: i64,
    preset: &Preset,
    files: impl IntoIterator<Item = Result<Vec<Input>, ImportError>>,
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
    let mut report = ImportReport { preset: preset.name.clone(), ..ImportReport::default() };
    if let Some(notice) = &preset.notice {
        warn!("{}: {notice}", preset.name);
    }
    let mut job = Job { store, run_id, source_id, preset, options, clock, held: 0, report: &mut report };
    for opened in files {
        for input in &opened? {
            let result = job.file(input);
            // Also what was read before an error is stored; a store that failed holds nothing any more.
            let released = job.release();
            result.and(released)?;
            info!(
                file = input.name,
                items = job.report.new_items,
                unmapped = job.report.unmapped,
                "imported"
            );
        }
    }
    Ok(report)
}

/// What is read of a file by a preset.
pub(super) enum Reads {
    /// All of it, in this format, by what its name tells.
    It(FileFormat, BTreeMap<String, String>),
    /// Nothing: its name does not tell what the preset needs.
    NotByName,
    /// Nothing: the preset does not read such members of archives.
    NotTheMember,
}

/// Whether and how a file is read.
pub(super) fn reads(preset: &Preset, input: &Input) -> Result<Reads, ImportError> {
    let named = preset.file.as_ref();
    if let (Some(member), Some(wanted)) = (input.member(), named.and_then(|named| named.members.as_ref()))
        && !wanted.is_match(member)
    {
        return Ok(Reads::NotTheMember);
    }
    let groups = groups(preset, &input.place());
    let format = input.format(preset)?;
    if groups.is_empty() && named.is_some_and(|name| name.required_for.contains(&format)) {
        return Ok(Reads::NotByName);
    }
    Ok(Reads::It(format, groups))
}

/// What a file's name tells.
fn groups(preset: &Preset, path: &Path) -> BTreeMap<String, String> {
    let mut groups = BTreeMap::new();
    if let Some(pattern) = preset.file.as_ref().and_then(|file| file.pattern.as_ref()) {
        let text = path.to_string_lossy().replace('\\', "/");
        if let Some(found) = pattern.captures(&text) {
            for group in pattern.capture_names().flatten() {
                if let Some(part) = found.name(group) {
                    groups.insert(group.to_owned(), part.as_str().to_owned());
                }
            }
        }
    }
    groups
}

struct Job<'a> {
    store: &'a mut Store,
    run_id: i64,
    source_id: i64,
    preset: &'a Preset,
    options: &'a ImportOptions,
    clock: &'a dyn Clock,
    /// Bytes of the chunks that the store holds and has not stored yet.
    held: u64,
    report: &'a mut ImportReport,
}

/// What is known of the file that is being read.
struct File<'a> {
    input: &'a Input,
    path: &'a Path,
    format: FileFormat,
    groups: BTreeMap<String, String>,
    /// SHA-256 of its chunks that this import stored: what cannot be read without them reads otherwise now.
    stored: BTreeSet<String>,
}

impl Job<'_> {
    fn file(&mut self, input: &Input) -> Result<(), ImportError> {
        let (format, groups) = match reads(self.preset, input)? {
            Reads::It(format, groups) => (format, groups),
            Reads::NotByName => {
                let name = &self.preset.name;
                warn!("{}: left out: its name is not of the form that `{name}` needs", input.name);
                self.report.files_left_out += 1;
                return Ok(());
            }
            Reads::NotTheMember => {
                self.report.members_left_out += 1;
                return Ok(());
            }
        };
        let path = input.place();
        let mut file = File { input, path: &path, format, groups, stored: BTreeSet::new() };
        input.chunks(self.preset, |chunk| self.chunk(&mut file, chunk))?;
        self.report.files += 1;
        Ok(())
    }

    fn release(&mut self) -> Result<(), ImportError> {
        self.held = 0;
        Ok(self.store.release()?)
    }

    fn chunk(&mut self, file: &mut File<'_>, chunk: Chunk) -> Result<(), ImportError> {
        let input = file.input;
        let size = chunk.bytes.len() as u64;
        let to = chunk.from + size;
        // A member is told by its path in the archive. Two folders deep is enough to tell files apart, and tells nothing of the user's machine.
        let parts: Vec<String> = file
            .path
            .components()
            .rev()
            .take(2)
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect();
        let shown = parts.into_iter().rev().filter(|p| p != "/" && p != "..").collect::<Vec<_>>().join("/");
        let url = format!("file:{shown}#bytes={}-{to}", chunk.from);
        if !self.options.again
            && !chunk.after.iter().any(|hash| file.stored.contains(hash))
            && self.store.has_capture(self.source_id, &url, &chunk.bytes)?
            && self.is_observed()?
        {
            self.report.known_chunks += 1;
            return Ok(());
        }
        file.stored.insert(sha256(&chunk.bytes));
        let mut headers = Vec::new();
        if chunk.from == 0 {
            headers.push(("file-sha256".to_owned(), input.sha256.clone()));
            headers.push(("file-size".to_owned(), input.size.to_string()));
        }
        let now = self.clock.now();
        let reader = FileReader {
            preset: self.preset.name.clone(),
            sha256: self.preset.sha256.clone(),
            format: file.format,
            last: chunk.last,
            after: chunk.after,
            groups: file.groups.clone(),
            observed: self.options.observed.clone(),
            status: self.options.claim_status,
            asserted: self.options.asserted.clone(),
        };
        let mapped = content(self.preset, &reader, chunk.records, now);
        self.report.mapped += mapped.fitting;
        self.report.skipped += mapped.skipped;
        self.report.unmapped += mapped.unmapped;
        self.report.redacted += mapped.redacted;
        for (what, count) in mapped.left_out {
            *self.report.left_out.entry(what).or_default() += count;
        }
        self.report.events.add(mapped.events);
        if let Some((place, message)) = mapped.first_unmapped
            && self.report.first_unmapped.is_none()
        {
            let error = ImportError::Unmapped { file: input.name.clone(), place, message };
            warn!(hint = error.hint(), "{error}");
            self.report.first_unmapped = Some(error.to_string());
        }
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
            reader: ReadBy::Preset(reader).to_json(),
            body: Some(Body { bytes: chunk.bytes, truncated: false }),
        };
        let page = Page {
            run_id: self.run_id,
            source_id: self.source_id,
            capture,
            content: mapped.content,
            work: PageWork::default(),
        };
        self.store.hold()?;
        let stats = self.store.put_page(&page)?;
        self.held += size;
        self.report.new_items += stats.new_items;
        self.report.changed_items += stats.changed_items;
        self.report.same_items += stats.same_items;
        self.report.new_reactions += stats.new_reactions;
        self.report.unknown_deletions += stats.unknown_deletions;
        self.report.new_claims += stats.new_claims;
        self.report.new_points += stats.new_points;
        if self.held >= HELD {
            self.release()?;
            // What is told is stored.
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
}
