//! Two processes on one database, and the writers who call them.

use std::{
    sync::{
        Arc, Condvar, Mutex, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use taskflow_shared::testing::TestDatabase;

use super::{host::Host, judge::Rows, model::Told, writer::Writer};

const HOSTS: usize = 2;

/// The processes and their writers.
#[derive(Debug)]
pub(super) struct Crew {
    urls: Vec<String>,
    rows: Rows,
    hosts: Vec<RwLock<Arc<Host>>>,
    writers: usize,
    acknowledged: Mutex<usize>,
    progress: Condvar,
}

impl Crew {
    /// Starts the processes.
    pub(super) fn start(test: &TestDatabase, writers: usize) -> Self {
        let rows = Rows::new(test);
        let urls: Vec<String> = (0..HOSTS)
            .map(|host| rows.url_of(&test.url(), host))
            .collect();
        let hosts = urls
            .iter()
            .map(|url| RwLock::new(Arc::new(Host::start(url))));
        Self {
            hosts: hosts.collect(),
            urls,
            rows,
            writers,
            acknowledged: Mutex::new(0),
            progress: Condvar::new(),
        }
    }

    /// Returns the process of a writer, or whatever runs in its place.
    pub(super) fn host(&self, writer: usize) -> Arc<Host> {
        Arc::clone(&self.hosts[writer % HOSTS].read().unwrap())
    }

    /// Has all writers write, so many times in all, and returns what was acknowledged.
    pub(super) fn write(&self, writes: usize) -> Told {
        self.write_while(|crew| crew.wait_for_writes(writes))
    }

    /// Has all writers write until `work` is done.
    pub(super) fn write_while(&self, work: impl FnOnce(&Self)) -> Told {
        let is_done = AtomicBool::new(false);
        let mut told = Told::default();
        thread::scope(|scope| {
            let writing: Vec<_> = (0..self.writers)
                .map(|name| {
                    scope.spawn({
                        let is_done = &is_done;
                        move || self.write_until(name, is_done)
                    })
                })
                .collect();
            work(self);
            is_done.store(true, Ordering::Relaxed);
            for writer in writing {
                told.merge(writer.join().unwrap());
            }
        });
        told
    }

    /// Waits until so many more writes are acknowledged.
    pub(super) fn wait_for_writes(&self, writes: usize) {
        let acknowledged = self.acknowledged.lock().unwrap();
        let goal = *acknowledged + writes;
        drop(
            self.progress
                .wait_while(acknowledged, |count| *count < goal),
        );
    }

    /// Kills a process and starts another in its place.
    pub(super) fn kill(&self, host: usize) {
        // Held meanwhile, so that its writers wait for the new one.
        let mut place = self.hosts[host].write().unwrap();
        place.kill();
        self.rows.wait_until_gone(host);
        *place = Arc::new(Host::start(&self.urls[host]));
    }

    fn write_until(&self, name: usize, is_done: &AtomicBool) -> Told {
        let _failing = Failing(self);
        let mut writer = Writer::new(name);
        while !is_done.load(Ordering::Relaxed) {
            let host = self.host(name);
            if writer.step(&host, &self.rows).is_ok() {
                self.count(1);
            }
        }
        // Where the last write was lost, its process has been replaced when this returns.
        drop(self.host(name));
        writer.told(&self.rows)
    }

    fn count(&self, writes: usize) {
        *self.acknowledged.lock().unwrap() += writes;
        self.progress.notify_all();
    }
}

/// Lets those who wait for writes go on when a writer has failed: the test ends with its words.
struct Failing<'a>(&'a Crew);

impl Drop for Failing<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.count(usize::MAX / 1_000);
        }
    }
}
