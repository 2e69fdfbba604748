//! From a record to values of series.

use serde_json::Value;
use whence_store::ingest::NewPoint;
use whence_store::time::Precision;

use super::map_item::time;
use super::preset::Preset;
use super::select;
use super::value::{Context, scalar};

/// Maps a record to one value per measure; the error names the field.
pub(super) fn points(preset: &Preset, record: &Value, context: &Context) -> Result<Vec<NewPoint>, String> {
    let Some(map) = &preset.series else { return Err("the preset has no [series]".to_owned()) };
    let name = map.name.text(record, context).ok_or("series.name: there is none")?;
    let name = if map.upper_case { name.to_uppercase() } else { name };
    let at = time(&map.at, record, context).map_err(|e| format!("series.at: {e}"))?;
    let unit = map.unit.as_ref().and_then(|f| f.text(record, context));
    let local_date = (at.precision == Precision::Day).then(|| at.original.clone());
    let mut points = Vec::new();
    for (measure, path) in &map.values {
        let Some(text) = select::first(record, path).and_then(scalar) else { continue };
        let value: f64 =
            text.replace(',', "").parse().map_err(|_| format!("{path}: `{text}` is not a number"))?;
        points.push(NewPoint {
            name: name.clone(),
            measure: measure.clone(),
            at: at.clone(),
            local_date: local_date.clone(),
            value,
            unit: unit.clone(),
        });
    }
    if points.is_empty() { Err("series.values: none of the columns is there".to_owned()) } else { Ok(points) }
}
