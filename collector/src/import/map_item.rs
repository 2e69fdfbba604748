//! From a record to an item.

use serde_json::Value;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem, NewMedia, NewMention};
use whence_store::time::{Micros, Moment, Precision};

use super::preset::{AccountMap, ItemMap, MediaMap, MentionMap, Preset, TextForm, TimeMap};
use super::value::{Context, Field, count, scalar};
use super::{select, time_format};
use crate::text::{html_text, language, unescape};

/// The version of this mapping; written into items.
const RULE: i64 = 1;

/// Maps a record that was captured `now`; the error names the field.
pub(super) fn item(
    preset: &Preset,
    record: &Value,
    context: &Context<'_>,
    now: Micros,
) -> Result<NewItem, String> {
    let (Some(account_map), Some(map)) = (&preset.account, &preset.item) else {
        return Err("the preset has no [account] or no [item]".to_owned());
    };
    let (created, created_basis) =
        first_time(&map.created, record, context).map_err(|e| format!("created: {e}"))?;
    let instant = created.at.to_string();
    let context = &Context { created: Some(&instant), ..*context };
    let id = map.id.id(record, context).map_err(|e| format!("id: {e}"))?.ok_or("id: there is none")?;
    let text = body(map, record, context);
    let optional = |field: &Option<Field>| field.as_ref().and_then(|f| f.text(record, context));
    // An id that lost digits is another's: better none.
    let related = |field: &Option<Field>| field.as_ref().and_then(|f| f.id(record, context).ok().flatten());
    let at = |maps: &[TimeMap]| first_time(maps, record, context).ok().map(|(moment, _)| moment.at);
    let (repost_of, quote_of, reply_to) =
        (related(&map.repost_of), related(&map.quote_of), related(&map.reply_to));
    let title = optional(&map.title).map(|t| form(&t, map.text_form));
    let lang = optional(&map.lang)
        .filter(|code| {
            is_language(code)
                && !matches!(code.as_str(), "und" | "zxx" | "qme" | "qht" | "qct" | "qam" | "qst" | "art")
        })
        .map(|code| (code, LangSource::Platform))
        .or_else(|| {
            language(&format!("{} {text}", title.as_deref().unwrap_or_default()))
                .map(|l| (l, LangSource::Detected))
        });
    Ok(NewItem {
        account: account(account_map, record, context)?,
        native_id: id,
        kind: kind(map, record, context, repost_of.is_some(), quote_of.is_some(), reply_to.is_some())?,
        modified: at(&map.modified).filter(|modified| *modified != created.at),
        created,
        created_basis,
        title,
        text,
        byline: optional(&map.byline),
        lang,
        url: optional(&map.url),
        repost_of,
        quote_of,
        reply_to,
        thread_id: related(&map.thread),
        links: map.links.as_ref().map(|l| l.texts(record, context)).unwrap_or_default(),
        tags: map.tags.as_ref().map(|l| l.texts(record, context)).unwrap_or_default(),
        mentions: map.mentions.as_ref().map(|m| mentions(m, record, context)).unwrap_or_default(),
        media: map.media.iter().flat_map(|m| media(m, record, context)).collect(),
        metrics: metrics(map, record, context),
        // Nothing was seen later than its file was read.
        seen: at(&map.seen).filter(|seen| *seen <= now),
        rule_version: RULE,
    })
}

/// The first of several times that can be read, and which field said so.
fn first_time(maps: &[TimeMap], record: &Value, context: &Context<'_>) -> Result<(Moment, String), String> {
    let mut wrong = None;
    for map in maps {
        match time(map, record, context) {
            Ok(moment) => {
                let name = map.from.name();
                let is_known = moment.precision != Precision::Day || !map.may_lack_zone();
                let basis = if is_known { name.to_owned() } else { format!("{name}; zone unknown") };
                return Ok((moment, basis));
            }
            // What is there and wrong tells more than what is not there.
            Err(e) if map.from.text(record, context).is_some() => wrong = wrong.or(Some(e)),
            Err(_) => {}
        }
    }
    Err(wrong.unwrap_or_else(|| "there is no time".to_owned()))
}

/// Reads a mapped time.
pub(super) fn time(map: &TimeMap, record: &Value, context: &Context<'_>) -> Result<Moment, String> {
    let text = map.from.text(record, context).ok_or("there is no time")?;
    let precision = match map.precision_from.as_ref().and_then(|field| field.text(record, context)) {
        Some(word) => {
            Some(Precision::parse(word.as_str()).ok_or_else(|| format!("`{word}` is no precision"))?)
        }
        None => map.precision,
    };
    time_format::read(map, &text, precision)?
        .ok_or_else(|| format!("`{text}` is in none of the formats {:?}", map.format))
}

