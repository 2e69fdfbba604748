//! Bytes of a page to text: the header's charset, then BOM, then valid UTF-8, then the page's own word, then a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Browsers look for a declaration in the first 1,024 bytes.
const HEAD: usize = 1024;

/// With so many bytes beyond ASCII the detector is hardly ever wrong about the script.
const ENOUGH: usize = 100;

/// So few bad bytes do not make what is said to be UTF-8 another charset.
const FEW: usize = 2;

/// Decodes a page. Bytes that fit no charset become U+FFFD; nothing is lost of the rest.
pub(crate) fn decode_page(body: &[u8], content_type: Option<&str>) -> String {
    decode_page_of(body, content_type, None)
}

/// Decodes a page of a host: where nothing else tells, a few characters are rather in a charset of its country.
pub(crate) fn decode_page_of(body: &[u8], content_type: Option<&str>, host: Option<&str>) -> String {
    let country = host.and_then(|host| host.rsplit('.').next());
    // The detector takes nothing else.
    let country = country.filter(|label| label.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
    let label = content_type.and_then(|t| t.to_ascii_lowercase().split("charset=").nth(1).map(str::to_owned));
    let header = label.and_then(|l| {
        Encoding::for_label(l.trim_matches(['"', '\'', ' ']).split(';').next().unwrap_or_default().as_bytes())
    });
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return encoding.decode_without_bom_handling(&body[length..]).0.into_owned();
    }
    // A server that names one charset for all its pages is wrong for some: it is believed only if the page decodes, is no UTF-8 (which
    // nothing else looks like by chance), and is not plainly in another script.
    let meta = declared(body);
    let header_or_better = header.map(|header| contradicted(body, header, meta).unwrap_or(header));
    for encoding in [Some(UTF_8), header_or_better, meta].into_iter().flatten() {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) {
            return text.into_owned();
        }
    }
    // UTF-8 that was cut, or has a bad byte of somebody else's in it, is still UTF-8.
    let lossy = UTF_8.decode_without_bom_handling(body).0;
    let (bad, beyond) = (lossy.matches('\u{fffd}').count(), lossy.chars().filter(|c| !c.is_ascii()).count());
    let is_said_to_be = header == Some(UTF_8) || meta == Some(UTF_8);
    if 20 * bad <= beyond || (is_said_to_be && bad <= FEW) {
        return lossy.into_owned();
    }
    let guess = guessed(body, country);
    let clean = guess.decode_without_bom_handling_and_without_replacement(body);
    let loose = || meta.or(header).unwrap_or(guess).decode_without_bom_handling(body).0;
    clean.unwrap_or_else(loose).into_owned()
}

fn guessed(body: &[u8], country: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(body, true);
    detector.guess(country.map(str::as_bytes), Utf8Detection::Allow)
}

/// The charset that the page and the detector say against the header: single-byte charsets decode everything, and a page of another
/// script then becomes a row of accents.
fn contradicted(
    body: &[u8],
    header: &'static Encoding,
    meta: Option<&'static Encoding>,
) -> Option<&'static Encoding> {
    // What says Latin of all its pages is contradicted by the page's own word where its letters stand together, as those of other scripts
    // do: accents stand alone among letters of ASCII.
    if header == WINDOWS_1252 && meta.is_some_and(|meta| meta != header) && together(body) {
        return meta.filter(|meta| meta.decode_without_bom_handling_and_without_replacement(body).is_some());
    }
    let beyond = body.iter().filter(|byte| **byte >= 0x80).count();
    if header == UTF_8 || meta == Some(header) || beyond < ENOUGH {
        return None;
    }
    let guess = guessed(body, None);
    let better = if meta == Some(guess) || guess != header { guess } else { return None };
    let one = header.decode_without_bom_handling(body).0;
    let two = better.decode_without_bom_handling_and_without_replacement(body)?;
    // Two charsets of Latin letters differ in a few signs: the header knows better than a guess.
    (!(latin(&one) && latin(&two))).then_some(better)
}

/// Whether most bytes beyond ASCII have another such byte beside them.
fn together(body: &[u8]) -> bool {
    let beyond = |byte: Option<&u8>| byte.is_some_and(|byte| *byte >= 0x80);
    let (mut all, mut beside) = (0_usize, 0_usize);
    for at in (0..body.len()).filter(|at| beyond(body.get(*at))) {
        all += 1;
        beside += usize::from(beyond(body.get(at + 1)) || at > 0 && beyond(body.get(at - 1)));
    }
    3 * beside > 2 * all
}

/// Whether the letters beyond ASCII are Latin for the most part.
fn latin(text: &str) -> bool {
    let letters = || text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic());
    2 * letters().filter(|c| *c < '\u{250}').count() >= letters().count()
}

fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&body[..body.len().min(HEAD)]).to_ascii_lowercase();
    let after = head.split("charset=").nth(1).or_else(|| head.split("encoding=").nth(1))?;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_of_the_charset_is_used_in_turn() {
        let (gb, _, _) = encoding_rs::GB18030.encode("<meta charset='gb2312'>路透社报道");
        assert!(decode_page(&gb, Some("text/html")).ends_with("路透社报道"));
        assert!(decode_page(&gb, Some("text/html; charset=utf-8")).ends_with("路透社报道"));
        let (gb, _, _) = encoding_rs::GB18030
            .encode("深度求索发布了新的模型，引发全球关注。许多用户在社交媒体上讨论这一消息。");
        assert!(decode_page(&gb, Some("text/html; charset=GBK")).starts_with("深度求索"));
        assert!(decode_page(&gb, None).starts_with("深度求索"));
        assert_eq!(decode_page("\u{feff}é".as_bytes(), None), "é");
        assert_eq!(decode_page("é".as_bytes(), None), "é");
    }

    #[test]
    fn a_few_words_are_read_by_what_the_page_or_its_country_says() {
        let latin = Some("text/html; charset=iso-8859-1");
        let (arabic, _, _) = encoding_rs::WINDOWS_1256.encode("<meta charset='windows-1256'>ميناء ليندبي");
        assert!(decode_page(&arabic, latin).ends_with("ميناء ليندبي"));
        // A wrong tag of a Latin page: its accents stand alone.
        let (french, _, _) = WINDOWS_1252.encode("<meta charset='windows-1251'>Café à São Paulo");
        assert!(decode_page(&french, latin).ends_with("Café à São Paulo"));
        let (gbk, _, _) = encoding_rs::GBK.encode("港口开放");
        assert_eq!(decode_page_of(&gbk, None, Some("www.lindby.cn")), "港口开放");
    }
}
