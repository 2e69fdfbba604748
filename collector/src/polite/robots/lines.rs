//! The lines of a robots.txt: what each says, however it was typed.
//!
//! It does: line ends, byte order mark, comments, keys with their usual typing errors. It does not: know groups.

/// Parsers read at least 500 KiB (RFC 9309, 2.5); nobody has to read more.
pub(crate) const BYTE_LIMIT: usize = 500 << 10;
/// A line is as long as eight of the longest addresses that browsers once took; the rest of it is not read.
const LONGEST_LINE: usize = 8 * 2083;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'a> {
    UserAgent(&'a [u8]),
    Allow(&'a [u8]),
    Disallow(&'a [u8]),
    CrawlDelay(&'a [u8]),
    Sitemap(&'a [u8]),
}

/// The lines that say something.
pub(super) fn lines(body: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let body = &body[..body.len().min(BYTE_LIMIT)];
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    body.split(|byte| matches!(byte, b'\n' | b'\r')).filter_map(line)
}

fn line(line: &[u8]) -> Option<Line<'_>> {
    let line = &line[..line.len().min(LONGEST_LINE)];
    let line = line.split(|byte| *byte == b'#').next()?.trim_ascii();
    let (key, value) = if let Some(colon) = line.iter().position(|byte| *byte == b':') {
        (line[..colon].trim_ascii_end(), line[colon + 1..].trim_ascii_start())
    } else {
        // Some forget the colon. More than two words are a sentence.
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let pair = (words.next()?, words.next()?);
        if words.next().is_some() {
            return None;
        }
        pair
    };
    let is = |names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name.as_bytes()));
    if is(&["user-agent", "useragent", "user agent"]) {
        Some(Line::UserAgent(value))
    } else if is(&["allow"]) {
        Some(Line::Allow(value))
    } else if is(&["disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"]) {
        Some(Line::Disallow(value))
    } else if is(&["crawl-delay", "crawldelay", "crawl delay"]) {
        Some(Line::CrawlDelay(value))
    } else if is(&["sitemap", "site-map"]) {
        Some(Line::Sitemap(value))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_every_way_and_keys_are_typed_in_every_way() {
        let body = b"\xef\xbb\xbfUSER-AGENT : a # us\rdisallow:/x\r\n\r\nallow /y\nSitemap:http://h/s\nCrawl-delay: 2\nwe allow all\n";
        let said: Vec<Line<'_>> = lines(body).collect();
        assert_eq!(
            said,
            [
                Line::UserAgent(b"a"),
                Line::Disallow(b"/x"),
                Line::Allow(b"/y"),
                Line::Sitemap(b"http://h/s"),
                Line::CrawlDelay(b"2"),
            ]
        );
    }

    #[test]
    fn what_is_beyond_the_limit_is_not_read() {
        let mut body = vec![b'#'; BYTE_LIMIT - 1];
        body.extend_from_slice(b"\nDisallow: /\n");
        assert_eq!(lines(&body).count(), 0);
        let long = [b"Disallow: /".as_slice(), &vec![b'a'; 2 * LONGEST_LINE]].concat();
        let Some(Line::Disallow(value)) = lines(&long).next() else { panic!("a rule") };
        assert_eq!(value.len(), LONGEST_LINE - "Disallow: ".len());
    }
}
