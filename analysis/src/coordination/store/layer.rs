//! What can be shared, and how its shares are gathered.

use std::collections::BTreeMap;

use whence_store::StoreError;
use whence_store::read::{Reader, ShareKind};

use super::called::Called;
use super::near_text::near_texts;
use super::sequence::sequence;
use crate::coordination::log::{Columns, Names};
use crate::corpus::Item;

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum)]
pub enum Layer {
    /// The item that is passed on.
    Repost,
    /// An address in its one form.
    Url,
    /// A host.
    Domain,
    /// A text, folded; reposts have none of their own.
    Text,
    /// A text that is nearly the same: four fifths of the runs of five letters are common to both.
    NearText,
    /// A hashtag.
    Hashtag,
    /// The hashtags of an item in the order of its words, two or more.
    HashtagSequence,
    /// A picture or film.
    Media,
    /// The item that is answered.
    Reply,
    /// An account that is mentioned.
    Mention,
    /// What pages of two sites have in common: no matter of time, and a layer of its own.
    Site,
}

impl Layer {
    /// Its name in options and folders.
    pub fn name(self) -> &'static str {
        match self {
            Self::Repost => "repost",
            Self::Url => "url",
            Self::Domain => "domain",
            Self::Text => "text",
            Self::NearText => "near-text",
            Self::Hashtag => "hashtag",
            Self::HashtagSequence => "hashtag-sequence",
            Self::Media => "media",
            Self::Reply => "reply",
            Self::Mention => "mention",
            Self::Site => "site",
        }
    }

    /// Where its shares are in the store; nothing where they are made here.
    fn kind(self) -> Option<ShareKind> {
        match self {
            Self::Repost => Some(ShareKind::Repost),
            Self::Url => Some(ShareKind::Url),
            Self::Domain => Some(ShareKind::Domain),
            Self::Text => Some(ShareKind::Text),
            Self::Hashtag => Some(ShareKind::Tag),
            Self::Media => Some(ShareKind::Media),
            Self::Reply => Some(ShareKind::Reply),
            Self::Mention => Some(ShareKind::Mention),
            Self::NearText | Self::HashtagSequence | Self::Site => None,
        }
    }
}

/// Gathers the shares of a layer. `items` are those whose time is known well enough, by row; every account of theirs gets the same
/// number in every layer.
pub(super) fn gather(
    reader: &Reader,
    layer: Layer,
    items: &BTreeMap<i64, &Item>,
    called: &Called<'_>,
) -> Result<Columns, StoreError> {
    let mut columns = Columns::default();
    for account in called.accounts() {
        columns.accounts.intern(account.as_bytes());
    }
    let mut add = |object: &str, item: &Item| {
        let (account, content) = (called.account(item.row.account_id), called.item(item));
        columns.push(object.as_bytes(), account.as_bytes(), content.as_bytes(), item.row.created_at.0);
    };
    match (layer, layer.kind()) {
        (_, Some(kind)) => {
            // The shares of an object come one after another: its name is looked up once.
            let mut rows = Vec::new();
            reader.shares(kind, |row| {
                if items.contains_key(&row.item_id) {
                    rows.push(row);
                }
            })?;
            for object in rows.chunk_by(|a, b| a.object_id == b.object_id) {
                // What one account alone shares is in no file: a number will do.
                let alone = object.iter().all(|row| row.account_id == object[0].account_id);
                let id = object[0].object_id;
                let name =
                    if alone { called.number(layer, id) } else { called.object(reader, layer, kind, id)? };
                object.iter().filter_map(|row| items.get(&row.item_id)).for_each(|item| add(&name, item));
            }
        }
        (Layer::NearText, None) => {
            for (item, group) in near_texts(reader, items)? {
                add(&called.number(layer, group), item);
            }
        }
        (Layer::Site, None) => {}
        (_, None) => {
            for item in items.values().filter(|item| item.row.kind != "repost") {
                let known = reader.tags_of(item.row.id)?;
                if known.is_empty() {
                    continue;
                }
                let texts = reader.texts(&[item.row.id])?;
                let Some(words) = texts.first() else { continue };
                let title = words.title.as_deref().unwrap_or_default();
                let tags = sequence(&format!("{title}\n{}", words.text), &known);
                if tags.len() > 1 {
                    add(&called.tags(&tags), item);
                }
            }
        }
    }
    columns.finish();
    Ok(columns)
}

/// Puts a layer's shares to those of the others; its objects are told from theirs by its name.
pub(super) fn append(all: &mut Columns, columns: &Columns, layer: Layer) {
    let rename = |names: &Names, number: u32| names.get(number).to_vec();
    for row in 0..columns.at.len() {
        let mut object = format!("{} ", layer.name()).into_bytes();
        object.extend(rename(&columns.objects, columns.object[row]));
        let account = rename(&columns.accounts, columns.account[row]);
        let content = rename(&columns.contents, columns.content[row]);
        all.push(&object, &account, &content, columns.at[row]);
    }
}
