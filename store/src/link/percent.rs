//! Percent-encoding in one spelling (RFC 3986, 6.2.2.1 and 6.2.2.2), and undone.

/// Letters, digits and four signs, which mean the same encoded or not.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// What may stand as it is in a path.
pub(super) fn in_path(byte: u8) -> bool {
    is_unreserved(byte)
        || matches!(byte, b'!'..=b'/' | b':' | b';' | b'=' | b'@') && !matches!(byte, b'"' | b'#' | b'%')
}

/// What may stand as it is in a fragment.
pub(super) fn in_fragment(byte: u8) -> bool {
    in_path(byte) || byte == b'?'
}

/// What may stand as it is in a pair of a query, and means the same there when it is encoded: forms decode both.
fn in_pair(byte: u8) -> bool {
    is_unreserved(byte) || matches!(byte, b':' | b'/' | b',' | b'@' | b'!' | b'*' | b'(' | b')' | b'$' | b'?')
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// The byte that stands encoded at a place.
fn encoded(bytes: &[u8], at: usize) -> Option<u8> {
    match bytes.get(at..at + 3) {
        Some([b'%', high, low]) => Some(hex(*high)? << 4 | hex(*low)?),
        _ => None,
    }
}

/// Puts a byte as it is, or encoded.
fn put(out: &mut String, byte: u8, as_it_is: bool) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    if as_it_is {
        out.push(char::from(byte));
        return;
    }
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// A path or fragment in one spelling: unreserved signs decoded, digits in upper case, all else that may not stand encoded. A `%`
/// that encodes nothing is itself encoded, or the next reading could take it for another sign.
pub(super) fn one_spelling(text: &str, may_stand: fn(u8) -> bool) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if let Some(byte) = encoded(bytes, at) {
            put(&mut out, byte, is_unreserved(byte));
            at += 3;
        } else {
            let byte = bytes[at];
            put(&mut out, byte, may_stand(byte));
            at += 1;
        }
    }
    out
}

/// A name or value of a query in one spelling. Bytes stay bytes: what is no UTF-8 must not become one sign for all.
pub(super) fn pair_spelling(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (byte, taken, was_encoded) = match encoded(bytes, at) {
            Some(byte) => (byte, 3, true),
            None if bytes[at] == b'+' => (b' ', 1, false),
            None => (bytes[at], 1, false),
        };
        // Some servers part pairs at a `;`, as an old advice had it.
        put(out, byte, in_pair(byte) || (byte == b';' && !was_encoded));
        at += taken;
    }
}

/// Decoded; nothing where that is no text.
pub(super) fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if let Some(byte) = encoded(bytes, at) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}

/// A text as a part of a path.
pub(super) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        put(&mut out, byte, in_path(byte) && byte != b'/');
    }
    out
}
