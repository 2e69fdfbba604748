//! Parts of a job on several threads; the results are taken in the order of the parts, so that the number of threads changes nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// How many parts a thread has in hand before the results are taken: what waits stays small.
const IN_HAND: usize = 4;

/// Does `work` for every part on up to `threads` threads, and gives each result to `take`, in order.
///
/// # Errors
/// What `take` gives.
pub(crate) fn each<P: Sync, R: Send, E>(
    parts: &[P],
    threads: usize,
    work: impl Fn(&P) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads < 2 {
        return parts.iter().try_for_each(|part| take(work(part)));
    }
    for parts in parts.chunks(threads * IN_HAND) {
        at_once(parts, threads, &work).into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

fn at_once<P: Sync, R: Send>(parts: &[P], threads: usize, work: &(impl Fn(&P) -> R + Sync)) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        for _ in 0..threads.min(parts.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(part) = parts.get(n) else { break };
                    if sender.send((n, work(part))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        receiver.iter().collect()
    });
    results.sort_unstable_by_key(|&(n, _)| n);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn results_come_in_order_for_any_number_of_threads() {
        let parts: Vec<u64> = (0..1000).collect();
        for threads in [1, 2, 3, 7] {
            let mut taken = Vec::new();
            let done: Result<(), ()> = each(
                &parts,
                threads,
                |n| n * n,
                |square| {
                    taken.push(square);
                    Ok(())
                },
            );
            assert!(done.is_ok());
            assert_eq!(taken, parts.iter().map(|n| n * n).collect::<Vec<_>>());
        }
    }
}
