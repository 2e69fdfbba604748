//! Items: inserted once per platform and id, brought up to date when a later capture of the same source differs.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::memory::{Memory, Words};
use super::new_item::{ItemKind, NewItem};
use super::told::Told;
use super::{event, link, share, spelled};
use crate::StoreError;
use crate::evidence::row::ITEM_VERSION;
use crate::redact::MARK;
use crate::text::{FtsText, fts_text};
use crate::time::Micros;

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revision {
    /// It was not there.
    New,
    /// It was there, and says the same.
    Same,
    /// It was there, and its title or text has changed.
    Changed,
}

struct Known {
    id: i64,
    account_id: i64,
    source_id: i64,
    capture_id: i64,
    created_at: i64,
    first_seen_at: i64,
    last_seen_at: i64,
    title: Option<String>,
    text: String,
    relations: [Option<String>; 3],
}

/// Where an item comes from.
pub(super) struct Origin {
    pub(super) source: i64,
    pub(super) capture: i64,
    pub(super) account: i64,
    pub(super) seen: Micros,
}

/// Inserts an item or brings it up to date, with all that it carries; `told` where what it says was told ahead.
pub(super) fn put<'page>(
    connection: &Connection,
    item: &'page NewItem,
    told: Option<Told>,
    from: &Origin,
    memory: &mut Memory<'page>,
) -> Result<Revision, StoreError> {
    let (id, revision) = match insert(connection, item, from)? {
        Some(id) => {
            let told = told.unwrap_or_else(|| Told::of(item));
            let carried = link::put(connection, id, item, told.links, memory)?;
            let sharer = share::Sharer { item_id: id, account_id: from.account, at: item.created.at.0 };
            share::of_new(connection, sharer, item, (&told.words, told.text_object), &carried, memory)?;
            memory.words.insert(id, Words { said: told.words, is_known: false });
            spelled::put(connection, id, told.spelled, memory)?;
            (id, Revision::New)
        }
        None => meet(connection, item, told, from, memory)?,
    };
    settle(connection, item, id, from, memory)?;
    let metrics = item.metrics.iter().map(|(name, value)| (id, name.as_str(), from.seen, *value));
    memory.rows.metrics.extend(metrics);
    Ok(revision)
}

/// Whether an item that was deleted is gone still. A file's capture is no sight of it; a page of the network is, and so is a
/// stream's event at its own time.
fn settle(
    connection: &Connection,
    item: &NewItem,
    id: i64,
    from: &Origin,
    memory: &mut Memory<'_>,
) -> Result<(), StoreError> {
    let platform = &item.account.platform;
    if !event::is_deleted(connection, platform, &item.native_id, memory)? {
        return Ok(());
    }
    let is_file = connection
        .prepare_cached("SELECT 1 FROM source WHERE id = ?1 AND connector = 'import'")?
        .exists([from.source])?;
    let shown = (item.seen.is_some() || !is_file).then_some(from.seen);
    if let Some(at) = event::deleted(connection, platform, &item.native_id, shown)? {
        connection.prepare_cached("UPDATE item SET gone_at = ?2 WHERE id = ?1")?.execute(params![id, at])?;
    }
    Ok(())
}

/// An item that is there already.
fn meet<'page>(
    connection: &Connection,
    shown: &'page NewItem,
    told: Option<Told>,
    from: &Origin,
    memory: &mut Memory<'page>,
) -> Result<(i64, Revision), StoreError> {
    let known = find(connection, shown)?;
    let item = as_redacted(shown, &known);
    // What was told ahead is told of what came, and not of what is left of it.
    let told = told.filter(|_| matches!(item, Cow::Borrowed(_)));
    let item = &*item;
    // Another source's copy may be cut or reworded by its tool: only the source that gave the text revises it.
    let newer = from.seen.0 > known.last_seen_at && known.source_id == from.source;
    let changed = newer && (known.title != item.title || known.text != item.text);
    let related = [&item.repost_of, &item.quote_of, &item.reply_to];
    let fills = known.relations.iter().zip(related).any(|(known, new)| known.is_none() && new.is_some());
    let moves = newer
        && (known.account_id != from.account
            || (item.kind != ItemKind::Article && known.created_at != item.created.at.0));
    if changed || fills || moves {
        // It may be new on this very page.
        memory.rows.write(connection)?;
        share::flush(connection, memory)?;
    }
    let before =
        if changed || fills || moves { share::of_known(connection, known.id, memory)? } else { Vec::new() };
    touch(connection, item, &known, from.seen)?;
    if newer {
        reread(connection, item, known.id, from.account)?;
    }
    if changed {
        let told = told.unwrap_or_else(|| Told::of(item));
        revise(connection, item, &known, from)?;
        memory.words.insert(known.id, Words { said: told.words, is_known: true });
        spelled::renew(connection, known.id, told.spelled, memory)?;
        link::put(connection, known.id, shown, told.links, memory)?;
        memory.rows.write(connection)?;
    }
    if changed || fills || moves {
        let after = share::of_known(connection, known.id, memory)?;
        share::replace(connection, &before, &after)?;
    }
    Ok((known.id, if changed { Revision::Changed } else { Revision::Same }))
}

