//! `resources/list` and `resources/templates/list`

use rmcp::{
    ErrorData,
    model::{ListResourceTemplatesResult, ListResourcesResult, Resource, ResourceTemplate},
};
use serde::{Deserialize, Serialize};
use taskflow_shared::page::{decode_cursor, encode_cursor};

use super::{PROJECT_TEMPLATE, Reader, ResourceUri, TASK_TEMPLATE, reader::failed};
use crate::{
    domain::Name,
    skills,
    store::{NameKind, Names},
};

/// Projects on a page.
const PAGE: usize = 50;
const MARKDOWN: &str = "text/markdown";

/// Where a page begins: after this project.
#[derive(Debug, Serialize, Deserialize)]
struct Position {
    after_project: String,
}

/// Lists what is there for everybody, and then the person's projects by their names.
pub(crate) async fn list(
    reader: Reader<'_>,
    cursor: Option<String>,
) -> Result<ListResourcesResult, ErrorData> {
    let after = cursor.map(|cursor| decode_cursor::<Position>(&cursor));
    let after = after
        .transpose()
        .map_err(|_| ErrorData::invalid_params(FOREIGN_CURSOR, None))?;
    let mut resources = match &after {
        None => vec![today(), overdue(), skills::resource()],
        Some(_) => Vec::new(),
    };
    let mut projects = projects(reader, after.as_ref()).await?;
    let more = projects.len() > PAGE;
    projects.truncate(PAGE);
    let next = projects.last().filter(|_| more).map(|last| {
        encode_cursor(&Position {
            after_project: last.folded(),
        })
    });
    resources.extend(projects.into_iter().map(project));
    let mut result = ListResourcesResult::with_all_items(resources);
    result.next_cursor = next;
    Ok(result)
}

const FOREIGN_CURSOR: &str =
    "the cursor is not one that was returned as nextCursor; leave it out to start again";

/// Returns the projects of a page and one more, in the order in which names are compared.
async fn projects(reader: Reader<'_>, after: Option<&Position>) -> Result<Vec<Name>, ErrorData> {
    let which = match after {
        Some(position) => Names::After(&position.after_project),
        None => Names::Beginning(""),
    };
    let user = &reader.caller.user;
    let names = reader
        .tasks
        .names(user, NameKind::Projects, which, PAGE as u64 + 1);
    let names = names.await.map_err(failed)?;
    Ok(names.into_iter().map(Name::stored).collect())
}

/// Returns the templates, with which everything else is named.
pub(crate) fn templates() -> ListResourceTemplatesResult {
    let task = ResourceTemplate::new(TASK_TEMPLATE, "task")
        .with_title("Task")
        .with_description("A task with its description and subtasks, by its number")
        .with_mime_type(MARKDOWN);
    let project = ResourceTemplate::new(PROJECT_TEMPLATE, "project")
        .with_title("Project")
        .with_description("The tasks to be done in a project")
        .with_mime_type(MARKDOWN);
    ListResourceTemplatesResult::with_all_items(vec![task, project])
}

fn today() -> Resource {
    Resource::new(ResourceUri::Today.to_string(), "today")
        .with_title("Today")
        .with_description("The tasks due today")
        .with_mime_type(MARKDOWN)
}

fn overdue() -> Resource {
    Resource::new(ResourceUri::Overdue.to_string(), "overdue")
        .with_title("Overdue")
        .with_description("The tasks that should have been done by now")
        .with_mime_type(MARKDOWN)
}

fn project(name: Name) -> Resource {
    let title = name.as_str().to_owned();
    Resource::new(ResourceUri::Project(name).to_string(), title.clone())
        .with_title(title)
        .with_description("The tasks to be done in this project")
        .with_mime_type(MARKDOWN)
}
