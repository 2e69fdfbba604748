//! The preview of a channel, twenty messages at a time, older ones before an id.

use std::fmt::Write as _;

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::told;

/// Ids of a page.
const PAGE: usize = 20;

pub(super) fn source(host: &Host) -> Vec<String> {
    // Only a `from` asks for the history.
    vec![format!("url = \"{}\"\nchannel = \"{}\"\nfrom = \"2000-01-01\"", host.base, channel(host))]
}

fn channel(host: &Host) -> String {
    format!("many_{}", host.number)
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    if asked.path != format!("/s/{}", channel(host)) {
        return Answer::missing();
    }
    let total = host.pages * PAGE;
    let before = asked.number("before").unwrap_or(total + 1).min(total + 1);
    let (name, mut messages) = (channel(host), String::new());
    for id in before.saturating_sub(PAGE).max(1)..before {
        // Messages that were taken back leave nothing but a gap.
        if id % 13 != 6 {
            message(&mut messages, &name, id, host);
        }
    }
    Answer::html(format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{name} – Telegram</title></head>\
         <body class=\"widget_frame_base tgme_webpreview\"><header class=\"tgme_header\"><div class=\"tgme_channel_info\">\
         <div class=\"tgme_channel_info_header\"><div class=\"tgme_channel_info_header_title\"><span dir=\"auto\">Many</span></div>\
         <div class=\"tgme_channel_info_header_username\"><a href=\"https://t.me/{name}\">@{name}</a></div></div></div></header>\
         <main class=\"tgme_main\"><section class=\"tgme_channel_history js-message_history\">{messages}</section></main></body></html>"
    ))
}

fn message(text: &mut String, name: &str, id: usize, host: &Host) {
    let number = host.pages * PAGE - id;
    let forwarded = if id.is_multiple_of(17) {
        format!(
            "<div class=\"tgme_widget_message_forwarded_from\">Forwarded from <a \
             class=\"tgme_widget_message_forwarded_from_name\" href=\"https://t.me/elsewhere/{id}\"><span>Elsewhere</span></a></div>"
        )
    } else {
        String::new()
    };
    let _ = write!(
        text,
        "<div class=\"tgme_widget_message_wrap js-widget_message_wrap\"><div class=\"tgme_widget_message js-widget_message\" \
         data-post=\"{name}/{id}\" data-odd=\"1\"><div class=\"tgme_widget_message_bubble\">{forwarded}\
         <div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{}</div>\
         <div class=\"tgme_widget_message_footer\"><div class=\"tgme_widget_message_info\"><span \
         class=\"tgme_widget_message_views\">{}</span><span class=\"tgme_widget_message_meta\"><a \
         class=\"tgme_widget_message_date\" href=\"https://t.me/{name}/{id}\"><time datetime=\"{}\" \
         class=\"time\">x</time></a></span></div></div></div></div></div>",
        told::sentence(host.number, number),
        number % 900,
        told::at(number)
    );
}
