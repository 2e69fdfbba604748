//! Redaction on random bodies: nothing of a needle is left, nothing else changes, and no bytes make it fail.

use proptest::prelude::*;
use serde_json::{Map, Value};
use whence_store::redact::{Form, MARK, Needle, Needles, Redacted, holds, redact, redact_text};

const FORMS: [Form; 6] = [Form::Json, Form::Ndjson, Form::Csv, Form::Markup, Form::Text, Form::Unknown];

/// Words that stand in random documents beside the needles; none is part of one.
const OTHERS: &[&str] =
    &["harbour", "", "深度", "a \"b\" \\c", "x/y", "50%", "R&D", "été", "😀", "line\nline", "null"];

fn needle() -> impl Strategy<Value = Needle> {
    prop_oneof![
        "[a-z]{3,6}_[0-9]{2,4}".prop_map(Needle::Word),
        "[A-ZÉÄ][a-zéß]{2,6} Q[a-zøñ]{3,6}".prop_map(Needle::Word),
        "[1-9][0-9]{11,18}".prop_map(Needle::Word),
        "[王李张][小大明]{2}".prop_map(Needle::Word),
        "https://(www\\.)?[a-z]{5}\\.example/q[a-z]{3,5}/[é中0-9]{2,5}".prop_map(Needle::Address),
        "Zq[a-z]{2,5}( [a-zé\"/&%<]{2,7}){4,7}[.!?]".prop_map(Needle::Text),
    ]
}

fn spelling(needle: &Needle) -> String {
    match needle {
        Needle::Text(text) | Needle::Word(text) | Needle::Address(text) => text.clone(),
    }
}

/// Writes a string as JSON, each character in one of its spellings as the numbers say.
fn json_string(text: &str, choices: &[u8]) -> String {
    let mut out = String::from("\"");
    for (n, c) in text.chars().enumerate() {
        let choice = choices.get(n % choices.len().max(1)).copied().unwrap_or_default();
        let escaped =
            || c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04X}")).collect::<Vec<_>>().concat();
        match (c, choice % 4) {
            ('/', 1) => out.push_str("\\/"),
            ('"', 0..=2) => out.push_str("\\\""),
            ('\\', 0..=2) => out.push_str("\\\\"),
            ('\n', 0..=2) => out.push_str("\\n"),
            (_, 3) => out.push_str(&escaped()),
            _ => out.push(c),
        }
    }
    out + "\""
}

/// How a planted needle is spelled inside the string's own escapes.
fn dressed(text: &str, dress: u8) -> String {
    match dress % 5 {
        1 => text.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect::<Vec<_>>().concat(),
        2 => text.bytes().map(|b| format!("%{b:02x}")).collect::<Vec<_>>().concat(),
        3 => text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('é', "&eacute;"),
        4 => text.to_uppercase().replace('ß', "ẞ").replace(' ', " \t "),
        _ => text.to_owned(),
    }
}

/// A document with needles in it as JSON text, and the value that it must become.
fn document(needles: Vec<Needle>) -> impl Strategy<Value = (String, Value)> {
    let leaf = prop_oneof![
        // No needle has so few digits.
        (-1_000_000_000..1_000_000_000_i64).prop_map(|n| (n.to_string(), Value::from(n))),
        any::<bool>().prop_map(|b| (b.to_string(), Value::from(b))),
        (prop::sample::select(OTHERS), prop::collection::vec(any::<u8>(), 1..9))
            .prop_map(|(text, choices)| (json_string(text, &choices), Value::from(text))),
        (
            prop::sample::select(needles),
            any::<u8>(),
            prop::sample::select(vec!["", "by ", "(", "见 ", "\n"]),
            prop::collection::vec(any::<u8>(), 1..9)
        )
            .prop_map(|(needle, dress, before, choices)| {
                let text = format!("{before}{}", dressed(&spelling(&needle), dress));
                let marked = match &needle {
                    Needle::Address(url) if dress % 5 == 0 || dress % 5 == 3 => {
                        let kept = if url.contains("www.") { "https://www." } else { "https://" };
                        format!("{before}{kept}{MARK}")
                    }
                    Needle::Address(_) => String::new(),
                    _ => format!("{before}{MARK}"),
                };
                (json_string(&text, &choices), Value::from(marked))
            }),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|items| {
                let (texts, values): (Vec<String>, Vec<Value>) = items.into_iter().unzip();
                (format!("[{}]", texts.join(" , ")), Value::from(values))
            }),
            prop::collection::vec(inner, 0..6).prop_map(|items| {
                let text: Vec<String> =
                    items.iter().enumerate().map(|(n, (text, _))| format!("\"k{n}\": {text}")).collect();
                let map: Map<String, Value> =
                    items.into_iter().enumerate().map(|(n, (_, value))| (format!("k{n}"), value)).collect();
                (format!("{{{}}}", text.join(",\n")), Value::from(map))
            }),
        ]
    })
}

