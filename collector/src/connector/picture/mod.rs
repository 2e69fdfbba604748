//! Pictures of items, for sources with `media = "hash"`: looked at once, known by their hashes from then on, and not kept.
//!
//! It is no connector of the configuration: whatever connector a source has, the pictures that its items name are read here.

mod look;

use whence_store::ingest::PICTURE_TASK;
use whence_store::time::Micros;

use super::{Ask, Asked, Connector, Cursors, ReadError, Reading, Response};
use crate::config::SourceConfig;

pub use look::Picture;

/// The word of its requests.
pub(crate) const KIND: &str = PICTURE_TASK;
/// What the type of an answer begins with whose body is wanted: never a film or a page.
const ONLY: &str = "image/";

/// What reads pictures.
pub(super) struct Pictures;

impl Connector for Pictures {
    fn name(&self) -> &'static str {
        KIND
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    /// The store makes its requests of the items that it has.
    fn start(&self, _: &SourceConfig, _: &Cursors, _: Micros) -> Vec<Ask> {
        Vec::new()
    }

    fn headers(&self, _kind: &str, _context: &str) -> Vec<(String, String)> {
        vec![("accept".to_owned(), "image/jpeg, image/png, image/webp, image/gif".to_owned())]
    }

    fn only(&self, _kind: &str) -> Option<&'static str> {
        Some(ONLY)
    }

    fn conditional(&self, _kind: &str) -> bool {
        false
    }

    fn read(
        &self,
        _asked: &Asked<'_>,
        response: &Response<'_>,
        _source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        let kind = response.content_type().unwrap_or("none");
        if !kind.trim_start().to_ascii_lowercase().starts_with(ONLY) {
            return Err(ReadError(format!("what came is of the type `{kind}`: no picture, not read")));
        }
        if response.body.is_empty() {
            let said = response.header("content-length").unwrap_or("0");
            return Err(ReadError(format!(
                "it says that it has {said} bytes: none, or more than `limits.media_max`, not read"
            )));
        }
        Ok(Reading { picture: Some(look::at(response.body)?), ..Reading::default() })
    }
}
