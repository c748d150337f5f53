//! How things stand.

use serde_json::Value;

use super::counted;

/// As many projects or labels as are named.
const NAMED: usize = 8;

/// Says how things stand, from the result of `overview`.
pub(crate) fn overview(counts: &Value) -> String {
    let count = |field: &str| counts.get(field).and_then(Value::as_u64).unwrap_or(0);
    let pending = count("pending");
    let mut sentences = vec![if pending == 0 {
        "Nothing is pending: you’re all caught up!".to_owned()
    } else {
        format!("You have {}{}.", counted(pending, "pending"), parts(&count))
    }];
    sentences.push(match count("completed_this_week") {
        0 => "You haven’t completed any this week yet.".to_owned(),
        completed => format!("You’ve completed {completed} this week."),
    });
    sentences.extend(named(counts, "projects", "Projects", ""));
    sentences.extend(named(counts, "labels", "Labels", "@"));
    sentences.join(" ")
}

fn parts(count: &impl Fn(&str) -> u64) -> String {
    let parts = [
        ("overdue", "overdue"),
        ("today", "due today"),
        ("next_7_days", "due in the next 7 days"),
        ("no_date", "without a date"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(field, words)| (count(field), words))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(": {}", parts.join(", "))
    }
}

fn named(counts: &Value, field: &str, heading: &str, sign: &str) -> Option<String> {
    let names = counts.get(field)?.as_object()?;
    let mut named: Vec<_> = names
        .iter()
        .filter_map(|(name, count)| Some((count.as_u64()?, name)))
        .collect();
    named.sort_by_key(|(count, name)| (std::cmp::Reverse(*count), *name));
    let shown: Vec<_> = named
        .iter()
        .take(NAMED)
        .map(|(count, name)| format!("{sign}{} {count}", super::on_one_line(name)))
        .collect();
    (!shown.is_empty()).then(|| format!("{heading}: {}.", shown.join(", ")))
}
