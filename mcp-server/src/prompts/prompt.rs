//! What all prompts have in common.

use std::sync::LazyLock;

use futures::future::BoxFuture;
use rmcp::{
    ErrorData,
    model::{
        ContentBlock, GetPromptRequestParams, GetPromptResult, ListPromptsResult, Prompt,
        PromptArgument, PromptMessage, Role,
    },
};

use super::{
    arguments::{Arguments, invalid},
    break_down_task::BREAK_DOWN_TASK,
    empty_my_head::EMPTY_MY_HEAD,
    plan_my_day::PLAN_MY_DAY,
    weekly_review::WEEKLY_REVIEW,
};
use crate::{
    domain::Name,
    error::clipped,
    resources::{self, Reader, ResourceUri},
    store::NameKind,
};

/// A prompt: what it is called, what it takes, and what it says.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) parameters: &'static [Parameter],
    pub(super) write: for<'a> fn(Reader<'a>, Arguments) -> Written<'a>,
}

/// What a prompt comes to.
pub(super) type Written<'a> = BoxFuture<'a, Result<Vec<PromptMessage>, ErrorData>>;

/// What a prompt takes.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) required: bool,
}

const PROMPTS: [&Entry; 4] = [
    &PLAN_MY_DAY,
    &WEEKLY_REVIEW,
    &BREAK_DOWN_TASK,
    &EMPTY_MY_HEAD,
];

/// Described once: they are the same for everybody.
static DEFINITIONS: LazyLock<Vec<Prompt>> =
    LazyLock::new(|| PROMPTS.iter().map(|entry| entry.definition()).collect());

/// Returns every prompt, always in the same order.
pub(crate) fn list() -> ListPromptsResult {
    ListPromptsResult::with_all_items(DEFINITIONS.clone())
}

/// Tells whether a prompt takes an argument of this name; `None` where there is no such prompt.
pub(crate) fn completes(prompt: &str, argument: &str) -> Option<bool> {
    let entry = find(prompt)?;
    let mut names = entry.parameters.iter().map(|parameter| parameter.name);
    Some(names.any(|name| name == argument))
}

/// Writes a prompt for the caller.
pub(crate) async fn get(
    reader: Reader<'_>,
    request: GetPromptRequestParams,
) -> Result<GetPromptResult, ErrorData> {
    let entry = find(&request.name).ok_or_else(|| {
        let known = PROMPTS.map(|entry| entry.name).join(", ");
        invalid(format!(
            "there is no prompt {}; there are: {known}",
            clipped(&request.name)
        ))
    })?;
    let arguments = Arguments::read(entry.parameters, request.arguments)?;
    let messages = (entry.write)(reader, arguments).await?;
    Ok(GetPromptResult::new(messages).with_description(entry.description))
}

fn find(name: &str) -> Option<&'static Entry> {
    PROMPTS.into_iter().find(|entry| entry.name == name)
}

impl Entry {
    fn definition(&self) -> Prompt {
        let arguments = self.parameters.iter().map(|parameter| {
            PromptArgument::new(parameter.name)
                .with_description(parameter.description)
                .with_required(parameter.required)
        });
        let prompt = Prompt::new(self.name, Some(self.description), Some(arguments.collect()));
        prompt.with_title(self.title)
    }
}

/// Returns resources to stand beside the instructions, those that are there.
pub(super) async fn embedded(
    reader: Reader<'_>,
    uris: &[ResourceUri],
) -> Result<Vec<PromptMessage>, ErrorData> {
    let mut messages = Vec::with_capacity(uris.len());
    for uri in uris {
        let read = resources::markdown(reader, uri).await?;
        let message = |contents| PromptMessage::new(Role::User, ContentBlock::resource(contents));
        messages.extend(read.map(message));
    }
    Ok(messages)
}

/// Reads the name of a project that is there.
pub(super) async fn project(reader: Reader<'_>, text: &str) -> Result<Name, ErrorData> {
    let name = name(text.trim_start_matches('#'))?;
    let known = reader.known(NameKind::Projects, &name).await;
    let known = known.map_err(resources::failed)?;
    known.ok_or_else(|| invalid(format!("there is no project {}", clipped(name.as_str()))))
}

/// Reads a name as it is written without its sign.
pub(super) fn name(text: &str) -> Result<Name, ErrorData> {
    Name::parse(text).map_err(|error| invalid(error.to_string()))
}

/// A message with instructions.
pub(super) fn instructions(text: impl Into<String>) -> PromptMessage {
    PromptMessage::new_text(Role::User, text)
}
