//! Processes that write the same list at once, and processes that are killed while they do.
//!
//! A small round by default; `just torture` runs the large one. `TASKFLOW_TORTURE_WRITES` and
//! `TASKFLOW_TORTURE_KILLS` say how many.

mod crew;
mod host;
mod judge;
mod model;
mod writer;

use taskflow_shared::testing::{Dice, TestDatabase, on_each_database, size};

use self::{crew::Crew, judge::Judge};

const WRITERS: usize = 8;
const START: i64 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_with_eight_writers_lose_nothing_and_all_of_it_can_be_undone() {
    let writes = size("TASKFLOW_TORTURE_WRITES", 240);
    on_each_database(async |test: &TestDatabase| {
        let judge = Judge::new(test);
        tokio::task::block_in_place(|| {
            let crew = Crew::start(test, WRITERS);
            let start = judge.begin(&crew, START);
            let told = crew.write(writes);
            judge.everything_is_there(&told);
            judge.numbers_are_exactly(&told, START);
            judge.undoing_everything_gives(&crew, &start);
        });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_midst_of_writing_nothing_acknowledged_is_lost_and_nothing_is_half_there() {
    let kills = size("TASKFLOW_TORTURE_KILLS", 3);
    on_each_database(async |test: &TestDatabase| {
        let judge = Judge::new(test);
        tokio::task::block_in_place(|| {
            let crew = Crew::start(test, WRITERS);
            let start = judge.begin(&crew, START);
            let mut dice = Dice::new(7);
            let told = crew.write_while(|crew| {
                for _ in 0..kills {
                    crew.wait_for_writes(dice.up_to(60));
                    crew.kill(dice.up_to(2));
                    judge.database_is_intact();
                }
            });
            judge.everything_is_there(&told);
            judge.numbers_have_no_gap(&told);
            judge.undoing_everything_gives(&crew, &start);
        });
    })
    .await;
}
