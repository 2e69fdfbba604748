//! What a target comes to: accounts, items, sources, and the words by which they would be found, but for those that others
//! wrote first.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::{ForgetError, Target, words};
use crate::StoreError;
use crate::ingest::NewAccount;
use crate::ingest::suppression::{Kind, Suppression, is_telling};
use crate::redact::{Firsts, Needle, Needles, Said, Words};
use crate::time::Micros;

/// What is to be forgotten, as the store has it.
pub(super) struct Subject {
    pub(super) accounts: Vec<Account>,
    /// Rows of items.
    pub(super) items: BTreeSet<i64>,
    /// Platform and id of each of them.
    pub(super) item_keys: BTreeSet<(String, String)>,
    /// Rows of sources of which nothing is kept.
    pub(super) sources: BTreeSet<i64>,
    /// Bodies captured before are dropped, µs.
    pub(super) before: Option<i64>,
    /// By what it would be found in bodies and in other people's rows.
    pub(super) needles: Needles,
    /// Which parts of its texts others wrote first.
    pub(super) firsts: Firsts,
    /// Whether there is anything to be searched for.
    pub(super) has_needles: bool,
}

/// An account, by all that it was ever called.
pub(super) struct Account {
    pub(super) id: i64,
    pub(super) platform: String,
    pub(super) native_id: Option<String>,
    pub(super) handles: BTreeSet<String>,
}

pub(super) fn subject(connection: &Connection, target: &Target) -> Result<Subject, ForgetError> {
    let mut subject = Subject {
        accounts: Vec::new(),
        items: BTreeSet::new(),
        item_keys: BTreeSet::new(),
        sources: BTreeSet::new(),
        before: None,
        needles: Needles::default(),
        firsts: Firsts::default(),
        has_needles: false,
    };
    let mut words = Words::default();
    match target {
        Target::Account { platform, who } => {
            subject.accounts = accounts(connection, platform, who, &mut words)?;
            if subject.accounts.is_empty() {
                return Err(ForgetError::Nothing(format!("account {platform}/{who}")));
            }
            for account in &subject.accounts {
                add_items(
                    connection,
                    "account_id = ?1",
                    account.id,
                    &mut subject.items,
                    &mut subject.item_keys,
                )?;
            }
        }
        Target::Item { platform, native_id } => {
            let id = connection.query_row(
                "SELECT coalesce(max(id), 0) FROM item WHERE platform = ?1 AND native_id = ?2",
                params![platform, native_id],
                |row| row.get::<_, i64>(0),
            )?;
            if id == 0 {
                return Err(ForgetError::Nothing(format!("item {platform}/{native_id}")));
            }
            add_items(connection, "id = ?1", id, &mut subject.items, &mut subject.item_keys)?;
        }
        Target::Source { name } => {
            let id = connection.query_row(
                "SELECT coalesce(max(id), 0) FROM source WHERE name = ?1",
                [name],
                |row| row.get::<_, i64>(0),
            )?;
            if id == 0 {
                return Err(ForgetError::Nothing(format!("source {name}")));
            }
            subject.sources.insert(id);
        }
        Target::OlderThan(time) => {
            subject.before = Some(time.0);
            add_items(connection, "created_at < ?1", time.0, &mut subject.items, &mut subject.item_keys)?;
        }
    }
    if !matches!(target, Target::OlderThan(_)) {
        // A source whose address names the forgotten is about them: nothing of it is kept.
        let named = words.needles(&Firsts::default());
        for (id, url) in source_urls(connection)? {
            if crate::redact::redact_text(&url, &named).is_some() {
                subject.sources.insert(id);
            }
        }
        for id in subject.sources.clone() {
            add_items(connection, "source_id = ?1", id, &mut subject.items, &mut subject.item_keys)?;
        }
    }
    if matches!(target, Target::Account { .. } | Target::Item { .. }) {
        add_reposts(connection, &mut subject)?;
    }
    // A source's captures are dropped whole, and what others captured of the same items is theirs. Of old items, only those that
    // were seen again later stand in bodies that stay.
    if !matches!(target, Target::Source { .. }) {
        words::of_items(connection, &subject, &mut words)?;
    }
    words.tidy();
    subject.has_needles = !words.is_empty();
    subject.firsts = words.firsts();
    if let Some(latest) = subject.firsts.latest() {
        words::show_others(connection, &mut subject, latest)?;
    }
    subject.needles = words.needles(&subject.firsts);
    Ok(subject)
}

