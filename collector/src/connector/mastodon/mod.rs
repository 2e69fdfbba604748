//! Mastodon, any server of it: the posts of an account, or under a tag, newest first, as that server knows them.
//!
//! It asks what a server shows to everyone. It does not search and does not sign in, and it leaves out whoever asks not to be listed
//! or indexed, unless the source says otherwise.

mod account;
mod html;
mod link;
mod refusal;
mod status;
mod timeline;

use serde::{Deserialize, Serialize};
use url::Url;
use whence_store::time::Micros;

use super::sweep::Sweep;
use super::{
    Ask, Asked, Connector, Cursors, Gone, Governed, Judged, ReadError, Reading, Response, Unfit, interface,
};
use crate::config::SourceConfig;

/// The word of the platform.
const PLATFORM: &str = "mastodon";
/// The version of this reading; written into items.
const RULE: i64 = 1;

/// The first page of a list, or the question for an account's id.
const POLL: &str = "mastodon";
/// Further pages of a list.
const PAGE: &str = "mastodon-page";
/// One post, to see whether it is still there.
const STATUS: &str = "mastodon-status";

/// The connector of Mastodon.
pub struct Mastodon;

/// What a request for one post is about.
#[derive(Debug, Default, Serialize, Deserialize)]
struct About {
    uri: String,
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed<'s> {
    Account(&'s str),
    Tag(&'s str),
}

impl<'s> Listed<'s> {
    /// What a source lists, if it names one thing as the interface wants it.
    fn of(source: &'s SourceConfig) -> Result<Self, Unfit> {
        let target = &source.target;
        match (target.account.as_deref(), target.tag.as_deref()) {
            (Some(account), None) => {
                let account = account.trim().trim_start_matches('@');
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | ':');
                if account.is_empty() || !account.chars().all(plain) || account.matches('@').count() > 1 {
                    return Err(Unfit {
                        key: "account",
                        message: format!("`{account}` is no account of Mastodon"),
                        hint: "write the name as the server shows it: harbour, or harbour@other.example"
                            .to_owned(),
                    });
                }
                Ok(Self::Account(account))
            }
            (None, Some(tag)) => {
                let tag = tag.trim().trim_start_matches('#');
                if tag.is_empty() || !tag.chars().all(|c| c.is_alphanumeric() || c == '_') {
                    return Err(Unfit {
                        key: "tag",
                        message: format!("`{tag}` is no hashtag"),
                        hint: "write one word, without `#`".to_owned(),
                    });
                }
                Ok(Self::Tag(tag))
            }
            (account, _) => Err(Unfit {
                key: "account",
                message: if account.is_some() {
                    "stands beside `tag`"
                } else {
                    "is missing, and so is `tag`"
                }
                .to_owned(),
                hint: "name an account or a tag; make a source of each".to_owned(),
            }),
        }
    }

    /// The word that a cursor belongs to.
    fn word(self) -> String {
        match self {
            Self::Account(account) => format!("account {account}"),
            Self::Tag(tag) => format!("tag {tag}"),
        }
    }
}

impl Connector for Mastodon {
    fn name(&self) -> &'static str {
        "mastodon"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[POLL, PAGE, STATUS]
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        interface::check(source)?;
        let target = &source.target;
        interface::unused(target.channel.is_some(), "channel", "name an account or a tag")?;
        interface::unused(target.query.is_some(), "query", "servers search for those who sign in only")?;
        interface::unused(target.threads, "threads", "the answers to an account's posts are not asked for")?;
        Listed::of(source).map(|_| ())
    }

    fn start(&self, source: &SourceConfig, cursors: &Cursors, _: Micros) -> Vec<Ask> {
        let Ok(listed) = Listed::of(source) else { return Vec::new() };
        let url = match listed {
            Listed::Tag(tag) => timeline::of_tag(&source.url, tag),
            Listed::Account(account) => account::known(account, cursors).map_or_else(
                || account::lookup(&source.url, account),
                |id| timeline::of_account(&source.url, &id),
            ),
        };
        vec![Ask::list(POLL, url, Sweep::start(&listed.word(), cursors).to_context())]
    }

    fn headers(&self, _: &str, _: &str) -> Vec<(String, String)> {
        vec![("accept".to_owned(), "application/json".to_owned())]
    }

    fn governed(&self, _: &str) -> Governed {
        Governed::Terms("the Mastodon server's public API")
    }

    fn judge(&self, asked: &Asked<'_>, response: &Response<'_>) -> Judged {
        refusal::meaning(asked, response)
    }

    fn gone(&self, asked: &Asked<'_>) -> Vec<Gone> {
        let about = (asked.kind == STATUS).then(|| serde_json::from_str(asked.context).ok()).flatten();
        about
            .map(|About { uri }| Gone { platform: PLATFORM.to_owned(), native_id: uri })
            .into_iter()
            .collect()
    }

    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        match asked.kind {
            STATUS => timeline::read_status(response, source),
            _ if account::is_lookup(asked.url) => account::read(asked, response, source),
            _ => timeline::read(asked, response, source),
        }
    }
}

/// A request of the interface, its path by parts.
fn method(server: &Url, path: &[&str], parameters: &[(&str, &str)]) -> Url {
    let mut url = server.clone();
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.clear().extend(["api", "v1"]).extend(path);
    }
    if !parameters.is_empty() {
        url.query_pairs_mut().clear().extend_pairs(parameters);
    }
    url
}

#[cfg(test)]
mod tests;
