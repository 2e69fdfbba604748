//! Bodies that lie about their length, or have none.

use super::{Attack, head, send};
use crate::support::page;

pub(super) fn all() -> Vec<Attack> {
    let text = page("a page of another length");
    let length = text.len();
    let with = |headers: String| [head(&headers), text.clone().into_bytes()].concat();
    let chunked = |body: &str| [head("transfer-encoding: chunked\r\n"), body.as_bytes().to_vec()].concat();
    let one = format!("{length:x}\r\n{text}\r\n");
    let whole = ("ok", "done", "");
    let broken = ("transient, cut", "todo", "cut short");
    let refused = ("", "todo", "no proper answer");
    let stated = |length: &str| with(format!("content-length: {length}\r\n"));
    let mut rows = vec![
        Attack::bytes("a length that is too great", stated(&(length + 9).to_string()), broken),
        Attack::bytes("a length of 2^63 and a short page", stated("9223372036854775808"), broken),
        Attack::bytes("a length of 2^64", stated("18446744073709551616"), refused),
        Attack::bytes("a negative length", stated("-1"), refused),
        Attack::bytes("a length with a plus", stated(&format!("+{length}")), refused),
        Attack::bytes("a length in hexadecimal", stated("0x10"), refused),
        Attack::bytes("a length that is too small", stated(&(length - 20).to_string()), whole),
        Attack::bytes(
            "two lengths that differ",
            with(format!("content-length: {length}\r\ncontent-length: 9\r\n")),
            refused,
        ),
        Attack::bytes(
            "the same length twice",
            with(format!("content-length: {length}\r\ncontent-length: {length}\r\n")),
            whole,
        ),
        Attack::bytes("no length", with(String::new()), whole),
        Attack::bytes("chunks", chunked(&format!("{one}0\r\n\r\n")), whole),
        Attack::bytes("chunks without an end", chunked(&one), broken),
        Attack::bytes("a chunk whose size is no number", chunked(&format!("{one}zz\r\nx")), broken),
        Attack::bytes("a chunk of 2^64 bytes", chunked(&format!("{one}10000000000000000\r\nx")), broken),
        Attack::bytes("a chunk that is shorter than it says", chunked(&format!("{one}ff\r\nx")), broken),
        Attack::bytes(
            "a chunk without a line end",
            chunked(&format!("{length:x}\r\n{text}0\r\n\r\n")),
            broken,
        ),
        Attack::bytes(
            "chunks and a length",
            [
                head(&format!("transfer-encoding: chunked\r\ncontent-length: {}\r\n", 5)),
                format!("{one}0\r\n\r\n").into_bytes(),
            ]
            .concat(),
            whole,
        ),
    ];
    let first = [head("transfer-encoding: chunked\r\n"), one.into_bytes()].concat();
    let endless = |name: &str, start: &'static str, piece: String, first: Vec<u8>| {
        Attack::new(name, broken, move |_, stream| {
            let _ = send(stream, &first) && send(stream, start.as_bytes());
            while send(stream, piece.as_bytes()) {}
        })
    };
    rows.push(endless("chunk extensions without end", "5;", "a=b;".repeat(1000), first.clone()));
    rows.push(endless("trailers without end", "0\r\n", "x-a: b\r\n".repeat(1000), first));
    rows
}
