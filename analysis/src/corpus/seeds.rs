//! Items with the words of a seed: exact and near copies belong to the narrative, whatever the query says of them.

use std::collections::BTreeMap;

use whence_store::StoreError;
use whence_store::read::{Reader, Wanted};
use whence_store::time::Micros;

use super::Membership;
use crate::copies::{CONTAINED, Shingles, Sketch, compared, suffices};
use crate::narrative::{Narrative, Seed};

/// Items whose words are read at a time.
const BATCH: usize = 2_000;

/// What became of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeedFound {
    /// As the narrative's file names it.
    pub(crate) written: String,
    /// The platform and id of a seed item.
    pub(crate) item: Option<(String, String)>,
    /// Why nothing was looked for.
    pub(crate) problem: Option<String>,
    /// The clause that its copies have.
    pub(crate) clause: Option<u16>,
}

struct Ready {
    clause: u16,
    shingles: Shingles,
    sketch: Sketch,
}

/// Adds the copies of a narrative's seeds, and the seeds themselves.
pub(super) fn join(
    reader: &Reader,
    narrative: &Narrative,
    (from, to): (Micros, Micros),
    membership: &mut Membership,
    met: &mut BTreeMap<i64, Vec<u16>>,
) -> Result<(), StoreError> {
    let mut ready = Vec::new();
    for seed in &narrative.asked.seeds {
        let mut found = SeedFound { written: seed.written(), item: seed.item(), problem: None, clause: None };
        match letters(reader, seed)? {
            None => found.problem = Some("the store does not hold it".to_owned()),
            Some(letters) if !suffices(&letters) => {
                found.problem = Some("its words are too few for copies to say anything".to_owned());
            }
            Some(letters) => {
                let clause = u16::try_from(membership.clauses.len()).unwrap_or(u16::MAX);
                membership.clauses.push(format!("copy of seed {}", membership.seeds.len() + 1));
                found.clause = Some(clause);
                let shingles = Shingles::new(&letters);
                ready.push(Ready { clause, sketch: Sketch::new(&shingles), shingles });
            }
        }
        membership.seeds.push(found);
    }
    if ready.is_empty() {
        return Ok(());
    }
    for ids in reader.matching(&Wanted::Any, from, to)?.chunks(BATCH) {
        for text in reader.texts(ids)? {
            let letters = compared(text.title.as_deref(), &text.text);
            if !suffices(&letters) {
                continue;
            }
            let shingles = Shingles::new(&letters);
            let sketch = Sketch::new(&shingles);
            let copied = |seed: &&Ready| {
                sketch.meets(&seed.sketch) && seed.shingles.containment(&shingles) >= CONTAINED
            };
            for seed in ready.iter().filter(copied) {
                met.entry(text.id).or_default().push(seed.clause);
            }
        }
    }
    Ok(())
}

fn letters(reader: &Reader, seed: &Seed) -> Result<Option<String>, StoreError> {
    match seed {
        Seed::Text(text) => Ok(Some(compared(None, text))),
        Seed::Item { platform, id } => {
            let Some(row) = reader.item_of(platform, id)? else { return Ok(None) };
            Ok(reader.texts(&[row])?.first().map(|text| compared(text.title.as_deref(), &text.text)))
        }
    }
}
