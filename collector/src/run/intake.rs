//! What a run takes up from the frontier, and when: it may hold millions of tasks, of which a source may have nearly all.
//!
//! Lists go before what they name, and are taken up as soon as they are due. Of everything else each source has a share in
//! memory, filled up as it is worked off: a source that names a hundred thousand pages keeps no other one waiting.

use std::collections::HashMap;

use whence_store::time::Micros;
use whence_store::work::Task;
use whence_store::{Store, StoreError};

/// Tasks in memory at once, of all sources.
const MOST_TASKS: usize = 20_000;
/// A source's share is no less, however many sources there are.
const LEAST_SHARE: usize = 200;
/// Before the first place of a queue.
const BEGINNING: (Micros, i64) = (Micros(i64::MIN), 0);

/// What was taken up.
#[derive(Debug, Default)]
pub(super) struct Intake {
    queues: HashMap<i64, Queue>,
    /// Tasks that were taken up, by the attempts that they had: one that is put off is taken up again when it is due.
    seen: HashMap<i64, i64>,
    /// Up to when urgent tasks were looked for.
    looked: Option<Micros>,
    /// Tasks that were put off in this run and taken up once more, since it was last asked for.
    again: usize,
}

/// The tasks of a source.
#[derive(Debug)]
struct Queue {
    /// The place of the last that was taken up.
    behind: (Micros, i64),
    /// How many are in memory.
    held: usize,
}

impl Intake {
    /// An intake for some sources.
    pub(super) fn of(sources: impl Iterator<Item = i64>) -> Self {
        let queues = sources.map(|source| (source, Queue { behind: BEGINNING, held: 0 })).collect();
        Self { queues, ..Self::default() }
    }

    fn share(&self) -> usize {
        (MOST_TASKS / self.queues.len().max(1)).max(LEAST_SHARE)
    }

    /// What became due of urgent tasks, and what there is room for of each of `sources`.
    pub(super) fn take(
        &mut self,
        store: &Store,
        sources: impl Iterator<Item = i64>,
        now: Micros,
    ) -> Result<Vec<Task>, StoreError> {
        let urgent = store.urgent_tasks(self.looked.unwrap_or(Micros(i64::MIN)), now)?;
        self.looked = Some(now);
        let mut taken: Vec<Task> = urgent.into_iter().filter(|task| self.is_new(task)).collect();
        let share = self.share();
        for source in sources {
            // Filled up in batches: a query for each task that is done would cost more than the task's row.
            while let Some(queue) =
                self.queues.get_mut(&source).filter(|queue| queue.held < share.div_ceil(2))
            {
                let batch = store.next_tasks(source, queue.behind, now, share)?;
                let Some(last) = batch.last() else { break };
                queue.behind = (last.due_at, last.id);
                let is_last = batch.len() < share;
                taken.extend(batch.into_iter().filter(|task| self.is_new(task)));
                if is_last {
                    break;
                }
            }
        }
        Ok(taken)
    }

    /// Looks at all queues from their beginning once more: what was put off may be due by now, in front of what was taken up.
    pub(super) fn begin_again(&mut self) {
        self.looked = None;
        self.queues.values_mut().for_each(|queue| queue.behind = BEGINNING);
    }

    /// Makes room: a task that was taken up is done, or is left to a later run.
    pub(super) fn let_go(&mut self, source: i64) {
        if let Some(queue) = self.queues.get_mut(&source) {
            queue.held = queue.held.saturating_sub(1);
        }
    }

    /// How many tasks were put off in this run and taken up once more, since this was last asked.
    pub(super) const fn taken_again(&mut self) -> usize {
        std::mem::replace(&mut self.again, 0)
    }

    /// All sources.
    pub(super) fn sources(&self) -> Vec<i64> {
        let mut sources: Vec<i64> = self.queues.keys().copied().collect();
        sources.sort_unstable();
        sources
    }

    /// Whether a task was not taken up yet; it is from here on.
    fn is_new(&mut self, task: &Task) -> bool {
        let Some(queue) = self.queues.get_mut(&task.source_id) else { return false };
        let is_new = self.seen.get(&task.id).is_none_or(|attempts| *attempts < task.attempts);
        if is_new {
            self.again += usize::from(self.seen.insert(task.id, task.attempts).is_some());
            queue.held += 1;
        }
        is_new
    }
}
