//! Subreddits, a hundred posts in each feed and no more. A feed is polled once, so a host has many subreddits.

use std::fmt::Write as _;

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::told;

/// Posts of a feed.
const POSTS: usize = 100;

pub(super) fn source(host: &Host) -> Vec<String> {
    (0..host.lists()).map(|number| format!("url = \"{}\"\nchannel = \"many{number}\"", host.base)).collect()
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    let Some(number) = asked.between("/r/many", "/new/.rss") else { return Answer::missing() };
    let mut entries = String::new();
    for place in 0..POSTS {
        let (id, at) = (format!("h{}s{number}p{place}", host.number), told::at(number * POSTS + place));
        let page = format!("https://www.reddit.com/r/many{number}/comments/{id}/a_title/");
        let said = told::sentence(host.number, number * POSTS + place);
        // Of a post that was taken away the frame is left.
        let (author, said) =
            if place % 29 == 7 { ("[deleted]", "[removed]") } else { ("quay_clerk", said.as_str()) };
        let _ = write!(
            entries,
            "<entry><author><name>/u/{author}</name></author><category term=\"many{number}\" label=\"r/many{number}\"/>\
             <content type=\"html\">&lt;!-- SC_OFF --&gt;&lt;div class=&quot;md&quot;&gt;&lt;p&gt;{said}&lt;/p&gt;&lt;/div&gt;\
             &lt;!-- SC_ON --&gt; &lt;a href=&quot;{page}&quot;&gt;[link]&lt;/a&gt;</content><id>t3_{id}</id><link \
             href=\"{page}\"/><updated>{at}</updated><published>{at}</published><title>Berth {place}</title></entry>"
        );
    }
    Answer::of(
        "application/atom+xml; charset=UTF-8",
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" \
             xmlns:media=\"http://search.yahoo.com/mrss/\"><id>/r/many{number}/new/.rss</id><title>newest \
             submissions</title>{entries}</feed>"
        ),
    )
}
