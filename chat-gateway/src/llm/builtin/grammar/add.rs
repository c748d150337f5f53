//! Adding tasks: "add …", "remind me to …", "put … on my list", "I need to …".

use super::{
    add_titles::{self, Number},
    clause, courtesy, fields,
    when::{self, When},
};
use crate::llm::builtin::{
    command::{Addition, Command, Fields},
    lexicon,
    text::Phrase,
};

/// Reads a clause that adds tasks.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    named(phrase)
        .or_else(|| reminder(phrase))
        .or_else(|| verb(phrase))
        .or_else(|| onto_the_list(phrase))
        .or_else(|| obligation(phrase))
}

/// `todo: buy milk`, `new task: …`, `note to self: …`.
fn named(phrase: Phrase<'_>) -> Option<Command> {
    if let Some(rest) = phrase.after(NAMED_PLURAL) {
        return Some(addition(rest, Number::Many));
    }
    let rest = phrase.after(NAMED)?;
    Some(addition(rest, Number::Open))
}

const NAMED_PLURAL: &[&str] = &[
    "@the? new|more? tasks|todos|items|reminders :|- to?",
    "things to do :|-",
    "my|the|our new|more? tasks|todos|items for|on @date :|-",
];

const NAMED: &[&str] = &[
    "@the? new|another|quick? @one_task :|-|, to?",
    "new|another @one_task to|for|called|named|titled|about :?",
    "new|another @one_task",
    "note to self :|-|,? to?",
    "reminder :|-|, to?",
    "reminder to",
    "note :|-",
    "todo",
    "new :",
    "memo :",
    "one more|another|thing|other :|-",
    "turn|make this|that|it|following into a @one_task :|-",
];

/// `remind me to …`, `don't let me forget …`, `remember to …`.
fn reminder(phrase: Phrase<'_>) -> Option<Command> {
    if phrase.is_any(&["remember|remind me?", "remind me of|about it|that|this"]) {
        return Some(addition(phrase.skip(phrase.len()), Number::Open));
    }
    if let Some(rest) = phrase.after(REMINDERS).filter(|rest| !rest.is_empty()) {
        return Some(timed(addition(rest, Number::Open), phrase));
    }
    // "Remind me tomorrow at 5 to call mom": the errand comes after "to", the time goes with it.
    let rest = phrase.after(&["remind me", "set a? @one_task for? me?"])?;
    let (when, errand) = rest.split_at(&["to", "that", "about"])?;
    if errand.is_empty() {
        return None;
    }
    let mut added = addition(errand, Number::Open);
    let Command::Add(add) = &mut added else {
        return None;
    };
    let said = said_when(when)?;
    for task in &mut add.tasks {
        task.fields = std::mem::take(&mut task.fields).or(&said);
    }
    Some(timed(added, phrase))
}

fn said_when(when: Phrase<'_>) -> Option<Fields> {
    let mut said = Fields::default();
    let when = when.after(&["for"]).unwrap_or(when);
    match when::whole(when) {
        Some(found) => fields::take(&mut said, found),
        // No form that is known, but it speaks of a time: the task server may know it.
        None if when.tokens().iter().any(|t| lexicon::is_date_word(&t.norm)) => {
            let text = when.trim_marks().verbatim().to_owned();
            fields::take(&mut said, When::Once(text));
        }
        None => return None,
    }
    Some(said)
}

const REMINDERS: &[&str] = &[
    "remind|remember me|us? to|about|of|that|for :?",
    "remind me|us :",
    "remember :? to?",
    "reminding me to|about|of",
    "do not let me|us forget to|about|that? :?",
    "do not forget to|about|that? :?",
    "never forget to|about|that?",
    "make sure i|we? do not forget to|about|that?",
    "make sure that? i|we to?",
    "make sure to",
    "help me|us? remember to|about|that?",
    "set|create|add|make|schedule|put a|another|up? @one_task for? me? to|about|that|for|called|named|titled|saying :? to?",
    "set|create|add|make|schedule|put a|another? @one_task for? me? :|-",
    "i|we need|want a|an|another new? @one_task to|for|about|called|named :?",
    "add a note to",
    "make|take|keep a note to|that|of|about :?",
    "make|take a note :",
    "note|write|jot down :? to?|that?",
    "note that|to",
    "it is important to",
    "make sure that?",
    "be|get reminded to|of|about",
    "ensure|make|see sure? that? a @one_task is|gets created|added|made to|for|that :? to?",
];

