//! Bytes of a feed to text. XML without a byte order mark may still be UTF-16: its first characters tell.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::text::decode_page;

pub(super) fn decode_document(body: &[u8], content_type: Option<&str>) -> String {
    let wide = match body {
        [0, b'<', 0, ..] => Some(UTF_16BE),
        [b'<', 0, _, 0, ..] => Some(UTF_16LE),
        _ => None,
    };
    wide.map(|encoding| encoding.decode_without_bom_handling(body).0)
        .map_or_else(|| decode_page(body, content_type), Cow::into_owned)
}
