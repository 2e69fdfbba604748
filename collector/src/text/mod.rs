//! Small readings of text that imports and connectors share: HTML to plain text, entities, language.

mod html;
mod lang;

pub(crate) use html::{html_text, unescape};
pub(crate) use lang::language;
