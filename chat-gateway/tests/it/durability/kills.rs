//! Killed again and again while people chat.

use std::sync::atomic::{AtomicBool, Ordering};

use futures::future::join_all;
use taskflow_shared::testing::{Dice, TestDatabase, on_each_database, size};
use tokio::task::JoinSet;

use super::{
    chatter::{Chatter, Outcome},
    judge,
    service::Service,
};

const CHATTERS: usize = 20;
/// Requests and words of the model between two kills, at the most: some turns of everybody.
const MOMENTS: usize = 400;

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_loses_no_message_and_does_and_answers_nothing_twice() {
    let kills = size("TASKFLOW_TORTURE_KILLS", 3);
    on_each_database(async |test: &TestDatabase| {
        let service = Service::start(test).await;
        let is_done = AtomicBool::new(false);
        let mut checks = JoinSet::new();
        let chatting = join_all((0..CHATTERS).map(|number| chat(number, &service, &is_done)));
        let killing = async {
            let mut dice = Dice::new(11);
            for _ in 0..kills {
                service.model.wait_for_moments(dice.up_to(MOMENTS)).await;
                service.kill(&mut checks).await;
            }
            is_done.store(true, Ordering::Relaxed);
        };
        let (mut chatters, ()) = tokio::join!(chatting, killing);
        while let Some(check) = checks.join_next().await {
            check.unwrap();
        }
        for chatter in &mut chatters {
            let outcome = chatter.say_something(&service).await;
            assert!(matches!(outcome, Outcome::Answered { .. }), "it goes on");
            judge::nothing_is_lost_and_nothing_is_there_twice(&service, chatter).await;
            chatter.repeat_everything(&service).await;
            judge::nothing_is_lost_and_nothing_is_there_twice(&service, chatter).await;
        }
        judge::tasks_are_as_told(test, &chatters).await;
        judge::every_run_is_over(test).await;
        service.model.was_asked_well();
    })
    .await;
}

async fn chat(number: usize, service: &Service<'_>, is_done: &AtomicBool) -> Chatter {
    let mut chatter = Chatter::new(number);
    while !is_done.load(Ordering::Relaxed) {
        chatter.say_something(service).await;
    }
    chatter
}
