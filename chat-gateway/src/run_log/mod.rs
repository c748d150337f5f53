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
    /// How many events there were when it was last begun or gone on with.
    begun: usize,
}

impl RunLog {
    /// An empty log.
    pub(crate) fn new() -> Self {
        Self::replayed([])
    }

    /// The log of a run that is over, or that goes on after these events.
    pub(crate) fn replayed(events: impl IntoIterator<Item = RunEvent>) -> Self {
        let events: Vec<_> = events.into_iter().map(Arc::new).collect();
        let begun = events.len();
        let (length, _) = watch::channel(begun);
        Self(Arc::new(Inner {
            events: Mutex::new(events),
            length,
            begun,
        }))
    }

    /// Returns how the run came about since it began, or went on, to be kept with it.
    pub(crate) fn script(&self) -> String {
        let events = self.events();
        script::of(events.iter().skip(self.0.begun).map(|event| &**event))
    }

    /// Returns the number of the last event of a run that has ended or waits for its person; `None`
    /// while it is under way.
    pub(crate) fn end(&self) -> Option<usize> {
        let events = self.events();
        let last = events.last()?;
        last.is_last().then(|| events.len() - 1)
    }

    /// Tells whether the run has ended.
    fn is_over(&self) -> bool {
        let events = self.events();
        let last = events.last();
        last.is_some_and(|last| matches!(**last, RunEvent::Ended(_)))
    }

    /// Returns the number of the event with which the answer to a request begins: of the request
    /// that began the run, or of the one that answered so many questions.
    pub(crate) fn beginning(&self, answered: usize) -> usize {
        let events = self.events();
        let answers = (0..).zip(events.iter());
        let answers = answers.filter(|(_, event)| matches!(***event, RunEvent::Answered { .. }));
        let mut beginnings = std::iter::once(0).chain(answers.map(|(number, _)| number));
        beginnings.nth(answered).unwrap_or(events.len())
    }

    /// Tells whether the other one is the same log.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Returns how many events there are.
    pub(crate) fn len(&self) -> usize {
        self.events().len()
    }

    /// Tells whether somebody follows.
    pub(crate) fn is_watched(&self) -> bool {
        self.0.length.receiver_count() > 0
    }

    /// Waits until the run has ended, or waits for its person.
    pub(crate) async fn ended(&self) {
        let mut length = self.0.length.subscribe();
        // The log that is held keeps the sender alive, so waiting cannot fail.
        let _ = length.wait_for(|_| self.end().is_some()).await;
    }

    /// Passes on to `other` what this one has more, and what is added to it, until the run has ended
    /// or waits for its person.
    pub(crate) async fn copy_to(&self, other: &Self) {
        let mut events = std::pin::pin!(self.follow(other.len()));
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
    /// come, until the run has ended or waits for its person. Of a run that ended before that
    /// number, the end is shown: its program was killed, and what it had shown is lost, or a client
    /// asks for what never was.
    pub(crate) fn follow(&self, from: usize) -> impl Stream<Item = (usize, Arc<RunEvent>)> + use<> {
        let state = (self.clone(), self.0.length.subscribe(), Some(from));
        stream::unfold(state, async |(log, mut length, next)| {
            let number = next?;
            // The log that is held keeps the sender alive, so waiting cannot fail.
            let shown = |length: &usize| *length > number || log.is_over();
            length.wait_for(shown).await.ok()?;
            let (event, is_end) = {
                let events = log.events();
                let event = events.get(number).or_else(|| events.last()).cloned()?;
                let is_newest = number >= events.len().saturating_sub(1);
                let is_end = event.is_last() && is_newest;
                (event, is_end)
            };
            Some((
                (number, event),
                (log, length, (!is_end).then_some(number + 1)),
            ))
        })
    }

    /// Returns the events as [`RunLog::follow`] does, but only until the first after which the
    /// person was to answer: what one request is answered with.
    pub(crate) fn follow_answer(
        &self,
        from: usize,
    ) -> impl Stream<Item = (usize, Arc<RunEvent>)> + use<> {
        let mut is_over = false;
        self.follow(from).take_while(move |(_, event)| {
            let was_over = std::mem::replace(&mut is_over, event.is_last());
            std::future::ready(!was_over)
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
