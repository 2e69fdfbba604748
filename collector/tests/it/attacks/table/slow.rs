//! Servers that stop, drip or hang up, at each stage of an answer.

use std::io::{ErrorKind, Read as _};
use std::net::TcpStream;
use std::time::Duration;

use super::{Attack, LIMITS, head, send};
use crate::support::{RESET, page};

/// Both time-outs, short.
const SHORT: &str = "min_interval = '10ms'\nread_timeout = '500ms'\ntotal_timeout = '1500ms'";

/// Waits until the client has gone, sending `byte` five times a second if there is one.
fn linger(stream: &mut TcpStream, byte: Option<u8>) {
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    loop {
        match stream.read(&mut [0]) {
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            _ => return,
        }
        if byte.is_some_and(|byte| !send(stream, &[byte])) {
            return;
        }
    }
}

pub(super) fn all() -> Vec<Attack> {
    let text = page("a page that never comes");
    let body = [head(&format!("content-length: {}\r\n", 2 * text.len())), text.into_bytes()].concat();
    let stages: [(&str, Vec<u8>, bool); 4] = [
        ("before the head", Vec::new(), false),
        ("in the head", b"HTTP/1.1 200 OK\r\nx-slow: ".to_vec(), false),
        ("after the head", head("content-length: 999\r\n"), true),
        ("in the body", body, true),
    ];
    let late = ("", "todo", "no answer in time");
    let gone = ("", "todo", "no proper answer");
    let cut = ("transient, cut", "todo", "cut short");
    // Where no byte of a body came there is none that could be flagged.
    let empty = ("transient", "todo", "cut short");
    let mut rows = Vec::new();
    for (stage, start, has_head) in stages {
        let (silent, dripping, resetting) = (start.clone(), start.clone(), start.clone());
        let (timed, dripped, lost) = match (has_head, stage) {
            (true, "after the head") => (empty, cut, empty),
            (true, _) => (cut, cut, cut),
            (false, _) => (late, late, gone),
        };
        rows.push(Attack {
            limits: SHORT,
            ..Attack::new(format!("silence {stage}"), timed, move |_, stream| {
                send(stream, &silent);
                linger(stream, None);
            })
        });
        // A head that has not begun cannot drip.
        if !dripping.is_empty() {
            rows.push(Attack {
                limits: SHORT,
                ..Attack::new(format!("a drip {stage}"), dripped, move |_, stream| {
                    send(stream, &dripping);
                    linger(stream, Some(b' '));
                })
            });
        }
        rows.push(Attack {
            limits: LIMITS,
            path: RESET,
            ..Attack::new(format!("a reset {stage}"), lost, move |_, stream| {
                send(stream, &resetting);
            })
        });
        rows.push(Attack::bytes(format!("an end {stage}"), start, lost));
    }
    rows
}
