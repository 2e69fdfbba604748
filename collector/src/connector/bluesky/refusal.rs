//! What Bluesky's errors mean: `{"error": NAME, "message": WORDS}` with a status that says less.

use serde_json::Value;

use super::THREAD;
use crate::connector::{Asked, Judged, Outcome, Response, interface, lenient};

/// Judges an answer.
pub(super) fn meaning(asked: &Asked<'_>, response: &Response<'_>) -> Judged {
    if let Some(gated) = interface::gate(asked.url, response) {
        return gated;
    }
    let judged = crate::connector::judge(response);
    if matches!(judged.outcome, Outcome::Ok | Outcome::NotModified) {
        return judged;
    }
    let error = lenient::document(response).unwrap_or(Value::Null);
    let name = lenient::text(&error, "/error").unwrap_or_default();
    let message = lenient::text(&error, "/message").unwrap_or_default();
    let outcome = match name {
        "NotFound" if asked.kind == THREAD => Outcome::Gone,
        "AccountTakedown" | "AccountDeactivated" | "AccountNotFound" | "RepoDeactivated"
        | "RepoTakendown" => Outcome::Gone,
        "InvalidRequest" if is_without_account(message) => Outcome::Gone,
        "BlockedActor" | "BlockedByActor" => Outcome::Forbidden,
        "AuthMissing" | "AuthenticationRequired" | "ExpiredToken" | "InvalidToken" => Outcome::AuthFailed,
        "RateLimitExceeded" => Outcome::RateLimited,
        "UpstreamFailure" | "UpstreamTimeout" | "NotEnoughResources" | "InternalServerError" => {
            Outcome::Transient
        }
        // A method that is not there says nothing of a post.
        _ if judged.outcome == Outcome::Gone => Outcome::Forbidden,
        _ => judged.outcome,
    };
    let said = [name, message].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    let why = if said.is_empty() { judged.why } else { Some(format!("status {}: {said}", response.status)) };
    Judged { outcome, until: judged.until, why }
}

fn is_without_account(message: &str) -> bool {
    ["Profile not found", "Account has been suspended", "Account is deactivated"]
        .iter()
        .any(|known| message.starts_with(known))
}
