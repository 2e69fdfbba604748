//! Events of the Jetstream, the network's stream in JSON: from one event to what is stored of it.
//!
//! It does: read posts, reposts and likes, their deletions, and how accounts are called and stand. It does not: read the other
//! collections, which are counted, and whose events are kept as they came.

use serde_json::Value;
use whence_store::ingest::{
    AccountState, Content, ItemKind, NewAccount, NewDeletion, NewItem, NewReaction, NewStanding,
    ReactionBasis,
};
use whence_store::time::{Micros, Moment, Precision};

use super::{PLATFORM, RULE, embed, record, stamp};
use crate::connector::lenient;

const POST: &str = "app.bsky.feed.post";
const REPOST: &str = "app.bsky.feed.repost";
const LIKE: &str = "app.bsky.feed.like";

/// The network is younger than this: an earlier time is a clock that was not set, or seconds for microseconds.
const NETWORK_BEGAN: Micros = Micros(1_640_995_200_000_000);
/// The clock of a recorder may be so much ahead of the one that imports.
const AHEAD: i64 = Micros::DAY;
/// A DID is no longer than this, as the protocol has it; a key and a collection's name are shorter.
const LONGEST_DID: usize = 2_048;
const LONGEST_NAME: usize = 512;

/// What kind of event it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A record was made, changed or deleted.
    Commit { operation: Operation, collection: String },
    /// An account's handle or keys changed.
    Identity,
    /// An account's standing changed.
    Account,
}

impl Event {
    /// Whether something of it is stored besides the event itself.
    pub(crate) fn is_read(&self) -> bool {
        match self {
            Self::Commit { collection, .. } => matches!(collection.as_str(), POST | REPOST | LIKE),
            Self::Identity | Self::Account => true,
        }
    }
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Update,
    Delete,
}

/// Reads an event that was imported at `now` into `content`; the error names the field.
pub(crate) fn read(event: &Value, now: Micros, content: &mut Content) -> Result<Event, String> {
    let did = text(event, "/did")?;
    if !is_did(did) {
        return Err("did: is no DID".to_owned());
    }
    let at = time(event, now)?;
    match text(event, "/kind")? {
        "commit" => commit(did, at, event, content),
        "identity" => {
            object(event, "/identity")?;
            // Where a handle and its account do not name each other, the network shows a placeholder that many share.
            let handle =
                lenient::text(event, "/identity/handle").filter(|handle| *handle != "handle.invalid");
            if handle.is_some() {
                content.standings.push(NewStanding { account: account(did, handle), at, state: None });
            }
            Ok(Event::Identity)
        }
        "account" => {
            let state = state(event)?;
            content.standings.push(NewStanding { account: account(did, None), at, state: Some(state) });
            Ok(Event::Account)
        }
        _ => Err("kind: is none of commit, identity, account".to_owned()),
    }
}

fn commit(did: &str, at: Micros, event: &Value, content: &mut Content) -> Result<Event, String> {
    object(event, "/commit")?;
    let collection = text(event, "/commit/collection")?;
    if !is_plain(collection, ".-") || !collection.contains('.') {
        return Err("commit.collection: is no name of a collection".to_owned());
    }
    let key = text(event, "/commit/rkey")?;
    if !is_plain(key, "._:~-") || matches!(key, "." | "..") {
        return Err("commit.rkey: is no key of a record".to_owned());
    }
    let operation = match text(event, "/commit/operation")? {
        "create" => Operation::Create,
        "update" => Operation::Update,
        "delete" => Operation::Delete,
        _ => return Err("commit.operation: is none of create, update, delete".to_owned()),
    };
    let uri = format!("at://{did}/{collection}/{key}");
    let read = Event::Commit { operation, collection: collection.to_owned() };
    if !read.is_read() {
        return Ok(read);
    }
    if operation == Operation::Delete {
        content.deletions.push(NewDeletion { platform: PLATFORM.to_owned(), native_id: uri, at });
        return Ok(read);
    }
    object(event, "/commit/record")?;
    let written = &event["commit"]["record"];
    let server = Moment { at, precision: Precision::Second, original: event["time_us"].to_string() };
    match collection {
        POST => content.items.push(post(uri, did, written, server)?),
        REPOST => content.items.push(repost(uri, did, written, server)?),
        _ => content.reactions.push(like(uri, did, written, server)?),
    }
    Ok(read)
}

