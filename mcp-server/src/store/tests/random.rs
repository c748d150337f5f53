//! Anything that can happen, and all of it taken back.

use taskflow_shared::testing::{TestDatabase, on_each_database};

use super::harness::{Person, day, labels, local, name, priority, titled};
use crate::{
    domain::{
        ChangeNumber, Description, LabelsUpdate, NewTask, Patch, Recurrence, TaskNumber,
        TaskUpdate, Title,
    },
    store::Applied,
};

/// Numbers that look like chance and are the same each time (a multiplicative generator).
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed * 2 + 1)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % limit
    }

    fn target(&mut self, among: u64) -> TaskNumber {
        TaskNumber::new(i64::try_from(self.below(among) + 1).unwrap())
    }

    fn targets(&mut self, among: u64) -> Vec<TaskNumber> {
        let count = 1 + self.below(3);
        (0..count).map(|_| self.target(among)).collect()
    }

    fn patch<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Patch<T> {
        match self.below(6) {
            0 => Patch::Clear,
            1 | 2 => Patch::Set(value(self)),
            _ => Patch::Keep,
        }
    }

    fn word(&mut self) -> String {
        ["red", "Green", "green", "Blau", "BLAU"][usize::try_from(self.below(5)).unwrap()]
            .to_owned()
    }

    fn due(&mut self) -> crate::domain::Due {
        match self.below(2) {
            0 => day(&format!("2026-12-{:02}", 1 + self.below(28))),
            _ => local(&format!("2026-12-{:02}T09:30:00", 1 + self.below(28))),
        }
    }

    fn recurrence(&mut self) -> Recurrence {
        let rule = ["FREQ=DAILY;COUNT=2", "FREQ=WEEKLY"][usize::try_from(self.below(2)).unwrap()];
        Recurrence::stored(rule.to_owned(), self.below(2) == 0)
    }

    fn new_task(&mut self, among: u64) -> NewTask {
        let due = (self.below(2) == 0).then(|| self.due());
        NewTask {
            due,
            recurrence: due.and_then(|_| (self.below(2) == 0).then(|| self.recurrence())),
            project: (self.below(2) == 0).then(|| name(&self.word())),
            labels: labels(&[&self.word()]),
            parent: (self.below(2) == 0).then(|| self.target(among)),
            ..titled(&self.word())
        }
    }

    fn update(&mut self, among: u64) -> TaskUpdate {
        let word = self.word();
        let recurrence = self.recurrence();
        TaskUpdate {
            title: (self.below(4) == 0).then(|| Title::parse(&word).unwrap()),
            description: (self.below(4) == 0).then(|| Description::parse(&word).unwrap()),
            due: self.patch(Self::due),
            repeat: self.patch(|chance| (recurrence, chance.due())),
            priority: self.patch(|chance| priority(1 + u8::try_from(chance.below(4)).unwrap())),
            project: self.patch(|chance| name(&chance.word())),
            labels: match self.below(3) {
                0 => LabelsUpdate::Replace(labels(&[&self.word(), &self.word()])),
                1 => LabelsUpdate::Change {
                    add: labels(&[&self.word()]),
                    remove: labels(&[&self.word()]),
                },
                _ => LabelsUpdate::Keep,
            },
            parent: self.patch(|chance| chance.target(among)),
        }
    }
}

/// One call of any kind about a person's first `among` tasks; nothing where it was refused.
pub(super) async fn anything(person: &Person, chance: &mut Chance, among: u64) -> Option<Applied> {
    let targets = chance.targets(among);
    match chance.below(12) {
        0..=2 => {
            let count = 1 + chance.below(3);
            let new = (0..count).map(|_| chance.new_task(among)).collect();
            Some(person.add_all(new).await)
        }
        3 | 4 => Some(person.complete(&targets).await),
        5 => Some(person.reopen(&targets).await),
        6..=8 => Some(person.update(&targets, chance.update(among)).await),
        9 => Some(person.delete(&targets).await),
        10 => person.undo(None).await.ok(),
        _ => {
            let last = person.tasks.last_change(&person.user).await.unwrap();
            let back = i64::try_from(chance.below(6)).unwrap();
            let change = ChangeNumber::new(last.get() - back);
            person.undo(Some(change)).await.ok()
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_done_undoing_it_in_reverse_gives_back_every_state_it_went_through() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let mut chance = Chance::new(20_261_122);
        let mut states: Vec<(ChangeNumber, Vec<String>)> = Vec::new();
        let mut state = alice.visible().await;
        for step in 0..250 {
            let applied = anything(&alice, &mut chance, 12 + step / 10).await;
            if let Some(change) = applied.and_then(|applied| applied.change) {
                states.push((change, state));
                state = alice.visible().await;
            }
        }
        alice.check().await;
        assert!(states.len() > 100, "{}", states.len());
        for (change, before) in states.into_iter().rev() {
            alice.undo(Some(change)).await.unwrap();
            assert_eq!(alice.visible().await, before, "{change:?}");
        }
        assert!(alice.visible().await.is_empty());
        alice.check().await;
    })
    .await;
}
