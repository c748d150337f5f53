//! What a person can mean, after grammar and before the conversation is looked at.

mod fields;

pub(crate) use fields::Fields;

/// One thing a person said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    /// Put these on the list; no titles means that they were not said.
    Add(Addition),
    /// Say what is on the list.
    List(Listing),
    /// Say all about some tasks.
    Show(Target),
    /// Do something to tasks that exist.
    Change(Change),
    /// Take back what was done last.
    Undo,
    /// Do again what was taken back last.
    Redo,
    /// Bring back tasks that were deleted or completed.
    Restore(Target),
    /// Say how things stand.
    Overview,
    /// Go on with what did not fit.
    More,
    /// Say what can be done.
    Help,
    /// Say what this is.
    Identity,
    /// Hello.
    Greeting,
    /// How are you.
    HowAreYou,
    /// Thank you.
    Thanks,
    /// Goodbye.
    Goodbye,
    /// Fine, good, cool.
    Acknowledgement,
    /// Yes, with nothing else.
    Yes,
    /// No, with nothing else.
    No,
    /// Something is not to be done.
    Declined,
    /// A question about doing something; nothing is to be done.
    Advice(Topic),
    /// Something that the tools cannot do.
    Unsupported(Feature),
    /// Errands that were mentioned without saying what to do with them.
    Mention(Vec<NewTask>),
    /// Anything else.
    Unknown,
}

/// Tasks to add.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Addition {
    /// The tasks, ready to be stored.
    pub(crate) tasks: Vec<NewTask>,
    /// A description, where one was given.
    pub(crate) description: Option<String>,
    /// The task that they are parts of.
    pub(crate) under: Option<Target>,
    /// Whether to be reminded at some time was asked for, which nothing here can do.
    pub(crate) is_timed: bool,
}

/// A task to add.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NewTask {
    /// The title, ready to be stored.
    pub(crate) title: String,
    /// What else was said of it.
    pub(crate) fields: Fields,
}

/// What to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Listing {
    /// Which tasks.
    pub(crate) status: Status,
    /// Words to look for, as they were said.
    pub(crate) search: Option<String>,
    /// How many at most.
    pub(crate) limit: Option<u64>,
    /// What about them is wanted.
    pub(crate) wants: Wants,
    /// Only those that a condition of the tool's language of filters describes.
    pub(crate) view: Option<View>,
    /// In which of the tool's orders, where one was asked for.
    pub(crate) sort: Option<&'static str>,
}

/// A part of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    /// As the tool's filter.
    pub(crate) filter: String,
    /// As it is said after "tasks": `due today`.
    pub(crate) words: String,
}

/// What about the tasks of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Wants {
    /// The tasks.
    #[default]
    Rows,
    /// How many there are.
    Count,
}

/// Which tasks, by whether they are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Status {
    /// Both.
    #[default]
    All,
    /// Not done.
    Pending,
    /// Done.
    Completed,
}

impl Status {
    /// Returns the tools' word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Pending => "pending",
            Self::Completed => "completed",
        }
    }
}

/// Something to do to tasks that exist.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    /// What to do.
    pub(crate) action: Action,
    /// To which tasks.
    pub(crate) target: Target,
    /// How it was said.
    pub(crate) manner: Manner,
}

/// What to do to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Mark it as done.
    Complete,
    /// Make a completed one pending again.
    Reopen,
    /// Delete it.
    Delete,
    /// Give it these fields; blank ones are cleared.
    Set(Fields),
    /// Give it another date, which was not said.
    Postpone,
    /// Give it this title; `None` where it was not said.
    Rename(Option<String>),
    /// Give it this description; `None` where it was not said.
    Describe(Option<String>),
    /// Add this to its description.
    Note(String),
}

impl Action {
    /// Tells whether it can be meant of one task alone: each has words of its own.
    pub(crate) fn is_about_one(&self) -> bool {
        matches!(
            self,
            Self::Rename(_) | Self::Describe(_) | Self::Note(_) | Self::Postpone
        )
    }
}

/// How a change was said, which decides what happens when no task fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As a command about a task.
    Ordered,
    /// As an imperative that could be an errand itself (“cancel the gym membership”): the errand.
    Errand(String),
    /// As something that has happened (“I bought the milk”): the verb.
    Claimed(String),
}

/// Which tasks are meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Target {
    /// It was not said.
    Unsaid,
    /// Task numbers.
    Numbers(Vec<u64>),
    /// A place in what was said before.
    Pointer(Pointer),
    /// Words of the title of one task.
    Words {
        /// The words, as they were written.
        text: String,
        /// Whether they were called a task or set in quotation marks, so that nothing but a task
        /// can be meant.
        is_named: bool,
    },
    /// All of a kind, narrowed by words perhaps.
    Every {
        /// Of which status.
        status: Status,
        /// With which words.
        about: Option<String>,
    },
    /// Each of these; where they are all words, the words as a whole may name one task.
    Several(Vec<Target>, String),
    /// The first, without the second.
    Except(Box<Target>, Box<Target>),
}

/// A place in what was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pointer {
    /// The task spoken of last.
    It,
    /// The tasks spoken of last.
    Them,
    /// The task added last.
    JustAdded,
    /// Of two, the one not spoken of last.
    Other,
    /// All of those shown but not spoken of last.
    Others,
    /// The one at this place, counted from 1.
    Nth(usize),
    /// The first so many.
    First(usize),
    /// The last so many.
    Last(usize),
}

/// What advice is wanted about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Adding.
    Adding,
    /// Listing and finding.
    Listing,
    /// Completing.
    Completing,
    /// Deleting.
    Deleting,
    /// Changing.
    Changing,
    /// Taking back.
    Undoing,
}

/// What the tools cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feature {
    /// Places in the list that are chosen by hand.
    Order,
}
