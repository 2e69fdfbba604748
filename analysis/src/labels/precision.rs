//! What hand labels say: the query's precision with its interval.

use std::collections::BTreeMap;

use super::{Labels, OnTopic};
use crate::case::Case;
use crate::findings::Precision;
use crate::statistics::wilson;

/// The precision over the labelled items that still match; nothing where none does.
pub(crate) fn precision(case: &Case<'_>, labels: &Labels) -> Option<Precision> {
    let (mut yes, mut no, mut unsure) = (0_usize, 0_usize, 0_usize);
    let (mut agrees, mut compared) = (0, 0);
    let mut stances: BTreeMap<String, usize> = BTreeMap::new();
    for item in case.corpus.measured(false) {
        let row = &item.row;
        let plain = format!("{}:{}", row.platform, row.native_id);
        let pseudonym = || case.naming.pseudonyms().item(&row.platform, &row.native_id);
        let Some(label) = labels.items.get(&plain).or_else(|| labels.items.get(&pseudonym())) else {
            continue;
        };
        match label.on_topic {
            OnTopic::Yes => yes += 1,
            OnTopic::No => no += 1,
            OnTopic::Unsure => unsure += 1,
        }
        if let (OnTopic::Yes, Some(stance)) = (label.on_topic, &label.stance) {
            *stances.entry(stance.clone()).or_default() += 1;
        }
        if let (Some(told), Some(known)) = (&label.language, &row.lang) {
            let base = |code: &str| code.split('-').next().unwrap_or_default().to_lowercase();
            compared += 1;
            agrees += usize::from(base(told) == base(known));
        }
    }
    let labelled = yes + no + unsure;
    if labelled == 0 {
        return None;
    }
    let (low, high) = wilson(yes, labelled);
    Some(Precision {
        labelled,
        yes,
        no,
        unsure,
        share: yes as f64 / labelled as f64,
        low,
        high,
        lost: labels.items.len().saturating_sub(labelled),
        drawn_from: labels.drawn_from,
        stances: stances.into_iter().collect(),
        language_agrees: agrees,
        language_compared: compared,
    })
}
