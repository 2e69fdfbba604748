//! One packed record of a WARC file (ISO 28500): the HTTP answer within.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use crate::connector::ReadError;

/// The answer that a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// The HTTP status.
    pub(super) status: u16,
    /// Its headers, names in lower case.
    pub(super) headers: Vec<(String, String)>,
    /// Its body, as kept.
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// A header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a record of at most `largest` bytes.
///
/// # Errors
/// [`ReadError`] for what is no record of an answer, or one that is cut.
pub(super) fn read(packed: &[u8], largest: u64) -> Result<Answer, ReadError> {
    let wrong = |what: &str| ReadError(format!("not a record of a web archive: {what}"));
    let mut bytes = Vec::new();
    MultiGzDecoder::new(packed)
        .take(largest)
        .read_to_end(&mut bytes)
        .map_err(|e| wrong(&format!("its packing is broken: {e}")))?;
    let (head, rest) = split(&bytes).ok_or_else(|| wrong("its head has no end"))?;
    let (version, fields) = lines(head);
    if !version.starts_with("WARC/") {
        return Err(wrong("it does not begin with `WARC/`"));
    }
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    if field("warc-type") != Some("response") {
        return Err(wrong("it is of no answer"));
    }
    let length: usize = field("content-length")
        .and_then(|n| n.parse().ok())
        .ok_or_else(|| wrong("it does not say how long it is"))?;
    let block = rest.get(..length).ok_or_else(|| wrong("it is cut"))?;
    let (head, body) = split(block).ok_or_else(|| wrong("the answer's head has no end"))?;
    let (status, headers) = lines(head);
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| wrong("the answer has no status"))?;
    Ok(Answer { status, headers, body: body.to_vec() })
}

/// What is before the first empty line, and what is after it.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some((&bytes[..at], &bytes[at + 4..]))
}

/// The first line, and the fields after it with their names in lower case.
fn lines(head: &[u8]) -> (String, Vec<(String, String)>) {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let first = lines.next().unwrap_or_default().to_owned();
    let fields = lines.filter_map(|line| line.split_once(':'));
    (first, fields.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect())
}
