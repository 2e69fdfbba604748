//! Lists of statuses: an account's, a tag's; and one status, looked at again.

use serde_json::Value;
use url::Url;
use whence_store::ingest::NewAccount;

use super::status::{Around, Taken, is_remote, time};
use super::{About, Listed, PAGE, STATUS, account, link, method};
use crate::config::SourceConfig;
use crate::connector::sweep::{Seen, Sweep};
use crate::connector::{Ask, Asked, ReadError, Reading, Response, lenient};

/// Statuses that are looked at again for one page at most: each is a request.
const MOST_CHECKED: usize = 20;

/// The list of an account's statuses.
pub(super) fn of_account(server: &Url, id: &str) -> Url {
    method(server, &["accounts", id, "statuses"], &[("limit", "40")])
}

/// The list of a tag's statuses.
pub(super) fn of_tag(server: &Url, tag: &str) -> Url {
    method(server, &["timelines", "tag", tag], &[("limit", "40")])
}

/// Reads a page of a list.
pub(super) fn read(
    asked: &Asked<'_>,
    response: &Response<'_>,
    source: &SourceConfig,
) -> Result<Reading, ReadError> {
    let document = lenient::document(response)?;
    let statuses = document.as_array().ok_or_else(|| ReadError("the answer is no list".to_owned()))?;
    let sweep = Sweep::from_context(asked.context);
    let host = response.url.host_str().unwrap_or_default();
    let around = Around::new(host, &source.target, statuses);
    let mut reading = Reading::default();
    let (mut shown, mut left_out) = (Vec::with_capacity(statuses.len()), false);
    let mut owner: Option<NewAccount> = None;
    for status in statuses {
        let taken = around.take(status, &mut reading);
        left_out |= matches!(taken, Taken::LeftOut);
        if let Taken::Item(item) = &taken {
            owner.get_or_insert_with(|| item.account.clone());
        }
        if let Some(at) = time(status, "/created_at") {
            shown.push(Seen { id: remembered(status, &taken), at: at.at.0, replies: 0 });
        }
    }
    let next = next(asked, response, source, &mut reading);
    let is_broken = matches!(next, Next::Astray);
    let more = matches!(next, Next::Page(_));
    let turned = sweep.turn(&shown, more, response.received_at, &source.target);
    let missing = turned.missing.iter().filter_map(|seen| seen.id.split_once(' '));
    reading.asks.extend(missing.take(MOST_CHECKED).map(|(id, uri)| ask_status(&source.url, id, uri)));
    if let (Some(sweep), Next::Page(url)) = (turned.next, next) {
        reading.asks.push(Ask::list(PAGE, url, sweep.to_context()));
    }
    if !is_broken {
        reading.cursors = turned.cursors;
    }
    // A page of which something was left out does not show everything.
    let window = turned.window.filter(|_| !left_out);
    reading.observed.extend(window);
    if let (Some((from, to)), Some(owner), Ok(Listed::Account(_))) = (window, owner, Listed::of(source)) {
        reading.watched.push((owner, from, to));
    }
    Ok(reading)
}

/// What a sweep remembers a status by: its id and address. Posts of other servers are not looked at again: that they are not
/// shown may mean that the servers have parted.
fn remembered(status: &Value, taken: &Taken) -> String {
    let is_own = !status.pointer("/account").is_some_and(is_remote);
    match (account::id(status, "/id"), taken) {
        (Some(id), Taken::Item(item)) if is_own && !id.contains(' ') => format!("{id} {}", item.native_id),
        _ => String::new(),
    }
}

/// Where a list goes on.
enum Next {
    Page(Url),
    End,
    /// Somewhere that is not asked.
    Astray,
}

fn next(asked: &Asked<'_>, response: &Response<'_>, source: &SourceConfig, reading: &mut Reading) -> Next {
    let Some(next) = response.header("link").and_then(|header| link::next(header, response.url)) else {
        return Next::End;
    };
    if next.origin() != source.url.origin() || next == *asked.url {
        reading.missed(|| format!("the list is said to go on at {next}, which is not asked"));
        return Next::Astray;
    }
    Next::Page(next)
}

fn ask_status(server: &Url, id: &str, uri: &str) -> Ask {
    let about = About { uri: uri.to_owned() };
    let context = serde_json::to_string(&about).unwrap_or_default();
    Ask { again: true, ..Ask::page(STATUS, method(server, &["statuses", id], &[]), context, None) }
}

/// Reads one status that was looked at again.
pub(super) fn read_status(response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let document = lenient::document(response)?;
    if document.pointer("/uri").is_none() {
        return Err(ReadError("the answer is no status".to_owned()));
    }
    let host = response.url.host_str().unwrap_or_default();
    let mut reading = Reading::default();
    Around::new(host, &source.target, std::slice::from_ref(&document)).take(&document, &mut reading);
    Ok(reading)
}
