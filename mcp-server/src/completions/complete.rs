//! `completion/complete`

use rmcp::{
    ErrorData,
    model::{ArgumentInfo, CompleteRequestParams, CompleteResult, CompletionInfo, Reference},
};

use crate::{
    domain::TaskNumber,
    error::clipped,
    prompts,
    resources::{PROJECT_TEMPLATE, Reader, TASK_TEMPLATE, failed},
    store::{NameKind, Names, StoreError, Titled},
};

/// Values that are offered at once: more than anybody reads.
const MAX_VALUES: usize = 20;
/// One more, which tells that there are more.
const MAX_READ: u16 = MAX_VALUES as u16 + 1;

/// What kind of value is to be completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A task's number, to stand in a URI.
    Number,
    /// A task's number and title, to be read by people.
    Task,
    Name(NameKind),
    /// Text of which nothing is known.
    Anything,
}

/// Offers values for an argument. Words find tasks by their titles: what comes back is what can
/// stand in the argument's place.
pub(crate) async fn complete(
    reader: Reader<'_>,
    request: CompleteRequestParams,
) -> Result<CompleteResult, ErrorData> {
    let kind = kind(&request.r#ref, &request.argument)?;
    let mut values = values(reader, kind, request.argument.value.trim())
        .await
        .map_err(failed)?;
    let more = values.len() > MAX_VALUES;
    values.truncate(MAX_VALUES);
    let info = CompletionInfo::new(values);
    let mut info = info.map_err(|error| ErrorData::internal_error(error, None))?;
    info.has_more = Some(more);
    if !more {
        info.total = u32::try_from(info.values.len()).ok();
    }
    Ok(CompleteResult::new(info))
}

fn kind(reference: &Reference, argument: &ArgumentInfo) -> Result<Kind, ErrorData> {
    let name = argument.name.as_str();
    match reference {
        Reference::Resource(template) => match (template.uri.as_str(), name) {
            (TASK_TEMPLATE, "number") => Ok(Kind::Number),
            (PROJECT_TEMPLATE, "name") => Ok(Kind::Name(NameKind::Projects)),
            (TASK_TEMPLATE | PROJECT_TEMPLATE, _) => Err(no_argument(name)),
            (uri, _) => Err(no("resource template", uri)),
        },
        Reference::Prompt(prompt) => match prompts::completes(&prompt.name, name) {
            None => Err(no("prompt", &prompt.name)),
            Some(false) => Err(no_argument(name)),
            Some(true) => Ok(kind_of_prompts(name)),
        },
        _ => Err(no("reference", reference.reference_type())),
    }
}

fn kind_of_prompts(argument: &str) -> Kind {
    match argument {
        "task" => Kind::Task,
        "project" => Kind::Name(NameKind::Projects),
        "label" => Kind::Name(NameKind::Labels),
        _ => Kind::Anything,
    }
}

async fn values(reader: Reader<'_>, kind: Kind, begun: &str) -> Result<Vec<String>, StoreError> {
    let user = &reader.caller.user;
    match kind {
        Kind::Anything => Ok(Vec::new()),
        Kind::Name(names) => {
            let begun = begun.trim_start_matches(['#', '@']);
            let begun = Names::Beginning(begun);
            reader
                .tasks
                .names(user, names, begun, MAX_READ.into())
                .await
        }
        Kind::Number | Kind::Task => {
            let found = tasks(reader, begun).await?;
            let value = |task: Titled| match kind {
                Kind::Task => format!("{} {}", task.number.get(), task.title),
                _ => task.number.get().to_string(),
            };
            Ok(found.into_iter().map(value).collect())
        }
    }
}

/// The task of this number first, then those whose titles have words that begin so.
async fn tasks(reader: Reader<'_>, begun: &str) -> Result<Vec<Titled>, StoreError> {
    let user = &reader.caller.user;
    if begun.is_empty() {
        return reader.tasks.pending_titles(user, MAX_READ.into()).await;
    }
    let mut found = Vec::new();
    if let Ok(number) = begun.trim_start_matches('#').parse() {
        let numbered = reader
            .tasks
            .by_numbers(user, &[TaskNumber::new(number)])
            .await?;
        found.extend(numbered.into_iter().map(|task| Titled {
            number: task.number,
            title: task.title.into(),
        }));
    }
    for task in reader.tasks.titles(user, begun, MAX_READ).await? {
        if !found.contains(&task) {
            found.push(task);
        }
    }
    Ok(found)
}

fn no_argument(name: &str) -> ErrorData {
    no("argument", name)
}

fn no(what: &str, name: &str) -> ErrorData {
    ErrorData::invalid_params(format!("there is no {what} {}", clipped(name)), None)
}
