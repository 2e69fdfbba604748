//! What of a page is markup: its opening tags, and its scripts. The text that people read is left out, as it may quote the
//! identifiers of others.
//!
//! It reads tags as they come and builds no tree: what matters here stands in single tags.

/// An opening tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name, in lower case.
    pub(super) name: String,
    /// Its attributes: names in lower case, values as they are written.
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// A page's markup.
#[derive(Debug, Default)]
pub(super) struct Markup {
    pub(super) tags: Vec<Tag>,
    /// What stands between `<script>` and `</script>`.
    pub(super) scripts: Vec<String>,
}

impl Markup {
    /// Reads a page.
    pub(super) fn read(page: &str) -> Self {
        let mut markup = Self::default();
        let mut rest = page;
        while let Some(place) = rest.find('<') {
            rest = &rest[place + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let (tag, after) = tag(rest);
            rest = after;
            if tag.name == "script" || tag.name == "style" {
                let end = closing(rest, &tag.name);
                if tag.name == "script" {
                    markup.scripts.push(rest[..end].to_owned());
                }
                rest = &rest[end..];
            }
            markup.tags.push(tag);
        }
        markup
    }

    /// All scripts and values of attributes, a line for each.
    pub(super) fn code(&self) -> String {
        let values = self.tags.iter().flat_map(|tag| &tag.attributes).map(|(_, value)| value);
        let mut code = String::new();
        for part in self.scripts.iter().chain(values) {
            code.push_str(part);
            code.push('\n');
        }
        code
    }
}

/// Where `</name` begins, or the end.
fn closing(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(place) = text[from..].find("</") {
        let at = from + place;
        if text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}

/// A tag behind its `<`, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_ascii_lowercase(), attributes: Vec::new() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (tag, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|&(_, c)| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='))
            .map_or(rest.len(), |(place, _)| place);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            if let Some(quote @ ('"' | '\'')) = after.chars().next() {
                let inner = &after[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (value, rest) = (&inner[..end], inner.get(end + 1..).unwrap_or_default());
            } else {
                let end = after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len());
                (value, rest) = after.split_at(end);
            }
        }
        tag.attributes.push((name, value.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_scripts_are_read_and_text_is_not() {
        let markup = Markup::read(
            "<!DOCTYPE html><!-- <meta name=old> --><META Name='a' content=\"x > y\"><p class=big hidden>5 < 6 UA-1</p>\
             <script async src=/a.js>if (1 < 2) { t('</p>') }</SCRIPT><br/><a href=",
        );
        let names: Vec<&str> = markup.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["meta", "p", "script", "br", "a"]);
        assert_eq!(markup.tags[0].get("content"), Some("x > y"));
        assert_eq!((markup.tags[1].get("class"), markup.tags[1].get("hidden")), (Some("big"), Some("")));
        assert_eq!(markup.scripts, ["if (1 < 2) { t('</p>') }"]);
        assert!(!markup.code().contains("UA-1") && markup.code().contains("/a.js"));
    }

    #[test]
    fn whatever_is_cut_off_ends() {
        let page = "<p a='é'><scr\u{e9} x><script>x</scr<b c=d/e f";
        for (end, _) in page.char_indices() {
            Markup::read(&page[..end]);
        }
        assert_eq!(Markup::read(page).scripts.len(), 1);
    }
}
