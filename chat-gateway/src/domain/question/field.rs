//! One thing to fill in: the kinds that MCP knows (2026-07-28, `PrimitiveSchemaDefinition`), and
//! those that earlier revisions wrote otherwise.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

/// One thing to fill in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(super) name: String,
    /// What it is called for people.
    pub(super) title: String,
    pub(super) is_required: bool,
    /// What is taken where it is left out.
    pub(super) default: Option<Value>,
    pub(super) kind: Kind,
}

/// What may be filled in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Text {
        min: u64,
        max: u64,
        format: Option<String>,
    },
    Number {
        is_whole: bool,
        min: f64,
        max: f64,
    },
    Truth,
    /// One of these values, each with its title.
    OneOf(Vec<(String, String)>),
    /// Some of these.
    SomeOf {
        offered: Vec<(String, String)>,
        min: u64,
        max: u64,
    },
}

impl Field {
    /// Reads a property of a schema; what is unknown is a text.
    pub(super) fn read(name: &str, schema: &Value, is_required: bool) -> Self {
        let title = schema.get("title").and_then(Value::as_str).unwrap_or(name);
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            is_required,
            default: schema.get("default").cloned(),
            kind: Kind::read(schema),
        }
    }

    /// Says what is wrong with a value, if anything is.
    pub(super) fn fault(&self, value: &Value) -> Option<String> {
        let fault = self.kind.fault(value)?;
        Some(format!("{} {fault}", self.name))
    }
}

impl Kind {
    fn read(schema: &Value) -> Self {
        let whole =
            |name: &str, default| schema.get(name).and_then(Value::as_u64).unwrap_or(default);
        let number =
            |name: &str, default| schema.get(name).and_then(Value::as_f64).unwrap_or(default);
        let offered = offered(schema);
        match schema.get("type").and_then(Value::as_str) {
            Some("boolean") => Self::Truth,
            Some(kind @ ("integer" | "number")) => Self::Number {
                is_whole: kind == "integer",
                min: number("minimum", f64::NEG_INFINITY),
                max: number("maximum", f64::INFINITY),
            },
            Some("array") => Self::SomeOf {
                offered: schema.get("items").map(self::offered).unwrap_or_default(),
                min: whole("minItems", 0),
                max: whole("maxItems", u64::MAX),
            },
            _ if !offered.is_empty() => Self::OneOf(offered),
            _ => Self::Text {
                min: whole("minLength", 0),
                max: whole("maxLength", u64::MAX),
                format: schema
                    .get("format")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            },
        }
    }

    fn fault(&self, value: &Value) -> Option<String> {
        match self {
            Self::Truth => (!value.is_boolean()).then(|| "must be true or false".to_owned()),
            Self::Number { is_whole, min, max } => number_fault(value, *is_whole, (*min, *max)),
            Self::Text { min, max, format } => text_fault(value, (*min, *max), format.as_deref()),
            Self::OneOf(offered) => {
                let is_offered = |(known, _): &(String, String)| value == known.as_str();
                let fault = || format!("must be one of: {}", list(offered));
                (!offered.iter().any(is_offered)).then(fault)
            }
            Self::SomeOf { offered, min, max } => {
                let fault = || format!("must be a list of some of: {}", list(offered));
                let Some(values) = value.as_array() else {
                    return Some(fault());
                };
                let is_offered =
                    |value: &Value| offered.iter().any(|(known, _)| value == known.as_str());
                if !values.iter().all(is_offered) {
                    return Some(fault());
                }
                let count = values.len() as u64;
                let fits = (*min..=*max).contains(&count);
                (!fits).then(|| format!("must have {}", range(*min, *max)))
            }
        }
    }
}

/// Values with their titles, in each of the ways in which they were ever written.
fn offered(schema: &Value) -> Vec<(String, String)> {
    let array = |name: &str| schema.get(name).and_then(Value::as_array);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(titled) = array("oneOf").or_else(|| array("anyOf")) {
        let titled = titled.iter().filter_map(|one| {
            let value = text(one.get("const")?)?;
            let title = one.get("title").and_then(text);
            Some((value.clone(), title.unwrap_or(value)))
        });
        return titled.collect();
    }
    let values = array("enum").into_iter().flatten().filter_map(text);
    let names = array("enumNames").map(Vec::as_slice).unwrap_or_default();
    let names = names.iter().map(text).chain(std::iter::repeat(None));
    values
        .zip(names)
        .map(|(value, name)| (value.clone(), name.unwrap_or(value)))
        .collect()
}

fn number_fault(value: &Value, is_whole: bool, (min, max): (f64, f64)) -> Option<String> {
    let number = value
        .as_f64()
        .filter(|number| !is_whole || number.fract() == 0.0);
    match number {
        None if is_whole => Some("must be a whole number".to_owned()),
        None => Some("must be a number".to_owned()),
        Some(number) if number < min => Some(format!("must be at least {min}")),
        Some(number) if number > max => Some(format!("must be at most {max}")),
        Some(_) => None,
    }
}

fn text_fault(value: &Value, (min, max): (u64, u64), format: Option<&str>) -> Option<String> {
    let Some(text) = value.as_str() else {
        return Some("must be a text".to_owned());
    };
    let length = text.chars().count() as u64;
    if !(min..=max).contains(&length) {
        return Some(format!("must have {} characters", range(min, max)));
    }
    let (fits, what) = match format {
        Some("date") => (
            text.parse::<NaiveDate>().is_ok(),
            "a date such as 2026-12-24",
        ),
        Some("date-time") => (
            DateTime::parse_from_rfc3339(text).is_ok(),
            "a time such as 2026-12-24T18:00:00Z",
        ),
        Some("email") => (is_email(text), "an e-mail address"),
        Some("uri") => (is_uri(text), "an address such as https://example.com/"),
        _ => (true, ""),
    };
    (!fits).then(|| format!("must be {what}"))
}

/// Enough to catch a slip; whether it exists only its server can say.
fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let parts = (parts.next(), parts.next(), parts.next());
    let is_part = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    matches!(parts, (Some(name), Some(host), None) if is_part(name) && is_part(host))
}

fn is_uri(text: &str) -> bool {
    let is_scheme = |scheme: &str| {
        let mut chars = scheme.chars();
        chars
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic())
            && chars.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    let parts = text.split_once(':');
    parts.is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty())
        && !text.contains(char::is_whitespace)
}

fn range(min: u64, max: u64) -> String {
    match (min, max) {
        (0, max) => format!("at most {max}"),
        (min, u64::MAX) => format!("at least {min}"),
        (min, max) => format!("{min} to {max}"),
    }
}

fn list(offered: &[(String, String)]) -> String {
    let values = offered.iter().map(|(value, _)| format!("\"{value}\""));
    values.collect::<Vec<_>>().join(", ")
}
