//! Heads that are no HTTP, or too much of it.

use super::{Attack, send};
use crate::support::page;

pub(super) fn all() -> Vec<Attack> {
    let refused = ("", "todo", "no proper answer");
    let whole = ("ok", "done", "");
    let text = page("a page with an odd head");
    let with = |first: &str, headers: &str| {
        let length = format!("connection: close\r\ncontent-length: {}", text.len());
        format!("{first}\r\ncontent-type: text/html\r\n{headers}{length}\r\n\r\n{text}")
    };
    let usual = "HTTP/1.1 200 OK";
    let mut rows: Vec<Attack> = [
        ("nothing", String::new()),
        ("an answer of TLS", "\x16\x03\x01\x02\0\x01".to_owned()),
        ("HTTP/0.9: a page without a head", text.clone()),
        ("a status that is no number", with("HTTP/1.1 2x0 OK", "")),
        ("a status of two digits", with("HTTP/1.1 20 OK", "")),
        ("a status of four digits", with("HTTP/1.1 2000 OK", "")),
        ("a status of 0", with("HTTP/1.1 000 OK", "")),
        ("a version that is not there", with("HTTP/7.3 200 OK", "")),
        ("another protocol", with("ICY 200 OK", "")),
        ("a header without a colon", with(usual, "broken\r\n")),
        ("a space before the colon", with(usual, "x-a : b\r\n")),
        ("a header with a NUL", with(usual, "x-a: \0\r\n")),
        ("a folded header", with(usual, "x-a: b\r\n c\r\n")),
        ("10,000 headers", with(usual, &"x-a: b\r\n".repeat(10_000))),
        ("a header of 8 MiB", with(usual, &format!("x-a: {}\r\n", "y".repeat(8 << 20)))),
    ]
    .into_iter()
    .map(|(name, bytes)| Attack::bytes(name, bytes, refused))
    .collect();
    rows.push(Attack::bytes("a status without a reason", with("HTTP/1.1 200", ""), whole));
    rows.push(Attack::bytes("a status of 299", with("HTTP/1.1 299 Odd", ""), whole));
    rows.push(Attack::bytes(
        "a status of 999",
        with("HTTP/1.1 999 Odd", ""),
        ("forbidden", "failed", "status 999"),
    ));
    rows.push(Attack::bytes(
        "1,000 times `100 Continue`, then the page",
        format!("{}{}", "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000), with(usual, "")),
        whole,
    ));
    rows.push(Attack::new("a head without end", refused, |_, stream| {
        let piece = format!("x-a: {}\r\n", "y".repeat(1000));
        let _ = send(stream, b"HTTP/1.1 200 OK\r\n");
        while send(stream, piece.as_bytes()) {}
    }));
    rows.push(Attack {
        limits: "min_interval = '10ms'\ntotal_timeout = '2s'",
        ..Attack::new("`103 Early Hints` without end", ("", "todo", "no answer in time"), |_, stream| {
            let piece = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(100);
            while send(stream, piece.as_bytes()) {}
        })
    });
    rows.push(Attack::bytes(
        "a switch to another protocol",
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
        ("forbidden", "failed", "status 101"),
    ));
    rows
}
