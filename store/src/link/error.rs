//! Why a text is no address.

use crate::hint::Hint;

/// Why a text has no canonical form.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// It cannot be read as an address.
    #[error("it is no address: {0}")]
    Unreadable(#[from] url::ParseError),
    /// It is an address, but of no page.
    #[error("`{0}:` is no scheme of web pages")]
    Scheme(String),
    /// It is an address of a program, and names nothing that is known.
    #[error("it names no post, account or chat")]
    Nothing,
    /// It is too long.
    #[error("it has {0} bytes; addresses of more than 65536 are not read")]
    TooLong(usize),
}

impl Hint for LinkError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable(url::ParseError::RelativeUrlWithoutBase) => {
                Some("write it with https:// or http:// before it".to_owned())
            }
            Self::Scheme(scheme) if scheme.starts_with("hxxp") => {
                Some("it is defanged: --refang reads it as it was meant".to_owned())
            }
            _ => None,
        }
    }
}
