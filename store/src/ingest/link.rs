//! Links, tags, mentions and media of an item.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::account::NewAccount;
use super::memory::Memory;
use super::new_item::NewItem;
use super::share::Carried;
use super::{picture, spelled};
use crate::link::{CANONICAL_RULE, Canonical};
use crate::{StoreError, text};

/// Writes what an item carries, with its links in their one form, and gives it; what is there already stays.
pub(super) fn put<'page>(
    connection: &Connection,
    item_id: i64,
    item: &'page NewItem,
    links: Vec<Option<Canonical>>,
    memory: &mut Memory<'page>,
) -> Result<Carried, StoreError> {
    let mut carried = Carried::default();
    for (raw, canonical) in item.links.iter().zip(links) {
        let Some(canonical) = canonical else { continue };
        let url_id = address(connection, &canonical, memory)?;
        memory.rows.links.push((item_id, url_id, raw));
        carried.urls.push((url_id, canonical.host));
    }
    for tag in &item.tags {
        let folded = text::fold(tag.trim().trim_matches('#'));
        if !folded.is_empty() {
            memory.rows.tags.push((item_id, folded.clone()));
            carried.tags.push(folded);
        }
    }
    for mention in &item.mentions {
        let handle = NewAccount::folded_handle(&mention.handle);
        memory.rows.mentions.push((item_id, handle.clone(), mention.native_id.as_deref()));
        carried.mentions.push(handle);
    }
    for (n, media) in (0_i64..).zip(&item.media) {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO media (item_id, n, kind, url, alt) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![item_id, n, media.kind, media.url, media.alt])?;
        if let Some(url) = &media.url {
            let sha256 = picture::known(connection, item_id, n, url)?;
            carried.media.push(picture::key(url.clone(), sha256.as_deref()));
        }
    }
    Ok(carried)
}

fn address(
    connection: &Connection,
    canonical: &Canonical,
    memory: &mut Memory<'_>,
) -> Result<i64, StoreError> {
    if let Some(id) = memory.urls.get(&canonical.url) {
        return Ok(*id);
    }
    let found: Option<i64> = connection
        .prepare_cached("SELECT id FROM url WHERE canonical = ?1")?
        .query_row([&canonical.url], |row| row.get(0))
        .optional()?;
    let id = match found {
        Some(id) => id,
        None => connection
            .prepare_cached(
                "INSERT INTO url (canonical, host, rule_version, domain, named_platform, named_kind, named_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .insert(params![
                canonical.url,
                canonical.host,
                CANONICAL_RULE,
                canonical.domain,
                canonical.object.as_ref().map(|object| object.platform),
                canonical.object.as_ref().map(|object| object.kind.as_str()),
                canonical.object.as_ref().map(|object| object.id.as_str())
            ])?,
    };
    if found.is_none() {
        spelled::under(connection, &canonical.host, &mut memory.hosts)?;
    }
    memory.urls.insert(canonical.url.clone(), id);
    Ok(id)
}
