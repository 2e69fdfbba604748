//! JSON: what changes, what becomes a record, and what keeps its bytes.

use super::*;
use crate::redact::{Needle, Redacted, holds, redact};

const TEXT: &str = "The \"harbour\" opens\nagain on Monday, she says";

fn needles() -> Needles {
    Needles::new(&[
        Needle::Text(TEXT.to_owned()),
        Needle::Word("alice_b".to_owned()),
        Needle::Word("9007199254740993".to_owned()),
        Needle::Word("77".to_owned()),
        Needle::Address("https://example.org/post/é".to_owned()),
    ])
}

fn after(body: &str) -> String {
    match redact(body.as_bytes(), Form::Unknown, &needles()) {
        Redacted::Untouched => body.to_owned(),
        Redacted::Changed(bytes) => String::from_utf8(bytes).unwrap(),
        Redacted::Dropped => panic!("dropped: {body}"),
    }
}

#[test]
fn only_tokens_that_hold_a_needle_change() {
    let body = r#"{"n": 1.50e3,  "id":9007199254740994, "who":"al\u0069ce_b","alice_b":[9007199254740993, 77, 1.77],
        "u":"https:\/\/www.example.org\/post\/%C3%A9\/?x","t":"@ALICE_B, alice_bc","e":"\ud83d\ude00\n", "s":"77"}"#;
    let expected = r#"{"n": 1.50e3,  "id":9007199254740994, "who":"[forgotten]","[forgotten]":["[forgotten]", 77, 1.77],
        "u":"https:\/\/www.[forgotten]\/?x","t":"@[forgotten], alice_bc","e":"\ud83d\ude00\n", "s":"[forgotten]"}"#;
    assert_eq!(after(body), expected);
}

#[test]
fn the_smallest_object_with_text_and_id_is_the_record() {
    let text = serde_json::to_string(TEXT).unwrap();
    let body = format!(
        r#"{{"page":[{{"rest":"9007199254740993","legacy":{{"at":5,"text":{text},"id":9007199254740993}}}},
        {{"id":1,"text":{text}}},{{"text":"kept"}}],"cursor":"9007199254740993"}}"#
    );
    let expected = r#"{"page":[{"rest":"[forgotten]","legacy":{"forgotten":true}},
        {"id":1,"text":"[forgotten]"},{"text":"kept"}],"cursor":"[forgotten]"}"#;
    assert_eq!(after(&body), expected);
    // The text of a caption stands in a list of its own.
    let body = format!(r#"[{{"id":"77","at":5,"edges":[{{"node":{{"text":{text}}}}}]}},{{"id":"78"}}]"#);
    assert_eq!(after(&body), r#"[{"forgotten":true},{"id":"78"}]"#);
    // Two lists of a page are not one record.
    let body = format!(r#"{{"users":[{{"id":"77"}}],"posts":[{{"text":{text}}}],"k":1}}"#);
    assert_eq!(after(&body), r#"{"users":[{"id":"[forgotten]"}],"posts":[{"text":"[forgotten]"}],"k":1}"#);
}

#[test]
fn lines_keep_their_number_and_a_broken_one_harms_no_other() {
    let text = serde_json::to_string(TEXT).unwrap();
    let body = format!(
        "{{\"id\":77,\"t\":{text}}}\n{{\"id\":2,\"b\":[{{\n{{\"id\":3,\"t\":\"a\"}}\n{{\"w\":\"alice_b"
    );
    let expected = "{\"forgotten\":true}\n{\"id\":2,\"b\":[{\n{\"id\":3,\"t\":\"a\"}\n{\"w\":\"[forgotten]";
    assert_eq!(after(&body), expected);
}

#[test]
fn html_in_a_string_is_read_without_its_tags() {
    let html = r#"{"id":"77","at":1,"content":"<p>The &quot;harbour&quot; opens<br>again on <a href=\"x\">Mon<wbr>day</a>, she says</p>"}"#;
    assert_eq!(after(&format!("[{html}]")), r#"[{"forgotten":true}]"#);
    let other = html.replace("\"77\"", "\"78\"");
    assert_eq!(
        after(&format!("[{other},{{\"c\":\"kept\"}}]")),
        r#"[{"id":"78","at":1,"content":"[forgotten]"},{"c":"kept"}]"#
    );
}

#[test]
fn tags_of_one_string_do_not_reach_into_another() {
    // Spaces are looked past only where there are tags: what stands in a string beside one with tags is no such place.
    let body = r#"{"id":"78","text":"The \"har bour\" opens aga in on Monday, she says","by":"<a href=\"x\">app</a>"}"#;
    assert_eq!(after(body), body);
    let split =
        r#"{"a":"1 <b","t":"<p>The <i>\"harbour\"</i> opens</p><p>again on Mon day, she says","c":"x> y"}"#;
    assert_eq!(after(split), r#"{"a":"1 <b","t":"[forgotten]","c":"x> y"}"#);
}

#[test]
fn escapes_are_not_taken_for_letters() {
    let needles = Needles::new(&[
        Needle::Word("nice".to_owned()),
        Needle::Word("true".to_owned()),
        Needle::Word("amp".to_owned()),
    ]);
    for clean in [r#"{"t":"so\nice &amp; cold","b":true}"#, "{\"a\": [true , true]}"] {
        assert!(!holds(clean.as_bytes(), Form::Json, &needles), "{clean}");
    }
    for held in
        [r#"{"t":"so\nnice"}"#, r#"{"t":"so\\nice"}"#, r#"{"t":"it is true"}"#, r#"{"t":"so \\n\u0069ce"}"#]
    {
        assert!(holds(held.as_bytes(), Form::Json, &needles), "{held}");
    }
}

#[test]
fn what_json_spells_may_end_another_escape() {
    let body = r#"{"w":"&#x61\u003bl&\u0023105;ce_%\u00362"}"#;
    assert_eq!(after(body), r#"{"w":"[forgotten]"}"#);
}

#[test]
fn nesting_has_no_end_that_hurts() {
    let deep = "[{\"a\":".repeat(200_000);
    let body = format!("{deep}\"alice_b\"");
    assert_eq!(after(&body), format!("{deep}\"[forgotten]\""));
}
