//! What every tool has, and how it is described to a host.

use std::{future::Future, sync::Arc};

use futures::future::BoxFuture;
use rmcp::model::{CallToolResult, JsonObject, Tool as Definition, ToolAnnotations};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use taskflow_shared::{auth::Scope, ids::UserId};

use super::{arguments, schema};
use crate::{error::ToolError, store::Tasks};

/// A tool. Who calls it is given, never asked for.
pub(crate) trait Tool: 'static {
    /// The name by which it is called.
    const NAME: &'static str;
    /// A name for people.
    const TITLE: &'static str;
    /// What it does, for the model. It is read with every conversation, so each word counts.
    const DESCRIPTION: &'static str;
    /// What a call may do to the tasks.
    const EFFECT: Effect;
    /// Its arguments. The comments on its fields are their descriptions.
    type Input: DeserializeOwned + JsonSchema + Send;
    /// Its result.
    type Output: Serialize + JsonSchema;

    /// Carries a call out.
    fn call(
        tasks: &Tasks,
        user: &UserId,
        input: Self::Input,
    ) -> impl Future<Output = Result<Self::Output, ToolError>> + Send;
}

/// What a call may do to the tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It changes nothing.
    Reads,
    /// It adds something, and again each time.
    Adds,
    /// It changes something in a way that loses nothing; a second call changes nothing more.
    Marks,
    /// It replaces or takes away something; a second call changes nothing more.
    Replaces,
}

impl Effect {
    fn scope(self) -> Scope {
        match self {
            Self::Reads => Scope::Read,
            Self::Adds | Self::Marks | Self::Replaces => Scope::Write,
        }
    }

    fn annotations(self) -> ToolAnnotations {
        ToolAnnotations::new()
            .read_only(self == Self::Reads)
            .destructive(self == Self::Replaces)
            .idempotent(self != Self::Adds)
            .open_world(false)
    }
}

/// A tool as the server keeps it.
#[derive(Debug)]
pub(crate) struct Entry {
    /// What a host is told.
    pub(crate) definition: Definition,
    /// What a caller must be allowed.
    pub(crate) scope: Scope,
    run: Run,
}

type Run = for<'a> fn(&'a Tasks, &'a UserId, JsonObject) -> BoxFuture<'a, CallToolResult>;

impl Entry {
    /// Describes a tool.
    pub(super) fn of<T: Tool>() -> Self {
        let definition = Definition::new(T::NAME, T::DESCRIPTION, Arc::new(schema::input::<T>()))
            .with_title(T::TITLE)
            .with_raw_output_schema(Arc::new(schema::output::<T>()))
            .with_annotations(T::EFFECT.annotations());
        Self {
            definition,
            scope: T::EFFECT.scope(),
            run: |tasks, user, arguments| Box::pin(run::<T>(tasks, user, arguments)),
        }
    }

    /// Returns the tool's name.
    pub(crate) fn name(&self) -> &str {
        &self.definition.name
    }

    /// Carries a call out for `user`.
    pub(crate) async fn call(
        &self,
        tasks: &Tasks,
        user: &UserId,
        arguments: JsonObject,
    ) -> CallToolResult {
        match arguments::normalise(arguments, &self.definition.input_schema) {
            Ok(arguments) => (self.run)(tasks, user, arguments).await,
            Err(errors) => ToolError::from(errors).into(),
        }
    }
}

async fn run<T: Tool>(tasks: &Tasks, user: &UserId, arguments: JsonObject) -> CallToolResult {
    let result = async {
        let input = serde_json::from_value(arguments.into())?;
        let output = T::call(tasks, user, input).await?;
        Ok::<_, ToolError>(serde_json::to_value(output)?)
    };
    match result.await {
        Ok(value) => CallToolResult::structured(value),
        Err(error) => error.into(),
    }
}
