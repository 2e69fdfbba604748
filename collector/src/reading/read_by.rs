//! How a capture was read: kept with it as evidence, so that it can be read again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use whence_store::ingest::ClaimStatus;
use whence_store::time::Micros;

use super::Hashed;
use crate::connector::Picture;
use crate::import::FileFormat;

/// What read a capture, and what the reading depends on besides the capture and the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "lowercase")]
pub(crate) enum ReadBy {
    /// Nothing: a robots.txt, a failure, an answer that was not understood for being cut.
    Nothing,
    /// A connector.
    Connector {
        /// The word of the request.
        kind: String,
        /// What the connector wanted to know, JSON.
        context: String,
        /// What was asked for, before any redirect.
        url: String,
        /// The most bytes that an unpacked body may have.
        max_body: u64,
        /// When the source was polled before, if this is a poll: what an unchanged list proves begins there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        polled: Option<Polled>,
    },
    /// An import preset.
    Preset(FileReader),
    /// A look at a picture: its hashes, as its bytes are not kept.
    Picture(Hashed),
}

/// A poll of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Polled {
    /// When it was polled before.
    pub(crate) before: Option<Micros>,
}

/// How a chunk of a file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileReader {
    /// The preset's name.
    pub(crate) preset: String,
    /// The SHA-256 of the preset's file as it was, in hexadecimal.
    pub(crate) sha256: String,
    /// The format that the file turned out to have.
    pub(crate) format: FileFormat,
    /// Whether the file ends with this chunk.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) last: bool,
    /// SHA-256 of the chunks that it cannot be read without: of CSV the first one, for its header; of a JSON document all
    /// before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) after: Vec<String>,
    /// What the file's name told: the named groups of the preset's pattern. The path itself is not kept.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) groups: BTreeMap<String, String>,
    /// Windows in which the operator stated the file to be complete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) observed: Vec<(Micros, Micros)>,
    /// The status of claims, where the operator chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<ClaimStatus>,
    /// Who states the claims and where, where the operator said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asserted: Option<(String, String)>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl ReadBy {
    /// How the capture of a picture was read, if it was one; without its bytes nothing else can be read of it.
    pub(crate) fn picture(url: &str, picture: Option<&Picture>) -> Self {
        picture.map_or(Self::Nothing, |picture| Self::Picture(Hashed::new(url, picture)))
    }

    /// As it is kept with the capture.
    pub(crate) fn to_json(&self) -> String {
        // Texts, numbers and lists of them always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}
