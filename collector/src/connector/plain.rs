//! Links and hashtags of texts that mark neither.

/// The web addresses in a text, each once, without the punctuation that ends a sentence.
pub(super) fn links(text: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for word in
        text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '（' | '）'))
    {
        let Some(at) = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min() else {
            continue;
        };
        let mut link = word[at..].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '。', '，']);
        // A closing bracket belongs to an address that holds an opening one.
        while link.ends_with(')') && link.matches(')').count() > link.matches('(').count() {
            link = link[..link.len() - 1].trim_end_matches(['.', ',']);
        }
        if url::Url::parse(link).is_ok() && !links.iter().any(|known| known == link) {
            links.push(link.to_owned());
        }
    }
    links
}

/// The hashtags in a text, each once, without their sign.
pub(super) fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let Some(after) = word.strip_prefix('#') else { continue };
        let end = after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len());
        let tag = &after[..end];
        // A number alone counts something.
        if tag.contains(char::is_alphabetic) && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_their_sentence_goes_on() {
        let text = "See https://a.example/x?y=1&z=2, (http://b.example/c). <https://d.example/e_(f)> https://a.example/x?y=1&z=2 \
                    链接https://g.example/h。 https:// mailto:i@j.example";
        assert_eq!(
            links(text),
            [
                "https://a.example/x?y=1&z=2",
                "http://b.example/c",
                "https://d.example/e_(f)",
                "https://g.example/h"
            ]
        );
    }

    #[test]
    fn hashtags_are_words() {
        assert_eq!(tags("#Tides, #港口 #1 a#b #Tides # #x_1!"), ["Tides", "港口", "x_1"]);
    }
}
