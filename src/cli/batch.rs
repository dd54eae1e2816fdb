//! Work for many documents on several threads, with results in the order of the documents.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many documents for each thread may have been begun before the first of them is taken: what bounds the memory.
const AHEAD: usize = 4;

/// Does the work for every item on this many threads, and takes what it gave in the order of the items, whichever is
/// ready first; ends early where taking breaks.
///
/// Items are begun in order, and only so far ahead of the one that is waited for, so that a few results wait at most.
/// Whichever thread brings the one that is waited for takes it and those behind it: a thread that did nothing else
/// would have to be woken for every item.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    take: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    let threads = threads.clamp(1, items.len().max(1));
    let state = State { begun: 0, taken: 0, closed: false, waiting: BTreeMap::new(), take };
    let queue = Queue { state: Mutex::new(state), moved: Condvar::new(), ahead: threads * AHEAD };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(place) = queue.begin(items.len()) {
                    queue.hand_on(place, work(&items[place]));
                }
            });
        }
    });
}

/// Which items have been begun and taken.
struct Queue<R, F> {
    state: Mutex<State<R, F>>,
    /// Rung when an item is taken or the queue is closed.
    moved: Condvar,
    ahead: usize,
}

struct State<R, F> {
    begun: usize,
    taken: usize,
    closed: bool,
    /// Results that wait for earlier ones, by place.
    waiting: BTreeMap<usize, R>,
    take: F,
}

impl<R, F: FnMut(R) -> ControlFlow<()>> Queue<R, F> {
    /// The place of the next item, as soon as it may be begun; nothing when all have been, or the queue is closed.
    fn begin(&self, items: usize) -> Option<usize> {
        let mut state = self.state();
        while !state.closed && state.taken + self.ahead <= state.begun && state.begun < items {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed || items <= state.begun {
            return None;
        }
        state.begun += 1;
        Some(state.begun - 1)
    }

    /// Takes a result, and those that waited for it, if it is the next.
    fn hand_on(&self, place: usize, result: R) {
        let mut guard = self.state();
        let state = &mut *guard;
        state.waiting.insert(place, result);
        while !state.closed
            && let Some(result) = state.waiting.remove(&state.taken)
        {
            state.closed = (state.take)(result).is_break();
            state.taken += 1;
        }
        drop(guard);
        self.moved.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State<R, F>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<usize> = (0..500).collect();
        for threads in [1, 2, 7] {
            let mut taken = Vec::new();
            // The first of every few takes longest, so that results are ready in another order.
            let work = |item: &usize| {
                let rounds = if item.is_multiple_of(5) { 20_000 } else { 10 };
                (*item, (0..rounds).fold(0_u64, |sum, round| sum.wrapping_mul(31).wrapping_add(round)))
            };
            in_order(&items, threads, work, |(item, _)| {
                taken.push(item);
                ControlFlow::Continue(())
            });
            assert_eq!(taken, items);
        }
    }

    #[test]
    fn taking_can_end_early() {
        let items: Vec<usize> = (0..10_000).collect();
        let mut taken = 0;
        in_order(
            &items,
            3,
            |item| *item,
            |item| {
                taken += 1;
                if item == 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(taken, 21);
    }

    #[test]
    fn nothing_is_done_for_nothing() {
        in_order(&[], 4, |item: &u8| *item, |_| panic!("there is nothing to take"));
    }
}
