//! What a body is written in: as its capture says, else as it looks.

/// What a body is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One JSON document.
    Json,
    /// A JSON document on each line.
    Ndjson,
    /// Rows of cells between commas, semicolons, tabs or bars.
    Csv,
    /// HTML, XML, RSS or Atom.
    Markup,
    /// Text without a grammar.
    Text,
    /// To be told from the body. CSV cannot be.
    Unknown,
}

impl Form {
    /// The form that a content type, or else the ending of an address or a file name, says. A chunk of a file is named
    /// `file:NAME#bytes=FROM-TO`.
    pub fn of(content_type: Option<&str>, url: &str) -> Self {
        let kind = content_type.unwrap_or_default().to_ascii_lowercase();
        let path = url.split(['#', '?']).next().unwrap_or_default().to_ascii_lowercase();
        let path = path.strip_suffix(".gz").unwrap_or(&path);
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let ends = |ending: &str| path.rsplit_once('.').is_some_and(|(_, end)| end == ending);
        // Servers call every file that they do not know text or bytes.
        let vague = matches!(kind, "" | "text/plain" | "application/octet-stream");
        if kind.contains("ndjson") || kind.contains("jsonl") || kind.contains("json-seq") {
            Self::Ndjson
        } else if kind.contains("csv") || kind.contains("tab-separated") {
            Self::Csv
        } else if kind.contains("json") {
            Self::Json
        } else if kind.contains("html") || kind.contains("xml") {
            Self::Markup
        } else if !vague {
            Self::Unknown
        } else if ends("ndjson") || ends("jsonl") {
            Self::Ndjson
        } else if ends("csv") || ends("tsv") {
            Self::Csv
        } else {
            Self::Unknown
        }
    }

    /// This form, or what the text looks like.
    ///
    /// A server's word is not believed against the text where that would read JSON as something else, or else as JSON.
    pub(super) fn sniffed(self, text: &str) -> Self {
        let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let looks = match start.bytes().next() {
            Some(b'{' | b'[')
                if start.as_bytes()[1..].first().is_none_or(|next| !next.is_ascii_alphabetic()) =>
            {
                if opens_and_closes(start.lines().next().unwrap_or_default()) {
                    Self::Ndjson
                } else {
                    Self::Json
                }
            }
            Some(b'<') => Self::Markup,
            _ => Self::Text,
        };
        match (self, looks) {
            (Self::Csv | Self::Ndjson, _) => self,
            (_, Self::Json | Self::Ndjson) | (Self::Unknown, _) => looks,
            (Self::Json, Self::Markup) => Self::Markup,
            _ => self,
        }
    }

    /// Whether strings stand between quotes and have JSON's escapes.
    pub(super) const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Ndjson)
    }
}

/// Whether a line of JSON closes all that it opens.
fn opens_and_closes(line: &str) -> bool {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut bytes = line.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if quoted => {
                bytes.next();
            }
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth == 0 && !quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_capture_tells_and_the_body_tells_better() {
        assert_eq!(Form::of(Some("application/json; charset=utf-8"), ""), Form::Json);
        assert_eq!(Form::of(Some("application/x-ndjson"), ""), Form::Ndjson);
        assert_eq!(Form::of(None, "file:posts.csv#bytes=0-99"), Form::Csv);
        assert_eq!(Form::of(None, "file:posts.jsonl.gz#bytes=0-99"), Form::Ndjson);
        assert_eq!(Form::of(Some("text/plain"), "https://a.example/b.csv?x=1"), Form::Csv);
        assert_eq!(Form::of(Some("application/rss+xml"), "https://a.example/"), Form::Markup);
        assert_eq!(Form::Unknown.sniffed("\u{feff} {\"a\":\n1}"), Form::Json);
        assert_eq!(Form::Markup.sniffed("{\"a\":1}\n{\"a\":2}\n"), Form::Ndjson);
        assert_eq!(Form::Unknown.sniffed("[forgotten] said"), Form::Text);
        assert_eq!(Form::Json.sniffed("<!doctype html>"), Form::Markup);
        assert_eq!(Form::Csv.sniffed("{a},b"), Form::Csv);
    }
}
