//! Credits of agencies and sources, and datelines, in the languages of the press.

use serde::Serialize;

use super::text::Block;

/// A credit: who a text is taken from, in the words of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Credit {
    /// The name that is credited.
    pub name: String,
    /// `agency`, `source`, `via` or `dateline`.
    pub kind: &'static str,
    /// The line that says so, cut at 200 characters.
    pub text: String,
}

/// Agencies whose names stand in brackets, after dashes or alone.
const AGENCIES: &[&str] = &[
    "Reuters",
    "AFP",
    "AP",
    "Associated Press",
    "dpa",
    "EFE",
    "ANSA",
    "APA",
    "TASS",
    "ТАСС",
    "РИА Новости",
    "RIA Novosti",
    "Sputnik",
    "Xinhua",
    "新华社",
    "新華社",
    "中新社",
    "路透社",
    "法新社",
    "美联社",
    "美聯社",
    "共同社",
    "彭博社",
    "ロイター",
    "共同通信",
    "時事通信",
    "AFP通信",
    "연합뉴스",
    "로이터",
    "ANTARA",
    "Antara",
    "Bernama",
    "Anadolu",
    "AA",
    "PTI",
    "ANI",
    "IANS",
    "UPI",
    "Bloomberg",
    "Interfax",
    "Интерфакс",
    "Рейтер",
    "رويترز",
    "أ ف ب",
    "فرانس برس",
    "وكالة الأنباء",
    "د ب أ",
    "الأناضول",
    "سبوتنيك",
    "واس",
    "وام",
    "Lusa",
    "Agência Brasil",
    "Belga",
    "ANP",
    "PAP",
    "ČTK",
    "Ukrinform",
    "Укринформ",
    "SDA",
    "Keystone-SDA",
    "SID",
    "KNA",
    "epd",
    "Europa Press",
    "CNA",
    "VNA",
    "TTXVN",
    "Yonhap",
    "Kyodo",
    "Jiji",
];

/// Words that name a source at the beginning of a line.
const SOURCES: &[&str] = &[
    "source:",
    "sources:",
    "quelle:",
    "quellen:",
    "fuente:",
    "fuentes:",
    "fonte:",
    "fontes:",
    "source :",
    "sources :",
    "bron:",
    "źródło:",
    "zdroj:",
    "kaynak:",
    "sumber:",
    "sumber :",
    "nguồn:",
    "theo ",
    "источник:",
    "джерело:",
    "المصدر:",
    "المصدر :",
    "منبع:",
    "מקור:",
    "स्रोत:",
    "ที่มา:",
    "来源:",
    "来源：",
    "來源:",
    "來源：",
    "文章来源：",
    "稿源：",
    "出典:",
    "出典：",
    "引用元:",
    "ソース:",
    "출처:",
    "출처 :",
    "originally published by",
    "originally published in",
    "originally published on",
    "this article originally appeared",
    "this article was originally published",
];

/// Words that name whom something came by.
const VIAS: &[&str] = &[
    "via ",
    "(via ",
    "h/t ",
    "über ",
    "melalui ",
    "dikutip dari ",
    "dilansir dari ",
    "dilansir ",
    "mengutip ",
    "نقلا عن ",
    "نقلاً عن ",
    "по материалам ",
    "转自",
    "轉自",
    "转载自",
    "轉載自",
    "据",
    "seen at ",
];

/// At most so many credits are kept.
const MOST: usize = 12;

/// The credits of a page: in its blocks near the text, and at the beginning and end of paragraphs.
pub(super) fn read(blocks: &[Block], kept: &[bool]) -> Vec<Credit> {
    let (Some(first), Some(last)) = (kept.iter().position(|k| *k), kept.iter().rposition(|k| *k)) else {
        return Vec::new();
    };
    let mut out: Vec<Credit> = Vec::new();
    let from = first.saturating_sub(15);
    let to = (last + 10).min(blocks.len() - 1);
    for (at, block) in blocks.iter().enumerate().take(to + 1).skip(from) {
        let text = block.text.as_str();
        if block.hidden || (!kept[at] && text.chars().count() > 200) {
            continue;
        }
        let found = source(text)
            .or_else(|| via(text))
            .or_else(|| if kept[at] || text.chars().count() < 60 { agency(text) } else { None });
        if let Some((name, kind)) = found
            && !out.iter().any(|credit| credit.name.eq_ignore_ascii_case(&name))
        {
            out.push(Credit { name, kind, text: text.chars().take(200).collect() });
            if out.len() >= MOST {
                break;
            }
        }
    }
    out
}

/// `Source: Reuters`, `来源：新华社`
fn source(text: &str) -> Option<(String, &'static str)> {
    if text.chars().count() > 160 {
        return None;
    }
    let lower = text.to_lowercase();
    let (word, at) = SOURCES.iter().find_map(|word| {
        let at = lower.find(word)?;
        // In the midst of a line only behind a mark: `27 Jan | Source: X`.
        let behind = lower[..at].trim_end();
        (behind.is_empty()
            || behind.ends_with(['|', '·', '(', '（', '•', '-', '，', ' ']) && *word != "theo "
            || behind.ends_with(char::is_numeric) && word.ends_with(['：', ':']))
        .then_some((*word, at))
    })?;
    let rest = text.get(at + word.len()..)?.trim_start_matches([':', '：', ' ']);
    named(rest).map(|name| (name, "source"))
}

