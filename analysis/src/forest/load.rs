//! The items of a forest: rows, spans, and what of their words is compared.

use std::collections::{BTreeSet, HashMap};

use whence_store::StoreError;
use whence_store::read::{ItemRow, Reader, Versions};

use super::Span;
use crate::copies::{compared, key, suffices};

/// Items whose words are read at a time.
const BATCH: usize = 2_000;
/// Reposts of reposts are followed up to here; a platform has none.
const DEEPEST: usize = 16;

/// An item of a forest.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The item.
    pub(crate) row: ItemRow,
    /// When it may have been published.
    pub(crate) span: Span,
    /// Whether it was asked for; else it is there because one that was passes it on.
    pub(crate) asked: bool,
    /// The words that it had, the first as published; none of a repost, whose words are another's.
    pub(crate) versions: Vec<Version>,
}

/// Words that an item had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version {
    /// Equal for equal words.
    pub(crate) key: u128,
    /// Since when it may have had them.
    pub(crate) span: Span,
}

/// Loads some items, and the items that they pass on as far as the store holds them.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn load(reader: &Reader, rows: Vec<ItemRow>) -> Result<Vec<Node>, StoreError> {
    let mut known: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
    let mut all: Vec<(ItemRow, bool)> = rows.into_iter().map(|row| (row, true)).collect();
    let mut begin = 0;
    for _ in 0..DEEPEST {
        let mut more = Vec::new();
        for (row, _) in &all[begin..] {
            let Some(original) = &row.repost_of else { continue };
            if let Some(id) = reader.item_of(&row.platform, original)?.filter(|id| known.insert(*id)) {
                more.push(id);
            }
        }
        if more.is_empty() {
            break;
        }
        begin = all.len();
        all.extend(reader.items(&more)?.into_iter().map(|row| (row, false)));
    }
    let earlier = reader.versions()?;
    let mut nodes = Vec::with_capacity(all.len());
    let mut all = all.into_iter().peekable();
    while all.peek().is_some() {
        let batch: Vec<(ItemRow, bool)> = all.by_ref().take(BATCH).collect();
        let ids: Vec<i64> = batch.iter().map(|(row, _)| row.id).collect();
        let texts: HashMap<i64, String> = reader
            .texts(&ids)?
            .into_iter()
            .map(|text| (text.id, compared(text.title.as_deref(), &text.text)))
            .collect();
        for (row, asked) in batch {
            let span = Span::of(&row);
            let versions = match (&row.repost_of, row.kind.as_str()) {
                (None, kind) if kind != "repost" => versions(&row, span, texts.get(&row.id), &earlier),
                _ => Vec::new(),
            };
            nodes.push(Node { row, span, asked, versions });
        }
    }
    Ok(nodes)
}

/// The words of an item: as published, and those that later captures showed, from between the capture before and that one.
fn versions(row: &ItemRow, span: Span, now: Option<&String>, earlier: &Versions) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    let mut add = |letters: &str, span: Span| {
        let version = Version { key: key(letters), span };
        if suffices(letters) && versions.iter().all(|known| known.key != version.key) {
            versions.push(version);
        }
    };
    let changes = earlier.get(&(row.platform.clone(), row.native_id.clone())).map_or(&[][..], Vec::as_slice);
    for (n, (title, text, seen)) in changes.iter().enumerate() {
        let since = if n == 0 { span } else { Span { from: changes[n - 1].2, to: *seen } };
        add(&compared(title.as_deref(), text), since);
    }
    let last = changes.last().map_or(span, |(_, _, seen)| Span { from: *seen, to: *seen });
    if let Some(letters) = now {
        add(letters, last);
    }
    versions
}