fn source_urls(connection: &Connection) -> Result<Vec<(i64, String)>, StoreError> {
    let mut statement = connection.prepare("SELECT id, url FROM source WHERE url IS NOT NULL")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn accounts(
    connection: &Connection,
    platform: &str,
    who: &str,
    words: &mut Words,
) -> Result<Vec<Account>, StoreError> {
    let handle = NewAccount::folded_handle(who);
    let mut statement = connection.prepare(
        "SELECT id, native_id, handle, shown_handle, name, description, first_seen_at FROM account
         WHERE platform = ?1 AND (native_id = ?2 OR handle = ?3)",
    )?;
    let mut rows = statement.query(params![platform, who, handle])?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        let native_id: Option<String> = row.get(1)?;
        let mut handles = BTreeSet::from([row.get::<_, String>(2)?, row.get::<_, String>(3)?]);
        let mut profile = |name: Option<String>, description: Option<String>, at: i64| {
            words.said.extend(name.map(|text| Said { text, at, is_name: true }));
            words.said.extend(description.map(|text| Said { text, at, is_name: false }));
        };
        profile(row.get(4)?, row.get(5)?, row.get(6)?);
        let mut versions = connection.prepare_cached(
            "SELECT handle, name, description, seen_at FROM account_version
             WHERE platform = ?1 AND (native_id = ?2 OR (native_id IS NULL AND handle = ?3))",
        )?;
        let mut shown = versions.query(params![platform, native_id, row.get::<_, String>(2)?])?;
        while let Some(version) = shown.next()? {
            handles.insert(version.get(0)?);
            profile(version.get(1)?, version.get(2)?, version.get(3)?);
        }
        words.names.extend(handles.iter().cloned().map(Needle::Word));
        words.names.extend(native_id.clone().filter(|id| is_telling(id)).map(Needle::Word));
        let mut claims = connection.prepare_cached(
            "SELECT account_url FROM claim WHERE platform = ?1 AND account_url IS NOT NULL AND (native_id = ?2 OR handle = ?3)",
        )?;
        let mut urls = claims.query(params![platform, native_id, row.get::<_, String>(2)?])?;
        while let Some(url) = urls.next()? {
            words.names.push(Needle::Address(url.get(0)?));
        }
        accounts.push(Account { id: row.get(0)?, platform: platform.to_owned(), native_id, handles });
    }
    Ok(accounts)
}

fn add_items(
    connection: &Connection,
    which: &str,
    value: i64,
    items: &mut BTreeSet<i64>,
    keys: &mut BTreeSet<(String, String)>,
) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT id, platform, native_id FROM item WHERE {which}"))?;
    let mut rows = statement.query([value])?;
    while let Some(row) = rows.next()? {
        items.insert(row.get(0)?);
        keys.insert((row.get(1)?, row.get(2)?));
    }
    Ok(())
}

/// A repost is the forgotten item once more, whoever passed it on.
fn add_reposts(connection: &Connection, subject: &mut Subject) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT id, platform, native_id FROM item WHERE repost_of = ?2 AND platform = ?1 AND kind = 'repost'",
    )?;
    for (platform, native_id) in subject.item_keys.clone() {
        let mut rows = statement.query(params![platform, native_id])?;
        while let Some(row) = rows.next()? {
            subject.items.insert(row.get(0)?);
            subject.item_keys.insert((row.get(1)?, row.get(2)?));
        }
    }
    Ok(())
}

/// Puts it on the list of what must not come back.
pub(super) fn suppress(
    connection: &Connection,
    target: &Target,
    subject: &Subject,
    now: Micros,
) -> Result<(), StoreError> {
    let list = Suppression::of(connection)?;
    for account in &subject.accounts {
        let scope = match &account.native_id {
            Some(id) => {
                list.add(Kind::Account, &[&account.platform, id], now)?;
                &["bare"][..]
            }
            // Without an id the handle is all that it can be known by.
            None => &["bare", "any"][..],
        };
        for handle in &account.handles {
            for scope in scope {
                list.add(Kind::Handle, &[scope, &account.platform, &NewAccount::folded_handle(handle)], now)?;
            }
        }
    }
    if let Target::OlderThan(time) = target {
        return list.add_before(*time, now);
    }
    for (platform, native_id) in &subject.item_keys {
        list.add(Kind::Item, &[platform, native_id], now)?;
    }
    let mut urls = connection.prepare("SELECT url FROM item WHERE id = ?1 AND url IS NOT NULL")?;
    for id in &subject.items {
        let mut rows = urls.query([id])?;
        while let Some(row) = rows.next()? {
            let url: String = row.get(0)?;
            let known = crate::link::canonical(&url).map_or(url, |canonical| canonical.url);
            list.add(Kind::Address, &[&known], now)?;
        }
    }
    for source in &subject.sources {
        let (name, url): (String, Option<String>) =
            connection.query_row("SELECT name, url FROM source WHERE id = ?1", [source], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        list.add(Kind::Address, &["source", &name], now)?;
        if let Some(url) = url {
            list.add(Kind::Address, &["source", &url], now)?;
        }
    }
    Ok(())
}
