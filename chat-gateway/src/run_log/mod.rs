//! The events of a run, numbered, as they happen. Whoever answers a client only watches: the run
//! goes on when nobody does, and anybody may watch from any event on.

mod event;
pub(crate) mod script;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::{Stream, StreamExt as _, stream};
use tokio::sync::watch;

pub(crate) use event::{Answer, Failure, RunEvent};

/// The log of one run. Clones are the same log.
#[derive(Debug, Clone)]
pub(crate) struct RunLog(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    events: Mutex<Vec<Arc<RunEvent>>>,
    /// How many events there are; watchers wait for it to grow.
    length: watch::Sender<usize>,
}

impl RunLog {
    /// An empty log.
    pub(crate) fn new() -> Self {
        let (length, _) = watch::channel(0);
        Self(Arc::new(Inner {
            events: Mutex::default(),
            length,
        }))
    }

    /// The log of a run that is over.
    pub(crate) fn replayed(events: impl IntoIterator<Item = RunEvent>) -> Self {
        let log = Self::new();
        events.into_iter().for_each(|event| log.append(event));
        log
    }

    /// Returns how the run came about so far, to be kept with it.
    pub(crate) fn script(&self) -> String {
        script::of(self.events().iter().map(|event| &**event))
    }

    /// Returns the number of the event that ended the run; `None` while it is under way.
    pub(crate) fn end(&self) -> Option<usize> {
        let events = self.events();
        let last = events.last()?;
        matches!(**last, RunEvent::Ended(_)).then(|| events.len() - 1)
    }

    /// Waits until the run has ended.
    pub(crate) async fn ended(&self) {
        let mut length = self.0.length.subscribe();
        // The log that is held keeps the sender alive, so waiting cannot fail.
        let _ = length.wait_for(|_| self.end().is_some()).await;
    }

    /// Passes on to `other` what this one has and what is added to it, until the run has ended.
    pub(crate) async fn copy_to(&self, other: &Self) {
        let mut events = std::pin::pin!(self.follow(0));
        while let Some((_, event)) = events.next().await {
            other.append((*event).clone());
        }
    }

    /// Adds an event. After [`RunEvent::Ended`] nothing more is added.
    pub(crate) fn append(&self, event: RunEvent) {
        let length = {
            let mut events = self.events();
            if events
                .last()
                .is_some_and(|last| matches!(**last, RunEvent::Ended(_)))
            {
                return;
            }
            events.push(Arc::new(event));
            events.len()
        };
        self.0.length.send_replace(length);
    }

    /// Returns the events from the one with this number (from 0) on, with their numbers, as they
    /// come, until the run has ended. Of a run that ended before that number, the end is shown: its
    /// program was killed, and what it had shown is lost, or a client asks for what never was.
    pub(crate) fn follow(&self, from: usize) -> impl Stream<Item = (usize, Arc<RunEvent>)> + use<> {
        let state = (self.clone(), self.0.length.subscribe(), Some(from));
        stream::unfold(state, async |(log, mut length, next)| {
            let number = next?;
            // The log that is held keeps the sender alive, so waiting cannot fail.
            let shown = |length: &usize| *length > number || log.end().is_some();
            length.wait_for(shown).await.ok()?;
            let event = {
                let events = log.events();
                events.get(number).or_else(|| events.last()).cloned()?
            };
            let ended = matches!(*event, RunEvent::Ended(_));
            Some(((number, event), (log, length, (!ended).then(|| number + 1))))
        })
    }

    fn events(&self) -> MutexGuard<'_, Vec<Arc<RunEvent>>> {
        self.0.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(word: &str) -> RunEvent {
        RunEvent::Text(word.to_owned())
    }

    fn ended() -> RunEvent {
        RunEvent::Ended(Err(Failure::Internal))
    }

    async fn words(log: &RunLog, from: usize) -> Vec<(usize, String)> {
        let word = |event: &RunEvent| match event {
            RunEvent::Text(word) => word.clone(),
            _ => "end".to_owned(),
        };
        log.follow(from)
            .map(|(number, event)| (number, word(&event)))
            .collect()
            .await
    }

    #[tokio::test]
    async fn watchers_see_every_event_in_order_whenever_they_come() {
        let log = RunLog::new();
        log.append(text("a"));
        let early = tokio::spawn({
            let log = log.clone();
            async move { words(&log, 0).await }
        });
        tokio::task::yield_now().await;
        log.append(text("b"));
        log.append(ended());
        log.append(text("after the end"));
        let all = [(0, "a"), (1, "b"), (2, "end")].map(|(number, word)| (number, word.to_owned()));
        assert_eq!(early.await.unwrap(), all);
        assert_eq!(words(&log, 0).await, all);
        assert_eq!(words(&log, 1).await, all[1..]);
        assert_eq!(words(&log, 9).await, [(9, "end".to_owned())]);
    }
}
