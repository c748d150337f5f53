//! What people call parts of the list: what they say, the condition in the tool's language of
//! filters, and what is said back.

/// Patterns, a filter, and words for it.
pub(super) type Row = (&'static [&'static str], &'static str, &'static str);

/// How things stand.
pub(super) const OVERVIEW: &[&str] = &[
    "how am|are i|we doing today|lately|so|this? far|week?",
    "what is? the|my? status",
    "status|summary|overview|stats|statistics",
    "@show|can me|us? a|an|the|my? quick|short|brief? overview|summary|status|stats|statistics please?",
    "@show me|us? a|an|the|my? quick|short|brief? overview|summary|status|stats|statistics of|on|about|for? everything|all? my|the? @tasks|@list|day|week?",
    "a|an|the|my? quick|short? overview|summary|status of|on|about my|the @tasks|@list",
    "summarise|summarize my|the? @tasks|@list|day|week?",
    "how is|are my|the @list|@tasks|day|week|things going|doing|coming along?",
    "how productive am|was|have i been? today|lately|this? week?",
    "how do|does i|things|it stand|look",
    "where do i stand",
];

/// What is to be done today, or this week.
pub(super) const AGENDA: &[Row] = &[
    (
        &[
            "plan|organise|organize|prepare my|the|our? day|today",
            "help me plan|organise|organize my|the? day|today",
            "what|how does|is my|the day|today|schedule|morning|afternoon look|looking? like? today?",
            "what is? my|the? agenda|schedule|plan for|of? today|day|the?",
            "@show me? my|the? agenda|schedule for|of? today|day?",
            "my? agenda|schedule for|of? today?",
            "my day",
            "today",
            "for? today",
            "what now",
            "what is? on|up|happening|planned|scheduled|coming? for? today",
            "what|anything should|shall|must|do|can i|we need|have|want? to? work|focus|concentrate|start|tackle|begin|do|get? done? on? today",
            "@show|what is? me? today's @tasks|@list|agenda|plan|schedule?",
            "today's @tasks|@list|agenda|plan|schedule",
        ],
        "overdue | today",
        "for today",
    ),
    (
        &[
            "plan|organise|organize my|the|our? week",
            "help me plan|organise|organize my|the? week",
            "what|how does|is my|the week look|looking? like?",
            "my week",
            "this week",
            "what is? on|up|happening|planned|scheduled|coming? for? this week",
            "@show me? my|the? agenda|schedule for|of? this|the? week",
        ],
        "overdue | 7 days",
        "for the next 7 days",
    ),
];

/// Days.
pub(super) const DAYS: &[Row] = &[
    (
        &[
            "no|without a|any? due|deadline|deadlines|date|dates date|dates?",
            "undated|unscheduled",
        ],
        "no date",
        "without a date",
    ),
    (
        &[
            "is|are? overdue|late",
            "past due|deadline",
            "due in the past",
        ],
        "overdue",
        "overdue",
    ),
    (
        &["is|are? due today|tonight", "due by the? end of today|day"],
        "today",
        "due today",
    ),
    (
        &["for|on|by? today|tonight|today's"],
        "overdue | today",
        "for today",
    ),
    (&["is|are? due tomorrow"], "tomorrow", "due tomorrow"),
    (
        &["for|on|by? tomorrow|tomorrow's"],
        "tomorrow",
        "for tomorrow",
    ),
    (
        &[
            "is|are? due? in|within|over|for? the? next|coming|following 7|seven days",
            "is|are? due? in|for|on|by|within? this|the|coming week|week's",
            "upcoming",
        ],
        "7 days",
        "due in the next 7 days",
    ),
    (
        &["is|are? due? in|for|on|by? next week|week's"],
        "due after end of this week & due by end of next week",
        "due next week",
    ),
    (
        &["is|are? due? in|for|on|at|by? this|the weekend"],
        "saturday | sunday",
        "due at the weekend",
    ),
    (
        &["is|are? due? in|for|on|by? this|the month|month's"],
        "due by end of month",
        "due by the end of the month",
    ),
    (
        &["has|have|with a|any? due|deadline|deadlines date|dates?"],
        "due",
        "with a date",
    ),
    (&["yesterday|yesterday's"], "yesterday", "due yesterday"),
];

/// Priorities, and what repeats.
pub(super) const KINDS: &[Row] = &[
    (
        &[
            "with|of|at? top|highest|high priority",
            "most? urgent|important|critical priority?",
            "high-priority|top-priority",
            "p1",
            "with? priority 1",
        ],
        "p1",
        "with priority 1",
    ),
    (
        &[
            "with|of|at? medium|mid|moderate priority",
            "medium-priority",
            "p2",
            "with? priority 2",
        ],
        "p2",
        "with priority 2",
    ),
    (
        &[
            "with|of|at? low|lowest|minor priority",
            "low-priority",
            "p3",
            "with? priority 3",
        ],
        "p3",
        "with priority 3",
    ),
    (
        &[
            "recurring|repeating|repeated|recurrent",
            "that|which repeat|recur",
        ],
        "recurring",
        "that repeat",
    ),
];
