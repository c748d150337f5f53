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
    caller::Caller,
    domain::Name,
    error::clipped,
    resources::{self, ResourceUri},
    store::Tasks,
};

/// A prompt: what it is called, what it takes, and what it says.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) parameters: &'static [Parameter],
    pub(super) write: for<'a> fn(Asked<'a>, Arguments) -> Written<'a>,
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

/// Whose tasks a prompt is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) tasks: &'a Tasks,
    pub(crate) caller: &'a Caller,
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
    asked: Asked<'_>,
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
    let messages = (entry.write)(asked, arguments).await?;
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

impl Asked<'_> {
    /// Returns a resource to stand beside the instructions; `None` where it is not there.
    pub(super) async fn embedded(
        &self,
        uri: &ResourceUri,
    ) -> Result<Option<PromptMessage>, ErrorData> {
        let read = resources::markdown(self.tasks, self.caller, uri).await?;
        Ok(read.map(|contents| PromptMessage::new(Role::User, ContentBlock::resource(contents))))
    }

    /// Returns the same of resources that are always there.
    pub(super) async fn all_embedded(
        &self,
        uris: &[ResourceUri],
    ) -> Result<Vec<PromptMessage>, ErrorData> {
        let mut messages = Vec::with_capacity(uris.len());
        for uri in uris {
            messages.extend(self.embedded(uri).await?);
        }
        Ok(messages)
    }

    /// Reads the name of a project that is there.
    pub(super) async fn project(&self, text: &str) -> Result<Name, ErrorData> {
        let name = name(text.trim_start_matches('#'))?;
        let projects = self.tasks.projects(&self.caller.user).await;
        let projects = projects.map_err(resources::failed)?;
        match projects.into_iter().find(|project| project.name == name) {
            Some(project) => Ok(project.name),
            None => Err(invalid(format!(
                "there is no project {} with open tasks",
                clipped(name.as_str())
            ))),
        }
    }
}

/// Reads a name as it is written without its sign.
pub(super) fn name(text: &str) -> Result<Name, ErrorData> {
    Name::parse(text).map_err(|error| invalid(error.to_string()))
}

/// A message with instructions.
pub(super) fn instructions(text: impl Into<String>) -> PromptMessage {
    PromptMessage::new_text(Role::User, text)
}
