//! Commands in a short notation, so that a table of phrasings reads like one.

use std::fmt::Write;

use crate::llm::builtin::{
    command::{Action, Addition, Change, Command, Listing, Manner, Pointer, Status, Target, Wants},
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
        Command::Mention(titles) => format!("mention [{}]", titles.join("] [")),
        Command::Advice(topic) => format!("advice {topic:?}").to_lowercase(),
        Command::Unsupported(feature) => format!("unsupported {feature:?}").to_lowercase(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn added(addition: &Addition) -> String {
    let mut text = "add".to_owned();
    for title in &addition.titles {
        write!(text, " [{title}]").unwrap();
    }
    if let Some(description) = &addition.description {
        write!(text, " note {description}").unwrap();
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
    if listing.is_dated {
        text.push_str(" dated");
    }
    text
}

fn changed(change: &Change) -> String {
    let which = target(&change.target);
    let text = match &change.action {
        Action::Complete => format!("complete {which}"),
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
