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

/// Parts of a day that are also made: `sunday lunch`.
pub(super) const MEALS: &[&str] = &["breakfast", "brunch", "lunch", "dinner", "supper"];

/// After these at the beginning of a line comes what somebody wrote, with a name of its own.
pub(super) const STORIES: &[&str] = &[
    "listen", "play", "read", "rewatch", "see", "sing", "stream", "watch",
];

/// What is taken in must be something: `Watch Wednesday`, unlike `Play friday`.
pub(super) const TAKEN_IN: &[&str] = &["binge", "read", "reread", "rewatch", "stream", "watch"];

/// Parts of a day that things are named after: `date night every friday`.
pub(super) const DAYPARTS: &[&str] = &["afternoon", "evening", "morning", "night"];

/// Small words within a title.
pub(super) const SMALL: &[&str] = &["a", "an", "and", "in", "of", "on", "the", "to"];

/// What is read, watched or listened to in general, without a name of its own.
pub(super) const IN_GENERAL: &[&str] = &[
    "agenda",
    "article",
    "articles",
    "audiobook",
    "baby",
    "book",
    "books",
    "brief",
    "chapter",
    "chapters",
    "contract",
    "dog",
    "dogs",
    "draft",
    "email",
    "emails",
    "episode",
    "film",
    "finale",
    "game",
    "games",
    "kids",
    "lecture",
    "lectures",
    "match",
    "minutes",
    "movie",
    "movies",
    "news",
    "notes",
    "novel",
    "paper",
    "papers",
    "podcast",
    "podcasts",
    "recording",
    "replay",
    "report",
    "reports",
    "script",
    "series",
    "show",
    "slides",
    "story",
    "tutorial",
    "video",
    "videos",
    "voicemail",
    "webinar",
];

/// What a feast is the object of.
pub(super) const CELEBRATED: &[&str] = &["celebrate", "celebrating", "commemorate", "observe"];

/// Names that end with a day: newspapers, songs, films, and days that come once a year.
pub(super) const NAMES: &[(&str, &[&str])] = &[
    ("ash", &["wednesday"]),
    ("bloody", &["sunday"]),
    ("blue", &["monday"]),
    ("christianity", &["today"]),
    ("cyber", &["monday"]),
    ("fat", &["tuesday"]),
    ("giving", &["tuesday"]),
    ("history", &["today"]),
    ("india", &["today"]),
    ("manic", &["monday"]),
    ("maundy", &["thursday"]),
    ("palm", &["sunday"]),
    ("pancake", &["tuesday"]),
    ("psychology", &["today"]),
    ("shrove", &["tuesday"]),
    ("stormy", &["monday"]),
    ("taco", &["tuesday"]),
    ("throwback", &["thursday"]),
    ("usa", &["today"]),
];

/// Words that begin a clause of its own, whose dates are not those of the task: `Ask if Bob comes
/// friday`.
pub(super) const CLAUSES: &[&str] = &[
    "because", "how", "if", "unless", "what", "when", "where", "whether", "which", "who", "why",
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
