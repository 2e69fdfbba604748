//! Offices, outlets and persons: whom a report may name.

/// What kind of actor runs an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// An embassy, a ministry, an agency.
    Office,
    /// A broadcaster, a newspaper, a channel.
    Outlet,
    /// A person: shown by name only on the analyst's explicit flag.
    Person,
    /// No actor: a list names a domain, an address or a handle. Not a word of any configuration.
    #[serde(skip)]
    Indicator,
}

impl ActorKind {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Outlet => "outlet",
            Self::Person => "person",
            Self::Indicator => "indicator",
        }
    }

    /// The reverse of [`ActorKind::as_str`]; anything unknown is the kind that is protected.
    pub fn parse(word: &str) -> Self {
        match word {
            "office" => Self::Office,
            "outlet" => Self::Outlet,
            "indicator" => Self::Indicator,
            _ => Self::Person,
        }
    }
}