/// Marks an addition that asks to be told at some time.
fn timed(mut command: Command, phrase: Phrase<'_>) -> Command {
    let asks = phrase.has(&["remind|reminder|reminded|alert"]);
    if let Command::Add(add) = &mut command {
        add.is_timed = asks && add.tasks.iter().any(|task| task.fields.due.is_some());
    }
    command
}

/// `add …`, and verbs that add only with a noun after them: `create a task …`.
fn verb(phrase: Phrase<'_>) -> Option<Command> {
    if let Some(ranked) = ranked(phrase) {
        return Some(ranked);
    }
    let fitting = VERBS
        .iter()
        .find_map(|(number, patterns)| Some((*number, phrase.after(patterns)?)));
    match fitting {
        // "Set task 3 to …" speaks of a task that exists.
        Some((_, rest)) if names_a_number(rest) && phrase.after(&["@add|create|new"]).is_none() => {
            None
        }
        Some((number, rest)) => Some(addition(rest, number)),
        None => created(phrase),
    }
}

/// `add an urgent task to call mom`.
fn ranked(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["@add|@make me? a|an|another|the? new? @level|@urgent|@medium|@low priority? @one_task for|to|of|called|named|titled? :|-|,? to?"])?;
    let said = phrase.head(phrase.len() - rest.len());
    let level = Fields::priority(fields::level(said)?);
    let mut added = addition(rest, Number::Single);
    if let Command::Add(add) = &mut added {
        for task in &mut add.tasks {
            task.fields = std::mem::take(&mut task.fields).or(&level);
        }
    }
    Some(added)
}

fn names_a_number(rest: Phrase<'_>) -> bool {
    rest.after(&["number? @number"]).is_some()
}

/// What leads to titles, and how many it announces; the first row that fits counts.
const VERBS: &[(Number, &[&str])] = &[
    (
        Number::Many,
        &[
            "@add|@make me? the|these|a? few|following|below|couple|bunch|several|some|more|new|@number? of? more|new|different|following? @tasks to|for|called|named? :|-|,?",
            "@add|@make me? the|these|a? few|following|some|more|new|@number? more|new? @tasks to|on|in my|the|our todo|task? @list :|-|,?",
        ],
    ),
    (
        Number::Single,
        &[
            "@add|@make me? a|an|another|one|1 new|more|quick|simple|single|separate|pending|extra? @one_task for|to|of|called|named|titled|about? :|-|,? to?",
            "@add|@make me? a|an|another|one|1 new|more|quick? @one_task which|that? says|saying|is|reads :|-|,? to?",
            "@add|@make me? a|an|another|one|1 new|more|quick? @one_task for me :|,? to|called|named|titled|about? :?",
            "@add|@make me? a|an|another|one|1 new|more|quick? @one_task to|on|in|for|onto my|the|our todo|task? @list :|-|,? to|called|named|titled|about|for? :?",
            "@add|@make me? a|an|another|one|1 new|more|quick? @one_task ,|. its|the? title|name is|: :?",
            "@add|@make me? a|an|another|one|1 new|more|quick? @one_task with the? title|name|text of|as|:? :?",
        ],
    ),
    (
        Number::Open,
        &[
            "@add|@make me? the|this|my|following|new? following|new? @one_task for|to|of|called|named|titled|about? :|-|,? to?",
            "@add|@make me? the|this|new? @one_task to|on|in|for|onto my|the|our todo|task? @list :|-|,? to|called|named|titled|about|for? :?",
            "@add|@make the|this|following following|below? @tasks|@one_task :",
            "@add|create|make @one_task with the? title|name|text of|as|:? :?",
        ],
    ),
    (
        Number::Open,
        &[
            "@add|put to|in|on|onto my|the|our @task? @list :|-|,?",
            "@add the|these|this|also|me|another|one|some? following|more|one|thing|things|stuff? :|-",
            "@add the|these|this following things|items|ones|tasks? :|-?",
            "@add :|-? to",
            "@add",
        ],
    ),
];

/// `create buy milk` and `create "Buy milk"` can only be tasks; `create a logo` may be an errand.
fn created(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(&["create|new|log|record|enter|track|capture :?"])?;
    if rest.is_empty() && phrase.norm(0) == "create" {
        return Some(addition(rest, Number::Open));
    }
    let first = rest.tokens().first()?;
    let is_task = phrase.norm(1) == ":"
        || rest.quotation_of(first).is_some()
        || lexicon::is_errand(&first.norm);
    is_task.then(|| addition(rest, Number::Open))
}

