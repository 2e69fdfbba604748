//! Messages in the layout of the coordination-network-toolkit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::cnt::CntNetwork;
use super::cnt_text::transformed;
use crate::coordination::CoordinationError;
use crate::coordination::log::{Columns, Row, Table, micros};

const NAMES: [&str; 7] = ["message_id", "user_id", "repost_id", "reply_id", "message", "timestamp", "urls"];

/// One message.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) user: String,
    repost: bool,
    pub(super) text: String,
    /// µs
    pub(super) at: i64,
}

impl Message {
    /// Whether it passes nothing on.
    pub(super) fn is_own(&self) -> bool {
        !self.repost
    }
}

/// What one network is made of: shares of what is common to two messages, and the messages for those that compare texts.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) columns: Columns,
    pub(super) messages: Vec<Message>,
}

/// Reads a file. A message id that was there before is passed over, but its links are not: so it is done there.
///
/// # Errors
/// [`CoordinationError`].
pub(super) fn read(path: &Path, network: CntNetwork) -> Result<Rows, CoordinationError> {
    let mut table = Table::open(path)?;
    let places = table.columns(NAMES)?;
    let mut rows = Rows::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut linked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut row = Row::default();
    while table.next(&mut row)? {
        let [id, user, repost, reply, text, time, urls] = places.map(|place| row.get(place));
        let at = micros(time)
            .ok_or_else(|| table.cell(&row, NAMES[5], time, "is neither seconds since 1970 nor a time"))?;
        let name = String::from_utf8_lossy(id).into_owned();
        let is_new = seen.insert(name.clone());
        let columns = &mut rows.columns;
        match network {
            // A message without a link has the empty link, as there.
            CntNetwork::CoLink if repost.is_empty() => {
                for url in urls.split(|&byte| byte == b' ') {
                    let links = linked.entry(name.clone()).or_default();
                    if links.insert(String::from_utf8_lossy(url).into_owned()) {
                        columns.push(url, user, id, at);
                    }
                }
            }
            _ if !is_new => {}
            CntNetwork::CoRetweet if !repost.is_empty() => columns.push(repost, user, id, at),
            CntNetwork::CoReply if repost.is_empty() && !reply.is_empty() => {
                columns.push(reply, user, id, at);
            }
            CntNetwork::CoTweet if repost.is_empty() => {
                let text = transformed(&String::from_utf8_lossy(text));
                columns.push(text.as_bytes(), user, id, at);
            }
            CntNetwork::CoPost => columns.push(b"", user, id, at),
            CntNetwork::CoSimilarTweet => rows.messages.push(Message {
                id: name,
                user: String::from_utf8_lossy(user).into_owned(),
                repost: !repost.is_empty(),
                text: String::from_utf8_lossy(text).into_owned(),
                at,
            }),
            _ => {}
        }
    }
    Ok(rows)
}
