//! From a record to an item.

use jiff::tz::TimeZone;
use serde_json::Value;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem, NewMedia, NewMention};
use whence_store::time::{Moment, Precision};

use super::preset::{AccountMap, ItemMap, MediaMap, MentionMap, Preset, TextForm, TimeMap};
use super::value::{Context, count, scalar};
use super::{select, time_format};
use crate::text::{html_text, language, unescape};

/// The version of this mapping; written into items.
const RULE: i64 = 1;

/// Maps a record; the error names the field.
pub(super) fn item(preset: &Preset, record: &Value, context: &Context) -> Result<NewItem, String> {
    let (Some(account_map), Some(map)) = (&preset.account, &preset.item) else {
        return Err("the preset has no [account] or no [item]".to_owned());
    };
    let created = time(&map.created, record, context).map_err(|e| format!("created: {e}"))?;
    let mut context = context.clone();
    context.created = Some(created.at.to_string());
    let context = &context;
    let id = map.id.text(record, context).ok_or("id: there is none")?;
    let text = body(map, record, context);
    let optional = |field: &Option<super::value::Field>| field.as_ref().and_then(|f| f.text(record, context));
    let (repost_of, quote_of, reply_to) =
        (optional(&map.repost_of), optional(&map.quote_of), optional(&map.reply_to));
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
        created,
        created_basis: basis(&map.created),
        modified: None,
        title,
        text,
        byline: optional(&map.byline),
        lang,
        url: optional(&map.url),
        repost_of,
        quote_of,
        reply_to,
        thread_id: optional(&map.thread),
        links: map.links.as_ref().map(|l| l.texts(record)).unwrap_or_default(),
        tags: map.tags.as_ref().map(|l| l.texts(record)).unwrap_or_default(),
        mentions: map.mentions.as_ref().map(|m| mentions(m, record)).unwrap_or_default(),
        media: map.media.as_ref().map(|m| media(m, record)).unwrap_or_default(),
        metrics: metrics(map, record, context),
        seen: None,
        rule_version: RULE,
    })
}

/// Reads a mapped time.
pub(super) fn time(map: &TimeMap, record: &Value, context: &Context) -> Result<Moment, String> {
    let text = map.from.text(record, context).ok_or("there is no time")?;
    let zone = match &map.zone {
        Some(name) => Some(TimeZone::get(name).map_err(|e| format!("zone `{name}`: {e}"))?),
        None => None,
    };
    let precision = match map.precision_from.as_ref().and_then(|field| field.text(record, context)) {
        Some(word) => Some(Precision::parse(&word).ok_or_else(|| format!("`{word}` is no precision"))?),
        None => map.precision,
    };
    time_format::parse(&text, &map.format, zone.as_ref(), precision)
        .ok_or_else(|| format!("`{text}` is in none of the formats {:?}", map.format))
}

fn basis(map: &TimeMap) -> String {
    match &map.from {
        super::value::Field::Path(path) => path.clone(),
        _ => "mapping".to_owned(),
    }
}

fn body(map: &ItemMap, record: &Value, context: &Context) -> String {
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
    context: &Context,
    repost: bool,
    quote: bool,
    reply: bool,
) -> Result<ItemKind, String> {
    if let Some(word) = map.kind_from.as_ref().and_then(|f| f.text(record, context)) {
        return serde_json::from_value(Value::String(word.to_lowercase()))
            .map_err(|_| format!("kind: `{word}` is no kind"));
    }
    Ok(match map.kind {
        // A repost is what it is first; a quote may answer, and still adds words of its own.
        ItemKind::Post if repost => ItemKind::Repost,
        ItemKind::Post if quote => ItemKind::Quote,
        ItemKind::Post if reply => ItemKind::Reply,
        kind => kind,
    })
}

fn account(map: &AccountMap, record: &Value, context: &Context) -> Result<NewAccount, String> {
    let optional = |field: &Option<super::value::Field>| field.as_ref().and_then(|f| f.text(record, context));
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
        native_id: optional(&map.id),
        handle: map.handle.text(record, context).ok_or("account.handle: there is none")?,
        name: optional(&map.name),
        description: optional(&map.description),
        label: optional(&map.label),
        opened_at,
        publisher: map.publisher,
    })
}

fn entries<'a>(record: &'a Value, path: &str) -> Vec<&'a Value> {
    select::all(record, path)
        .into_iter()
        .flat_map(|v| v.as_array().map_or_else(|| vec![v], |l| l.iter().collect()))
        .collect()
}

fn part(entry: &Value, path: Option<&String>) -> Option<String> {
    match path {
        Some(path) => select::first(entry, path).and_then(scalar),
        None => scalar(entry),
    }
}

fn mentions(map: &MentionMap, record: &Value) -> Vec<NewMention> {
    entries(record, &map.each)
        .into_iter()
        .filter_map(|entry| {
            let native_id = map.id.as_ref().and_then(|path| part(entry, Some(path)));
            Some(NewMention { handle: part(entry, map.handle.as_ref())?, native_id })
        })
        .collect()
}

fn media(map: &MediaMap, record: &Value) -> Vec<NewMedia> {
    entries(record, &map.each)
        .into_iter()
        .filter_map(|entry| {
            let optional = |path: &Option<String>| path.as_ref().and_then(|path| part(entry, Some(path)));
            Some(NewMedia {
                kind: part(entry, map.kind.as_ref())?,
                url: optional(&map.url),
                alt: optional(&map.alt),
            })
        })
        .collect()
}

/// `en`, `zh-Hant`, `pt_BR`: a code and nothing else.
fn is_language(code: &str) -> bool {
    let mut parts = code.split(['-', '_']);
    parts.next().is_some_and(|p| matches!(p.len(), 2 | 3) && p.chars().all(|c| c.is_ascii_alphabetic()))
        && parts.all(|p| (2..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// A count that is no number is left out: a missing count must not cost the item.
fn metrics(map: &ItemMap, record: &Value, context: &Context) -> Vec<(String, i64)> {
    let named = map.metrics.iter().map(|(name, field)| (name.clone(), field.text(record, context)));
    let all =
        map.metrics_from.as_ref().and_then(|path| select::first(record, path)).and_then(Value::as_object);
    let others = all.into_iter().flatten().map(|(name, value)| (name.clone(), scalar(value)));
    named.chain(others).filter_map(|(name, text)| Some((name, text.as_deref().and_then(count)?))).collect()
}
