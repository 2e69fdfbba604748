//! Accounts: their ids on a server, who they are, and whether they want to be listed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use whence_store::ingest::NewAccount;
use whence_store::time::Micros;

use super::{Listed, PAGE, PLATFORM, method, timeline};
use crate::config::SourceConfig;
use crate::connector::{Ask, Asked, Cursors, ReadError, Reading, Response, lenient};
use crate::text::html_text;

/// The name of the cursor that keeps an account's id.
const CURSOR: &str = "account";

/// An account's id on the server.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    of: String,
    id: String,
}

/// Asks for an account's id.
pub(super) fn lookup(server: &Url, account: &str) -> Url {
    method(server, &["accounts", "lookup"], &[("acct", account)])
}

/// Whether a request was for an account's id.
pub(super) fn is_lookup(asked: &Url) -> bool {
    asked.path().ends_with("/accounts/lookup")
}

/// The id of an account that was looked up before. A server says of an unchanged profile that nothing has changed, which is no
/// word on its posts: so each is looked up once.
pub(super) fn known(account: &str, cursors: &Cursors) -> Option<String> {
    let known: Known = serde_json::from_str(cursors.get(CURSOR)?).ok()?;
    (known.of == account).then_some(known.id)
}

/// Remembers an account's id.
pub(super) fn cursor(account: &str, id: &str) -> (String, Option<String>) {
    let known = Known { of: account.to_owned(), id: id.to_owned() };
    (CURSOR.to_owned(), serde_json::to_string(&known).ok())
}

/// Reads the answer to a lookup.
pub(super) fn read(
    asked: &Asked<'_>,
    response: &Response<'_>,
    source: &SourceConfig,
) -> Result<Reading, ReadError> {
    let document = lenient::document(response)?;
    let id = id(&document, "/id").ok_or_else(|| ReadError("the answer has no account's `id`".to_owned()))?;
    let mut reading = Reading::default();
    if asks_not_to_be_found(&document) && !source.target.unlisted {
        reading.leave_out();
        return Ok(reading);
    }
    let host = response.url.host_str().unwrap_or_default();
    reading.accounts.extend(account(&document, host));
    if let Ok(Listed::Account(name)) = Listed::of(source) {
        reading.cursors.push(cursor(name, &id));
    }
    let statuses = timeline::of_account(&source.url, &id);
    reading.asks.push(Ask::list(PAGE, statuses, asked.context.to_owned()));
    Ok(reading)
}

/// An id, which some programs write as a number.
pub(super) fn id(value: &Value, path: &str) -> Option<String> {
    match value.pointer(path)? {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// Whether an account's owner wants it kept out of search engines, or its posts out of searches.
pub(super) fn asks_not_to_be_found(account: &Value) -> bool {
    lenient::is_true(account, "/noindex") || account.pointer("/indexable") == Some(&Value::Bool(false))
}

/// Who published, as seen on the server `host`. Ids differ from server to server; an account's `uri` is the same on all.
pub(super) fn account(account: &Value, host: &str) -> Option<NewAccount> {
    let uri = lenient::owned(account, "/uri");
    let home = uri.as_deref().or_else(|| lenient::text(account, "/url"));
    let home = home.and_then(|url| Some(Url::parse(url).ok()?.host_str()?.to_owned()));
    let handle = lenient::owned(account, "/acct").or_else(|| lenient::owned(account, "/username"))?;
    Some(NewAccount {
        platform: PLATFORM.to_owned(),
        native_id: uri,
        handle: whole_handle(&handle, home.as_deref().unwrap_or(host)),
        name: lenient::owned(account, "/display_name"),
        description: lenient::text(account, "/note").map(html_text).filter(|text| !text.is_empty()),
        label: standing(account),
        opened_at: opened(account),
        publisher: None,
    })
}

/// A handle with its server: `harbour@social.example`.
pub(super) fn whole_handle(handle: &str, host: &str) -> String {
    if handle.contains('@') { handle.to_owned() } else { format!("{handle}@{host}") }
}

fn opened(account: &Value) -> Option<Micros> {
    Some(Micros::from_timestamp(lenient::text(account, "/created_at")?.parse::<Timestamp>().ok()?))
}

/// What the server says of an account. There is no badge: a verified link is a page that links back.
fn standing(account: &Value) -> Option<String> {
    let verified = |field: &&Value| lenient::text(field, "/verified_at").is_some();
    let links = lenient::list(account, "/fields").iter().filter(verified);
    let links = links
        .filter_map(|field| lenient::text(field, "/value"))
        .map(|value| format!("verified link {}", html_text(value)));
    let words = ["bot", "group", "limited", "suspended", "memorial"];
    let words = words.iter().filter(|word| lenient::is_true(account, &format!("/{word}")));
    let said: Vec<String> = links.chain(words.map(|word| (*word).to_owned())).collect();
    (!said.is_empty()).then(|| said.join("; "))
}
