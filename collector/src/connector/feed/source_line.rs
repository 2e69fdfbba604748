//! Whom a text says it was taken from, where it says so in a line of its own.

/// A longer line is a sentence.
const LONGEST: usize = 80;
/// Where such lines stand: at the beginning or the end.
const LINES: usize = 3;

/// Words that such lines begin with, in the languages of the sites that are followed most.
const WORDS: &[&str] = &[
    "source:",
    "sumber:",
    "fuente:",
    "quelle:",
    "источник:",
    "المصدر:",
    "来源：",
    "来源:",
    "來源：",
    "來源:",
    "出典：",
    "출처:",
];

/// The name in such a line.
pub(super) fn find(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let first = lines.iter().take(LINES);
    first.chain(lines.iter().rev().take(LINES)).find_map(|line| {
        let lower = line.to_lowercase();
        let word = WORDS.iter().find(|word| lower.starts_with(**word))?;
        // Lower case may have other lengths: the name is what stands behind as many characters.
        let name: String = line.chars().skip(word.chars().count()).collect();
        let name = name.trim();
        (!name.is_empty() && name.chars().count() <= LONGEST).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_their_own_count() {
        assert_eq!(find("Source: Tide Office\nThe tide was high.").as_deref(), Some("Tide Office"));
        assert_eq!(find("港口开放。\n来源：新华社").as_deref(), Some("新华社"));
        assert_eq!(find("The source: a person close to it."), None);
        assert_eq!(find(&format!("Source: {}", "long ".repeat(40))), None);
    }
}
