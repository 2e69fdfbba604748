//! The advice that follows an error: what the user can do about it.

/// An error that knows what to do about it; programs print it after the message as `hint: …`.
pub trait Hint {
    /// One sentence in the imperative, or nothing where there is nothing to advise.
    fn hint(&self) -> Option<String>;
}

/// Prints an error with its causes and its hint, the way all three programs do.
///
/// The first line says what failed; each cause follows on its own line; the hint comes last.
pub fn render(error: &anyhow::Error, hint: Option<String>) -> String {
    use std::fmt::Write as _;
    let mut text = format!("error: {error}");
    let mut last = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        // Wrapped errors often repeat their source in their own message; saying it twice helps nobody.
        if !last.contains(&cause) {
            let _ = write!(text, "\n  because: {cause}");
        }
        last = cause;
    }
    if let Some(hint) = hint {
        let _ = write!(text, "\nhint: {hint}");
    }
    text
}
