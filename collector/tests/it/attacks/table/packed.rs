//! Packed bodies: bombs of each kind, broken streams, and packing that is none.

use std::net::TcpStream;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::{Attack, send};
use crate::support::{Request, page};

/// What the bombs hold, in bytes.
const BOMB: usize = 256 << 20;

/// A way to pack: its name on the wire, what it is called here.
type Way = (&'static str, &'static str, fn(&mut dyn FnMut(&mut dyn std::io::Write)) -> Vec<u8>);

const WAYS: [Way; 5] = [
    ("gzip", "gzip", |fill| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        fill(&mut packer);
        packer.finish().unwrap()
    }),
    ("deflate", "deflate with zlib's head", |fill| {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        fill(&mut packer);
        packer.finish().unwrap()
    }),
    ("deflate", "bare deflate", |fill| {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
        fill(&mut packer);
        packer.finish().unwrap()
    }),
    ("br", "br", |fill| {
        let mut packed = Vec::new();
        fill(&mut brotli::CompressorWriter::new(&mut packed, 1 << 16, 3, 22));
        packed
    }),
    ("zstd", "zstd", |fill| {
        let mut packer = zstd::stream::Encoder::new(Vec::new(), 3).unwrap();
        fill(&mut packer);
        packer.finish().unwrap()
    }),
];

/// An answer with a packed body.
fn answer(encoding: &str, body: Vec<u8>) -> impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static {
    let head = super::head(&format!("content-encoding: {encoding}\r\ncontent-length: {}\r\n", body.len()));
    move |_, stream| {
        let _ = send(stream, &head) && send(stream, &body);
    }
}

/// A page, and then blanks: nothing that a limit on elements would stop.
fn blanks(out: &mut dyn std::io::Write) {
    out.write_all(page("a bomb").as_bytes()).unwrap();
    let piece = vec![b' '; 1 << 20];
    for _ in 0..BOMB >> 20 {
        out.write_all(&piece).unwrap();
    }
}

/// A page of 24 MiB that does not pack well enough to be a bomb: half a megabyte of noise before its blanks.
fn careful(out: &mut dyn std::io::Write) {
    let mut state = 1_u32;
    let noise: String = (0..1 << 19)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'a' + u8::try_from(state >> 28).unwrap())
        })
        .collect();
    write!(out, "<!-- {noise} -->{}{}", page("a careful bomb"), " ".repeat(24 << 20)).unwrap();
}

pub(super) fn all() -> Vec<Attack> {
    let bomb = ("transient, cut", "todo", "only a bomb");
    let broken = ("transient, cut", "todo", "cut short");
    let whole = ("ok", "done", "");
    let text = page("a page that is packed");
    let plain = |out: &mut dyn std::io::Write| out.write_all(text.as_bytes()).unwrap();
    let mut rows = Vec::new();
    for (encoding, name, pack) in WAYS {
        let bytes = pack(&mut |out| blanks(out));
        let nested = WAYS[0].2(&mut |out| out.write_all(&bytes).unwrap());
        rows.push(Attack::new(
            format!("256 MiB in {} bytes of {name}", bytes.len()),
            bomb,
            answer(encoding, bytes),
        ));
        let twice = format!("{encoding}, gzip");
        rows.push(Attack::new(
            format!("256 MiB in {} bytes of {name} in gzip", nested.len()),
            bomb,
            answer(&twice, nested),
        ));
        let honest = pack(&mut |out| plain(out));
        rows.push(Attack::new(
            format!("half of a page in {name}"),
            broken,
            answer(encoding, honest[..honest.len() / 2].to_vec()),
        ));
        rows.push(Attack::new(format!("a page in {name}"), whole, answer(encoding, honest.clone())));
        rows.push(Attack::new(
            format!("a page said to be {name}"),
            broken,
            answer(encoding, text.clone().into_bytes()),
        ));
        let both = WAYS[0].2(&mut |out| out.write_all(&honest).unwrap());
        rows.push(Attack::new(format!("a page in {name} in gzip"), whole, answer(&twice, both)));
    }
    let gzip = |bytes: &[u8]| WAYS[0].2(&mut |out| out.write_all(bytes).unwrap());
    let thrice = gzip(&gzip(&gzip(text.as_bytes())));
    rows.push(Attack::new("a page in gzip in gzip in gzip", bomb, answer("gzip, gzip, gzip", thrice)));
    rows.push(Attack::new(
        "a page in rot13, which nobody knows",
        whole,
        answer("rot13", text.clone().into()),
    ));
    let bytes = WAYS[0].2(&mut |out| careful(out));
    rows.push(Attack::new(
        format!("24 MiB in {} bytes of gzip: less than 100 times", bytes.len()),
        ("transient, cut", "todo", "longer than 4 MiB"),
        answer("gzip", bytes),
    ));
    let mut packer = zstd::stream::Encoder::new(Vec::new(), 3).unwrap();
    packer.window_log(27).unwrap();
    blanks(&mut packer);
    rows.push(Attack::new(
        "zstd that wants a window of 128 MiB",
        broken,
        answer("zstd", packer.finish().unwrap()),
    ));
    rows
}