/// How many places of an object hold a needle: a record has at least two.
fn expected_marks(object: &Map<String, Value>) -> usize {
    let places = |value: &Value| match value {
        // An address in disguise is expected to be anything.
        Value::String(text) => usize::from(text.is_empty() || text.contains(MARK)),
        Value::Array(items) => {
            items.iter().map(|item| expected_marks(&Map::from_iter([(String::new(), item.clone())]))).sum()
        }
        Value::Object(inner) => expected_marks(inner),
        _ => 0,
    };
    object.values().map(places).sum()
}

/// Whether the two are equal, but where redaction may have taken more: a whole string, or a record.
fn agrees(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            (found.get("forgotten") == Some(&Value::Bool(true)) && expected_marks(expected) >= 2)
                || (found.len() == expected.len()
                    && found.iter().zip(expected).all(|((a, x), (b, y))| a == b && agrees(x, y)))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(x, y)| agrees(x, y))
        }
        // An address in disguise keeps as much of its scheme as is not told from the rest.
        (Value::String(found), Value::String(expected)) if expected.is_empty() => {
            found.is_empty() || found.contains(MARK)
        }
        (Value::String(found), Value::String(expected)) => {
            found == expected || (found == MARK && expected.contains(MARK))
        }
        _ => found == expected,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn planted_needles_go_and_everything_else_stays(
        (needles, (body, expected)) in prop::collection::vec(needle(), 1..5)
            .prop_flat_map(|needles| (Just(needles.clone()), document(needles)))
    ) {
        let built = Needles::new(&needles);
        match redact(body.as_bytes(), Form::Json, &built) {
            Redacted::Untouched => {
                let found: Value = serde_json::from_str(&body).unwrap();
                prop_assert!(!expected.to_string().contains(MARK), "left in {}", body);
                prop_assert!(agrees(&found, &expected), "{} is not {}", found, expected);
            }
            Redacted::Changed(after) => {
                let found: Value = serde_json::from_slice(&after).unwrap();
                prop_assert!(agrees(&found, &expected), "{} became {}, not {}", body, found, expected);
                prop_assert!(!holds(&after, Form::Json, &built));
                prop_assert_eq!(redact(&after, Form::Json, &built), Redacted::Untouched);
            }
            Redacted::Dropped => prop_assert!(false, "dropped: {}", body),
        }
    }

    #[test]
    fn no_bytes_make_it_fail_and_twice_is_once(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        needles in prop::collection::vec(
            prop_oneof![
                any::<String>().prop_map(Needle::Text),
                any::<String>().prop_map(Needle::Word),
                any::<String>().prop_map(Needle::Address),
                needle(),
            ], 0..5),
    ) {
        let built = Needles::new(&needles);
        for form in FORMS {
            after_it_nothing_is_left(&bytes, form, &built)?;
        }
    }

    #[test]
    fn grammar_in_pieces_is_no_grammar_to_rely_on(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\n", "&", "&#", "&amp;", ";", "%", "%4", "1", "b",
            "al", "ann lee", "ann", " ", "\n", "<", ">", "<item>", "</item>", "<rss>", "<b>", "</b>", "<!--", "-->",
            "ann.example/x", "the harbour opens again", "The harbour\u{a0}opens ", "é", "\u{301}", "a", "n", "[forgotten]",
            "{\"forgotten\":true}", "forgotten", "王小明", "'", "@", "/", "_", "12345", ".", "true", "\u{200b}", "\r\n", "\0", "\x1b",
        ]), 0..60),
    ) {
        let built = Needles::new(&[
            Needle::Word("al".to_owned()), Needle::Word("Ann".to_owned()), Needle::Word("Ann Lee".to_owned()),
            Needle::Address("https://ann.example/x".to_owned()), Needle::Word("forgotten".to_owned()),
            Needle::Text("The harbour opens again".to_owned()), Needle::Text("b".to_owned()),
            Needle::Word("王小明".to_owned()), Needle::Word("12345".to_owned()), Needle::Word("true".to_owned()),
        ]);
        let body = pieces.concat();
        for form in FORMS {
            after_it_nothing_is_left(body.as_bytes(), form, &built)?;
        }
        if let Some(text) = redact_text(&body, &built) {
            prop_assert_eq!(redact_text(&text, &built), None);
        }
    }
}

fn after_it_nothing_is_left(body: &[u8], form: Form, needles: &Needles) -> Result<(), TestCaseError> {
    match redact(body, form, needles) {
        Redacted::Untouched => prop_assert!(!holds(body, form, needles)),
        Redacted::Changed(after) => {
            prop_assert!(!holds(&after, form, needles));
            prop_assert_eq!(redact(&after, form, needles), Redacted::Untouched);
        }
        Redacted::Dropped => prop_assert!(holds(body, form, needles)),
    }
    Ok(())
}

