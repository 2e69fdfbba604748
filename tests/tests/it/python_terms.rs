//! Datasette's `terms()` is written in Python and must ask what the Rust function asks: both are given the same texts.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use whence_store::text::terms;

/// Reads JSON strings by line; prints the plugin's answer to each, or null where a character is unknown to this Python: its
/// tables may be older than ours.
const DRIVER: &str = r#"
import importlib.util, json, sys, types, unicodedata
stub = types.ModuleType("datasette")
stub.hookimpl = lambda function: function
sys.modules["datasette"] = stub
spec = importlib.util.spec_from_file_location("whence", sys.argv[1])
plugin = importlib.util.module_from_spec(spec)
spec.loader.exec_module(plugin)
for line in sys.stdin:
    text = json.loads(line)
    known = all(unicodedata.category(c) not in ("Cn", "Cs") for c in text)
    print(json.dumps(plugin.terms(text) if known else None))
"#;

/// The Python that is named by `WHENCE_PYTHON`, or else `python3`.
pub(crate) fn python() -> String {
    std::env::var("WHENCE_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

pub(crate) fn datasette_folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/datasette")
}

/// What queries are made of, parted by spaces.
const PIECES: &str = "AND OR NOT ( ) - ' 。 😀 AI ß ẞ İ ΟΔΟΣ ς é e\u{301} Ł ﬁ ½ ① 🅰 𝐃 深度求索 求 𠮷 々 ﾃﾞｨｰﾌﾟ か゛ \
    あ\u{3099} ㅋㅋ 딥시크 \u{1112}\u{1161}\u{11ab} สถานทูต ทำ दूतावास शक्ति й ё посо\u{301}л \
    السَّفارة وبال لل ال ديب سيك حق أ ئ ی ـ ٢٠٢٥ \u{200b} \u{ad} \u{fe0f} שָׁלוֹם 2025 x _";
/// Beside these, spaces and signs.
const SIGNS: &[&str] = &[" ", " ", "\u{3000}", "\u{1c}", "\t", "\0", "\"", "*"];
/// First and last character of blocks of Unicode, in hexadecimal.
const BLOCKS: &str = "20-7e a0-24f 300-3ff 400-52f 590-6ff 750-8ff 900-dff e00-eff 1000-11ff 1780-18af \
    1ab0-2bff 2e80-33ff 4e00-9fff a000-abff ac00-d7ff f900-ffff 10000-1ffff 20000-3ffff \
    e0000-e01ff 0-10ffff";

/// Queries of many scripts, with operators, quotes, parentheses, stars, and any character at all.
fn queries() -> Vec<String> {
    let pieces: Vec<&str> = PIECES.split(' ').collect();
    let hexadecimal = |text: &str| u32::from_str_radix(text, 16).unwrap();
    let blocks: Vec<_> = BLOCKS
        .split(' ')
        .filter_map(|block| block.split_once('-'))
        .map(|(from, to)| hexadecimal(from)..=hexadecimal(to))
        .collect();
    let mut dice = StdRng::seed_from_u64(20_250_127);
    let mut queries = Vec::new();
    for _ in 0..30_000 {
        let mut text = String::new();
        for _ in 0..dice.random_range(0..9) {
            match dice.random_range(0..6) {
                0 => text += SIGNS[dice.random_range(0..SIGNS.len())],
                1 | 2 => {
                    let block = blocks[dice.random_range(0..blocks.len())].clone();
                    let one = |_| char::from_u32(dice.random_range(block.clone()));
                    text.extend((0..3).filter_map(one));
                }
                _ => text += pieces[dice.random_range(0..pieces.len())],
            }
        }
        queries.push(text);
    }
    // Every character once, between two others that marks may sit upon.
    let all: Vec<char> = ('\0'..='\u{3ffff}').chain('\u{e0000}'..='\u{e0fff}').collect();
    queries.extend(all.iter().map(|c| format!("a{c} も{c}b")));
    queries
}

#[test]
fn python_asks_what_rust_asks() {
    let folder = tempfile::tempdir().unwrap();
    let (driver, asked) = (folder.path().join("driver.py"), folder.path().join("asked"));
    std::fs::write(&driver, DRIVER).unwrap();
    let queries = queries();
    let mut file = std::io::BufWriter::new(std::fs::File::create(&asked).unwrap());
    for query in &queries {
        writeln!(file, "{}", serde_json::to_string(query).unwrap()).unwrap();
    }
    file.flush().unwrap();
    let output = Command::new(python())
        .args(["-B", "-X", "utf8"])
        .arg(&driver)
        .arg(datasette_folder().join("plugins/whence.py"))
        .stdin(Stdio::from(std::fs::File::open(&asked).unwrap()))
        .output();
    let Ok(output) = output else {
        eprintln!("skipped: terms() of the Datasette plugin against Rust's (no {})", python());
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let out = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Option<String>> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), queries.len());
    let mut compared = 0;
    for (query, answer) in queries.iter().zip(&answers) {
        let Some(answer) = answer else { continue };
        assert_eq!(*answer, terms(query), "{query:?}");
        compared += 1;
    }
    assert!(compared > 150_000, "only {compared} of {} are known to {}", queries.len(), python());
}
