//! The keys of a source's target: a connector names those that it uses, the others are refused.

use super::Unfit;
use crate::config::SourceConfig;

/// Refuses the keys of a target that a connector does not use: one that is ignored would mislead.
///
/// # Errors
/// [`Unfit`].
pub(super) fn only(source: &SourceConfig, used: &[&str]) -> Result<(), Unfit> {
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
    match set.into_iter().find(|(key, is_set)| *is_set && !used.contains(key)) {
        None => Ok(()),
        Some((key, _)) => Err(Unfit {
            key,
            message: format!("is not used by the connector `{}`", source.connector),
            hint: if used.is_empty() {
                "take it out".to_owned()
            } else {
                format!("it uses {}", used.join(", "))
            },
        }),
    }
}
