//! Full text against a plain search through every text: nothing is missed, nothing is found that is not there.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use whence_store::text::fold;

use crate::support::{Bench, post};

const TEXTS: usize = 3000;
const PIECES: &[&str] = &[
    "路透",
    "路透社",
    "深度求索",
    "深度",
    "求索",
    "求",
    "人工智能",
    "中國",
    "ディープシーク",
    "ディープ",
    "シーク社",
    "딥시크",
    "의",
    "DeepSeek",
    "deepseek",
    "ＤｅｅｐＳｅｅｋ",
    "AI",
    "ai",
    "OpenAI",
    "AIs",
    "A.I.",
    "deep seek",
    "Deep-Seek",
    "R1",
    "naïve",
    "Straße",
    "السفارة",
    "والسفارة",
    "بالسفارة",
    "للسفارة",
    "سفارة",
    "سفارات",
    "الذكاء",
    "ذكاء",
    "وذكاء",
    "ديب سيك",
    "السَّفارة",
    "посольство",
    "Посольства",
    "สถานทูต",
    "दूतावास",
    "kedutaan",
    "2025",
    "593",
    "#AI",
    "@AI_news",
    "https://example.org/ai",
];
const GLUE: &[&str] = &["", "", " ", " ", " ", ", ", "。", "、", "\n", "「", "」", "…", "-", "·", "！"];

/// Texts that mix scripts as posts do, the same for the same seed.
fn texts(seed: u64) -> Vec<String> {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut text = |_| {
        (0..dice.random_range(1..12))
            .flat_map(|_| {
                [PIECES[dice.random_range(0..PIECES.len())], GLUE[dice.random_range(0..GLUE.len())]]
            })
            .collect()
    };
    (0..TEXTS).map(&mut text).collect()
}

fn bench(texts: &[String]) -> Bench {
    let bench = Bench::new();
    let mut filled = bench.open();
    let items = texts.iter().enumerate().map(|(n, text)| post("a", &n.to_string(), text)).collect();
    filled.put(0, 10, items);
    bench
}

/// Panics unless the term is found in the texts for which `is_in` holds, and only there; gives how many they are.
fn agrees(bench: &Bench, texts: &[String], term: &str, is_in: impl Fn(&str) -> bool) -> usize {
    let found: Vec<usize> = bench.found(term).iter().map(|id| id.parse().unwrap()).collect();
    let expected: Vec<usize> = (0..texts.len()).filter(|n| is_in(&texts[*n])).collect();
    let differs = (0..texts.len()).find(|n| found.contains(n) != expected.contains(n));
    if let Some(n) = differs {
        panic!("`{term}` is {}found in {:?}", if found.contains(&n) { "" } else { "not " }, texts[n]);
    }
    expected.len()
}

/// Scripts that are written without spaces.
fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e4e}' | '\u{3005}' | '\u{3040}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a text holds a term as a whole word or words, in any case and width; Arabic letters and others are not one word.
fn holds_word(text: &str, term: &str) -> bool {
    let (text, term) = (fold(text), fold(term));
    let joins = |outside: Option<char>, inside: Option<char>| {
        outside.zip(inside).is_some_and(|(outside, inside)| {
            (outside.is_alphanumeric() || is_mark(outside))
                && !is_spaceless(outside)
                && !is_spaceless(inside)
                && is_arabic(outside) == is_arabic(inside)
        })
    };
    text.match_indices(&term).any(|(at, _)| {
        !joins(text[..at].chars().next_back(), term.chars().next())
            && !joins(text[at + term.len()..].chars().next(), term.chars().next_back())
    })
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}')
}

/// Vowel signs of Thai and Devanagari.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

/// The words of a text, folded; scripts without spaces part them, and so do Arabic letters beside others.
fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = fold(text).chars().collect();
    let kind = |c: &char| (c.is_alphanumeric() && !is_spaceless(*c), is_arabic(*c));
    chars
        .chunk_by(|a, b| kind(a) == kind(b))
        .filter(|word| kind(&word[0]).0)
        .map(|word| word.iter().collect())
        .collect()
}

