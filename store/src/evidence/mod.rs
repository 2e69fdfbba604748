//! Evidence: bodies, captures and the chain that ties them together. Nothing here is ever changed or removed.

pub(crate) mod blob;
pub(crate) mod capture;
pub mod chain;
mod decode;
pub(crate) mod row;
mod swell;

pub use capture::{Body, CaptureKind, NewCapture, READ_BY_NOTHING};
pub use decode::{Decoded, decode, decode_warily};
