//! The words of what a page brings of the forgotten: by what its body is searched.
//!
//! The same for rows of the store is `forget/words.rs`.

use super::account::NewAccount;
use super::new_item::NewItem;
use super::suppression::{all_of_id, is_telling, of_id};
use crate::redact::{MARK, Needle, Needles, Passed, Said, Words};
use crate::time::Micros;

/// What must not be left of an account.
pub(super) fn of_account(account: &NewAccount, seen: Micros, words: &mut Words) {
    words.names.push(Needle::Word(account.handle.clone()));
    words.names.extend(account.native_id.clone().filter(|id| is_telling(id)).map(Needle::Word));
    for (text, is_name) in [(&account.name, true), (&account.description, false)] {
        words.said.extend(text.clone().map(|text| Said { text, at: seen.0, is_name }));
    }
}

/// What must not be left of an item that was published at that time.
pub(super) fn of_item(item: &NewItem, at: Micros, words: &mut Words) {
    names(item, words);
    words.names.extend(item.media.iter().filter_map(|media| media.url.clone()).map(Needle::Address));
    // What stands beside a mark is what an earlier redaction left to others.
    if !item.native_id.contains(MARK) && !item.account.handle.contains(MARK) {
        let texts = item.title.iter().chain([&item.text]);
        words.said.extend(texts.map(|text| Said { text: text.clone(), at: at.0, is_name: false }));
    }
}

/// What must not be left of an item in which somebody else's words were passed on.
pub(super) fn passed_on(item: &NewItem, words: &mut Words) {
    names(item, words);
    let ids: Vec<Needle> =
        [of_id(&item.native_id)].into_iter().chain(item.url.clone().map(Needle::Address)).collect();
    let texts = item.title.iter().chain([&item.text]);
    words.passed.extend(texts.map(|text| Passed { text: text.clone(), ids: ids.clone() }));
}

/// Whether an item of somebody else is a record of the forgotten all the same: a whole text of theirs beside a word that names
/// them.
pub(super) fn is_record(item: &NewItem, needles: &Needles) -> bool {
    let texts: Vec<&str> = item.title.as_deref().into_iter().chain([item.text.as_str()]).collect();
    let told = [
        &item.url,
        &item.repost_of,
        &item.quote_of,
        &item.reply_to,
        &item.thread_id,
        &item.account.native_id,
        &item.account.name,
    ];
    let mentioned =
        item.mentions.iter().flat_map(|mention| mention.native_id.iter().chain([&mention.handle]));
    let names: Vec<&str> = told
        .into_iter()
        .flatten()
        .chain([&item.native_id, &item.account.handle])
        .chain(mentioned)
        .chain(&item.links)
        .map(String::as_str)
        .collect();
    needles.are_record(&texts, &names)
}

fn names(item: &NewItem, words: &mut Words) {
    words.names.extend(all_of_id(&item.native_id).into_iter().filter(|_| is_telling(&item.native_id)));
    words.names.extend(item.url.clone().map(Needle::Address));
}
