//! The places in which pages are held open, and the line that forms when all are taken. First come, first served.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use baton_booking::id::SessionId;
use tokio::sync::oneshot;

/// A bounded number of places. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Places(Arc<Mutex<Line>>);

#[derive(Debug)]
struct Line {
    /// Below zero while more pages are open than there are places.
    free: isize,
    waiting: VecDeque<(SessionId, oneshot::Sender<Place>)>,
}

/// The right to hold one page open. Dropping it calls the next in line.
#[derive(Debug)]
pub(crate) struct Place(Places);

/// A session's spot in the line. Dropping it leaves the line.
#[derive(Debug)]
pub(crate) struct Ticket {
    places: Places,
    id: SessionId,
    called: oneshot::Receiver<Place>,
}

impl Places {
    pub(crate) fn new(count: usize) -> Self {
        let free = isize::try_from(count).unwrap_or(isize::MAX);
        Self(Arc::new(Mutex::new(Line { free, waiting: VecDeque::new() })))
    }

    /// The place of a page that is open already: it needs no call, even where it makes one page too many.
    pub(crate) fn keep(&self) -> Place {
        self.line().free -= 1;
        Place(self.clone())
    }

    /// Joins the line. The order of these calls is the order of service.
    pub(crate) fn line_up(&self, id: SessionId) -> Ticket {
        let (call, called) = oneshot::channel();
        if self.take_or_wait(id, call).is_some_and(|call| call.send(Place(self.clone())).is_err()) {
            unreachable!("the receiver is in our hands");
        }
        Ticket { places: self.clone(), id, called }
    }

    /// Gives the call back where a place is free, else keeps it in the line.
    fn take_or_wait(&self, id: SessionId, call: oneshot::Sender<Place>) -> Option<oneshot::Sender<Place>> {
        let mut line = self.line();
        if line.waiting.is_empty() && line.free > 0 {
            line.free -= 1;
            return Some(call);
        }
        line.waiting.push_back((id, call));
        None
    }

    /// 1 for the session that is served next.
    pub(crate) fn position(&self, id: SessionId) -> Option<usize> {
        self.line().waiting.iter().position(|(waiting, _)| *waiting == id).map(|index| index + 1)
    }

    pub(crate) fn waiting(&self) -> usize {
        self.line().waiting.len()
    }

    fn give_back(&self) {
        let next = self.next_or_free();
        // One who left between our look and our call lets the place drop, which calls the next.
        drop(next.map(|call| call.send(Place(self.clone()))));
    }

    fn next_or_free(&self) -> Option<oneshot::Sender<Place>> {
        let mut line = self.line();
        if line.free >= 0
            && let Some((_, call)) = line.waiting.pop_front()
        {
            return Some(call);
        }
        line.free += 1;
        None
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.lock().expect("nothing panics while it holds the line")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

impl Ticket {
    /// Waits for the call. Cancelling this wait keeps the spot.
    pub(crate) async fn called(&mut self) -> Place {
        (&mut self.called).await.expect("a ticket in the line is always called before it is dropped from it")
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.places.line().waiting.retain(|(id, _)| *id != self.id);
        // A place that was called but never taken drops with `called`, outside the lock.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<const N: usize>() -> [SessionId; N] {
        std::array::from_fn(|_| SessionId::generate())
    }

    #[tokio::test]
    async fn the_sixth_waits_until_one_of_five_leaves() {
        let places = Places::new(5);
        let mut held = Vec::new();
        for id in ids::<5>() {
            held.push(places.line_up(id).called().await);
        }
        let [sixth, seventh] = ids();
        let mut ticket = places.line_up(sixth);
        let _later = places.line_up(seventh);
        assert_eq!((places.position(sixth), places.position(seventh)), (Some(1), Some(2)));
        held.pop();
        ticket.called().await;
        assert_eq!(places.position(seventh), None, "the sixth gave its place up, so the seventh was called");
    }

    #[tokio::test]
    async fn a_page_that_is_open_has_its_place_and_the_line_waits_for_it() {
        let places = Places::new(1);
        let (open, one_too_many) = (places.keep(), places.keep());
        let [first] = ids();
        let mut ticket = places.line_up(first);
        drop(one_too_many);
        assert_eq!(places.position(first), Some(1));
        drop(open);
        ticket.called().await;
    }

    #[tokio::test]
    async fn leaving_the_line_lets_the_others_move_up() {
        let places = Places::new(1);
        let [first, second, third] = ids();
        let held = places.line_up(first).called().await;
        let leaves = places.line_up(second);
        let mut stays = places.line_up(third);
        drop(leaves);
        assert_eq!(places.position(third), Some(1));
        drop(held);
        stays.called().await;
    }

    #[tokio::test]
    async fn a_place_that_was_called_but_not_taken_is_not_lost() {
        let places = Places::new(1);
        let [first, second, third] = ids();
        let held = places.line_up(first).called().await;
        let gone = places.line_up(second);
        drop(held);
        drop(gone);
        places.line_up(third).called().await;
    }
}