#[test]
fn scripts_without_spaces_are_found_anywhere() {
    let texts = texts(1);
    let bench = bench(&texts);
    for term in [
        "路透",
        "深度求索",
        "求",
        "ディープシーク",
        "ディープ",
        "シーク",
        "딥시크",
        "度求",
        "透社",
        "索",
        "人工智能",
        "의",
    ] {
        let count = agrees(&bench, &texts, term, |text| fold(text).contains(&fold(term)));
        assert!(count > 20, "{term}: {count}");
    }
    for absent in ["索度", "智求", "日本"] {
        agrees(&bench, &texts, absent, |text| fold(text).contains(absent));
    }
}

#[test]
fn any_piece_of_a_run_is_found() {
    let texts = texts(2);
    let bench = bench(&texts);
    let mut dice = StdRng::seed_from_u64(3);
    let mut asked = 0;
    for text in texts.iter().step_by(9) {
        let folded = fold(text);
        let Some(run) =
            folded.split(|c: char| !is_spaceless(c)).filter(|run| !run.is_empty()).max_by_key(|r| r.len())
        else {
            continue;
        };
        let run: Vec<char> = run.chars().collect();
        let from = dice.random_range(0..run.len());
        let to = dice.random_range(from + 1..=run.len());
        let term: String = run[from..to].iter().collect();
        agrees(&bench, &texts, &term, |text| fold(text).contains(&term));
        asked += 1;
    }
    assert!(asked > 200, "{asked}");
}

#[test]
fn words_are_found_whole_in_any_case_and_width() {
    let texts = texts(4);
    let bench = bench(&texts);
    for term in [
        "AI",
        "ai",
        "DeepSeek",
        "ＤＥＥＰＳＥＥＫ",
        "R1",
        "2025",
        "посольство",
        "kedutaan",
        "naïve",
        "สถานทูต",
        "दूतावास",
    ] {
        let count = agrees(&bench, &texts, term, |text| holds_word(text, term));
        assert!(count > 20, "{term}: {count}");
    }
}

#[test]
fn arabic_words_are_found_with_and_without_their_article() {
    let texts = texts(5);
    let bench = bench(&texts);
    let any = |forms: &'static [&'static str]| {
        move |text: &str| words(text).iter().any(|word| forms.iter().any(|form| fold(form) == *word))
    };
    assert!(
        agrees(&bench, &texts, "سفارة", any(&["سفارة", "السفارة", "والسفارة", "بالسفارة", "للسفارة"])) > 100
    );
    assert!(agrees(&bench, &texts, "السفارة", any(&["السفارة", "والسفارة", "بالسفارة", "للسفارة"])) > 100);
    assert!(agrees(&bench, &texts, "ذكاء", any(&["ذكاء", "الذكاء", "وذكاء"])) > 100);
    assert!(agrees(&bench, &texts, "السَّفارة", any(&["السفارة", "والسفارة", "بالسفارة", "للسفارة"])) > 100);
    assert!(agrees(&bench, &texts, "سفارات", any(&["سفارات"])) > 20);
}

#[test]
fn nothing_that_people_type_breaks_the_query() {
    let bench = bench(&["AI and 求".to_owned()]);
    for typed in [
        "",
        "\"",
        "\"AI",
        "(AI",
        "AI)",
        "AI AND",
        "NOT AI",
        "*",
        "AI*",
        "col:AI",
        "^AI",
        "a-b",
        "AI NEAR 求",
        "'",
        "\0",
        "😀",
        "{x}",
    ] {
        bench.found(typed);
    }
    assert_eq!(bench.found("AI AND 求"), ["0"]);
    assert_eq!(bench.found("AI NOT 求"), Vec::<String>::new());
    assert_eq!(bench.found("nothing OR (ai \"求\")"), ["0"]);
}
