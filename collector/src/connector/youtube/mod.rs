//! Feeds of `YouTube`: the last videos of a channel or a playlist.
//!
//! It does: read titles, descriptions, times and counts. It does not: go further back than the feed does, read comments, or say
//! that a video is gone.

mod video;

use url::Url;
use whence_store::time::Micros;

use super::atom::{Atom, judge_feed};
use super::feed::complete_since;
use super::{Ask, Asked, Connector, Cursors, Judged, Outcome, ReadError, Reading, Response, Unfit, keys};
use crate::config::SourceConfig;

/// The word of its requests.
const KIND: &str = "youtube";
/// What a playlist's id begins with: a maker's own, a channel's uploads, its favourites, a record.
const PLAYLISTS: &[&str] = &["PL", "UU", "FL", "OL"];

/// The connector of `YouTube`'s feeds.
pub struct Youtube;

impl Connector for Youtube {
    fn name(&self) -> &'static str {
        "youtube"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn home(&self) -> Option<&'static str> {
        Some("https://www.youtube.com/")
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        let hint = "write `channel = \"UC…\"`, the channel's id and not its name, or a playlist's id (`PL…`, `UU…`); a feed has \
                    no bounds and no search";
        keys::only(source, &["channel"], hint)?;
        let unfit = |message: String| Unfit { key: "channel", message, hint: hint.to_owned() };
        match source.target.channel.as_deref() {
            Some(id) if is_channel(id) || is_playlist(id) => Ok(()),
            Some(id) => Err(unfit(format!("`{id}` is no id of a channel or a playlist"))),
            None => Err(unfit("is missing".to_owned())),
        }
    }

    fn start(&self, source: &SourceConfig, _: &Cursors, _: Micros) -> Vec<Ask> {
        let url = source.target.channel.as_deref().and_then(|id| address(&source.url, id));
        url.map(|url| Ask::list(KIND, url, "{}".to_owned())).into_iter().collect()
    }

    fn judge(&self, asked: &Asked<'_>, response: &Response<'_>) -> Judged {
        if response.status == 404 {
            let why = "status 404: the platform's feeds say so at times of channels that are there";
            return Judged::of(Outcome::Transient, why);
        }
        judge_feed(asked, response)
    }

    fn read(
        &self,
        _: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        let atom = Atom::read(response)?;
        let channel = source.target.channel.as_deref().unwrap_or_default();
        let mut reading = Reading::default();
        for entry in atom.entries() {
            match video::read(entry, &atom, channel) {
                Ok(item) => reading.items.push(item),
                Err(why) => reading.missed(|| why),
            }
        }
        // A playlist goes by its maker's order: what was added when, it does not say. Uploads go by time.
        let is_by_time = is_channel(channel) || channel.starts_with("UU");
        if is_by_time && reading.unmapped == 0 {
            let dates: Vec<_> = reading.items.iter().map(|item| Some(item.created.at)).collect();
            let since = complete_since(&dates, response.received_at);
            reading.observed.extend(since.map(|since| (since, response.received_at)));
        }
        Ok(reading)
    }
}

fn is_plain(id: &str) -> bool {
    id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// `UC` and 22 signs.
fn is_channel(id: &str) -> bool {
    id.len() == 24 && id.starts_with("UC") && is_plain(id)
}

fn is_playlist(id: &str) -> bool {
    (13..=64).contains(&id.len()) && PLAYLISTS.iter().any(|begin| id.starts_with(begin)) && is_plain(id)
}

fn address(server: &Url, id: &str) -> Option<Url> {
    let mut url = server.join("/feeds/videos.xml").ok()?;
    let key = if is_channel(id) { "channel_id" } else { "playlist_id" };
    url.query_pairs_mut().append_pair(key, id);
    Some(url)
}
