//! A capture: one HTTP exchange, one chunk of an imported file, or one decision of the operator.

use rusqlite::{Connection, params};

use super::decode;
use super::row::{self, CAPTURE};
use super::{blob, chain};
use crate::redact::{Form, Needles, Redacted, redact, redact_text};
use crate::time::Micros;
use crate::{Store, StoreError};

/// What was captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureKind {
    /// An HTTP exchange.
    Http,
    /// A chunk of a file.
    File,
    /// A decision on a claim, made by the operator.
    Decision,
}

impl CaptureKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::File => "file",
            Self::Decision => "decision",
        }
    }
}

/// The bytes of a capture as they came over the wire or from the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether a cap or a cut connection ended them early.
    pub truncated: bool,
}

/// A capture to be stored. Secrets must have been taken out of URLs and headers before.
#[derive(Debug, Clone)]
pub struct NewCapture {
    /// What it is.
    pub kind: CaptureKind,
    /// What was asked for; for files `file:NAME#bytes=FROM-TO`.
    pub url: String,
    /// Where the last redirect led; equal to `url` without redirects.
    pub final_url: String,
    /// Host and port for HTTP.
    pub host: Option<String>,
    /// The redirects on the way: status and target of each.
    pub redirects: Vec<(u16, String)>,
    /// The HTTP method.
    pub method: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Request headers worth keeping, names in lower case.
    pub request_headers: Vec<(String, String)>,
    /// Response headers worth keeping, names in lower case.
    pub headers: Vec<(String, String)>,
    /// When the request began.
    pub started_at: Micros,
    /// When the body was complete.
    pub ended_at: Micros,
    /// The robots.txt rule that allowed it.
    pub robots_rule: Option<String>,
    /// The outcome class, such as `ok`, `not_modified`, `gone`, `transient`.
    pub outcome: String,
    /// What read it and with what, as JSON: lets it be read again. The collector gives its form.
    pub reader: String,
    /// The body, when there is one.
    pub body: Option<Body>,
}

/// The reader of a capture that nothing reads: no answer, or a body that was dropped.
pub const READ_BY_NOTHING: &str = r#"{"by":"nothing"}"#;

/// How the reader of a capture ends whose body lost something when it came: what it proved as a whole cannot be read from it again.
pub(crate) const REDACTED: &str = r#","redacted":true}"#;

/// The address of a capture whose own is forgotten.
pub(crate) const FORGOTTEN: &str = "forgotten:";

/// Whether a redacted address can still be read as one: a mark in the place of a host cannot.
pub(crate) fn is_address(text: &str) -> bool {
    url::Url::parse(text).is_ok()
}

impl NewCapture {
    /// The capture without the forgotten: its body unpacked where it had to be changed, and dropped where it cannot be.
    pub(crate) fn without(&self, needles: &Needles) -> Self {
        let clean = |text: &String| redact_text(text, needles).unwrap_or_else(|| text.clone());
        let pairs = |list: &[(String, String)]| -> Vec<(String, String)> {
            list.iter().map(|(name, value)| (name.clone(), clean(value))).collect()
        };
        let mut capture = Self {
            url: clean(&self.url),
            final_url: clean(&self.final_url),
            host: self.host.as_ref().map(clean),
            redirects: self.redirects.iter().map(|(status, to)| (*status, clean(to))).collect(),
            request_headers: pairs(&self.request_headers),
            headers: pairs(&self.headers),
            reader: clean(&self.reader),
            ..self.clone()
        };
        for (address, was) in [(&mut capture.url, &self.url), (&mut capture.final_url, &self.final_url)] {
            if address != was && !is_address(address) {
                FORGOTTEN.clone_into(address);
                READ_BY_NOTHING.clone_into(&mut capture.reader);
            }
        }
        let Some(body) = &self.body else { return capture };
        match redacted(&body.bytes, &self.headers, [&self.url, &self.final_url], needles) {
            Redacted::Untouched => {}
            Redacted::Changed(bytes) => {
                capture.headers.retain(|(name, _)| name != "content-encoding");
                capture.body = Some(Body { bytes, truncated: body.truncated });
            }
            Redacted::Dropped => {
                capture.headers.retain(|(name, _)| name != "content-encoding");
                READ_BY_NOTHING.clone_into(&mut capture.reader);
                capture.body = None;
            }
        }
        if capture.body != self.body
            && let Some(members) = capture.reader.strip_suffix('}')
        {
            capture.reader = format!("{members}{REDACTED}");
        }
        capture
    }
}

