//! What a narrative's file says of coordination: the window, the layers, the false discovery rate.

use clap::ValueEnum as _;
use serde::Deserialize;

use super::asked::Wrong;
use crate::coordination::{LAYERS, Layer, Options, WINDOW};

/// Shares further apart than this are no sharing together.
const LONGEST: f64 = 30.0 * 86_400.0;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TogetherFile {
    window: Option<f64>,
    layers: Option<Vec<String>>,
    fdr: Option<f64>,
}

/// How coordination is looked for in a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    /// How far apart two shares may be, µs, inclusive.
    pub window: i64,
    /// What is shared; identifiers of sites are looked for whatever this says.
    pub layers: Vec<Layer>,
    /// The false discovery rate at which an edge stands.
    pub fdr: f64,
}

impl Default for Together {
    fn default() -> Self {
        Self { window: WINDOW, layers: LAYERS.to_vec(), fdr: Options::default().fdr }
    }
}

/// Checks the table.
pub(super) fn read(file: Option<TogetherFile>) -> Result<Together, Wrong> {
    let mut together = Together::default();
    let Some(file) = file else { return Ok(together) };
    if let Some(seconds) = file.window {
        if !(0.0..=LONGEST).contains(&seconds) {
            return Err(wrong(
                "window",
                &format!("{seconds} s is no window"),
                "write 0 to 2592000 seconds, such as 60",
            ));
        }
        #[allow(clippy::cast_possible_truncation, reason = "at most thirty days")]
        let micros = (seconds * 1e6).round() as i64;
        together.window = micros;
    }
    if let Some(fdr) = file.fdr {
        if !(fdr > 0.0 && fdr < 1.0) {
            return Err(wrong(
                "fdr",
                &format!("{fdr} is no rate"),
                "write a number between 0 and 1, such as 0.01",
            ));
        }
        together.fdr = fdr;
    }
    if let Some(names) = file.layers {
        let mut layers = Vec::new();
        for name in &names {
            let layer = Layer::from_str(name, false).map_err(|_| {
                let known: Vec<&str> = Layer::value_variants().iter().map(|layer| layer.name()).collect();
                wrong(
                    "layers",
                    &format!("{name:?} is no layer"),
                    &format!("use some of: {}", known.join(", ")),
                )
            })?;
            layers.push(layer);
        }
        layers.sort_unstable();
        layers.dedup();
        if layers.is_empty() {
            return Err(wrong("layers", "there is none", "name at least one, or leave the key out"));
        }
        together.layers = layers;
    }
    Ok(together)
}

fn wrong(key: &str, message: &str, hint: &str) -> Wrong {
    (format!("coordination.{key}"), message.to_owned(), hint.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Together, String> {
        let file: TogetherFile = toml(text);
        read(Some(file)).map_err(|(key, message, _)| format!("{key}: {message}"))
    }

    fn toml(text: &str) -> TogetherFile {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_is_not_said_is_the_default() {
        assert_eq!(read(None).unwrap(), Together::default());
        let read = of(r#"{"window": 0.5, "layers": ["url", "repost", "url"]}"#).unwrap();
        assert_eq!((read.window, read.fdr), (500_000, 0.01));
        assert_eq!(read.layers, [Layer::Repost, Layer::Url]);
    }

    #[test]
    fn nonsense_names_its_key() {
        for (text, wanted) in [
            (r#"{"window": -1}"#, "coordination.window: -1 s is no window"),
            (r#"{"fdr": 1}"#, "coordination.fdr: 1 is no rate"),
            (r#"{"layers": ["likes"]}"#, "coordination.layers: \"likes\" is no layer"),
            (r#"{"layers": []}"#, "coordination.layers: there is none"),
        ] {
            assert_eq!(of(text).unwrap_err(), wanted);
        }
    }
}
