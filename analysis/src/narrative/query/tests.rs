//! Tests of the query language.

use proptest::prelude::*;

use super::*;

fn sets() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let set = |pairs: &[(&str, &[&str])]| {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), v.iter().map(|p| (*p).to_owned()).collect())).collect()
    };
    BTreeMap::from([
        ("product".to_owned(), set(&[("en", &["DeepSeek", "deep seek"]), ("zh", &["深度求索"])])),
        ("empty".to_owned(), set(&[])),
    ])
}

fn canonical(text: &str) -> String {
    compile(text, &sets()).unwrap().canonical
}

fn fails(text: &str) -> String {
    compile(text, &sets()).unwrap_err().to_string()
}

#[test]
fn precedence_is_near_not_and_or() {
    assert_eq!(canonical("a OR b AND NOT c"), "\"a\" OR (\"b\" AND NOT \"c\")");
    assert_eq!(canonical("(a OR b) c"), "(\"a\" OR \"b\") AND \"c\"");
    assert_eq!(canonical("NOT c a NOT d"), "\"a\" AND NOT \"c\" AND NOT \"d\"");
    assert_eq!(canonical("a NOT NOT b"), "\"a\" AND \"b\"");
    assert_eq!(canonical("a NOT b NEAR/3 c d"), "\"a\" AND \"d\" AND NOT \"b\" NEAR/3 \"c\"");
    assert_eq!(
        canonical("@product NEAR/10 (ban OR \"is banned\")"),
        "(\"DeepSeek\" OR \"deep seek\" OR \"深度求索\") NEAR/10 (\"ban\" OR \"is banned\")"
    );
}

#[test]
fn fields_and_misspellings() {
    assert_eq!(
        canonical("deepseek~1 author:@CGTN_Official lang:zh NOT type:repost"),
        "\"deepseek\"~1 AND author:\"cgtn_official\" AND lang:\"zh\" AND NOT type:\"repost\""
    );
    assert_eq!(
        canonical("domain:www.Example.org date:2025-01-24..2025-01-27 platform:X"),
        "domain:\"example.org\" AND date:\"2025-01-24..2025-01-27\" AND platform:\"x\""
    );
    assert_eq!(canonical("author:\"some id 7\""), "author:\"some id 7\"");
    let query = compile("deepseek~1 author:bob", &sets()).unwrap();
    assert_eq!(query.phrases, ["deepseek"], "a handle is no phrase, and is protected");
}

#[test]
fn sets_are_written_out_and_hashed() {
    let query = compile("@product AND NOT \"weather\"", &sets()).unwrap();
    assert_eq!(query.canonical, "(\"DeepSeek\" OR \"deep seek\" OR \"深度求索\") AND NOT \"weather\"");
    assert_eq!(query.sha256.len(), 64);
    assert_eq!(query.phrases, ["DeepSeek", "deep seek", "深度求索"]);
    let same = compile("  @product   NOT weather", &sets()).unwrap();
    assert_eq!(same.sha256, query.sha256, "the same question has the same hash");
}

#[test]
fn errors_point_at_the_column() {
    assert_eq!(fails(""), "the query is empty");
    assert!(fails("a AND").starts_with("column 6:"), "{}", fails("a AND"));
    assert!(fails("a AND OR b").starts_with("column 7:"));
    assert!(fails("深 \"度").starts_with("column 3:"));
    assert!(fails("(a OR b").starts_with("column 1:"));
    assert!(fails("a) b").starts_with("column 2:"));
    assert!(fails("NOT a").contains("takes something away"));
    assert!(fails("a OR NOT b").starts_with("column 6:"));
    assert!(fails("a AND (NOT b)").starts_with("column 8:"));
    assert!(fails("@nothing").contains("@nothing"));
    assert!(compile("@nothing", &sets()).unwrap_err().advice().contains("@product"));
    for (text, column, hint) in [
        ("a NEAR b", 3, "NEAR/5"),
        ("a NEAR/0 b", 3, "NEAR/5"),
        ("a NEAR/51 b", 3, "NEAR/5"),
        ("a NEAR/5", 3, "write an operand"),
        ("NEAR/5 b", 1, "write an operand"),
        ("a NEAR/5 (b AND c)", 10, "put AND, NOT and fields outside"),
        ("lang:zh NEAR/5 b", 1, "put AND, NOT and fields outside"),
        ("a NEAR/5 b NEAR/5 c", 12, "AND (b NEAR/5 c)"),
        ("a deepseek~3", 11, "~2"),
        ("a \"deepseek\"~", 13, "~2"),
        ("a seek~1", 3, "into a set"),
        ("a deepseek7x~2 \"deep seek\"~1", 16, "into a set"),
        ("深度求索~1", 1, "into a set"),
        ("a https://b", 3, "author:, domain:"),
        ("a lang:", 3, "behind the colon"),
        ("a date:2025-02-30", 3, "date:2025-01-24"),
        ("a date:2025-02-02..2025-02-01", 3, "date:2025-01-24"),
        ("a type:tweet", 3, "post, repost"),
        ("a domain:https", 3, "domain:example.org"),
        ("a author:\"b", 10, "close it"),
    ] {
        let error = compile(text, &sets()).unwrap_err();
        assert!(error.to_string().starts_with(&format!("column {column}: ")), "{text}: {error}");
        assert!(error.advice().contains(hint), "{text}: {}", error.advice());
    }
    assert!(fails("deep*").starts_with("column 5:"));
    assert!(fails("\"…\"").contains("nothing that can be searched"));
    assert!(fails("@empty").contains("no phrases"));
    assert!(fails("()").starts_with("column 2:"));
    assert!(fails(&"(".repeat(5000)).starts_with("column 21: parentheses are nested deeper than 20"));
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(compile(&nested(20), &sets()).is_ok());
    assert!(compile(&nested(21), &sets()).unwrap_err().advice().contains("take parentheses away"));
}

