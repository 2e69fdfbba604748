//! Escaping, for HTML, XML and TOML.

/// Text as it stands between tags or within double quotes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A JSON string with its quotes; also a valid TOML basic string.
pub(crate) fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
