//! Quotes with their speakers, as far as the sentence around a quote names one.

use serde::Serialize;

/// A quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// What is said, without its marks.
    pub text: String,
    /// Who says it, where the words beside it name somebody.
    pub speaker: Option<String>,
}

/// Marks that open and close quotes.
const MARKS: &[(char, char)] =
    &[('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('「', '」'), ('『', '』'), ('"', '"'), ('”', '”')];
/// Words of saying before or after a name.
const SAID: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "wrote",
    "tweeted",
    "stated",
    "sagte",
    "sagt",
    "erklärte",
    "betonte",
    "schrieb",
    "meinte",
    "so",
    "dijo",
    "afirmó",
    "señaló",
    "declaró",
    "explicó",
    "aseguró",
    "a déclaré",
    "déclaré",
    "affirme",
    "explique",
    "disse",
    "afirmou",
    "declarou",
    "ha detto",
    "dichiarato",
    "zei",
    "powiedział",
    "powiedziała",
    "řekl",
    "řekla",
    "dedi",
    "kata",
    "ujar",
    "tutur",
    "ungkap",
    "jelas",
    "nói",
    "cho biết",
    "сказал",
    "сказала",
    "заявил",
    "заявила",
    "отметил",
    "قال",
    "قالت",
    "أضاف",
    "أكد",
    "说",
    "表示",
    "称",
    "說",
    "指出",
    "と述べた",
    "と語った",
    "は",
    "말했다",
    "밝혔다",
];
/// Shorter ones are words in marks.
const SHORTEST: usize = 12;
/// At most so many are kept.
const MOST: usize = 40;

/// The quotes of a text, paragraph by paragraph.
pub(super) fn read(text: &str) -> Vec<Quote> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut from = 0;
        while let Some((start, end, next)) = quoted(line, from) {
            let inside = line[start..end].trim_matches([' ', ',', '，', '.', '。']).to_owned();
            let wide = inside.chars().any(|c| c > '\u{2e80}');
            if inside.chars().count() >= if wide { SHORTEST / 2 } else { SHORTEST } {
                let speaker = after(&line[next..]).or_else(|| before(&line[..start]));
                out.push(Quote { text: inside, speaker });
            }
            from = next;
            if out.len() >= MOST {
                return out;
            }
        }
    }
    out
}

/// The next quote: where it begins and ends, and where the line goes on.
fn quoted(line: &str, from: usize) -> Option<(usize, usize, usize)> {
    let (at, open) = line[from..].char_indices().find(|(_, c)| MARKS.iter().any(|(open, _)| open == c))?;
    let start = from + at + open.len_utf8();
    let closes: Vec<char> = MARKS.iter().filter(|(o, _)| *o == open).map(|(_, close)| *close).collect();
    let (length, close) = line[start..].char_indices().find(|(_, c)| closes.contains(c))?;
    Some((start, start + length, start + length + close.len_utf8()))
}

/// `," said Mira Anders`, `", sagte Mira Anders`, `", Mira Anders said`
fn after(rest: &str) -> Option<String> {
    let clause = rest.split(['.', '。', '“', '„', '«', '"', '「', ';']).next()?;
    let clause = clause.trim_start_matches([',', ' ', '-', '–', '—', '，']);
    let clause: String = clause.chars().take(90).collect();
    speaker(&clause)
}

/// `Mira Anders said: "`, `李明表示：“`
fn before(head: &str) -> Option<String> {
    let head = head.trim_end_matches(['“', '„', '«', '"', '「', '»', '『']).trim_end();
    let clause = head.rsplit(['.', '。', '”', '»', '!', '?', '！', '？', '」']).next()?;
    if !head.ends_with([':', '：', ',', '，']) {
        return None;
    }
    let tail: Vec<char> = clause.chars().rev().take(90).collect();
    speaker(tail.into_iter().rev().collect::<String>().trim_end_matches([':', '：', ',', '，']))
}

/// The name in a clause that has a word of saying.
fn speaker(clause: &str) -> Option<String> {
    if clause.chars().any(|c| c > '\u{2e80}') {
        let at = ["表示", "指出", "强调", "強調", "说", "說", "称", "は", "と述べ"]
            .iter()
            .filter_map(|word| clause.find(word))
            .min()?;
        let name = clause[..at].rsplit(['，', '、', ',', ' ', '：', '日']).next()?.trim();
        return (2..=20).contains(&name.chars().count()).then(|| name.to_owned());
    }
    let lower = clause.to_lowercase();
    let said = |word: &str| SAID.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()));
    if !lower.split_whitespace().any(said) {
        return None;
    }
    // The first run of words that are written large, or that follow the word of saying where a script has no large letters.
    let words: Vec<&str> = clause.split_whitespace().collect();
    let cased = clause.chars().any(char::is_uppercase);
    let mut run: Vec<&str> = Vec::new();
    if cased {
        for word in &words {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let large = bare.chars().next().is_some_and(char::is_uppercase);
            let particle = !run.is_empty()
                && matches!(bare, "de" | "da" | "von" | "van" | "der" | "del" | "di" | "bin" | "al" | "la");
            if large || particle {
                run.push(bare);
                if word.ends_with([',', ';', ':']) {
                    break;
                }
            } else if !run.is_empty() {
                break;
            }
        }
    } else {
        let at = words.iter().position(|word| said(&word.to_lowercase()))?;
        run.extend(
            words[at + 1..].iter().take(2).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())),
        );
    }
    let name = run.join(" ");
    (name.chars().count() >= 2 && run.len() <= 6).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_are_read_from_the_clause_beside_a_quote() {
        for (text, said, speaker) in [
            (
                "“The harbour will open again,” said Mira Anders, who runs it.",
                "The harbour will open again",
                Some("Mira Anders"),
            ),
            (
                "„Der Hafen öffnet wieder“, sagte Mira Anders am Montag.",
                "Der Hafen öffnet wieder",
                Some("Mira Anders"),
            ),
            (
                "Mira Anders said: \"The harbour will open again.\"",
                "The harbour will open again",
                Some("Mira Anders"),
            ),
            (
                "«Le port va rouvrir bientôt», a déclaré Mira Anders.",
                "Le port va rouvrir bientôt",
                Some("Mira Anders"),
            ),
            ("李明表示：“港口将在一周内重新开放。”", "港口将在一周内重新开放", Some("李明")),
            (
                "\"Pelabuhan akan dibuka lagi,\" kata Budi Santoso.",
                "Pelabuhan akan dibuka lagi",
                Some("Budi Santoso"),
            ),
            ("The sign reads “no entry after ten” in red.", "no entry after ten", None),
        ] {
            let quotes = read(text);
            assert_eq!(quotes.len(), 1, "{text}");
            assert_eq!((quotes[0].text.as_str(), quotes[0].speaker.as_deref()), (said, speaker), "{text}");
        }
    }
}
