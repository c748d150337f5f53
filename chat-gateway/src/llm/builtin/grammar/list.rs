//! Looking: "show my tasks", "what's pending?", "is there a task about the dentist?".

use super::target::{exact, status, target};
use crate::llm::builtin::{
    command::{Command, Listing, Pointer, Status, Target, Wants},
    lexicon,
    text::{Kind, Phrase, Token},
};

/// Reads a clause in which every word speaks of the list, so that it can be nothing else.
pub(super) fn read_plain(phrase: Phrase<'_>) -> Option<Command> {
    let phrase = phrase.trim_marks();
    if let Some(listed) = phrase.after(&["remind me of|about?"]).and_then(read_plain) {
        return Some(listed);
    }
    if let Some(shown) = single(phrase) {
        return Some(shown);
    }
    if let Some((status, _)) = FIXED.iter().find(|(_, patterns)| phrase.is_any(patterns)) {
        return Some(Command::List(Listing {
            status: *status,
            ..listing(phrase)
        }));
    }
    let asks = asks(phrase);
    let counts = limit(phrase).is_some()
        || phrase
            .tokens()
            .iter()
            .all(|t| t.number().is_none() || t.is("one") && !phrase.has(&["@one_task one"]));
    let is_about_list = counts && phrase.tokens().iter().all(is_list_word) && has_anchor(phrase);
    (asks && is_about_list).then(|| Command::List(listing(phrase)))
}

/// Tells whether a clause begins as a question about the list does.
pub(super) fn asks(phrase: Phrase<'_>) -> bool {
    let first = [
        "@show|@ask|@every|@the|@tasks|@list|@pending|@completed|@task|who|there|now|to|still",
        "urgent|important|high|low|medium|overdue|due|recurring|repeating|undated|p1|p2|p3",
        "today's|tomorrow's",
    ];
    phrase.after(&first).is_some()
}

/// Questions about the list that do not name it.
const FIXED: &[(Status, &[&str])] = &[
    (
        Status::Pending,
        &[
            "what should|shall|can|must|do i|we need|have|want? to? work|focus|concentrate|start|tackle|begin|do on|with? next|first|now?",
            "got|is|have|there you|there? anything|something|stuff for me to do",
            "@show me? what i|we have|need to do",
        ],
    ),
    (
        Status::All,
        &[
            "what does my|the @list look like",
            "ls|dir",
            "list them|it|em again?",
            "@show me? an|a|the? rundown of|on? everything?",
            "@show me? what i|we|you have got?",
        ],
    ),
    (Status::Completed, &["@show me? the|my? history|archive"]),
];

pub(super) fn is_list_word(token: &Token) -> bool {
    let norm = token.norm.as_str();
    matches!(token.kind, Kind::Mark)
        || token.number().is_some()
        || [
            "list_filler",
            "pending",
            "completed",
            "date",
            "task",
            "list",
            "every",
        ]
        .iter()
        .any(|class| lexicon::is_in_class(class, norm))
        || matches!(norm, "by" | "next" | "coming" | "before" | "at" | "done")
}

/// Tells whether the words name the list, its state or what there is to do.
pub(super) fn has_anchor(phrase: Phrase<'_>) -> bool {
    let is_question = phrase.after(&["@show|@ask|still|any"]).is_some();
    phrase.has(&["@task|@list", "things|stuff|todos"])
        || phrase
            .has(&["i|we have? have|need|got|must|should|supposed|want|still to? do|get? done?"])
            && phrase.has(&["do|done|have|@completed"])
        || phrase.has(&["on|to my|the|our|your? plate|agenda|list|do"])
        || is_question
            && phrase.has(&[
                "should|must|can|shall i|we do|finish|complete",
                "@pending|@completed|@every|due|overdue|anything",
            ])
        || phrase.is_any(&[
            "show|list|display|view",
            "show|list|tell|give me",
            "@pending|@every|completed|complete",
            "@every @pending|completed|complete",
            "what|show|list i|we|me? have|got",
        ])
}

/// Returns what a clause about the list asks for.
fn listing(phrase: Phrase<'_>) -> Listing {
    let opened = phrase.after(&["open|complete|finish"]).unwrap_or(phrase);
    Listing {
        status: asked_status(opened),
        limit: limit(phrase),
        wants: wants(phrase),
        ..Listing::default()
    }
}

pub(super) fn wants(phrase: Phrase<'_>) -> Wants {
    let counts = phrase.has(&["how many", "number of", "count", "total"]);
    if counts { Wants::Count } else { Wants::Rows }
}

fn asked_status(phrase: Phrase<'_>) -> Status {
    let named = status(phrase);
    if named == Status::Completed
        && phrase
            .has(&["need|needs|have|has|got|left|still|want|must|should|yet to be|get? @completed"])
    {
        return Status::Pending;
    }
    if named != Status::All {
        return named;
    }
    let to_do = phrase.has(&[
        "to do",
        "should|must|can|shall i|we do",
        "plate|agenda",
        "i|we have|need|got|supposed to",
        "anything",
    ]);
    let is_dated = phrase
        .tokens()
        .iter()
        .any(|t| lexicon::is_date_word(&t.norm));
    if to_do || is_dated {
        Status::Pending
    } else {
        Status::All
    }
}

fn limit(phrase: Phrase<'_>) -> Option<u64> {
    let (_, after) = phrase.split_at(&["first|top|only|next"])?;
    let count = after.tokens().first()?.number()?;
    (count > 0).then_some(count)
}

