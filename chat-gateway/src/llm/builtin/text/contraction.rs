//! Contractions and phone spellings, as the words they stand for.

/// Returns the words that the folded `word` stands for; a word that is no contraction stands for
/// itself.
pub(super) fn expand(word: &str) -> Vec<&str> {
    if let Some((_, words)) = SPELLINGS.iter().find(|(spelling, _)| *spelling == word) {
        return words.to_vec();
    }
    let Some(apostrophe) = word.rfind('\'') else {
        return vec![word];
    };
    if let Some(base) = word.strip_suffix("n't") {
        return vec![base, "not"];
    }
    let (base, ending) = word.split_at(apostrophe);
    match ending {
        "'s" if CLITIC_HOSTS.contains(&base) || base.parse::<u64>().is_ok() => vec![base, "is"],
        "'ve" => vec![base, "have"],
        "'ll" => vec![base, "will"],
        "'d" => vec![base, "would"],
        "'re" => vec![base, "are"],
        "'m" => vec![base, "am"],
        _ => vec![word],
    }
}

/// Words whose `'s` is "is"; on any other it is a possessive and belongs to the title.
const CLITIC_HOSTS: &[&str] = &[
    "what",
    "that",
    "who",
    "where",
    "how",
    "when",
    "it",
    "there",
    "here",
    "which",
    "one",
    "everything",
    "this",
];

const SPELLINGS: &[(&str, &[&str])] = &[
    ("can't", &["can", "not"]),
    ("cant", &["can", "not"]),
    ("cannot", &["can", "not"]),
    ("won't", &["will", "not"]),
    ("wont", &["will", "not"]),
    ("dont", &["do", "not"]),
    ("doesnt", &["does", "not"]),
    ("didnt", &["did", "not"]),
    ("havent", &["have", "not"]),
    ("havn't", &["have", "not"]),
    ("hasnt", &["has", "not"]),
    ("isnt", &["is", "not"]),
    ("arent", &["are", "not"]),
    ("shouldnt", &["should", "not"]),
    ("whats", &["what", "is"]),
    ("wheres", &["where", "is"]),
    ("hows", &["how", "is"]),
    ("thats", &["that", "is"]),
    ("ive", &["i", "have"]),
    ("im", &["i", "am"]),
    ("let's", &["let", "us"]),
    ("lets", &["let", "us"]),
    ("gotta", &["got", "to"]),
    ("wanna", &["want", "to"]),
    ("gonna", &["going", "to"]),
    ("gimme", &["give", "me"]),
    ("lemme", &["let", "me"]),
    ("pls", &["please"]),
    ("plz", &["please"]),
    ("plse", &["please"]),
    ("pleas", &["please"]),
    ("thx", &["thanks"]),
    ("tnx", &["thanks"]),
    ("ty", &["thanks"]),
    ("tysm", &["thanks"]),
    ("u", &["you"]),
    ("ya", &["you"]),
    ("ur", &["your"]),
    ("nvm", &["nevermind"]),
    ("&", &["and"]),
    ("+", &["plus"]),
    ("w/", &["with"]),
    ("w/o", &["without"]),
    ("tmrw", &["tomorrow"]),
    ("tmr", &["tomorrow"]),
    ("tmw", &["tomorrow"]),
    ("tomorow", &["tomorrow"]),
    ("tommorow", &["tomorrow"]),
    ("=>", &["->"]),
    ("→", &["->"]),
    ("to-do", &["todo"]),
    ("to-dos", &["todos"]),
    ("to-do's", &["todos"]),
    ("todo's", &["todos"]),
    ("todolist", &["todo", "list"]),
    ("to-do-list", &["todo", "list"]),
    ("tasklist", &["task", "list"]),
    ("to-list", &["list"]),
    ("checklist", &["list"]),
    ("ad", &["add"]),
    ("addd", &["add"]),
    ("shwo", &["show"]),
    ("hsow", &["show"]),
    ("lsit", &["list"]),
    ("taks", &["task"]),
    ("tsk", &["task"]),
    ("tsak", &["task"]),
    ("taskes", &["tasks"]),
    ("takss", &["tasks"]),
    ("tsaks", &["tasks"]),
    ("del", &["delete"]),
    ("rm", &["remove"]),
    ("cancle", &["cancel"]),
    ("nr", &["number"]),
    ("num", &["number"]),
    ("№", &["number"]),
];
