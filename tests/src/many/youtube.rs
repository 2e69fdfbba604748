//! Channels of videos, fifteen in each feed and no more. A feed is polled once, so a host has many channels.

use std::fmt::Write as _;

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::told;

/// Videos of a feed.
const VIDEOS: usize = 15;

pub(super) fn source(host: &Host) -> Vec<String> {
    let keys = |number| format!("url = \"{}\"\nchannel = \"{}\"", host.base, channel(host, number));
    (0..host.lists()).map(keys).collect()
}

fn channel(host: &Host, number: usize) -> String {
    format!("UCmany{:06}{number:012}", host.number)
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    let number = asked.query.get("channel_id").and_then(|id| id.get(12..)?.parse::<usize>().ok());
    let Some(number) = number.filter(|_| asked.path == "/feeds/videos.xml") else { return Answer::missing() };
    let (id, mut entries) = (channel(host, number), String::new());
    let author = format!(
        "<author><name>Channel {number}</name><uri>https://www.youtube.com/channel/{id}</uri></author>"
    );
    for place in 0..VIDEOS {
        let (video, at) =
            (format!("v{:03}{number:04}{place:03}", host.number), told::at(number * VIDEOS + place));
        let title = told::sentence(host.number, number * VIDEOS + place);
        let _ = write!(
            entries,
            "<entry><id>yt:video:{video}</id><yt:videoId>{video}</yt:videoId><yt:channelId>{id}</yt:channelId>\
             <title>{title}</title><link rel=\"alternate\" href=\"https://www.youtube.com/watch?v={video}\"/>{author}\
             <published>{at}</published><updated>{at}</updated><media:group><media:title>{title}</media:title>\
             <media:description>What berth {place} looked like. #harbour</media:description><media:community>\
             <media:statistics views=\"{}\"/></media:community></media:group></entry>",
            place * 31
        );
    }
    Answer::of(
        "text/xml; charset=UTF-8",
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns:yt=\"http://www.youtube.com/xml/schemas/2015\" \
             xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns=\"http://www.w3.org/2005/Atom\"><id>yt:channel:{id}</id>\
             <yt:channelId>{id}</yt:channelId><title>Channel {number}</title>{author}{entries}</feed>"
        ),
    )
}