/// `show task 3`, `what is the second one?`, `#3`.
fn single(phrase: Phrase<'_>) -> Option<Command> {
    let led = phrase.after(SHOW_ONE);
    let rest = led.unwrap_or(phrase);
    let rest = rest
        .before(&[
            "say|says|about",
            "is? details|detail|info|description|note|notes|title|name|status",
        ])
        .filter(|p| !p.is_empty())
        .unwrap_or(rest);
    let found = exact(rest)?;
    let is_one = match &found {
        Target::Numbers(_) => true,
        Target::Pointer(Pointer::It | Pointer::Them | Pointer::Other) => {
            phrase.after(&["@show"]).is_some()
        }
        Target::Pointer(_) => led.is_some(),
        _ => false,
    };
    let is_count = rest.norm(0) == "first" && rest.len() > 1 || rest.norm(0) == "top";
    (is_one && !is_count).then_some(Command::Show(found))
}

const SHOW_ONE: &[&str] = &[
    "@show me|us|at|up? all|more? the? details|detail|info|information|description|note|notes|status|title|contents? of|for|on|about|in?",
    "@show me|us? more|everything|all about|on",
    "what|which is|was|are|does|do|about the? details|description|note|notes|status|title|contents? of|for|on|about|in?",
    "what is|does in|on|about?",
    "the? details|detail|info|description|status of|for|on|about",
    "is|are",
    "how about",
];

/// Reads a clause that looks for words.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    let phrase = phrase.trim_marks();
    let rest = phrase
        .after(FINDING)
        .or_else(|| asked_about(phrase))
        .or_else(|| kind_of_tasks(phrase))?;
    let rest = rest
        .before(QUESTION_TAILS)
        .filter(|before| !before.is_empty())
        .unwrap_or(rest);
    let found = target(rest);
    if matches!(found, Target::Numbers(_) | Target::Pointer(_)) {
        return Some(Command::Show(found));
    }
    let (text, status) = match found {
        Target::Words { text, .. } | Target::Several(_, text) => (text, Status::All),
        Target::Every { status, about } => (about.unwrap_or_default(), status),
        _ => (String::new(), Status::All),
    };
    let search = (!text.trim().is_empty()).then_some(text);
    Some(Command::List(Listing {
        search,
        status,
        wants: wants(phrase),
        ..Listing::default()
    }))
}

const FINDING: &[&str] = &[
    "find|search|locate|lookup me|us|up|through|in|for|my? my|the? @tasks|@list? for? @every|any|the|my? @task? about|with|containing|mentioning|called|named|on|for|related|that|which? to|mention|contain|say|says?",
    "look|looking|searching for|up @every|any|the|my? @task? about|with|containing|mentioning|called|named?",
    "where is|are|was my|the|that?",
    "filter my|the? @tasks? by|for|with",
    "what|which is the number|id of|for",
    "what|how about",
    "what do i|we still? need|have|want|got to",
];

/// "is there a task about X?", "do I have anything about X?", "did I add X?".
fn asked_about(phrase: Phrase<'_>) -> Option<Phrase<'_>> {
    let phrase = phrase.before(QUESTION_TAILS).unwrap_or(phrase);
    let about = phrase.after(&["is|are|do|does|have|what|which|any|show|list|see|display|view|give|get|how|tell|there|tasks|task|todos|items|everything|anything|all|my"]);
    if let Some((before, after)) = about.and_then(|about| about.split_at(&["about|regarding|concerning|containing|mentioning|matching|named|called|titled|with|for|mention|related|contain|include|includes to|the|word|words? word|words?"]))
        && !after.is_empty()
        && (before.tokens().iter().all(is_list_word) && phrase.has(&["@task|anything|something|everything|things|list"]))
    {
        return Some(after);
    }
    let yet = phrase.before(&["yet|already"]).unwrap_or(phrase);
    if let Some(rest) = yet.after(&["did|have i|we already? add|added|create|created|finish|finished|complete|completed|do|done|put"]) {
        return Some(rest);
    }
    if let Some(claim) = yet.after(&["have i|we already?"])
        && lexicon::base_of_past(claim.norm(0)).is_some()
        && claim.len() > 1
    {
        return Some(claim.skip(1));
    }
    if let Some(rest) = yet.after(&["do i|we still? have|need to"]) {
        return Some(rest);
    }
    let listed = yet.after(&["is|are"])?.before(&[
        "on|in my|the todo|task|tasks? @list",
        "done|finished|completed|pending|complete|still|already pending|open?",
    ])?;
    (!listed.is_empty()).then_some(listed)
}

const QUESTION_TAILS: &[&str] = &[
    "do i|we have",
    "have i|we got",
    "are|is there",
    "in it|them",
    "in the|their|its title|name|titles|names",
];

/// "show my work tasks", "any shopping items?".
fn kind_of_tasks(phrase: Phrase<'_>) -> Option<Phrase<'_>> {
    let rest = phrase.after(&[
        "@show me|us? @every|any? of? the|my|our?",
        "what|which @every? of? the|my|are|our? the|my|our?",
        "do i|we have any|some|a|the?",
        "is|are there any|some|a|the?",
        "any|all|my",
        "how many",
    ])?;
    let kind = rest.before(&["@tasks|@one_task|one|ones do|are|there|i|we|have|left|on|my|the|list|is? there|i|we|have|left|my|the|list? have|left|list|on? my? list?"])?;
    (!kind.is_empty() && kind.len() <= 6).then_some(kind)
}