/// `via Reuters`, `dikutip dari Reuters`, `转自新华社`
fn via(text: &str) -> Option<(String, &'static str)> {
    let lower = text.to_lowercase();
    let word = VIAS.iter().find(|word| lower.starts_with(**word))?;
    // A sentence that begins so tells of something else, unless an agency follows.
    let rest = text.get(word.len()..)?;
    if text.chars().count() > 80 {
        return agency_at(rest).map(|name| (name.to_owned(), "via"));
    }
    named(rest).map(|name| (name, "via"))
}

/// `(Reuters)`, `BERLIN (dpa) -`, `- AFP`, `新华社北京1月27日电`
fn agency(text: &str) -> Option<(String, &'static str)> {
    let head: String = text.chars().take(90).collect();
    for (open, close) in [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')] {
        for part in head.split(open).skip(1) {
            let Some((inside, after)) = part.split_once(close) else { continue };
            let Some(name) =
                inside.split(['/', ',', '-', ' ']).find_map(whole_agency).or_else(|| whole_agency(inside))
            else {
                continue;
            };
            let before = head.split(open).next().unwrap_or_default();
            let dashed = after.trim_start().starts_with(['-', '–', '—', ':']);
            let dateline = dashed && before.trim().chars().count() != 1;
            return Some((name.to_owned(), if dateline { "dateline" } else { "agency" }));
        }
    }
    let bare = text.trim_start_matches(['-', '–', '—', ' ', '/', '*']).trim_end_matches(['.', ' ', '*']);
    if let Some(name) = whole_agency(bare) {
        return Some((name.to_owned(), "agency"));
    }
    // `新华社北京1月27日电`, `【新华社】`, and `WASHINGTON, 27 Jan (Xinhua) --` above.
    if head.contains('电') || head.contains('電') {
        return agency_at(&head).map(|name| (name.to_owned(), "dateline"));
    }
    // `... said. — Reuters` at the end of a paragraph.
    let tail = text.rsplit(['—', '–', '/', '(', '（']).next()?.trim_end_matches([')', '）', '.', ' ']).trim();
    if tail.len() < text.len() && tail.chars().count() <= 20 {
        whole_agency(tail).map(|name| (name.to_owned(), "agency"))
    } else {
        None
    }
}

fn whole_agency(text: &str) -> Option<&'static str> {
    let text = text.trim();
    AGENCIES
        .iter()
        .find(|name| **name == text || name.chars().count() > 4 && name.eq_ignore_ascii_case(text))
        .copied()
}

fn agency_at(text: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|name| text.trim_start_matches(['【', '（', '(', ' ']).starts_with(**name)).copied()
}

/// The name at the beginning of a text: up to a mark, at most some words.
fn named(text: &str) -> Option<String> {
    let end =
        text.find(['|', '\n', ';', '；', '。', '，', '(', '（', '•', '·', ')', '）']).unwrap_or(text.len());
    let part = text[..end].trim();
    let part = part.split(" - ").next().unwrap_or(part).trim_end_matches(['.', ',', ' ', ':']);
    // Sites that date their sources: `来源：新华社 2025-01-27`.
    let cut = part
        .split_whitespace()
        .take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join(" ");
    let words = cut.split_whitespace().count();
    ((1..=6).contains(&words) && cut.chars().count() >= 2 && cut.chars().count() <= 60).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_read_in_many_languages() {
        for (text, name, kind) in [
            ("WASHINGTON, Jan 30 (Reuters) - The firm said on Thursday.", "Reuters", "dateline"),
            ("(Reuters) — The regulator is looking into it.", "Reuters", "dateline"),
            ("Berlin (dpa) - Die Ministerin hat am Montag", "dpa", "dateline"),
            ("Source: Harbour Daily", "Harbour Daily", "source"),
            ("Quelle: dpa", "dpa", "source"),
            ("来源：新华社", "新华社", "source"),
            ("2025-01-27 08:00 来源：中国新闻网", "中国新闻网", "source"),
            ("Sumber: Kompas", "Kompas", "source"),
            ("المصدر: رويترز", "رويترز", "source"),
            ("Источник: ТАСС", "ТАСС", "source"),
            ("Fuente: EFE", "EFE", "source"),
            ("via The Verge", "The Verge", "via"),
            ("新华社北京1月27日电 记者从会上获悉", "新华社", "dateline"),
            ("Jakarta (ANTARA) - Kementerian mengatakan", "ANTARA", "dateline"),
            ("출처: 연합뉴스", "연합뉴스", "source"),
        ] {
            let found = source(text).or_else(|| via(text)).or_else(|| agency(text));
            assert_eq!(found, Some((name.to_owned(), kind)), "{text}");
        }
        assert_eq!(source("The source of the river: hills").or_else(|| agency("He (the man) said")), None);
    }
}
