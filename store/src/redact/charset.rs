//! Bodies that are not UTF-8, or may be more than that: looked through in every charset that posts and pages come in.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1256,
};

/// A body as text, and up to three bytes of a character that the end of the body cut; `None` for other charsets.
pub(super) fn text(body: &[u8]) -> Option<(&str, &[u8])> {
    let end = match std::str::from_utf8(body) {
        Ok(_) => body.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => return None,
    };
    let (head, rest) = body.split_at(end);
    Some((std::str::from_utf8(head).ok()?, rest))
}

/// The body in every charset that it may be in, beside UTF-8.
///
/// Zeros in UTF-8 may be UTF-16, and the escape byte ISO 2022. UTF-16 is read from the first and from the second byte on.
pub(super) fn foreign(body: &[u8]) -> impl Iterator<Item = String> {
    let utf8 = text(body).is_some();
    let wide = !utf8 || body.contains(&0);
    let escaped = !utf8 || body.contains(&0x1b);
    let decoded = |encoding: &'static Encoding, from: usize| {
        let bytes = body.get(from..).unwrap_or_default();
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    };
    let single = [GB18030, BIG5, SHIFT_JIS, EUC_KR, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256];
    let of_wide = [(UTF_16LE, 0), (UTF_16LE, 1), (UTF_16BE, 0), (UTF_16BE, 1)];
    let of_single = single.map(|encoding| (encoding, 0));
    std::iter::empty()
        .chain(of_wide.into_iter().filter(move |_| wide))
        .chain(of_single.into_iter().filter(move |_| !utf8))
        .chain(escaped.then_some((ISO_2022_JP, 0)))
        .map(move |(encoding, from)| decoded(encoding, from))
        .chain((!utf8).then(|| String::from_utf8_lossy(body).into_owned()))
}
