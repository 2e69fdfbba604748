//! More than was asked for: bodies, packed bodies and heads without end.

use std::io::Write as _;
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::{Arc, OnceLock};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{peak_memory, site};
use crate::support::{Bench, answer, page};

const HTML: &str = "content-type: text/html\r\n";

#[test]
fn a_long_body_is_kept_up_to_the_cap_and_flagged() {
    let stub = site(&["/long"], |_, stream| {
        let body = format!("{}<!-- {} -->", page("the long page"), "x".repeat(3 << 20));
        answer(stream, "200 OK", &format!("{HTML}etag: \"1\"\r\n"), body);
    });
    let bench = Bench::new();
    bench.limits("min_interval = '10ms'\nmax_body = '1 MiB'");
    bench.source(&stub.url("/feed.xml"), "revisit = '1ms'");
    assert_eq!(bench.collect(&["run"]).code, 0);
    let captures =
        "SELECT truncated || ' ' || size FROM capture JOIN blob ON blob.id = blob_id WHERE url LIKE '%/long'";
    assert_eq!(bench.column(captures), [format!("1 {}", 1 << 20)]);
    assert_eq!(bench.column("SELECT title FROM item"), ["On the long page"]);
    bench.assert_clean();
}

#[test]
fn a_packed_bomb_does_not_fill_the_memory() {
    let pid = Arc::new(OnceLock::<u32>::new());
    let peak = Arc::new(OnceLock::<Option<u64>>::new());
    let (child_pid, seen) = (Arc::clone(&pid), Arc::clone(&peak));
    let packed = bomb(200 << 20);
    let on_the_wire = packed.len();
    let stub = site(&["/bomb", "/after"], move |request, stream| {
        if request.path == "/bomb" {
            answer(stream, "200 OK", &format!("{HTML}content-encoding: gzip\r\n"), &packed);
        } else {
            // The program has dealt with the bomb, and waits for this answer: it stands still to be measured.
            let _ = seen.set(peak_memory(*child_pid.wait()));
            answer(stream, "200 OK", HTML, page("what came after"));
        }
    });
    let bench = Bench::new();
    bench.limits("min_interval = '10ms'\nmax_body = '1 MiB'");
    bench.source(&stub.url("/feed.xml"), "");
    let mut child = bench.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    pid.set(child.id()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3), "a body that was cut may come whole another time");

    let size = bench.count("SELECT size FROM capture JOIN blob ON blob.id = blob_id WHERE url LIKE '%/bomb'");
    assert_eq!(size, on_the_wire, "the evidence is what came over the wire");
    let error = &bench.column("SELECT last_error FROM task WHERE url LIKE '%/bomb'")[0];
    assert!(
        error.contains("elements"),
        "even what the cap lets through is more than a parser should get: {error}"
    );
    assert_eq!(bench.column("SELECT title FROM item"), ["On what came after"]);
    match peak.get().unwrap() {
        Some(bytes) => {
            eprintln!("peak memory with 200 MiB in {on_the_wire} bytes: {} MiB", bytes >> 20);
            assert!(*bytes < 160 << 20, "{bytes} bytes");
        }
        None => eprintln!("this system does not tell the peak memory of a process"),
    }
}

#[test]
fn a_head_without_end_is_given_up() {
    let stub = site(&[], |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        endless(stream, |n| format!("x-{n}: {}\r\n", "y".repeat(1000)));
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    let run = bench.collect(&["run"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(bench.column("SELECT state || ' ' || attempts FROM task"), ["todo 1"]);
    assert!(bench.column("SELECT last_error FROM task")[0].contains("no proper answer"));
}

#[test]
fn a_body_without_end_is_cut_at_the_cap() {
    let stub = site(&[], |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        endless(stream, |_| format!("1000\r\n{}\r\n", "z".repeat(0x1000)));
    });
    let bench = Bench::new();
    bench.limits("min_interval = '10ms'\nmax_body = '100 KiB'");
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 3);
    let captures = "SELECT truncated || ' ' || size FROM capture JOIN blob ON blob.id = blob_id";
    assert_eq!(bench.column(captures), [format!("1 {}", 100 << 10)]);
}

/// Writes pieces until the client has had enough.
fn endless(stream: &mut TcpStream, piece: impl Fn(u64) -> String) {
    for n in 0.. {
        if stream.write_all(piece(n).as_bytes()).is_err() {
            return;
        }
    }
}

/// So many bytes of HTML, packed.
fn bomb(size: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let line = b"<p>boom ".repeat(1 << 10);
    for _ in 0..size / line.len() {
        encoder.write_all(&line).unwrap();
    }
    encoder.finish().unwrap()
}