/// A stored or arriving body without the forgotten; `headers` are those of its answer, `urls` where it was asked for and where
/// it was found in the end. In what was found at an address of the forgotten, nothing is spared.
pub(crate) fn redacted(
    wire: &[u8],
    headers: &[(String, String)],
    urls: [&str; 2],
    needles: &Needles,
) -> Redacted {
    let is_theirs = urls.iter().any(|url| needles.are_at(url));
    let needles = if is_theirs { needles.unsparing() } else { needles };
    let header = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let unpacked = decode(wire, header("content-encoding").unwrap_or_default(), LARGEST_UNPACKED);
    let form = Form::of(header("content-type"), urls[0]);
    match redact(&unpacked.bytes, form, needles) {
        // What could not be unpacked whole may hold anything in its rest.
        Redacted::Untouched if unpacked.truncated && unpacked.bytes.is_empty() => Redacted::Dropped,
        other => other,
    }
}

/// Bodies are unpacked up to here when they are searched, as when they were read.
const LARGEST_UNPACKED: u64 = 256 << 20;

/// Reserves the id that the next capture will get, so that evidence rows can name it before it is sealed.
pub(crate) fn next_id(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM capture")?
        .query_row([], |row| row.get(0))?)
}

/// A word that no host of the store has yet, for one whose name is forgotten.
pub(crate) fn forgotten_host(connection: &Connection) -> Result<String, StoreError> {
    let last: i64 = connection
        .prepare_cached(
            "SELECT coalesce(max(CAST(substr(host, 11) AS INTEGER)), 0) FROM capture WHERE host GLOB 'forgotten-[0-9]*'",
        )?
        .query_row([], |row| row.get(0))?;
    Ok(format!("forgotten-{}", last + 1))
}

/// Inserts the capture row and seals it into the chain. The evidence rows naming `id` must be there already
/// (the foreign key is checked at commit). `ready` is its body where it was packed before. Says whether its body was new.
pub(crate) fn seal(
    connection: &Connection,
    id: i64,
    run_id: i64,
    source_id: i64,
    capture: &NewCapture,
    ready: Option<blob::Ready<'_>>,
) -> Result<bool, StoreError> {
    let stored = match (ready, &capture.body) {
        (Some(ready), _) => Some(ready.put(connection)?),
        (None, Some(body)) => Some(blob::put(connection, &body.bytes)?),
        (None, None) => None,
    };
    let digest = chain::rows_digest(connection, id)?;
    let previous = chain::last(connection)?;
    let salt = row::salt()?;
    let values = params![
        id,
        run_id,
        source_id,
        capture.kind.as_str(),
        capture.url,
        capture.final_url,
        capture.host,
        json(&capture.redirects),
        capture.method,
        capture.status,
        json(&capture.request_headers),
        json(&capture.headers),
        capture.started_at.0,
        capture.ended_at.0,
        capture.robots_rule,
        capture.outcome,
        i64::from(capture.body.as_ref().is_some_and(|b| b.truncated)),
        capture.reader,
        stored.as_ref().map(|(blob, _, _)| *blob),
        digest,
        salt,
    ];
    let row_hash = CAPTURE.hash_of(connection, values)?;
    let link = chain::link(&previous, &row_hash, stored.as_ref().map(|(_, hash, _)| hash.as_slice()));
    let mut all: Vec<&dyn rusqlite::ToSql> = values.to_vec();
    all.push(&link);
    CAPTURE.insert_with(connection, &all, "chain")?;
    Ok(stored.is_some_and(|(_, _, new)| new))
}

impl Store {
    /// Whether a source has a capture of this address with this very body.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn has_capture(&self, source: i64, url: &str, body: &[u8]) -> Result<bool, StoreError> {
        let count: i64 = self
            .connection()
            .prepare_cached(
                "SELECT count(*) FROM capture JOIN blob ON blob.id = capture.blob_id
                 WHERE capture.url = ?1 AND capture.source_id = ?2 AND blob.sha256 = ?3",
            )?
            .query_row(params![url, source, blob::sha256(body).as_slice()], |row| row.get(0))?;
        Ok(count > 0)
    }
}

fn json<T: serde::Serialize>(value: &T) -> String {
    // Vectors of strings and numbers always serialise.
    serde_json::to_string(value).unwrap_or_default()
}