fn post(uri: String, did: &str, written: &Value, server: Moment) -> Result<NewItem, String> {
    if !written["text"].is_string() {
        return Err("commit.record.text: is no text".to_owned());
    }
    let at = server.at;
    let stamp = stamp::of_event(written, server);
    let said =
        lenient::list(written, "/labels/values").iter().filter_map(|label| lenient::text(label, "/val"));
    let mut item = record::item(
        uri,
        account(did, None),
        written,
        &stamp,
        embed::read(written, None),
        record::labels(said),
    );
    item.media = embed::written(written);
    item.seen = Some(at);
    Ok(item)
}

/// A repost has the time that the server states, as where the network shows it. It has no page of its own.
fn repost(uri: String, did: &str, written: &Value, server: Moment) -> Result<NewItem, String> {
    let of = subject(written)?;
    Ok(NewItem {
        native_id: uri,
        account: account(did, None),
        kind: ItemKind::Repost,
        seen: Some(server.at),
        created: server,
        created_basis: "time_us".to_owned(),
        modified: None,
        title: None,
        text: String::new(),
        byline: None,
        lang: None,
        url: None,
        repost_of: Some(of),
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links: Vec::new(),
        tags: Vec::new(),
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: Vec::new(),
        rule_version: RULE,
    })
}

fn like(uri: String, did: &str, written: &Value, server: Moment) -> Result<NewReaction, String> {
    let seen = server.at;
    let stamp = stamp::of_event(written, server);
    let basis =
        if stamp.basis.starts_with(stamp::EVENT) { ReactionBasis::Server } else { ReactionBasis::Author };
    Ok(NewReaction {
        account: account(did, None),
        native_id: uri,
        subject: subject(written)?,
        created: stamp.created.at,
        basis,
        seen,
    })
}

/// What a repost or a like is about.
fn subject(written: &Value) -> Result<String, String> {
    let uri = lenient::text(written, "/subject/uri").ok_or("commit.record.subject.uri: there is none")?;
    let is_record = uri.strip_prefix("at://").is_some_and(|rest| rest.splitn(3, '/').count() == 3);
    if is_record { Ok(uri.to_owned()) } else { Err("commit.record.subject.uri: names no record".to_owned()) }
}

/// How an account stands. The reasons are the protocol's; one that is not known says that it is not active.
fn state(event: &Value) -> Result<AccountState, String> {
    match event.pointer("/account/active").and_then(Value::as_bool) {
        Some(true) => return Ok(AccountState::Active),
        Some(false) => {}
        None => return Err("account.active: is neither true nor false".to_owned()),
    }
    Ok(match lenient::text(event, "/account/status") {
        Some("deactivated") => AccountState::Deactivated,
        Some("suspended") => AccountState::Suspended,
        Some("takendown") => AccountState::TakenDown,
        Some("deleted") => AccountState::Deleted,
        Some("desynchronized") => AccountState::Desynchronized,
        Some("throttled") => AccountState::Throttled,
        _ => AccountState::Inactive,
    })
}

/// The stream names accounts by their ids: the id stands for a handle that is not told.
fn account(did: &str, handle: Option<&str>) -> NewAccount {
    NewAccount {
        platform: PLATFORM.to_owned(),
        native_id: Some(did.to_owned()),
        handle: handle.unwrap_or(did).to_owned(),
        ..NewAccount::default()
    }
}

/// When the server saw the event.
fn time(event: &Value, now: Micros) -> Result<Micros, String> {
    let at = event.pointer("/time_us").and_then(Value::as_i64).map(Micros);
    let at = at.ok_or("time_us: is no number of microseconds")?;
    if at < NETWORK_BEGAN {
        return Err("time_us: is before the network began".to_owned());
    }
    if at.0 > now.0.saturating_add(AHEAD) {
        return Err("time_us: is later than the import".to_owned());
    }
    Ok(at)
}

fn text<'v>(event: &'v Value, path: &str) -> Result<&'v str, String> {
    lenient::text(event, path).ok_or_else(|| format!("{}: is no text", field(path)))
}

fn object(event: &Value, path: &str) -> Result<(), String> {
    let is_object = event.pointer(path).is_some_and(Value::is_object);
    if is_object { Ok(()) } else { Err(format!("{}: is no object", field(path))) }
}

fn field(path: &str) -> String {
    path.trim_start_matches('/').replace('/', ".")
}

fn is_did(did: &str) -> bool {
    let mut parts = did.splitn(3, ':');
    let method = |method: &str| !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_lowercase());
    let id =
        |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:%-".contains(&b));
    did.len() <= LONGEST_DID
        && parts.next() == Some("did")
        && parts.next().is_some_and(method)
        && parts.next().is_some_and(id)
}

/// Whether a name has letters, digits and these signs only.
fn is_plain(name: &str, signs: &str) -> bool {
    name.len() <= LONGEST_NAME && name.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c))
}
