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

/// Queries of many scripts, with operators, quotes, parentheses, stars, and any character at all.
fn queries() -> Vec<String> {
    const PIECES: &[&str] = &[
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        "\"",
        "*",
        " ",
        " ",
        " ",
        "\u{3000}",
        "\u{1c}",
        "\t",
        "-",
        "'",
        "\0",
        "。",
        "😀",
        "AI",
        "ß",
        "ẞ",
        "İ",
        "ΟΔΟΣ",
        "ς",
        "é",
        "e\u{301}",
        "Ł",
        "ﬁ",
        "½",
        "①",
        "🅰",
        "𝐃",
        "深度求索",
        "求",
        "𠮷",
        "々",
        "ﾃﾞｨｰﾌﾟ",
        "か゛",
        "あ\u{3099}",
        "ㅋㅋ",
        "딥시크",
        "\u{1112}\u{1161}\u{11ab}",
        "สถานทูต",
        "ทำ",
        "दूतावास",
        "शक्ति",
        "й",
        "ё",
        "посо\u{301}л",
        "السَّفارة",
        "وبال",
        "لل",
        "ال",
        "ديب سيك",
        "حق",
        "أ",
        "ئ",
        "ی",
        "ـ",
        "٢٠٢٥",
        "\u{200b}",
        "\u{ad}",
        "\u{fe0f}",
        "שָׁלוֹם",
        "2025",
        "x",
        "_",
    ];
    const RANGES: &[(u32, u32)] = &[
        (0x20, 0x7e),
        (0xa0, 0x24f),
        (0x300, 0x3ff),
        (0x400, 0x52f),
        (0x590, 0x6ff),
        (0x750, 0x8ff),
        (0x900, 0xdff),
        (0xe00, 0xeff),
        (0x1000, 0x11ff),
        (0x1780, 0x18af),
        (0x1ab0, 0x2bff),
        (0x2e80, 0x33ff),
        (0x4e00, 0x9fff),
        (0xa000, 0xabff),
        (0xac00, 0xd7ff),
        (0xf900, 0xffff),
        (0x1_0000, 0x1_ffff),
        (0x2_0000, 0x3_ffff),
        (0xe_0000, 0xe_01ff),
        (0, 0x10_ffff),
    ];
    let mut dice = StdRng::seed_from_u64(20_250_127);
    let mut queries = Vec::new();
    for _ in 0..30_000 {
        let mut text = String::new();
        for _ in 0..dice.random_range(0..9) {
            if dice.random_range(0..3) > 0 {
                text += PIECES[dice.random_range(0..PIECES.len())];
            } else {
                let (from, to) = RANGES[dice.random_range(0..RANGES.len())];
                text.extend(
                    (0..dice.random_range(1..4)).filter_map(|_| char::from_u32(dice.random_range(from..=to))),
                );
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
