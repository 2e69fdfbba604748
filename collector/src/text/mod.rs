//! Small readings of text that imports and connectors share: charset, dates, HTML to plain text, language.

mod charset;
mod date;
mod html;
mod lang;

pub(crate) use charset::decode_page;
pub(crate) use date::web_date;
pub(crate) use html::{elements, html_text, nesting, unescape};
pub(crate) use lang::language;
