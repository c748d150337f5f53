//! Commands in a short notation, so that a table of phrasings reads like one.

use std::fmt::Write;

use crate::llm::builtin::{
    command::{
        Action, Addition, Change, Command, Fields, Listing, Manner, NewTask, Pointer, Status,
        Target, Wants,
    },
    grammar::parse,
};

/// Returns what `text` means: `add [Buy milk]; list pending`.
pub(super) fn meaning(text: &str) -> String {
    let commands: Vec<_> = parse(text).iter().map(command).collect();
    commands.join("; ")
}

fn command(command: &Command) -> String {
    match command {
        Command::Add(addition) => added(addition),
        Command::List(listing) => listed(listing),
        Command::Show(which) => format!("show {}", target(which)),
        Command::Change(change) => changed(change),
        Command::Mention(tasks) => format!("mention{}", titled(tasks)),
        Command::Restore(which) => format!("restore {}", target(which)),
        Command::Advice(topic) => format!("advice {topic:?}").to_lowercase(),
        Command::Unsupported(feature) => format!("unsupported {feature:?}").to_lowercase(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn added(addition: &Addition) -> String {
    let mut text = format!("add{}", titled(&addition.tasks));
    if let Some(under) = &addition.under {
        write!(text, " under {}", target(under)).unwrap();
    }
    if let Some(description) = &addition.description {
        write!(text, " note {description}").unwrap();
    }
    text
}

fn titled(tasks: &[NewTask]) -> String {
    let one = |task: &NewTask| format!(" [{}]{}", task.title, said(&task.fields));
    tasks.iter().map(one).collect()
}

/// What is cleared is written as `due -`.
fn said(fields: &Fields) -> String {
    let mut text = String::new();
    for (name, value) in [("due", &fields.due), ("repeat", &fields.repeat)] {
        match value.as_deref() {
            Some("") => write!(text, " {name} -").unwrap(),
            Some(value) => write!(text, " {name} {value}").unwrap(),
            None => {}
        }
    }
    match fields.priority.as_deref() {
        Some("") => text.push_str(" p-"),
        Some(priority) => write!(text, " {priority}").unwrap(),
        None => {}
    }
    if let Some(project) = &fields.project {
        write!(text, " #{project}").unwrap();
    }
    for label in &fields.labels {
        match label.strip_prefix(['+', '-']) {
            Some(_) => write!(text, " {label}").unwrap(),
            None => write!(text, " @{label}").unwrap(),
        }
    }
    if let Some(parent) = fields.parent {
        write!(text, " under #{parent}").unwrap();
    }
    text
}

fn listed(listing: &Listing) -> String {
    let verb = if listing.wants == Wants::Count {
        "count"
    } else {
        "list"
    };
    let mut text = format!("{verb} {}", listing.status.as_str());
    if let Some(search) = &listing.search {
        write!(text, " “{search}”").unwrap();
    }
    if let Some(limit) = listing.limit {
        write!(text, " first {limit}").unwrap();
    }
    if let Some(view) = &listing.view {
        write!(text, " {{{}}}", view.filter).unwrap();
    }
    if let Some(order) = listing.sort {
        write!(text, " by {order}").unwrap();
    }
    text
}

fn changed(change: &Change) -> String {
    let which = target(&change.target);
    let text = match &change.action {
        Action::Complete => format!("complete {which}"),
        Action::Reopen => format!("reopen {which}"),
        Action::Set(fields) => format!("set {which}{}", said(fields)),
        Action::Postpone => format!("postpone {which}"),
        Action::Delete => format!("delete {which}"),
        Action::Rename(None) => format!("rename {which}"),
        Action::Rename(Some(title)) => format!("rename {which} [{title}]"),
        Action::Describe(None) => format!("describe {which}"),
        Action::Describe(Some(text)) => format!("describe {which} [{text}]"),
        Action::Note(text) => format!("note {which} [{text}]"),
    };
    match &change.manner {
        Manner::Ordered => text,
        Manner::Errand(title) => format!("{text} or add [{title}]"),
        Manner::Claimed(verb) => format!("{text} claiming {verb}"),
    }
}

fn target(target: &Target) -> String {
    match target {
        Target::Unsaid => "?".to_owned(),
        Target::Numbers(numbers) => {
            let numbers: Vec<_> = numbers.iter().map(|n| format!("#{n}")).collect();
            numbers.join(",")
        }
        Target::Pointer(pointer) => pointed(*pointer),
        Target::Words { text, .. } => format!("“{text}”"),
        Target::Every { status, about } => {
            let kind = if *status == Status::All {
                "every"
            } else {
                status.as_str()
            };
            about
                .as_ref()
                .map_or_else(|| kind.to_owned(), |about| format!("{kind} “{about}”"))
        }
        Target::Several(parts, _) => {
            let parts: Vec<_> = parts.iter().map(self::target).collect();
            parts.join(" & ")
        }
        Target::Except(every, kept) => {
            format!("{} but {}", self::target(every), self::target(kept))
        }
    }
}

fn pointed(pointer: Pointer) -> String {
    match pointer {
        Pointer::It => "it".to_owned(),
        Pointer::Them => "them".to_owned(),
        Pointer::JustAdded => "added".to_owned(),
        Pointer::Other => "other".to_owned(),
        Pointer::Others => "others".to_owned(),
        Pointer::Nth(place) => format!("nth {place}"),
        Pointer::First(count) => format!("first {count}"),
        Pointer::Last(count) => format!("last {count}"),
    }
}
