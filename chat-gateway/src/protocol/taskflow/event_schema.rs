//! The stream's events as OpenAPI describes them.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{AnyOfBuilder, OneOfBuilder, Type},
    },
};

use super::{
    answer::About,
    stream::{Answered, Asked, EventData, Failed, Nothing, RunIds, ToolFinished, ToolStarted},
};

/// One event of a run, by the fields that server-sent events have.
pub(crate) struct StreamEvent;

const WORDS: &str = "\
One of the stream's server-sent events (HTML, section 9.2), of which an event without a name is a \
`message`. Each has an `id`, counted from 0, and its `data` is JSON. A client that reads only lines \
starting with `data: `, and of those only `content`, `done` and `error`, needs nothing else. A silent \
stream sends a comment every 12 seconds.";

impl PartialSchema for StreamEvent {
    fn schema() -> RefOr<Schema> {
        let texts_and_ends = AnyOfBuilder::new()
            .item(EventData::<Nothing>::schema())
            .item(EventData::<About<'_>>::schema())
            .item(EventData::<Failed>::schema());
        OneOfBuilder::new()
            .item(event("run", EventData::<RunIds>::schema()))
            .item(event("tool_call", EventData::<ToolStarted<'_>>::schema()))
            .item(event(
                "tool_result",
                EventData::<ToolFinished<'_>>::schema(),
            ))
            .item(event("question", EventData::<Asked<'_>>::schema()))
            .item(event("answer", EventData::<Answered>::schema()))
            .item(event("message", texts_and_ends))
            .description(Some(WORDS))
            .into()
    }
}

impl ToSchema for StreamEvent {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        add::<RunIds>(schemas);
        add::<Nothing>(schemas);
        add::<ToolStarted<'_>>(schemas);
        add::<ToolFinished<'_>>(schemas);
        add::<Asked<'_>>(schemas);
        add::<Answered>(schemas);
        add::<About<'_>>(schemas);
        add::<Failed>(schemas);
    }
}

/// What an event adds is referred to by name.
fn add<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
}

fn event(name: &str, data: impl Into<RefOr<Schema>>) -> ObjectBuilder {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let data = text()
        .content_media_type("application/json")
        .content_schema(Some(data));
    ObjectBuilder::new()
        .property("event", text().enum_values(Some([name])))
        .property("id", text().pattern(Some("^[0-9]+$")))
        .property("data", data)
        .required("event")
        .required("id")
        .required("data")
}