#[test]
fn other_charsets_are_looked_through() {
    let needles = Needles::new(&[
        Needle::Word("王小明".to_owned()),
        Needle::Word("Зинаида Ш".to_owned()),
        Needle::Word("zoé_k".to_owned()),
        Needle::Word("alice_b".to_owned()),
    ]);
    let labels = [
        "gb18030",
        "big5",
        "shift_jis",
        "windows-1251",
        "windows-1252",
        "iso-2022-jp",
        "euc-kr",
        "windows-1256",
    ];
    for (text, holding) in [
        ("<p>记者王小明报道，港口", "gb18030"),
        ("<p>記者王小明報道", "big5"),
        ("<p>これは王小明です", "shift_jis"),
        ("<p>これは王小明です", "iso-2022-jp"),
        ("<p>пишет ЗИНАИДА Ш.", "windows-1251"),
        ("<p>l’été de ZOÉ_K", "windows-1252"),
        ("<p>이것은 alice_b", "euc-kr"),
        ("<p>هذا alice_b", "windows-1256"),
    ] {
        let encoding = encoding(holding);
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable && labels.contains(&holding), "{text}");
        assert_eq!(redact(&bytes, Form::Markup, &needles), Redacted::Dropped, "{text}");
        let clean =
            text.replace("王小明", "大").replace("alice", "bob").replace("ЗИНА", "Д").replace("ZO", "Z");
        let (bytes, _, _) = encoding.encode(&clean);
        assert_eq!(redact(&bytes, Form::Markup, &needles), Redacted::Untouched, "{clean}");
    }
    for wide in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        for text in ["by alice_b.", "记者王小明报道"] {
            let mut bytes: Vec<u8> = text.encode_utf16().flat_map(wide).collect();
            assert_eq!(redact(&bytes, Form::Unknown, &needles), Redacted::Dropped, "{text}");
            bytes.insert(0, b'x');
            assert_eq!(redact(&bytes, Form::Unknown, &needles), Redacted::Dropped, "{text}");
        }
    }
}

fn encoding(label: &str) -> &'static encoding_rs::Encoding {
    encoding_rs::Encoding::for_label(label.as_bytes()).unwrap()
}

#[test]
fn markup_is_marked_and_split_words_drop_it() {
    let needles = Needles::new(&[
        Needle::Word("José Álvarez".to_owned()),
        Needle::Word("jo".to_owned()),
        Needle::Text("The harbour opens again. We shall see what comes of it.\nYes.".to_owned()),
        Needle::Text("Yes.".to_owned()),
    ]);
    let of = |body: &str| match redact(body.as_bytes(), Form::Markup, &needles) {
        Redacted::Changed(after) => String::from_utf8(after).unwrap(),
        other => format!("{other:?}"),
    };
    let m = MARK;
    for (body, expected) in [
        ("<a title='Jos&eacute; &#193;lvarez'>x</a>".to_owned(), format!("<a title='{m}'>x</a>")),
        (
            "<script>a=\"Jos\\u00e9\\x20\\u00C1lvarez\"</script>".to_owned(),
            format!("<script>a=\"{m}\"</script>"),
        ),
        ("<a href='/?q=Jos%C3%A9+%C3%81lvarez&p=1'>".to_owned(), format!("<a href='/?q={m}&p=1'>")),
        (
            "<a href='/jo'>@jo</a> jo and job, mojo".to_owned(),
            format!("<a href='/{m}'>@{m}</a> jo and job, mojo"),
        ),
        ("<p> Yes. </p> Yes. And".to_owned(), format!("<p> {m} </p> Yes. And")),
        ("x The  harbour\nopens again. no".to_owned(), format!("x {m} no")),
        ("we shall see&nbsp;what comes of it.<br>".to_owned(), format!("{m}<br>")),
        ("<b>Jos</b>é Álvarez".to_owned(), "Dropped".to_owned()),
        ("<i>José</i><i>Álvarez</i>".to_owned(), "Dropped".to_owned()),
        ("The har<wbr>bour opens<br>again.".to_owned(), "Dropped".to_owned()),
        ("José Álvarezo, Josè Alvarez".to_owned(), "Untouched".to_owned()),
    ] {
        assert_eq!(of(&body), expected, "{body}");
    }
}

#[test]
fn columns_are_redacted_as_what_they_are() {
    let needles = Needles::new(&[
        Needle::Word("alice_b".to_owned()),
        Needle::Word("1234567".to_owned()),
        Needle::Text("Hi".to_owned()),
        Needle::Address("https://example.org/a".to_owned()),
    ]);
    for (text, expected) in [
        ("Hi", Some(MARK)),
        ("Hi there", None),
        ("https://EXAMPLE.org/a#top", Some("https://[forgotten]#top")),
        ("https://example.org/ab", None),
        ("{\"from\":[\"alice_b\",1234567]}", Some("{\"from\":[\"[forgotten]\",\"[forgotten]\"]}")),
        ("thanks @Alice_B!", Some("thanks @[forgotten]!")),
    ] {
        assert_eq!(redact_text(text, &needles).as_deref(), expected, "{text}");
    }
}