/// The item, with what is stored in the place of a title or text that says the same but for what was forgotten: what comes
/// again is no edit, and brings nothing back.
fn as_redacted<'a>(item: &'a NewItem, known: &Known) -> Cow<'a, NewItem> {
    let mut item = Cow::Borrowed(item);
    if is_redaction(&known.text, &item.text) {
        item.to_mut().text.clone_from(&known.text);
    }
    if let (Some(was), Some(is)) = (&known.title, &item.title)
        && is_redaction(was, is)
    {
        item.to_mut().title.clone_from(&known.title);
    }
    item
}

/// Whether a text is another one with marks in the place of some of its words. A text of which only marks are left may have
/// been any.
fn is_redaction(redacted: &str, text: &str) -> bool {
    let pieces: Vec<&str> = redacted.split(MARK).collect();
    let [first, between @ .., last] = pieces.as_slice() else { return false };
    let Some(mut rest) = text.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    let mut says = first.len() + last.len();
    for piece in between {
        let Some(at) = rest.find(*piece) else { return false };
        rest = &rest[at + piece.len()..];
        says += piece.len();
    }
    redacted != text && says > 0
}

fn find(connection: &Connection, item: &NewItem) -> Result<Known, StoreError> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Known {
            id: row.get(0)?,
            account_id: row.get(1)?,
            source_id: row.get(2)?,
            capture_id: row.get(3)?,
            created_at: row.get(4)?,
            first_seen_at: row.get(5)?,
            last_seen_at: row.get(6)?,
            title: row.get(7)?,
            text: row.get(8)?,
            relations: [row.get(9)?, row.get(10)?, row.get(11)?],
        })
    };
    Ok(connection
        .prepare_cached(
            "SELECT id, account_id, source_id, capture_id, created_at, first_seen_at, last_seen_at, title, text, repost_of,
               quote_of, reply_to FROM item WHERE platform = ?1 AND native_id = ?2",
        )?
        .query_row(params![item.account.platform, item.native_id], read)?)
}

/// Inserts an item that is not there; gives its row, or nothing for one that is. Without `RETURNING`, which `SQLite` makes a
/// trigger and a savepoint of.
fn insert(connection: &Connection, item: &NewItem, from: &Origin) -> Result<Option<i64>, StoreError> {
    let added = connection
        .prepare_cached(
            "INSERT INTO item (platform, native_id, account_id, source_id, capture_id, kind, created_at, created_precision,
               created_original, created_basis, modified_at, first_seen_at, last_seen_at, title, text, byline, lang, lang_source,
               url, repost_of, quote_of, reply_to, thread_id, rule_version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
               ?23)
             ON CONFLICT (platform, native_id) DO NOTHING",
        )?
        .execute(
            params![
                item.account.platform,
                item.native_id,
                from.account,
                from.source,
                from.capture,
                item.kind.as_str(),
                item.created.at.0,
                item.created.precision.as_str(),
                item.created.original,
                item.created_basis,
                item.modified.map(|t| t.0),
                from.seen.0,
                item.title,
                item.text,
                item.byline,
                item.lang.as_ref().map(|(lang, _)| lang),
                item.lang.as_ref().map(|(_, source)| source.as_str()),
                item.url,
                item.repost_of,
                item.quote_of,
                item.reply_to,
                item.thread_id,
                item.rule_version
            ],
        )?;
    Ok((added > 0).then(|| connection.last_insert_rowid()))
}

/// Notes that an item was seen again, and fills what earlier captures did not tell.
fn touch(connection: &Connection, item: &NewItem, known: &Known, seen: Micros) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE item SET first_seen_at = ?2, last_seen_at = ?3, repost_of = coalesce(repost_of, ?4),
               quote_of = coalesce(quote_of, ?5), reply_to = coalesce(reply_to, ?6), thread_id = coalesce(thread_id, ?7),
               url = coalesce(url, ?8), gone_at = CASE WHEN ?9 AND gone_at >= ?10 THEN gone_at END WHERE id = ?1",
        )?
        .execute(params![
            known.id,
            known.first_seen_at.min(seen.0),
            known.last_seen_at.max(seen.0),
            item.repost_of,
            item.quote_of,
            item.reply_to,
            item.thread_id,
            item.url,
            // An event of before it was found gone brings nothing back.
            item.seen.is_some(),
            seen.0
        ])?;
    Ok(())
}

