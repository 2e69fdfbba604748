//! What a query may ask of an item besides its words: `author:`, `domain:`, `lang:`, `date:`, `platform:`, `type:`.

use std::fmt::{self, Display, Formatter};

use jiff::civil::Date;
use whence_store::ingest::NewAccount;

/// The fields' names.
pub(super) const NAMES: [&str; 6] = ["author", "domain", "lang", "date", "platform", "type"];
/// The kinds of items.
const KINDS: [&str; 8] = ["post", "repost", "reply", "quote", "article", "video", "comment", "ranking"];

/// A condition on a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// The account's handle, folded, or its id of the platform.
    Author(String),
    /// A domain that it links or is a page of.
    Domain(String),
    /// Its language.
    Lang(String),
    /// Local days, the last included.
    Date(Date, Date),
    /// Its platform.
    Platform(String),
    /// Its kind.
    Kind(String),
}

impl Field {
    /// A condition from its text; else what is wrong and what to write.
    pub(super) fn read(name: &str, value: &str) -> Result<Self, (String, String)> {
        let value = value.trim();
        let wrong = |what: String, hint: &str| Err((what, hint.to_owned()));
        if value.is_empty() {
            return wrong(format!("{name}: has no value"), "write it behind the colon, such as `lang:zh`");
        }
        let word = value.to_lowercase();
        let plain = |extra: &[char]| word.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(&c));
        match name {
            "author" => {
                let handle = NewAccount::folded_handle(value);
                if handle.is_empty() || handle.contains('"') {
                    return wrong(format!("{value:?} is no handle"), "write the handle without spaces or its id");
                }
                Ok(Self::Author(handle))
            }
            "domain" => {
                let domain = word.strip_prefix("www.").unwrap_or(&word);
                let is_domain = domain.contains('.')
                    && !domain.starts_with('.')
                    && !domain.ends_with('.')
                    && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
                if !is_domain {
                    return wrong(format!("{value:?} is no domain"), "write one such as `domain:example.org`, without https:// and path");
                }
                Ok(Self::Domain(domain.to_owned()))
            }
            "lang" if plain(&['-']) && word.len() >= 2 => Ok(Self::Lang(word)),
            "lang" => wrong(format!("{value:?} is no language"), "write its code, such as `lang:zh`, or `lang:und` where none is known"),
            "date" => days(value).ok_or_else(|| {
                let hint = "write local days, such as `date:2025-01-24` or `date:2025-01-24..2025-01-27` (the last included)";
                (format!("{value:?} is no day and no span of days"), hint.to_owned())
            }),
            "platform" if plain(&['-', '_']) => Ok(Self::Platform(word)),
            "platform" => wrong(format!("{value:?} is no platform"), "write one such as `platform:x` or `platform:web`"),
            _ if KINDS.contains(&word.as_str()) => Ok(Self::Kind(word)),
            _ => Err((format!("{value:?} is no type of item"), format!("use one of {}", KINDS.join(", ")))),
        }
    }
}

fn days(value: &str) -> Option<Field> {
    let (first, last) = value.split_once("..").unwrap_or((value, value));
    // jiff would take a time behind the date too, and drop it.
    let date = |text: &str| text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    let (first, last) = (date(first)?, date(last)?);
    // Days at the calendar's ends have no instants in every zone.
    let usual = 1..=9998;
    (first <= last && usual.contains(&first.year()) && usual.contains(&last.year()))
        .then_some(Field::Date(first, last))
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Author(value) => write!(f, "author:\"{value}\""),
            Self::Domain(value) => write!(f, "domain:\"{value}\""),
            Self::Lang(value) => write!(f, "lang:\"{value}\""),
            Self::Date(first, last) if first == last => write!(f, "date:\"{first}\""),
            Self::Date(first, last) => write!(f, "date:\"{first}..{last}\""),
            Self::Platform(value) => write!(f, "platform:\"{value}\""),
            Self::Kind(value) => write!(f, "type:\"{value}\""),
        }
    }
}
