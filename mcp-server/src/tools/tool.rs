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

/// By what a call that writes is known again.
#[derive(Debug)]
pub(crate) struct Identity {
    /// The hash of the tool and its arguments.
    pub(crate) hash: [u8; 32],
    /// The id that the caller gave, where it gave one.
    pub(crate) request: Option<Request>,
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

    /// Returns the arguments as the tool takes them, and of a tool that writes what makes the call
    /// known again.
    pub(crate) fn prepared(
        &self,
        sent: JsonObject,
        meta: &RequestMetaObject,
    ) -> Result<(JsonObject, Option<Identity>), ToolError> {
        let arguments = arguments::normalise(sent, &self.definition.input_schema)?;
        if self.scope == Scope::Read {
            return Ok((arguments, None));
        }
        let hash = request::hash(self.name(), &arguments);
        let id = request::id(&arguments, meta)?;
        let request = id.map(|id| Request { id, hash });
        Ok((arguments, Some(Identity { hash, request })))
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::tools;

    #[test]
    fn only_calls_that_write_are_known_again() {
        let meta = serde_json::from_value(json!({"taskflow/requestId": "a"})).unwrap();
        for (tool, arguments, is_known) in [
            ("list_tasks", json!({"limit": 3}), false),
            ("add_task", json!({"title": "A"}), true),
        ] {
            let tool = tools::all().find(|entry| entry.name() == tool).unwrap();
            let arguments = arguments.as_object().unwrap().clone();
            let (_, identity) = tool.prepared(arguments, &meta).unwrap();
            assert_eq!(identity.is_some(), is_known);
            let id = identity.and_then(|identity| Some(identity.request?.id));
            assert_eq!(id.as_deref(), is_known.then_some("a"));
        }
    }
}
