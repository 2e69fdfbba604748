//! What Mastodon's errors mean: `{"error": WORDS}` with a status.

use serde_json::Value;

use super::{STATUS, account};
use crate::connector::{Asked, Judged, Outcome, Response, interface, judge, lenient};

/// Judges an answer.
pub(super) fn meaning(asked: &Asked<'_>, response: &Response<'_>) -> Judged {
    if let Some(gated) = interface::gate(asked.url, response) {
        return gated;
    }
    let judged = judge(response);
    if matches!(judged.outcome, Outcome::Ok | Outcome::NotModified) {
        return judged;
    }
    let error = lenient::document(response).unwrap_or(Value::Null);
    let words = lenient::text(&error, "/error");
    let outcome = match response.status {
        // What is shown to those who sign in only.
        422 if words.is_some_and(|words| words.contains("authenticated")) => Outcome::AuthFailed,
        // Only the interface's own word proves that a post or an account is not there.
        404 if words.is_none() => Outcome::Forbidden,
        404 | 410 if asked.kind != STATUS && !is_of_account(asked) => Outcome::Forbidden,
        _ => judged.outcome,
    };
    let why = words.map(|words| format!("status {}: {words}", response.status)).or(judged.why);
    Judged { outcome, until: judged.until, why }
}

fn is_of_account(asked: &Asked<'_>) -> bool {
    account::is_lookup(asked.url) || asked.url.path().contains("/api/v1/accounts/")
}