/// Notes that an item was found gone; the first time counts, until it is seen again.
pub(super) fn leave(
    connection: &Connection,
    platform: &str,
    native_id: &str,
    seen: Micros,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE item SET gone_at = ?3 WHERE platform = ?1 AND native_id = ?2 AND gone_at IS NULL AND last_seen_at <= ?3",
        )?
        .execute(params![platform, native_id, seen.0])?;
    Ok(())
}

/// What the same source says of an item now takes the place of what it said before: a mended mapping mends its items. A
/// page's first date stays, as publishers move theirs.
fn reread(connection: &Connection, item: &NewItem, id: i64, account: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE item SET account_id = ?2, kind = ?3, lang = ?4, lang_source = ?5, byline = ?6 WHERE id = ?1
               AND (account_id, kind, lang, lang_source, byline) IS NOT (?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            id,
            account,
            item.kind.as_str(),
            item.lang.as_ref().map(|(lang, _)| lang),
            item.lang.as_ref().map(|(_, source)| source.as_str()),
            item.byline
        ])?;
    if item.kind != ItemKind::Article {
        connection
            .prepare_cached(
                "UPDATE item SET created_at = ?2, created_precision = ?3, created_original = ?4, created_basis = ?5
                 WHERE id = ?1 AND (created_at, created_precision, created_original, created_basis) IS NOT (?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                id,
                item.created.at.0,
                item.created.precision.as_str(),
                item.created.original,
                item.created_basis
            ])?;
    }
    Ok(())
}

fn revise(connection: &Connection, item: &NewItem, known: &Known, from: &Origin) -> Result<(), StoreError> {
    let (platform, native_id) = (&item.account.platform, &item.native_id);
    let is_first: bool = connection
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM item_version WHERE platform = ?1 AND native_id = ?2)",
        )?
        .query_row(params![platform, native_id], |row| row.get(0))?;
    if is_first {
        // Items that never change have no versions; the first change writes down what was there before. It is
        // sealed with this capture, and `seen_at` says since when it had been seen.
        tracing::debug!(native_id, first_capture = known.capture_id, "first revision");
        let values = params![from.capture, known.first_seen_at, platform, native_id, known.title, known.text];
        ITEM_VERSION.insert(connection, values)?;
    }
    let values = params![from.capture, from.seen.0, platform, native_id, item.title, item.text];
    ITEM_VERSION.insert(connection, values)?;
    connection
        .prepare_cached(
            "UPDATE item SET title = ?2, text = ?3, capture_id = ?4, modified_at = coalesce(?5, modified_at),
               rule_version = ?6 WHERE id = ?1",
        )?
        .execute(params![
            known.id,
            item.title,
            item.text,
            from.capture,
            item.modified.map(|t| t.0),
            item.rule_version
        ])?;
    Ok(())
}

/// What full text and shares see of a title and a text.
pub(super) fn title_and_text(title: Option<&str>, text: &str) -> FtsText {
    match title {
        Some(title) => fts_text(&format!("{title}\n{text}")),
        None => fts_text(text),
    }
}

/// Writes the words of a page's items into the full-text index.
pub(super) fn index(connection: &Connection, memory: &mut Memory<'_>) -> Result<(), StoreError> {
    let mut remove = connection.prepare_cached("DELETE FROM item_fts WHERE rowid = ?1")?;
    let mut add =
        connection.prepare_cached("INSERT INTO item_fts (rowid, text, variants) VALUES (?1, ?2, ?3)")?;
    for (id, words) in std::mem::take(&mut memory.words) {
        if words.is_known {
            remove.execute([id])?;
        }
        add.execute(params![id, words.said.text, words.said.variants])?;
    }
    Ok(())
}

/// Makes full text and shares of an item anew from its row and what it carries, after these were changed and its shares removed.
pub(crate) fn reindex(connection: &Connection, id: i64) -> Result<(), StoreError> {
    let row: Option<(Option<String>, String)> = connection
        .prepare_cached("SELECT title, text FROM item WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((title, text)) = row else { return Ok(()) };
    let mut memory = Memory::default();
    memory.words.insert(id, Words { said: title_and_text(title.as_deref(), &text), is_known: true });
    index(connection, &mut memory)?;
    let rows = share::of_known(connection, id, &mut memory)?;
    share::replace(connection, &[], &rows)
}
