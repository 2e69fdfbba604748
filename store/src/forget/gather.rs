//! What a target comes to: accounts, items, sources, and the words by which they would be found, but for those that others
//! wrote first.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::{ForgetError, Target, about, lost, who, words};
use crate::StoreError;
use crate::ingest::NewAccount;
use crate::ingest::suppression::{Kind, Suppression, all_of_id};
use crate::redact::{Firsts, Needles, Words};
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
    /// Rows of sources that stay, though a word of their address or name is the account's.
    pub(super) sources_named: BTreeSet<i64>,
    /// Rows of other people's accounts that are known by nothing but what is forgotten, and cannot be told apart any more.
    pub(super) lost_accounts: BTreeSet<i64>,
    /// Rows of items, likewise.
    pub(super) lost_items: BTreeSet<i64>,
    /// Bodies captured before are dropped, µs.
    pub(super) before: Option<i64>,
    /// By what it would be found in bodies and in other people's rows.
    pub(super) needles: Needles,
    /// The texts among them, by whose hashes they are known when they come again.
    pub(super) texts: Vec<String>,
    /// Which parts of its texts others wrote first.
    pub(super) firsts: Firsts,
    /// Whether there is anything to be searched for.
    pub(super) has_needles: bool,
}

/// An account, by all that it was ever called.
pub(super) struct Account {
    /// Its row; nothing where others only mention it or claims only name it.
    pub(super) id: Option<i64>,
    pub(super) platform: String,
    pub(super) native_id: Option<String>,
    pub(super) handles: BTreeSet<String>,
    /// Its addresses, as claims give them.
    pub(super) addresses: BTreeSet<String>,
}

pub(super) fn subject(connection: &Connection, target: &Target) -> Result<Subject, ForgetError> {
    let mut subject = Subject {
        accounts: Vec::new(),
        items: BTreeSet::new(),
        item_keys: BTreeSet::new(),
        sources: BTreeSet::new(),
        sources_named: BTreeSet::new(),
        lost_accounts: BTreeSet::new(),
        lost_items: BTreeSet::new(),
        texts: Vec::new(),
        before: None,
        needles: Needles::default(),
        firsts: Firsts::default(),
        has_needles: false,
    };
    let mut words = Words::default();
    match target {
        Target::Account { platform, who } => {
            subject.accounts = who::accounts(connection, platform, who, &mut words)?;
            if subject.accounts.is_empty() {
                return Err(ForgetError::Nothing(format!("account {platform}/{who}")));
            }
            for account in &subject.accounts {
                let Some(id) = account.id else { continue };
                add_items(connection, "account_id = ?1", id, &mut subject.items, &mut subject.item_keys)?;
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
        // A source of the account's own is about them: nothing of it is kept.
        about::sources(connection, &mut subject, &words.needles(&Firsts::default()))?;
        for id in subject.sources.clone() {
            add_items(connection, "source_id = ?1", id, &mut subject.items, &mut subject.item_keys)?;
        }
    }
    for account in &subject.accounts {
        let Some(id) = account.id else { continue };
        let mut reactions = connection.prepare("SELECT native_id FROM reaction WHERE account_id = ?1")?;
        let mut rows = reactions.query([id])?;
        while let Some(row) = rows.next()? {
            words.names.extend(all_of_id(&row.get::<_, String>(0)?));
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
    if subject.has_needles {
        lost::find(connection, &mut subject)?;
    }
    if !matches!(target, Target::OlderThan(_)) {
        subject.texts = words.said.into_iter().map(|said| said.text).collect();
    }
    Ok(subject)
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
    // What was never captured itself is known by whose repository it is in.
    let mut of_owner = connection.prepare(
        "SELECT id, platform, native_id FROM item WHERE repost_of > ?2 || '/' AND repost_of < ?2 || '0' AND platform = ?1
           AND kind = 'repost'",
    )?;
    for account in &subject.accounts {
        let Some(native_id) = &account.native_id else { continue };
        let mut rows = of_owner.query(params![account.platform, format!("at://{native_id}")])?;
        while let Some(row) = rows.next()? {
            subject.items.insert(row.get(0)?);
            subject.item_keys.insert((row.get(1)?, row.get(2)?));
        }
    }
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
    for text in &subject.texts {
        list.add_text(text, &subject.firsts, now)?;
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
