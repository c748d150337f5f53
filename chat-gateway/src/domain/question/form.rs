//! What is to be filled in, and whether it was.

use serde_json::{Map, Value, json};

use super::{
    field::{Field, Kind},
    reply::Reply,
};

/// What is to be filled in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    pub(super) fields: Vec<Field>,
}

impl Form {
    /// Reads the schema of an answer.
    pub(crate) fn read(schema: &Value) -> Self {
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| {
            let mut required = required.into_iter().flatten();
            required.any(|required| required == name)
        };
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields = properties.into_iter().flatten();
        let fields = fields.map(|(name, schema)| Field::read(name, schema, is_required(name)));
        Self {
            fields: fields.collect(),
        }
    }

    /// Returns what was filled in, with the defaults of what was left out.
    ///
    /// # Errors
    /// Everything that is wrong with it, in words.
    pub(crate) fn filled(&self, content: Map<String, Value>) -> Result<Map<String, Value>, String> {
        let mut filled = content;
        let mut faults = Vec::new();
        for field in &self.fields {
            match (filled.get(&field.name), &field.default) {
                (Some(value), _) => faults.extend(field.fault(value)),
                (None, Some(default)) if field.fault(default).is_none() => {
                    filled.insert(field.name.clone(), default.clone());
                }
                (None, _) if field.is_required => {
                    faults.push(format!("{} is required", field.name));
                }
                (None, _) => {}
            }
        }
        let is_known = |name: &String| self.fields.iter().any(|field| field.name == *name);
        let unknown = filled.keys().filter(|name| !is_known(name));
        faults.extend(unknown.map(|name| format!("{name} is not asked for")));
        if faults.is_empty() {
            Ok(filled)
        } else {
            Err(faults.join("; "))
        }
    }

    /// Returns the only thing that has to be filled in, if it is only one.
    pub(super) fn only_field(&self) -> Option<&Field> {
        let mut required = self.fields.iter().filter(|field| field.is_required);
        match (required.next(), required.next(), self.fields.as_slice()) {
            (Some(field), None, _) | (None, _, [field]) => Some(field),
            _ => None,
        }
    }

    /// Returns what may be answered, where it can be listed, each with its title.
    pub(super) fn choices(&self) -> Vec<(String, Reply)> {
        let no = ("No".to_owned(), Reply::decline());
        let Some(field) = self.only_field() else {
            return if self.fields.is_empty() {
                vec![("Yes".to_owned(), Reply::accept(Map::new())), no]
            } else {
                Vec::new()
            };
        };
        match &field.kind {
            Kind::Truth => vec![("Yes".to_owned(), field.accept(json!(true))), no],
            Kind::OneOf(offered) => {
                let each = offered.iter();
                let each = each.map(|(value, title)| (title.clone(), field.accept(json!(value))));
                each.chain([("None of these".to_owned(), Reply::decline())])
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Field {
    /// Accepts with this value.
    pub(super) fn accept(&self, value: Value) -> Reply {
        Reply::accept(Map::from_iter([(self.name.clone(), value)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(schema: Value, content: Value) -> Result<Value, String> {
        let Value::Object(content) = content else {
            panic!("{content}")
        };
        Form::read(&schema).filled(content).map(Value::Object)
    }

    #[test]
    fn what_is_filled_in_is_checked_against_every_kind_of_field() {
        let schema = json!({
            "properties": {
                "name": {"type": "string", "minLength": 2, "maxLength": 4},
                "day": {"type": "string", "format": "date"},
                "at": {"type": "string", "format": "date-time"},
                "mail": {"type": "string", "format": "email"},
                "page": {"type": "string", "format": "uri"},
                "count": {"type": "integer", "minimum": 1, "maximum": 9},
                "share": {"type": "number"},
                "sure": {"type": "boolean"},
                "color": {"type": "string", "enum": ["r", "g"], "enumNames": ["Red", "Green"]},
                "size": {"type": "string", "oneOf": [{"const": "s", "title": "Small"}]},
                "tags": {"type": "array", "maxItems": 1, "items": {"enum": ["x", "y"]}},
            },
        });
        for (name, value, fault) in [
            ("name", json!("été"), None),
            ("name", json!("x"), Some("name must have 2 to 4 characters")),
            ("name", json!(7), Some("name must be a text")),
            ("day", json!("2026-12-24"), None),
            (
                "day",
                json!("tomorrow"),
                Some("day must be a date such as 2026-12-24"),
            ),
            ("at", json!("2026-12-24T18:00:00Z"), None),
            (
                "at",
                json!("18:00"),
                Some("at must be a time such as 2026-12-24T18:00:00Z"),
            ),
            ("mail", json!("a@b.org"), None),
            (
                "mail",
                json!("a@b@c"),
                Some("mail must be an e-mail address"),
            ),
            ("page", json!("https://a.org/"), None),
            (
                "page",
                json!("a.org"),
                Some("page must be an address such as https://example.com/"),
            ),
            ("count", json!(9), None),
            ("count", json!(0), Some("count must be at least 1")),
            ("count", json!(1.5), Some("count must be a whole number")),
            ("share", json!(1.5), None),
            ("share", json!("1"), Some("share must be a number")),
            ("sure", json!(false), None),
            ("sure", json!("yes"), Some("sure must be true or false")),
            ("color", json!("g"), None),
            (
                "color",
                json!("Green"),
                Some("color must be one of: \"r\", \"g\""),
            ),
            ("size", json!("s"), None),
            ("size", json!("Small"), Some("size must be one of: \"s\"")),
            ("tags", json!(["y"]), None),
            ("tags", json!(["x", "y"]), Some("tags must have at most 1")),
            (
                "tags",
                json!("x"),
                Some("tags must be a list of some of: \"x\", \"y\""),
            ),
            ("other", json!(1), Some("other is not asked for")),
        ] {
            let result = filled(schema.clone(), json!({ name: value }));
            assert_eq!(result.err().as_deref(), fault, "{name}: {value}");
        }
    }

    #[test]
    fn what_is_left_out_is_its_default_or_missing() {
        let schema = json!({
            "properties": {
                "delete": {"type": "boolean", "default": true},
                "name": {"type": "string"},
                "note": {"type": "string"},
            },
            "required": ["delete", "name"],
        });
        assert_eq!(
            filled(schema.clone(), json!({"name": "x"})),
            Ok(json!({"name": "x", "delete": true}))
        );
        assert_eq!(
            filled(schema, json!({"delete": 1})),
            Err("delete must be true or false; name is required".to_owned())
        );
    }
}
