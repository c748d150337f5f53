//! Messages that wait for their conversation, in the order in which they came.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The most messages that wait for one conversation.
const MAX_WAITING: usize = 16;

/// What becomes of a message that comes while another one of its conversation is being answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WhenBusy {
    /// It is refused.
    #[default]
    Reject,
    /// It waits for its turn.
    Queue,
    /// The other one is stopped.
    Interrupt,
}

/// The queues of all conversations in which somebody waits. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Queues(Arc<Mutex<HashMap<Uuid, Queue>>>);

#[derive(Debug, Default)]
struct Queue {
    waiting: usize,
    /// Held by the first in the queue; given on in the order in which it was asked for.
    front: Arc<tokio::sync::Mutex<()>>,
}

/// A place in a queue, given up when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    queues: Queues,
    conversation_id: Uuid,
    front: Arc<tokio::sync::Mutex<()>>,
}

impl Queues {
    /// Takes a place at the end of a conversation's queue; `None` where it is full.
    pub(super) fn join(&self, conversation_id: Uuid) -> Option<Place> {
        let mut queues = self.queues();
        let queue = queues.entry(conversation_id).or_default();
        if queue.waiting >= MAX_WAITING {
            return None;
        }
        queue.waiting += 1;
        Some(Place {
            queues: self.clone(),
            conversation_id,
            front: Arc::clone(&queue.front),
        })
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<Uuid, Queue>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Waits to be the first; whoever comes next waits until what this returns is dropped.
    pub(super) async fn reached(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.front.lock().await
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Entry::Occupied(mut queue) = self.queues.queues().entry(self.conversation_id) {
            queue.get_mut().waiting -= 1;
            if queue.get().waiting == 0 {
                queue.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_queue_is_bounded_and_forgotten_when_nobody_waits() {
        let (queues, conversation) = (Queues::default(), Uuid::nil());
        let mut places: Vec<Place> = (0..MAX_WAITING)
            .map(|_| queues.join(conversation).unwrap())
            .collect();
        assert!(queues.join(conversation).is_none());
        assert!(queues.join(Uuid::max()).is_some());
        places.pop();
        assert!(queues.join(conversation).is_some());
        places.clear();
        assert!(queues.queues().is_empty());
    }

    #[tokio::test]
    async fn places_are_reached_in_order() {
        let (queues, conversation) = (Queues::default(), Uuid::nil());
        let (first, second) = (queues.join(conversation), queues.join(conversation));
        let (first, second) = (first.unwrap(), second.unwrap());
        let at_front = first.reached().await;
        assert!(futures::poll!(std::pin::pin!(second.reached())).is_pending());
        drop(at_front);
        drop(second.reached().await);
    }
}
