//! What was measured, and how it compares.

/// How many times better ours should be.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Targets {
    pub(crate) throughput: f64,
    pub(crate) memory: f64,
    pub(crate) start: f64,
}

/// What was measured of one server.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) name: &'static str,
    /// None for ours.
    pub(crate) targets: Option<Targets>,
    /// Calls a second.
    pub(crate) lists: f64,
    pub(crate) adds: f64,
    pub(crate) start_ms: f64,
    pub(crate) idle_mb: f64,
    pub(crate) loaded_mb: f64,
}

/// Prints each figure of the peers beside ours, which come first.
pub(crate) fn compare(figures: &[Figures]) {
    let Some((ours, peers)) = figures.split_first() else {
        return;
    };
    println!(
        "{}: list_tasks {:.0}/s, add_task {:.0}/s, 16 at once; start to tools/list {:.1} ms; \
         resident {:.1} MB idle, {:.1} MB after the load",
        ours.name, ours.lists, ours.adds, ours.start_ms, ours.idle_mb, ours.loaded_mb
    );
    for peer in peers {
        let targets = peer.targets.unwrap_or_default();
        println!("{}:", peer.name);
        let faster = |what, ours: f64, peer: f64| {
            line(what, peer, "/s", ours / peer, targets.throughput);
        };
        faster("list_tasks, 25 tasks, 16 at once", ours.lists, peer.lists);
        faster("add_task, durable, 16 at once", ours.adds, peer.adds);
        let less = |what, unit, ours: f64, peer: f64, target| {
            line(what, peer, unit, peer / ours, target);
        };
        less(
            "memory, idle",
            " MB",
            ours.idle_mb,
            peer.idle_mb,
            targets.memory,
        );
        less(
            "memory, after the load",
            " MB",
            ours.loaded_mb,
            peer.loaded_mb,
            targets.memory,
        );
        less(
            "start to tools/list over HTTP",
            " ms",
            ours.start_ms,
            peer.start_ms,
            targets.start,
        );
    }
}

fn line(what: &str, peer: f64, unit: &str, times: f64, target: f64) {
    let verdict = if times >= target { "met" } else { "missed" };
    println!(
        "  {what}: {peer:.0}{unit}; ours is {times:.1} times better; target {target}: {verdict}"
    );
}
