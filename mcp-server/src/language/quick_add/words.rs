//! Words that tell whether a date is one.

/// After these a date belongs to what is talked about: `Read about friday`, `Plan for tomorrow`.
pub(super) const NOT_AFTER: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "an",
    "and",
    "any",
    "are",
    "as",
    "before",
    "between",
    "black",
    "both",
    "but",
    "called",
    "casual",
    "concerning",
    "during",
    "each",
    "every",
    "for",
    "freaky",
    "from",
    "good",
    "happy",
    "hate",
    "her",
    "his",
    "if",
    "into",
    "is",
    "its",
    "last",
    "like",
    "love",
    "my",
    "named",
    "no",
    "not",
    "of",
    "or",
    "our",
    "per",
    "re",
    "regarding",
    "ruby",
    "since",
    "some",
    "super",
    "than",
    "the",
    "their",
    "through",
    "thru",
    "till",
    "til",
    "titled",
    "to",
    "until",
    "versus",
    "via",
    "vs",
    "was",
    "with",
    "your",
];

/// Before these a date in the middle of a line is over.
pub(super) const FOLLOWS: &[&str] = &[
    "about",
    "after",
    "and",
    "because",
    "before",
    "but",
    "during",
    "for",
    "from",
    "if",
    "in",
    "into",
    "near",
    "or",
    "outside",
    "re",
    "regarding",
    "so",
    "then",
    "to",
    "unless",
    "using",
    "via",
    "when",
    "where",
    "while",
    "with",
    "without",
];

/// What a person talks about, which has dates of its own: `Call mom today about friday`.
pub(super) const TOPICS: &[&str] = &["about", "concerning", "re", "regarding"];

/// Words before a date that go with it.
pub(super) const LEADS: &[&str] = &["starting", "due", "deadline", "on", "by", "at"];

/// After a day at the beginning of a line these show that it is one: `Friday call mom`, unlike
/// `Friday night lights`.
pub(super) const VERBS: &[&str] = &[
    "add", "answer", "arrange", "ask", "attend", "back", "bake", "book", "bring", "brush", "build",
    "buy", "call", "cancel", "change", "charge", "check", "clean", "collect", "complete",
    "confirm", "contact", "cook", "create", "cut", "deliver", "discuss", "do", "draft", "drop",
    "email", "feed", "file", "fill", "finalize", "find", "finish", "fix", "follow", "get", "give",
    "go", "help", "install", "invite", "join", "learn", "leave", "mail", "make", "meet", "move",
    "mow", "order", "organize", "pack", "paint", "pay", "phone", "pick", "plan", "post",
    "practice", "prepare", "present", "print", "publish", "read", "rehearse", "remind", "renew",
    "repair", "replace", "reply", "research", "reserve", "return", "review", "ring", "run",
    "schedule", "see", "sell", "send", "set", "ship", "shop", "sign", "start", "study", "submit",
    "take", "talk", "tell", "test", "text", "throw", "tidy", "try", "update", "vacuum", "visit",
    "walk", "wash", "watch", "water", "work", "write",
];

/// Words that are dates wherever they stand: no other word means as clearly when.
pub(super) const CLEAR: &[&str] = &["today", "tomorrow", "tonight", "tmrw", "tmr", "tom", "tod"];

/// Books whose verses look like times: `John 3:16`.
pub(super) const BOOKS: &[&str] = &[
    "acts",
    "cor",
    "colossians",
    "corinthians",
    "daniel",
    "deuteronomy",
    "ecclesiastes",
    "eph",
    "ephesians",
    "exodus",
    "ezekiel",
    "gal",
    "galatians",
    "gen",
    "genesis",
    "heb",
    "hebrews",
    "isa",
    "isaiah",
    "james",
    "jeremiah",
    "job",
    "john",
    "joshua",
    "judges",
    "kings",
    "leviticus",
    "luke",
    "mark",
    "matt",
    "matthew",
    "numbers",
    "peter",
    "phil",
    "philippians",
    "prov",
    "proverbs",
    "ps",
    "psalm",
    "psalms",
    "rev",
    "revelation",
    "rom",
    "romans",
    "samuel",
    "timothy",
];

/// Words that make a date of more than a name.
pub(super) const RELATIVE: &[&str] = &[
    "after",
    "coming",
    "following",
    "from",
    "in",
    "later",
    "next",
    "now",
    "this",
    "today",
    "tomorrow",
    "tonight",
];

/// Words that join the parts of a range or a list.
pub(super) const JOINTS: &[&str] = &["or", "and", "to", "until", "till", "til", "through", "thru"];

/// How often, in a word.
pub(super) const OFTEN: &[&str] = &["daily", "weekly", "monthly", "yearly"];

/// Weekdays, as they are mostly written.
pub(super) const WEEKDAYS: &[&str] = &[
    "monday",
    "mon",
    "tuesday",
    "tue",
    "tues",
    "wednesday",
    "wed",
    "thursday",
    "thu",
    "thur",
    "thurs",
    "friday",
    "fri",
    "saturday",
    "sat",
    "sunday",
    "sun",
];

/// Weekdays on which something is again and again.
pub(super) const WEEKDAYS_OFTEN: &[&str] = &[
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
    "saturdays",
    "sundays",
];

/// Parts of a day that are also made: `sunday lunch`.
pub(super) const MEALS: &[&str] = &["breakfast", "brunch", "lunch", "dinner", "supper"];

/// After these at the beginning of a line comes what somebody wrote, with a name of its own.
pub(super) const STORIES: &[&str] = &[
    "listen", "play", "read", "rewatch", "see", "sing", "stream", "watch",
];

/// Days of a month that names are made of: `Born on the Fourth of July`.
pub(super) const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

/// Things with numbers, which are no dates: `form 10/4`.
pub(super) const NUMBERED: &[&str] = &[
    "apartment",
    "apt",
    "bus",
    "chapter",
    "figure",
    "flat",
    "flight",
    "form",
    "highway",
    "hwy",
    "issue",
    "page",
    "release",
    "room",
    "route",
    "section",
    "table",
    "unit",
    "version",
];
