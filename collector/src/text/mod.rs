//! Small readings of text that imports and connectors share: charset, dates, HTML to plain text, language.

mod charset;
mod date;
mod entities;
mod html;
mod lang;
mod markup;

pub(crate) use charset::{decode_page, decode_page_of};
pub(crate) use date::web_date;
pub(crate) use entities::Entities;
pub(crate) use html::{elements, html_text, nesting, unescape};
pub(crate) use lang::language;
pub(crate) use markup::{Token, Tokens, attribute, each_attribute};
