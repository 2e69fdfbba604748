//! Why a report could not be made into files.

/// A rendering error.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The findings do not serialise.
    #[error("cannot write the findings as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The template failed.
    #[error("cannot fill the HTML template: {0}")]
    Html(#[from] askama::Error),
    /// The CSV writer failed.
    #[error("cannot write CSV: {0}")]
    Csv(String),
}
