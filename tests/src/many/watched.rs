//! Single pages, each of which is a source.

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::told;

pub(super) fn source(host: &Host) -> Vec<String> {
    (0..host.lists()).map(|number| format!("url = \"{}/watched/{number}.html\"", host.base)).collect()
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    match asked.between("/watched/", ".html") {
        Some(_) => Answer::html(told::page(host.number, &asked.path)),
        None => Answer::missing(),
    }
}
