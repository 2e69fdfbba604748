//! What an address names on a platform: few kinds, and ids as the platform writes them.

use super::address::Address;
use super::{Canonical, host};

/// What kind of thing a platform's address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Anything published under a number or code of its own that is none of the next.
    Post,
    /// An answer below a post or a video.
    Comment,
    /// A film.
    Video,
    /// A picture.
    Photo,
    /// A long text.
    Article,
    /// What is shown for a day.
    Story,
    /// Who publishes: a person, a page, a channel. The id begins with `@` where a name stands for it that may change hands.
    Account,
    /// A room of many: a group, a subreddit, a chat by invitation.
    Group,
    /// A list of films.
    Playlist,
    /// Everything with a hashtag.
    Hashtag,
    /// A code that leads to an address which is not told by it.
    Short,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Post,
        Self::Comment,
        Self::Video,
        Self::Photo,
        Self::Article,
        Self::Story,
        Self::Account,
        Self::Group,
        Self::Playlist,
        Self::Hashtag,
        Self::Short,
    ];

    /// Its word in the store and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Comment => "comment",
            Self::Video => "video",
            Self::Photo => "photo",
            Self::Article => "article",
            Self::Story => "story",
            Self::Account => "account",
            Self::Group => "group",
            Self::Playlist => "playlist",
            Self::Hashtag => "hashtag",
            Self::Short => "short",
        }
    }
}

/// An object of a platform.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Object {
    /// The platform, by the word that items have; `web` for shorteners that belong to none.
    pub platform: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The platform's id: for posts and videos that of items, where the address tells it.
    pub id: String,
}

/// A recognised object with the host, and the path and query, of its one address.
#[derive(Debug)]
pub(super) struct Found {
    object: Object,
    /// Nothing: the host of the address.
    host: Option<&'static str>,
    rest: String,
}

impl Found {
    /// An object with its address on this host.
    pub(super) fn at(
        platform: &'static str,
        host: &'static str,
        kind: Kind,
        id: String,
        rest: String,
    ) -> Self {
        Self { object: Object { platform, kind, id }, host: Some(host), rest }
    }

    /// An object with its address on the host where it was found.
    pub(super) fn here(platform: &'static str, kind: Kind, id: String, rest: String) -> Self {
        Self { object: Object { platform, kind, id }, host: None, rest }
    }

    /// The form of its address; platforms answer by https alone.
    pub(super) fn canonical(self, address: Address) -> Canonical {
        let (host, domain) = if let Some(name) = self.host {
            let (host, at) = host::bare(name);
            let domain = at.and_then(|at| host.get(at..)).map(str::to_owned);
            (host, domain)
        } else {
            let domain = address.domain();
            (address.host, domain)
        };
        Canonical { url: format!("https://{host}{}", self.rest), host, domain, object: Some(self.object) }
    }
}