/// Queries as people and slips of the keyboard make them.
fn query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("AND".to_owned()),
        Just("OR".to_owned()),
        Just("NOT".to_owned()),
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("@product".to_owned()),
        Just("\"deep seek\"".to_owned()),
        Just("deepseek~1".to_owned()),
        Just("NEAR/5".to_owned()),
        Just("lang:zh".to_owned()),
        Just("author:\"a b\"".to_owned()),
        Just("date:2025-01-24..2025-01-27".to_owned()),
        "[a-z深度سﺍ\"~:@#*/0-9-]{1,9}",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.join(" "))
}

/// Queries that can be read.
fn readable() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,8}",
        "\"[a-z深度 ,.!:~*]{0,6}[a-z深]\"",
        "[a-z]{8,10}~[12]",
        Just("@product".to_owned())
    ];
    let near = (word.clone(), 1_u8..=50, word.clone()).prop_map(|(a, n, b)| format!("{a} NEAR/{n} {b}"));
    let field = prop_oneof![
        "author:[a-z_.0-9]{1,8}",
        "domain:[a-z]{1,4}\\.(org|cn)",
        "lang:[a-z]{2}(-[a-z]{2,4})?",
        "platform:[a-z]{1,6}",
        "type:(post|repost|reply|quote)",
        "date:2025-0[1-4]-(1[0-9]|2[0-8])",
        "date:2025-01-1[0-9]\\.\\.2025-0[2-4]-[12][0-8]",
    ];
    let leaf = prop_oneof![4 => word, 1 => near, 1 => field];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let operand =
            prop_oneof![3 => inner.clone(), 1 => inner.clone().prop_map(|text| format!("({text})"))];
        prop_oneof![
            proptest::collection::vec(operand.clone(), 1..4)
                .prop_map(|parts| format!("({})", parts.join(" OR "))),
            proptest::collection::vec(operand.clone(), 1..4)
                .prop_map(|parts| format!("({})", parts.join(" AND "))),
            (operand.clone(), operand).prop_map(|(a, b)| format!("({a} NOT ({b}))")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_makes_it_panic_and_every_error_points_into_it(text in prop_oneof![query(), any::<String>()]) {
        match compile(&text, &sets()) {
            Ok(query) => {
                let again = compile(&query.canonical, &BTreeMap::new()).unwrap();
                prop_assert_eq!(&again.root, &query.root);
                prop_assert_eq!(again.sha256, query.sha256);
            }
            Err(error) => {
                let message = error.to_string();
                let column = message.strip_prefix("column ").and_then(|rest| rest.split(':').next()?.parse::<usize>().ok());
                prop_assert!(column.is_none_or(|n| 1 <= n && n <= text.chars().count() + 1), "{}", message);
                let without_place = matches!(error, QueryError::Empty | QueryError::Set { .. });
                prop_assert!(column.is_some() || without_place, "{}", message);
                prop_assert!(!error.advice().is_empty());
            }
        }
    }

    #[test]
    fn what_is_printed_reads_as_the_same_question(text in readable()) {
        let query = compile(&text, &sets()).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let again = compile(&query.canonical, &BTreeMap::new()).unwrap();
        prop_assert_eq!(&again.canonical, &query.canonical);
        prop_assert_eq!(again.root, query.root);
    }
}
