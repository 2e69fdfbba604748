//! Which of the keys that say what is asked for a source may have: a key that a connector does not know would be passed over
//! in silence.

use super::Unfit;
use crate::config::SourceConfig;

/// Refuses every key of [`crate::config::Target`] but those in `known`; `hint` says what would be right.
///
/// # Errors
/// [`Unfit`].
pub(super) fn only(source: &SourceConfig, known: &[&str], hint: &str) -> Result<(), Unfit> {
    let target = &source.target;
    let set = [
        ("account", target.account.is_some()),
        ("channel", target.channel.is_some()),
        ("tag", target.tag.is_some()),
        ("query", target.query.is_some()),
        ("from", target.from.is_some()),
        ("to", target.to.is_some()),
        ("threads", target.threads),
        ("unlisted", target.unlisted),
    ];
    match set.into_iter().find(|(key, is_set)| *is_set && !known.contains(key)) {
        Some((key, _)) => {
            let message = format!("means nothing to the connector `{}`", source.connector);
            Err(Unfit { key, message, hint: hint.to_owned() })
        }
        None => Ok(()),
    }
}
