//! What every tool has, and how it is described to a host.

use std::{future::Future, sync::Arc};

use futures::future::BoxFuture;
use rmcp::model::{JsonObject, RequestMetaObject, Tool as Definition, ToolAnnotations};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use taskflow_shared::auth::Scope;

use super::{Call, arguments, request, schema};
use crate::{error::ToolError, store::Request};

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
        call: &Call<'_>,
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
    /// It changes something in a way that loses nothing; again, it may change more.
    Moves,
    /// It replaces or takes away something; a second call changes nothing more.
    Replaces,
}

impl Effect {
    fn scope(self) -> Scope {
        match self {
            Self::Reads => Scope::Read,
            Self::Adds | Self::Moves | Self::Replaces => Scope::Write,
        }
    }

    fn annotations(self) -> ToolAnnotations {
        ToolAnnotations::new()
            .read_only(self == Self::Reads)
            .destructive(self == Self::Replaces)
            .idempotent(matches!(self, Self::Reads | Self::Replaces))
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

type Run = for<'a> fn(&'a Call<'a>, JsonObject) -> BoxFuture<'a, Result<Value, ToolError>>;

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
            run: |call, arguments| Box::pin(run::<T>(call, arguments)),
        }
    }

    /// Returns the tool's name.
    pub(crate) fn name(&self) -> &str {
        &self.definition.name
    }

    /// Returns the arguments as the tool takes them, the request's id where it was given one, and
    /// the hash by which the same call is known again.
    pub(crate) fn prepared(
        &self,
        sent: JsonObject,
        meta: &RequestMetaObject,
    ) -> Result<(JsonObject, Option<Request>, [u8; 32]), ToolError> {
        let arguments = arguments::normalise(sent, &self.definition.input_schema)?;
        let hash = request::hash(self.name(), &arguments);
        let id = request::id(&arguments, meta)?;
        let request = id.map(|id| Request { id, hash });
        Ok((arguments, request, hash))
    }

    /// Carries a call out, with arguments as [`Self::prepared`] returns them.
    pub(crate) async fn call(
        &self,
        call: &Call<'_>,
        arguments: JsonObject,
    ) -> Result<Value, ToolError> {
        (self.run)(call, arguments).await
    }
}

async fn run<T: Tool>(call: &Call<'_>, arguments: JsonObject) -> Result<Value, ToolError> {
    let input = serde_json::from_value(arguments.into())?;
    let output = T::call(call, input).await?;
    Ok(serde_json::to_value(output)?)
}
