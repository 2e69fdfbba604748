//! Extraction: fifty pages of the kinds that matter, charsets, hostile documents.

mod charsets;
mod credits;
mod dates;
mod hostile;
mod kinds;
mod page;
mod relations;
mod repairs;
mod translations;