fn body(map: &ItemMap, record: &Value, context: &Context<'_>) -> String {
    let text = map.text.as_ref().and_then(|f| f.text(record, context)).unwrap_or_default();
    form(&text, map.text_form)
}

fn form(text: &str, form: TextForm) -> String {
    match form {
        TextForm::Plain => text.to_owned(),
        TextForm::Entities => unescape(text),
        TextForm::Html => html_text(text),
    }
}

fn kind(
    map: &ItemMap,
    record: &Value,
    context: &Context<'_>,
    repost: bool,
    quote: bool,
    reply: bool,
) -> Result<ItemKind, String> {
    if let Some(word) = map.kind_from.as_ref().and_then(|f| f.text(record, context)) {
        return serde_json::from_value(Value::String(word.to_lowercase()))
            .map_err(|_| format!("kind: `{word}` is no kind"));
    }
    if let Some(rule) = map.kinds.iter().find(|rule| rule.holds(record, context)) {
        return Ok(rule.kind);
    }
    Ok(match map.kind {
        // A repost is what it is first; a quote may answer, and still adds words of its own.
        ItemKind::Post if repost => ItemKind::Repost,
        ItemKind::Post if quote => ItemKind::Quote,
        ItemKind::Post if reply => ItemKind::Reply,
        kind => kind,
    })
}

fn account(map: &AccountMap, record: &Value, context: &Context<'_>) -> Result<NewAccount, String> {
    let optional = |field: &Option<Field>| field.as_ref().and_then(|f| f.text(record, context));
    let opened_at = map.opened.as_ref().and_then(|t| time(t, record, context).ok()).map(|m| m.at);
    let platform =
        map.platform.text(record, context).ok_or("account.platform: there is none")?.to_lowercase();
    // The word is printed as it is: it must not carry anything else.
    if platform.len() > 24 || !platform.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
        return Err(format!(
            "account.platform: `{platform}` is not a word of letters, digits, `.`, `_` and `-`"
        ));
    }
    Ok(NewAccount {
        platform,
        native_id: map.id.as_ref().and_then(|id| id.id(record, context).ok().flatten()),
        handle: map.handle.text(record, context).ok_or("account.handle: there is none")?,
        name: optional(&map.name),
        description: optional(&map.description),
        label: optional(&map.label),
        opened_at,
        publisher: map.publisher,
    })
}

fn part(field: Option<&Field>, entry: &Value, context: &Context<'_>) -> Option<String> {
    match field {
        Some(field) => field.text(entry, context),
        None => scalar(entry),
    }
}

fn mentions(map: &MentionMap, record: &Value, context: &Context<'_>) -> Vec<NewMention> {
    let entries = map.each.values(record, context);
    let context = &Context { outer: Some(record), ..*context };
    let mention = |entry: Value| {
        let native_id = map.id.as_ref().and_then(|id| id.id(&entry, context).ok().flatten());
        Some(NewMention { handle: part(map.handle.as_ref(), &entry, context)?, native_id })
    };
    entries.into_iter().filter_map(mention).collect()
}

fn media(map: &MediaMap, record: &Value, context: &Context<'_>) -> Vec<NewMedia> {
    let entries = map.each.values(record, context);
    // For an entry, what it was taken from is the record.
    let context = &Context { outer: Some(record), ..*context };
    let media = |entry: Value| {
        let optional = |field: &Option<Field>| field.as_ref().and_then(|f| f.text(&entry, context));
        Some(NewMedia {
            kind: part(map.kind.as_ref(), &entry, context)?,
            url: optional(&map.url),
            alt: optional(&map.alt),
        })
    };
    entries.into_iter().filter_map(media).collect()
}

/// `en`, `zh-Hant`, `pt_BR`: a code and nothing else.
fn is_language(code: &str) -> bool {
    let mut parts = code.split(['-', '_']);
    parts.next().is_some_and(|p| matches!(p.len(), 2 | 3) && p.chars().all(|c| c.is_ascii_alphabetic()))
        && parts.all(|p| (2..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// A count that is no number is left out: a missing count must not cost the item.
fn metrics(map: &ItemMap, record: &Value, context: &Context<'_>) -> Vec<(String, i64)> {
    let named = map.metrics.iter().map(|(name, field)| (name.clone(), field.text(record, context)));
    let all =
        map.metrics_from.as_ref().and_then(|path| select::first(record, path)).and_then(Value::as_object);
    let others = all.into_iter().flatten().map(|(name, value)| (name.clone(), scalar(value)));
    named.chain(others).filter_map(|(name, text)| Some((name, text.as_deref().and_then(count)?))).collect()
}
