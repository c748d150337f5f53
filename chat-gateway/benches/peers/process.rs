//! What a process takes, as Linux tells it; elsewhere nothing is told.

/// Ticks in which `/proc` counts processor time, a second: the same on all of Linux (proc(5)).
const TICKS: f64 = 100.0;
/// Where user time is among the numbers behind the command's name; system time is the next.
const USER_TIME: usize = 11;

/// Returns how many bytes of a process are resident.
pub(crate) fn resident_bytes(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let size = line.and_then(|line| line.split_whitespace().next());
    let kilobytes: f64 = size.and_then(|size| size.parse().ok()).unwrap_or_default();
    kilobytes * 1024.0
}

/// Returns how many seconds of processor time a process has taken.
pub(crate) fn processor_seconds(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let numbers = status.rsplit_once(") ").map_or("", |(_, numbers)| numbers);
    let times = numbers.split(' ').skip(USER_TIME).take(2);
    let ticks = times.filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS
}
