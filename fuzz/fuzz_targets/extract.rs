//! Any bytes, with any charset in the header, are read or refused; nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whence_collector::extract::{Page, extract};

const CHARSETS: [Option<&str>; 6] =
    [None, Some("utf-8"), Some("gbk"), Some("big5"), Some("windows-1256"), Some("none")];

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = data.split_first().unwrap_or((&0, &[]));
    let charset = CHARSETS[usize::from(*first) % CHARSETS.len()];
    let _ = extract(&Page { bytes, url: None, charset, latest: None });
});
