//! `whence-collect url`: what an address is, by the rules of the store. Nothing is asked of the network, and no store is needed.

use std::borrow::Cow;
use std::io::{BufRead, Write};

use serde::Serialize;
use whence_store::hint::Hint as _;
use whence_store::link::{self, CANONICAL_RULE, Object};
use whence_store::program::Exit;

/// One line of the answer.
#[derive(Debug, Serialize)]
struct Told<'a> {
    url: Cow<'a, str>,
    canonical: Option<String>,
    domain: Option<String>,
    host: Option<String>,
    platform: Option<&'static str>,
    kind: Option<&'static str>,
    id: Option<String>,
    rule: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// Tells of each address, or of each line of `lines` where none or `-` is given; ends incomplete where one has no form.
pub(super) fn url(
    addresses: &[String],
    refangs: bool,
    lines: impl BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let mut failed = false;
    let mut tell = |address: Cow<'_, str>| -> anyhow::Result<()> {
        let told = told(address, refangs);
        failed |= told.error.is_some();
        serde_json::to_writer(&mut *out, &told)?;
        out.write_all(b"\n")?;
        Ok(())
    };
    if addresses.is_empty() || addresses == ["-"] {
        for line in lines.split(b'\n') {
            let line = line?;
            let line = line.trim_ascii();
            if !line.is_empty() {
                tell(String::from_utf8_lossy(line))?;
            }
        }
    } else {
        for address in addresses {
            tell(Cow::Borrowed(address))?;
        }
    }
    Ok(if failed { Exit::Incomplete } else { Exit::Done })
}

fn told(address: Cow<'_, str>, refangs: bool) -> Told<'_> {
    let read = if refangs { link::read(&link::refang(&address)) } else { link::read(&address) };
    let mut told = Told {
        url: address,
        canonical: None,
        domain: None,
        host: None,
        platform: None,
        kind: None,
        id: None,
        rule: CANONICAL_RULE,
        error: None,
        hint: None,
    };
    match read {
        Ok(form) => {
            (told.canonical, told.host, told.domain) = (Some(form.url), Some(form.host), form.domain);
            if let Some(Object { platform, kind, id }) = form.object {
                (told.platform, told.kind, told.id) = (Some(platform), Some(kind.as_str()), Some(id));
            }
        }
        Err(error) => (told.error, told.hint) = (Some(error.to_string()), error.hint()),
    }
    told
}
