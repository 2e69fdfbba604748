//! `CONFIG/collector.toml`: who runs the collector, and the limits it keeps.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use whence_store::settings::{self, SettingsError};

use super::units;

/// The file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Who runs it.
    pub operator: Operator,
    /// What it keeps to.
    #[serde(default)]
    pub limits: Limits,
}

/// Who runs the collector: named in every request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    /// An address under which the operator answers: `mailto:…` or `https://…`.
    pub contact: String,
}

/// Limits that hold for every source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Between two requests to one host.
    #[serde(deserialize_with = "units::duration")]
    pub min_interval: Duration,
    /// For one connection to be made.
    #[serde(deserialize_with = "units::duration")]
    pub connect_timeout: Duration,
    /// Between two pieces of an answer.
    #[serde(deserialize_with = "units::duration")]
    pub read_timeout: Duration,
    /// For a whole answer.
    #[serde(deserialize_with = "units::duration")]
    pub total_timeout: Duration,
    /// Bytes of a body, as sent and again as unpacked.
    #[serde(deserialize_with = "units::size")]
    pub max_body: u64,
    /// Bytes of a picture that is hashed; of larger ones no more is received.
    #[serde(deserialize_with = "units::size")]
    pub media_max: u64,
    /// Attempts before a request is given up.
    pub attempts: i64,
    /// Requests under way at the same time, over all hosts; to one host there is never more than one.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            min_interval: Duration::from_secs(2),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(20),
            total_timeout: Duration::from_mins(1),
            max_body: 16 << 20,
            media_max: 10 << 20,
            attempts: 4,
            connections: 64,
        }
    }
}

impl Settings {
    /// Loads `CONFIG/collector.toml`.
    ///
    /// # Errors
    /// [`SettingsError`]; also when the contact is none.
    pub fn load(config: &Path) -> Result<Self, SettingsError> {
        let path = config.join("collector.toml");
        let settings: Self = settings::read_toml(&path)?;
        let contact = settings.operator.contact.trim();
        let is_contact = ["mailto:", "https://", "http://"].iter().any(|scheme| contact.starts_with(scheme));
        // A line break would end the header early.
        if !is_contact || contact.chars().any(|c| c.is_control() || !c.is_ascii()) {
            return Err(SettingsError::Value {
                path,
                key: "operator.contact".to_owned(),
                message: format!("`{contact}` is no address under which you can be reached"),
                hint: "write mailto:you@example.org or an https:// page; every request names it".to_owned(),
            });
        }
        Ok(settings)
    }

    /// The user agent of every request: the program, its version, the operator's contact.
    pub fn user_agent(&self) -> String {
        format!("Whence/{} (+{})", env!("CARGO_PKG_VERSION"), self.operator.contact.trim())
    }
}