/// `put milk on my list`, `milk to the list please`, `turn this into a task: …`.
fn onto_the_list(phrase: Phrase<'_>) -> Option<Command> {
    let trimmed = phrase.trim_marks();
    let before = trimmed.before(LIST_TAILS).filter(|p| !p.is_empty())?;
    let rest = before
        .after(&["put|throw|stick|place|pop|get|include|have|write|log|record|enter|save|track|file|jot|note|set|list|need|want|register|create|make|keep|insert down?", "i|we need|want|have"])
        .unwrap_or(before);
    let asks = before.after(&["what|which|how|is|are|do|does|did|show|why|where|who|anything|there|everything|all|find|search|see|view|read|look|tell|give|mark|remove|delete|take|cross|check|move|tick|change"]);
    if asks.is_some() || rest.is_empty() {
        return None;
    }
    Some(addition(rest, Number::Listed))
}

pub(super) const LIST_TAILS: &[&str] = &[
    "to|on|onto|in|into my|the|our|your|this? task|tasks|todo|todos|shopping|grocery? @list",
    "to|on|onto|in|into|with my|the|our? tasks|todos|reminders",
    "as a|an|another new|separate? @one_task",
    "as tasks|todos|items|reminders",
    "down as a @one_task",
];

/// `I need to pay bills`, `gotta call mom`: an errand, unless it is plainly a command.
fn obligation(phrase: Phrase<'_>) -> Option<Command> {
    let rest = phrase.after(OBLIGATIONS).filter(|rest| !rest.is_empty())?;
    let rest = rest
        .after(&[
            "remember to",
            "remember that?",
            "be reminded to|of|about",
            "not forget to|about?",
            "make sure i?|to?",
            "do not forget to|about?",
        ])
        .unwrap_or(rest);
    let inner = courtesy::plain(rest).phrase;
    let command = clause::read_command(inner);
    let is_tentative = phrase.after(TENTATIVE).is_some();
    match command {
        // "I should delete task 3" thinks aloud; it is no order.
        Some(Command::Change(_))
            if is_tentative && command.as_ref().is_some_and(clause::is_unmistakable) =>
        {
            Some(Command::Declined)
        }
        Some(command) if clause::is_unmistakable(&command) => Some(command),
        _ => Some(addition(rest, Number::Open)),
    }
}

const TENTATIVE: &[&str] = &[
    "i|we still|also|really|probably|just|maybe? should|shall|ought|could|might|may|plan|intend",
    "i|we am|are thinking|planning|going|supposed|meant",
];

const OBLIGATIONS: &[&str] = &[
    "i|we still|also|really|just|now|then? have|need|ought|got|want|plan|intend|aim still|also? to",
    "i|we have? got to",
    "i|we would like|love to",
    "i|we? would? like|love|want|need to be reminded to|of|about",
    "i|we am|are going|planning|supposed|meant|expected|required to",
    "i|we still|also|really? must|should|shall|better also|really|probably|definitely? remember? to?",
    "i|we had|would better",
    "i|we will have|need to",
    "i|we can|must|should|do not forget to|about?",
    "i|we do not want|wish to forget to|about?",
    "i have not forgotten to",
    "have got to",
    "have|need|got|must|ought|going|supposed to",
    "need to remember to?",
    "i|we need|want to remember to|that?",
    "it is time to",
    "i keep forgetting to|about",
    "i always forget to|about",
    "i almost|nearly forgot to|about",
    "i am trying to remember to",
    "must|should remember to?",
    "someone needs to",
    "do not forget ,? i have|need to",
];

/// Tells whether a clause begins as one that adds, rather than only ending in "to my list".
pub(super) fn starts_addition(phrase: Phrase<'_>) -> bool {
    let plain = courtesy::plain(phrase).phrase;
    plain
        .after(&["@add|@make|remind|remember|create|todo"])
        .is_some()
        || plain.after(REMINDERS).is_some()
        || plain.after(NAMED).is_some()
        || plain.after(OBLIGATIONS).is_some()
}

/// Builds the addition that `rest` describes.
pub(super) fn addition(rest: Phrase<'_>, number: Number) -> Command {
    let (rest, description) = add_titles::split_description(rest);
    Command::Add(Addition {
        tasks: add_titles::tasks(rest, number),
        description,
        ..Addition::default()
    })
}
