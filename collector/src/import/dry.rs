//! A dry run: a file is read and mapped as an import would, and nothing is stored.

use std::collections::BTreeMap;
use std::fmt;

use whence_store::ingest::NewItem;
use whence_store::time::Micros;

use super::content::content;
use super::input::Input;
use super::preset::Preset;
use super::run::{ImportOptions, Reads, reads};
use super::{ImportError, chunk::Chunk};
use crate::reading::FileReader;

/// What an import would do.
#[derive(Debug, Default, serde::Serialize)]
pub struct DryRun {
    /// The preset.
    pub preset: String,
    /// Its title.
    pub title: String,
    /// Why it was chosen, where the program chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What the user has to know before importing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Its mapping: what is filled from where.
    pub mapping: Vec<(String, String)>,
    /// Files that would be read.
    pub files: usize,
    /// Files that would be left out for their names.
    pub files_left_out: usize,
    /// Records that can be mapped.
    pub mapped: usize,
    /// Records that the preset leaves out.
    pub skipped: usize,
    /// Records that cannot be mapped.
    pub unmapped: usize,
    /// The first of them.
    pub first_unmapped: Option<String>,
    /// How many items have what.
    pub filled: BTreeMap<&'static str, usize>,
    /// The earliest and the latest time of publication.
    pub window: Option<(Micros, Micros)>,
}

/// Reads files by a preset and stores nothing.
///
/// # Errors
/// What an import would end with.
pub fn dry_run(
    preset: &Preset,
    inputs: impl IntoIterator<Item = Result<Vec<Input>, ImportError>>,
    options: &ImportOptions,
    now: Micros,
) -> Result<DryRun, ImportError> {
    let mut run = DryRun {
        preset: preset.name.clone(),
        title: preset.title.clone(),
        notice: preset.notice.clone(),
        mapping: mapping(preset),
        ..DryRun::default()
    };
    for opened in inputs {
        for input in &opened? {
            let Reads::It(format, groups) = reads(preset, input)? else {
                run.files_left_out += 1;
                continue;
            };
            run.files += 1;
            input.chunks(preset, |chunk| {
                let Chunk { last, after, records, .. } = chunk;
                let reader = FileReader {
                    preset: preset.name.clone(),
                    sha256: preset.sha256.clone(),
                    format,
                    last,
                    after,
                    groups: groups.clone(),
                    observed: Vec::new(),
                    status: options.claim_status,
                    asserted: options.asserted.clone(),
                };
                let mapped = content(preset, &reader, records, now);
                run.mapped += mapped.fitting;
                run.skipped += mapped.skipped;
                run.unmapped += mapped.unmapped;
                if let (None, Some((place, message))) = (&run.first_unmapped, mapped.first_unmapped) {
                    run.first_unmapped = Some(format!("{}: {place}: {message}", input.name));
                }
                mapped.content.items.iter().for_each(|item| run.count(item));
                *run.filled.entry("claims").or_default() += mapped.content.claims.len();
                *run.filled.entry("values").or_default() += mapped.content.points.len();
                Ok(())
            })?;
        }
    }
    run.filled.retain(|_, count| *count > 0);
    Ok(run)
}

/// The parts of a preset that say what is filled from where, as they are written.
fn mapping(preset: &Preset) -> Vec<(String, String)> {
    let Ok(table) = preset.text.parse::<toml::Table>() else { return Vec::new() };
    let mut lines = Vec::new();
    for part in ["account", "item", "claim", "actor", "series"] {
        if let Some(value) = table.get(part) {
            flatten(part, value, &mut lines);
        }
    }
    lines
}

fn flatten(name: &str, value: &toml::Value, lines: &mut Vec<(String, String)>) {
    match value {
        toml::Value::Table(table)
            if matches!(
                name,
                "account" | "item" | "claim" | "actor" | "series" | "item.metrics" | "series.values"
            ) =>
        {
            for (key, value) in table {
                flatten(&format!("{name}.{key}"), value, lines);
            }
        }
        toml::Value::String(text) => lines.push((name.to_owned(), text.clone())),
        value => lines.push((name.to_owned(), value.to_string())),
    }
}

impl DryRun {
    fn count(&mut self, item: &NewItem) {
        let mut has = |what, is_there: bool| *self.filled.entry(what).or_default() += usize::from(is_there);
        has("items", true);
        has("account id", item.account.native_id.is_some());
        has("title", item.title.is_some());
        has("text", !item.text.is_empty());
        has("language", item.lang.is_some());
        has("address", item.url.is_some());
        has("repost of", item.repost_of.is_some());
        has("quote of", item.quote_of.is_some());
        has("reply to", item.reply_to.is_some());
        has("links", !item.links.is_empty());
        has("tags", !item.tags.is_empty());
        has("mentions", !item.mentions.is_empty());
        has("media", !item.media.is_empty());
        has("counts", !item.metrics.is_empty());
        let at = item.created.at;
        self.window = Some(self.window.map_or((at, at), |(from, to)| (from.min(at), to.max(at))));
    }
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.preset, self.title)?;
        if let Some(why) = &self.why {
            writeln!(f, "  chosen: {why}")?;
        }
        if let Some(notice) = &self.notice {
            writeln!(f, "  notice: {notice}")?;
        }
        for (to, from) in &self.mapping {
            writeln!(f, "  {to:<22} <- {from}")?;
        }
        let Self { files, mapped, skipped, unmapped, .. } = self;
        writeln!(
            f,
            "{files} files: {mapped} records can be mapped, {skipped} left out by rule, {unmapped} cannot be"
        )?;
        if let Some(first) = &self.first_unmapped {
            writeln!(f, "  first: {first}")?;
        }
        let filled: Vec<String> = self.filled.iter().map(|(what, count)| format!("{what} {count}")).collect();
        writeln!(f, "  {}", filled.join(", "))?;
        if let Some((from, to)) = self.window {
            writeln!(f, "  published from {from} to {to}")?;
        }
        writeln!(f, "nothing was stored")
    }
}
