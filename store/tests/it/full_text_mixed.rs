//! A hundred thousand items of mixed scripts: `terms()` and the view `search` find what a plain reading of every folded text
//! finds, and nothing else.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use whence_store::sql::{Limits, query};
use whence_store::text::fold;

use crate::support::{Bench, post};

const ITEMS: usize = 100_000;

/// Pieces of texts, parted by `|`; Arabic words are made with everything that attaches to them.
const PIECES: &str = "路透|路透社|深度求索|深度|求索|求|中國|使馆|人々|𠮷野|𪚥|〇|ディープシーク|ﾃﾞｨｰﾌﾟｼｰｸ|ディープ|シーク社|ガス|か゛|いすゞ|みすず|スー|の|ｱ|\
    딥시크|딥시크는|의|대사관|\u{1103}\u{1175}\u{11b8}|DeepSeek|deepseek|ＤｅｅｐＳｅｅｋ|Deep\u{ad}Seek|\
    Deep\u{200b}Seek|DEEPSEEKS|deep seek|Deep-Seek|AI|ai|ＡＩ|said|AIs|A.I.|OpenAI|🅰🅸|R1|\
    naïve|nai\u{308}ve|naive|Straße|STRASSE|İstanbul|istanbul|ISTANBUL|ΟΔΟΣ|οδός|οδος|\
    Việt|viet|посольство|Посольства|посо\u{301}льство|ПОСОЛЬСТВО|ёлка|елка|мой|мои|\
    สถานทูต|สถานทูตจีน|จีน|ทำ|दूतावास|दतवस|शक्ति|ديب سيك|وديب سيك|السَّفارة|السـفارة|\
    سفارات|الـAI|٢٠٢٥|أحمد|احمد|2025|20255|593|2025年|１２日|#AI|#深度求索|@AI_news|\
    https://example.org/ai|😀|👨\u{200d}👩";
const GLUE: &[&str] =
    &["", "", " ", " ", " ", ", ", "。", "、", "\n", "「", "」", "…", "-", "·", "！", "😀", "\u{200b}", "（"];
const ARABIC: &[&str] = &["سفارة", "السفارة", "ذكاء", "حق", "بلد", "لجنة"];
const BEFORE: &[&str] = &["", "و", "ف"];
const PARTICLES: &[&str] = &["", "ب", "ل", "ك", "ال", "بال", "لال", "كال", "لل"];

fn texts() -> Vec<String> {
    let pieces: Vec<&str> = PIECES.split('|').collect();
    let mut dice = StdRng::seed_from_u64(7);
    let mut one = |_| {
        let mut text = String::new();
        for _ in 0..dice.random_range(1..8) {
            if dice.random_range(0..6) == 0 {
                text += BEFORE[dice.random_range(0..BEFORE.len())];
                text += PARTICLES[dice.random_range(0..PARTICLES.len())];
                text += ARABIC[dice.random_range(0..ARABIC.len())];
            } else {
                text += pieces[dice.random_range(0..pieces.len())];
            }
            text += GLUE[dice.random_range(0..GLUE.len())];
        }
        text
    };
    (0..ITEMS).map(&mut one).collect()
}

fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e4e}' | '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}'
        | '\u{309d}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{20000}'..='\u{3ffff}')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}')
}

/// What a reader compares: a whole word, or one character of a script without spaces and whether it touches the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unit {
    text: String,
    touches: bool,
}

/// A text as a reader sees it. Nothing of the index's form is used.
fn units(folded: &str) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let mut before = ' ';
    for c in folded.chars() {
        let in_word = |c: char| (c.is_alphanumeric() || c == '\u{94d}') && !is_spaceless(c);
        if is_spaceless(c) {
            out.push(Unit { text: c.to_string(), touches: is_spaceless(before) });
        } else if in_word(c) {
            match out.last_mut() {
                Some(word) if in_word(before) && is_arabic(before) == is_arabic(c) => word.text.push(c),
                _ => out.push(Unit { text: c.to_string(), touches: false }),
            }
        }
        before = c;
    }
    out
}

/// Whether `word` is `term` with a conjunction, a particle and the article before it, each or none.
fn attaches(word: &str, term: &str) -> bool {
    let bare = term.strip_prefix("ال").filter(|bare| bare.chars().count() > 1);
    term.chars().count() > 1
        && BEFORE.iter().filter_map(|before| word.strip_prefix(before)).any(|rest| {
            PARTICLES.iter().any(|particle| rest.strip_prefix(particle) == Some(term))
                || bare.is_some_and(|bare| rest.strip_prefix("لل") == Some(bare))
        })
}

/// Whether a text holds a term.
fn holds(text: &[Unit], term: &[Unit]) -> bool {
    let same = |n: usize, (unit, asked): (&Unit, &Unit)| {
        (unit.text == asked.text && (n == 0 || unit.touches == asked.touches))
            || (n == 0 && asked.text.starts_with(is_arabic) && attaches(&unit.text, &asked.text))
    };
    text.windows(term.len()).any(|part| part.iter().zip(term).enumerate().all(|(n, pair)| same(n, pair)))
}

struct World {
    bench: Bench,
    texts: Vec<String>,
    folded: Vec<String>,
    units: Vec<Vec<Unit>>,
}

impl World {
    fn new() -> Self {
        let texts = texts();
        let bench = Bench::new();
        let mut filled = bench.open();
        for (page, part) in (0_i64..).zip(texts.chunks(5000)) {
            let first = usize::try_from(page).unwrap() * 5000;
            let items =
                part.iter().enumerate().map(|(n, t)| post("a", &(first + n).to_string(), t)).collect();
            filled.put(0, page, items);
        }
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let units = folded.iter().map(|text| units(text)).collect();
        Self { bench, texts, folded, units }
    }

