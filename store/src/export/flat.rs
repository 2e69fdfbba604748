//! Records as CSV, a row each; lists in one cell.

use std::io::{self, Write};

use super::record::Record;
use crate::sql::safe_cell;

const HEADER: [&str; 28] = [
    "platform",
    "id",
    "item",
    "kind",
    "created",
    "precision",
    "author",
    "author_id",
    "author_name",
    "withheld",
    "lang",
    "title",
    "text",
    "byline",
    "url",
    "rt_of",
    "quote_of",
    "reply_to",
    "conv",
    "urls",
    "hashtags",
    "mentions",
    "media",
    "rts",
    "favs",
    "replies",
    "quotes",
    "views",
];
/// Other counts have no column of their own.
const LAST: &str = "metrics";

/// Writes rows of CSV.
pub(super) struct Rows<'a>(csv::Writer<&'a mut dyn Write>);

impl<'a> Rows<'a> {
    /// Begins with the header.
    pub(super) fn begin(out: &'a mut dyn Write) -> io::Result<Self> {
        let mut rows = Self(csv::Writer::from_writer(out));
        rows.cells(HEADER.iter().copied().chain([LAST]))?;
        Ok(rows)
    }

    /// Writes a record.
    pub(super) fn write(&mut self, record: &Record) -> io::Result<()> {
        let text = |text: &Option<String>| safe_cell(text.as_deref().unwrap_or_default(), true);
        let list = |list: Vec<&str>| safe_cell(&list.join(" "), true);
        let count = |count: Option<i64>| count.map(|n| n.to_string()).unwrap_or_default();
        let counts = &record.counts;
        let others: Vec<String> = counts.metrics.iter().map(|(name, n)| format!("{name}={n}")).collect();
        self.cells([
            safe_cell(&record.platform, true),
            text(&record.id),
            text(&record.item),
            record.kind.clone(),
            record.created.clone(),
            record.precision.clone(),
            safe_cell(&record.author, true),
            text(&record.author_id),
            text(&record.author_name),
            record.withheld.to_string(),
            text(&record.lang),
            text(&record.title),
            text(&record.text),
            text(&record.byline),
            text(&record.url),
            text(&record.rt_of),
            text(&record.quote_of),
            text(&record.reply_to),
            text(&record.conv),
            list(record.urls.iter().map(String::as_str).collect()),
            list(record.hashtags.iter().map(String::as_str).collect()),
            list(record.mentions.iter().map(|mention| mention.handle.as_str()).collect()),
            list(record.media.iter().map(|media| media.kind.as_str()).collect()),
            count(counts.rts),
            count(counts.favs),
            count(counts.replies),
            count(counts.quotes),
            count(counts.views),
            safe_cell(&others.join(" "), true),
        ])
    }

    /// Writes what is still held.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn cells(&mut self, cells: impl IntoIterator<Item = impl AsRef<[u8]>>) -> io::Result<()> {
        self.0.write_record(cells).map_err(|e| match e.into_kind() {
            csv::ErrorKind::Io(source) => source,
            other => io::Error::other(format!("{other:?}")),
        })
    }
}
