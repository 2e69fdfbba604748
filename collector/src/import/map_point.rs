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
    let mut is_missing = false;
    for (measure, paths) in &map.values {
        let found =
            paths.0.iter().find_map(|path| Some((path, select::first(record, path).and_then(scalar)?)));
        let Some((path, text)) = found else { continue };
        if map.missing.contains(&text) {
            is_missing = true;
            continue;
        }
        let value = number(&text).ok_or_else(|| format!("{path}: `{text}` is not a number"))?;
        points.push(NewPoint {
            name: name.clone(),
            measure: measure.clone(),
            at: at.clone(),
            local_date: local_date.clone(),
            value,
            unit: unit.clone(),
        });
    }
    // A row that says that there is no value says no less than no row.
    if points.is_empty() && !is_missing {
        Err("series.values: none of the columns is there".to_owned())
    } else {
        Ok(points)
    }
}

/// A number as markets print it: with thousands separators, a sign of a currency before it, or a percent sign behind it.
fn number(text: &str) -> Option<f64> {
    let bare = text.replace([',', '\u{a0}', ' '], "");
    let (sign, bare) = bare.strip_prefix('-').map_or((1.0, bare.as_str()), |rest| (-1.0, rest));
    let bare = bare.trim_start_matches(['$', '€', '£', '¥', '#']).trim_end_matches('%');
    let value: f64 = bare.parse().ok()?;
    (value.is_finite() && bare.starts_with(|c: char| c.is_ascii_digit() || c == '.')).then_some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_as_markets_print_them() {
        for (text, value) in
            [("$118.42", 118.42), ("1,234,567", 1_234_567.0), ("-3.5%", -3.5), ("#1", 1.0), (".5", 0.5)]
        {
            assert!((number(text).unwrap() - value).abs() < 1e-9, "{text}");
        }
        assert!(
            ["", "n/a", "$", "--3", "nan", "inf", "1.2.3", "-$-3"].iter().all(|text| number(text).is_none())
        );
    }
}