    /// Panics unless the index and the view find what a reader finds; gives how many.
    fn agrees(&self, term: &str) -> usize {
        let asked = units(&fold(term));
        assert!(!asked.is_empty(), "{term}");
        let expected: Vec<usize> = (0..ITEMS).filter(|n| holds(&self.units[*n], &asked)).collect();
        if fold(term).chars().all(is_spaceless) {
            let inside: Vec<usize> = (0..ITEMS).filter(|n| self.folded[*n].contains(&fold(term))).collect();
            assert_eq!(expected, inside, "{term}: a part of a run is a substring");
        }
        let phrase = format!("\"{term}\"");
        let view = "SELECT native_id FROM search WHERE words MATCH terms(:term) ORDER BY id";
        for found in [self.bench.found(&phrase), self.bench.column(view, &[("term", &phrase)])] {
            let found: Vec<usize> = found.iter().map(|id| id.parse().unwrap()).collect();
            if found != expected {
                let wrong = found.iter().find(|n| !expected.contains(n));
                let missed = expected.iter().find(|n| !found.contains(n));
                let text = |n: Option<&usize>| n.map(|n| self.texts[*n].clone());
                panic!("`{term}` is wrongly found in {:?}, not found in {:?}", text(wrong), text(missed));
            }
        }
        expected.len()
    }
}

#[test]
fn a_hundred_thousand_items_are_searched_as_a_reader_would() {
    let world = World::new();
    let common = "路透|深度求索|求|度|社|𠮷|𪚥|々|人々|〇|中國|使馆|ディープシーク|ﾃﾞｨｰﾌﾟ|シーク|ー|ガ|か\u{3099}|いすゞ|の|딥시크|딥|대사관|시크는|\
        AI|ai|ＡＩ|said|DeepSeek|deep seek|R1|naïve|strasse|Straße|İSTANBUL|istanbul|ΟΔΟΣ|οδός|\
        viet|посольство|елка|мой|มี|สถานทูต|ทูต|จีน|ทำ|दूतावास|शक्ति|سفارة|السفارة|والسفارة|\
        بالسفارة|للسفارة|ذكاء|الذكاء|حق|الحق|بلد|لجنة|سفارات|ديب سيك|السَّفارة|احمد|2025|\
        ٢٠٢٥|593|2025年|１２日|年|#AI|AI_news|example.org";
    for term in common.split('|') {
        let count = world.agrees(term);
        // The one Thai syllable that no piece holds.
        assert_eq!(count > 100, term != "มี", "{term}: {count}");
    }
    for absent in ["索度", "日本", "eepsee", "سفار", "دतवास", "посольств"] {
        assert_eq!(world.agrees(absent), 0, "{absent}");
    }
    // Whatever stands in a text is found by it, across scripts and punctuation.
    let mut dice = StdRng::seed_from_u64(8);
    let mut asked = 0;
    while asked < 150 {
        let text = &world.folded[dice.random_range(0..ITEMS)];
        let chars: Vec<char> = text.chars().collect();
        let from = dice.random_range(0..chars.len());
        let len = dice.random_range(1..9).min(chars.len() - from);
        let term: String = chars[from..from + len].iter().collect();
        // A quotation mark would end the phrase; a break at its end is not asked for.
        let term = term.replace('"', " ").trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
        if !units(&term).is_empty() {
            world.agrees(&term);
            asked += 1;
        }
    }
    the_view_is_as_quick(&world.bench);
}

/// A search in the view reads the index first, in as few steps as the direct form, however it is asked.
fn the_view_is_as_quick(bench: &Bench) {
    let forms = [
        "SELECT item.id FROM item_fts JOIN item ON item.id = item_fts.rowid WHERE item_fts MATCH terms('𪚥 AND 使馆 AND حق')",
        "SELECT id FROM search WHERE words MATCH terms('𪚥 AND 使馆 AND حق')",
        "SELECT count(*) FROM search WHERE words MATCH terms('𪚥 AND 使馆 AND حق') AND handle = 'a' AND platform = 'x'",
        "SELECT id FROM search WHERE words MATCH terms('𪚥 AND 使馆 AND حق') AND created_at > 0 ORDER BY created LIMIT 5",
        "SELECT handle, count(*) FROM search WHERE words MATCH terms('𪚥 AND 使馆 AND حق') GROUP BY handle",
        "SELECT handle FROM search WHERE words MATCH terms('𪚥 AND 使馆 AND حق') ORDER BY rank LIMIT 5",
        "SELECT s.id FROM attribution a JOIN search s ON s.account_id = a.account_id WHERE s.words MATCH terms('𪚥 AND 使馆 AND حق')",
        "WITH found AS (SELECT * FROM search WHERE words MATCH terms('𪚥 AND 使馆 AND حق')) SELECT count(*) FROM found",
    ];
    // A walk through all items takes several hundred thousand steps.
    let limits = Limits { kilo_steps: 20, ..Limits::default() };
    for sql in forms {
        query(&bench.db(), sql, &[], limits).unwrap_or_else(|e| panic!("{sql}: {e}"));
        let plan = query(&bench.db(), &format!("EXPLAIN QUERY PLAN {sql}"), &[], limits).unwrap();
        let plan = format!("{:?}", plan.rows);
        assert!(plan.contains("item_fts VIRTUAL TABLE INDEX") && plan.contains(":M"), "{sql}: {plan}");
        assert!(!plan.contains("SCAN item\""), "{sql}: {plan}");
    }
    let scan = "SELECT count(*) FROM item WHERE text LIKE '%𪚥%'";
    assert!(
        query(&bench.db(), scan, &[], limits).is_err(),
        "the limit would let a walk through all items pass"
    );
}
