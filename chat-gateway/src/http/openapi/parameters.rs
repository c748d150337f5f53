//! The parameters of paths, which mean the same in all of them.

use utoipa::openapi::{
    ObjectBuilder, RefOr, Required, Schema,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{KnownFormat, SchemaFormat, SchemaType, Type},
};

/// A parameter may be left out; it is never the word `null`.
pub(super) fn cannot_be_null(parameter: &mut Parameter) {
    if let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema
        && let SchemaType::Array(types) = &mut schema.schema_type
    {
        types.retain(|kind| *kind != Type::Null);
        if let [one] = types.as_slice() {
            schema.schema_type = SchemaType::Type(one.clone());
        }
    }
}

/// Returns the names in a path's braces.
pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

/// Returns the parameter of this name; `None` where the handler has to describe it.
pub(super) fn of_path(name: &str) -> Option<Parameter> {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let id = || SchemaFormat::KnownFormat(KnownFormat::Uuid);
    let (schema, words, example) = match name {
        "user_id" => (
            text.min_length(Some(1)).max_length(Some(255)),
            "The person the token was issued to.",
            "1",
        ),
        "id" => (
            text.format(Some(id())),
            "The conversation.",
            "01a20512-9cd3-700a-81ea-2896573b5883",
        ),
        "run_id" => (
            text.format(Some(id())),
            "The run.",
            "01a20512-9cd3-700a-81ea-28985a4fe027",
        ),
        _ => return None,
    };
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(words))
        .schema(Some(schema.build()))
        .example(Some(example.into()));
    Some(parameter.build())
}
