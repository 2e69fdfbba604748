//! Records of tables: one value each.

use serde_json::Value;
use whence_store::time::Micros;

use super::listed::listed;
use super::{Claims, of_listed};
use crate::import::claim_map::{ClaimMap, IndicatorMap};
use crate::import::map_actor::{Asserted, instant};
use crate::import::value::{Context, Field};
use crate::reading::FileReader;

pub(super) fn claims(
    claim: &ClaimMap,
    map: &IndicatorMap,
    record: &Value,
    context: &Context,
    now: Micros,
    reader: &FileReader,
) -> Result<Claims, String> {
    let optional = |field: &Option<Field>| field.as_ref().and_then(|f| f.text(record, context));
    let of_type = optional(&map.of_type);
    let Some(value) = optional(&map.value) else {
        let what =
            of_type.map_or_else(|| "empty".to_owned(), |word| format!("{}: empty", word.to_lowercase()));
        return Ok(Claims { left_out: vec![what], ..Claims::default() });
    };
    let mut asserted = Asserted::of(claim, record, context, now, reader)?;
    asserted.valid = (
        instant(map.valid_from.as_ref(), record, context, false)
            .map_err(|e| format!("indicator.valid_from: {e}"))?,
        instant(map.valid_to.as_ref(), record, context, true)
            .map_err(|e| format!("indicator.valid_to: {e}"))?,
    );
    let campaign = map.campaign.text(record, context).ok_or("indicator.campaign: there is none")?;
    let campaign = map
        .campaign_pattern
        .as_ref()
        .and_then(|pattern| pattern.captures(&campaign)?.get(1))
        .map_or(campaign.as_str(), |part| part.as_str());
    let platform = optional(&map.platform);
    Ok(match listed(&value, of_type.as_deref(), platform.as_deref(), &map.shared_hosts) {
        Ok(all) => Claims { claims: of_listed(all, campaign.trim(), &asserted), ..Claims::default() },
        Err(why) => Claims { left_out: vec![why], ..Claims::default() },
    })
}
