//! `whence-collect url`: addresses in, one JSON object a line out, without a store.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use whence_store::link::CANONICAL_RULE;

/// Runs it in an empty folder; gives the exit code and the lines.
fn run(arguments: &[&str], input: &[u8]) -> (i32, Vec<Value>) {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_whence-collect"))
        .arg("url")
        .args(arguments)
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it leaves nothing behind");
    let lines = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn an_object_is_told_whole() {
    let (code, lines) = run(&["https://twitter.com/a/status/1883951234567890123?s=20"], b"");
    assert_eq!(code, 0);
    let expected = json!({
        "url": "https://twitter.com/a/status/1883951234567890123?s=20",
        "canonical": "https://x.com/i/status/1883951234567890123",
        "domain": "x.com", "host": "x.com", "platform": "x", "kind": "post", "id": "1883951234567890123",
        "rule": CANONICAL_RULE,
    });
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0], expected);
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&lines[0]), names(&expected), "in this order");
}

#[test]
fn lines_come_from_standard_input() {
    let input = b"https://youtu.be/aB3_dE-9xYz\r\n\n  https://www.example.org/a#b  \nno address\n\xff\xfe\n";
    for arguments in [&[][..], &["-"]] {
        let (code, lines) = run(arguments, input);
        assert_eq!(code, 3, "one failed");
        let of = |n: usize, name: &str| lines[n][name].clone();
        assert_eq!(lines.len(), 4);
        assert_eq!((of(0, "kind"), of(0, "id")), (json!("video"), json!("aB3_dE-9xYz")));
        assert_eq!((of(1, "canonical"), of(1, "platform")), (json!("https://example.org/a"), Value::Null));
        assert_eq!((of(2, "canonical"), of(2, "url")), (Value::Null, json!("no address")));
        assert!(of(2, "error").is_string() && of(3, "error").is_string() && lines[0].get("error").is_none());
    }
    assert_eq!(run(&[], b""), (0, Vec::new()));
}

#[test]
fn defanged_addresses_are_read_on_request_only() {
    let (code, lines) = run(&["hxxps[:]//example[.]org/a"], b"");
    assert_eq!((code, &lines[0]["canonical"]), (3, &Value::Null));
    let (code, lines) = run(&["--refang", "hxxps[:]//example[.]org/a"], b"");
    assert_eq!((code, &lines[0]["canonical"]), (0, &json!("https://example.org/a")));
    assert_eq!(lines[0]["url"], "hxxps[:]//example[.]org/a", "as given");
}
