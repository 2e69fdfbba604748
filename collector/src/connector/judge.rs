//! What an answer means for the work ahead, in the platforms' outcome classes.

use whence_store::time::Micros;

use super::Response;
use crate::polite::asked_patience;

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A page.
    Ok,
    /// Unchanged since the last time.
    NotModified,
    /// Asked for patience.
    RateLimited,
    /// A quota of a longer period is used up.
    QuotaExhausted,
    /// Not for everyone; never asked again by itself.
    Forbidden,
    /// Wants a login.
    AuthFailed,
    /// A login, visitor or captcha page in the place of what was asked for: reported, never got round.
    Gated,
    /// No longer there.
    Gone,
    /// Withheld by law.
    Withheld,
    /// May work later.
    Transient,
}

impl Outcome {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NotModified => "not_modified",
            Self::RateLimited => "rate_limited",
            Self::QuotaExhausted => "quota_exhausted",
            Self::Forbidden => "forbidden",
            Self::AuthFailed => "auth_failed",
            Self::Gated => "gated",
            Self::Gone => "gone",
            Self::Withheld => "withheld",
            Self::Transient => "transient",
        }
    }

    /// What is to be done about it.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Ok | Self::NotModified | Self::Gone => Verdict::Done,
            Self::RateLimited | Self::QuotaExhausted | Self::Transient => Verdict::Again,
            Self::Forbidden | Self::AuthFailed | Self::Gated | Self::Withheld => Verdict::GiveUp,
        }
    }
}

/// What is to be done about an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The task is done.
    Done,
    /// The task is given up.
    GiveUp,
    /// The task is tried again.
    Again,
}

/// A judged answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Its class.
    pub outcome: Outcome,
    /// When the host may be asked again, where it said so.
    pub until: Option<Micros>,
    /// Why, in words, unless it is a page.
    pub why: Option<String>,
}

impl Judged {
    /// An answer of a class, for a reason; the host said nothing of when it may be asked again.
    pub fn of(outcome: Outcome, why: impl Into<String>) -> Self {
        Self { outcome, until: None, why: Some(why.into()) }
    }
}

/// Judges an answer by its status and headers alone, as most hosts mean them.
pub fn judge(response: &Response<'_>) -> Judged {
    let outcome = match response.status {
        200..=299 => Outcome::Ok,
        304 => Outcome::NotModified,
        401 => Outcome::AuthFailed,
        402 => Outcome::QuotaExhausted,
        404 | 410 => Outcome::Gone,
        429 => Outcome::RateLimited,
        451 => Outcome::Withheld,
        408 | 425 | 500..=599 => Outcome::Transient,
        _ => Outcome::Forbidden,
    };
    let is_page = matches!(outcome, Outcome::Ok | Outcome::NotModified);
    Judged {
        outcome,
        until: asked_patience(|name| response.header(name), response.received_at),
        why: (!is_page).then(|| format!("status {}", response.status)),
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    const NOW: Micros = Micros(1_737_964_800 * Micros::SECOND);

    fn judged(status: u16, headers: &[(&str, &str)]) -> Judged {
        let headers: Vec<_> = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let url = Url::parse("https://example.org/").unwrap();
        judge(&Response { url: &url, status, headers: &headers, body: &[], received_at: NOW })
    }

    #[test]
    fn each_status_has_its_class() {
        let classes = [
            (200, "ok"),
            (304, "not_modified"),
            (401, "auth_failed"),
            (402, "quota_exhausted"),
            (403, "forbidden"),
            (404, "gone"),
            (410, "gone"),
            (429, "rate_limited"),
            (451, "withheld"),
            (503, "transient"),
            (520, "transient"),
        ];
        for (status, class) in classes {
            assert_eq!(judged(status, &[]).outcome.as_str(), class, "{status}");
        }
    }
}
