//! Tool results as a model gets them: within bounds, and still what they say they are.

use serde_json::{Map, Value};

use super::limits::MAX_RESULT_BYTES;

/// Returns words, cut off where they are too long.
pub(crate) fn text(words: &str) -> String {
    if words.len() <= MAX_RESULT_BYTES {
        return words.to_owned();
    }
    let end = words.floor_char_boundary(MAX_RESULT_BYTES);
    let beginning = words.get(..end).unwrap_or_default();
    format!(
        "{beginning}… (cut off after {end} of {} bytes; ask for less at once)",
        words.len()
    )
}

/// Returns the result of a call of `tool` as compact JSON. Where it is too long, its longest list
/// loses items from the end until it fits, and `left_out` says how many, and how to get them.
pub(crate) fn json(tool: &str, result: &Value) -> String {
    let whole = result.to_string();
    if whole.len() <= MAX_RESULT_BYTES {
        return whole;
    }
    let mut shorter = result.clone();
    let Some((name, items)) = longest_list(&mut shorter) else {
        return text(&whole);
    };
    let count = items.len();
    let mut length = 0;
    let fitting = items.iter().take_while(|item| {
        length += item.to_string().len();
        length <= MAX_RESULT_BYTES / 2
    });
    let kept = fitting.count();
    items.truncate(kept);
    if let Value::Object(object) = &mut shorter {
        let missing = format!("the last {} of {count} {name}", count - kept);
        let left_out = match (is_page(object), kept) {
            (true, 1..) => {
                // It leads beyond what is left out.
                object.remove("next_cursor");
                format!(
                    "{missing}. To see them, call {tool} with the same arguments and \"limit\": \
                     {kept}, and then with \"cursor\" as its next_cursor says."
                )
            }
            _ => format!("{missing}. Ask {tool} for less at once."),
        };
        object.insert("left_out".to_owned(), left_out.into());
    }
    text(&shorter.to_string())
}

/// Tells whether a result is a page of a longer list, as `list_tasks` gives them.
fn is_page(result: &Map<String, Value>) -> bool {
    ["total", "next_cursor"]
        .iter()
        .any(|name| result.contains_key(*name))
}

fn longest_list(result: &mut Value) -> Option<(String, &mut Vec<Value>)> {
    let members = result.as_object_mut()?.iter_mut();
    let lists = members.filter_map(|(name, value)| Some((name.clone(), value.as_array_mut()?)));
    lists.max_by_key(|(_, items)| items.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tasks() -> Vec<Value> {
        let task = |id: i32| json!({ "id": id, "title": "x".repeat(900) });
        (0..100).map(task).collect()
    }

    fn shortened(result: &Value) -> Value {
        let short = super::json("list_tasks", result);
        assert!(short.len() <= MAX_RESULT_BYTES);
        serde_json::from_str(&short).unwrap()
    }

    #[test]
    fn a_long_page_loses_its_end_and_says_how_to_get_it() {
        let short = shortened(&json!({ "tasks": tasks(), "total": 150, "next_cursor": "abc" }));
        let kept = short["tasks"].as_array().unwrap();
        assert!(!kept.is_empty() && kept[0]["id"] == 0);
        let left_out = short["left_out"].as_str().unwrap();
        let missing = format!("the last {} of 100 tasks.", 100 - kept.len());
        assert!(left_out.starts_with(&missing), "{left_out}");
        let limit = format!(
            "call list_tasks with the same arguments and \"limit\": {},",
            kept.len()
        );
        assert!(left_out.contains(&limit), "{left_out}");
        assert_eq!(short["total"], 150);
        assert!(
            short["next_cursor"].is_null(),
            "it would skip what is left out"
        );
    }

    #[test]
    fn a_long_list_that_is_no_page_is_to_be_asked_for_in_parts() {
        let short = shortened(&json!({ "tasks": tasks() }));
        let left_out = short["left_out"].as_str().unwrap();
        assert!(
            left_out.ends_with("Ask list_tasks for less at once."),
            "{left_out}"
        );
    }

    #[test]
    fn what_fits_is_left_alone_and_what_has_no_list_is_cut() {
        let small = json!({ "task_id": 1 });
        assert_eq!(super::json("add_task", &small), small.to_string());
        let long = super::json("x", &json!({ "text": "é".repeat(MAX_RESULT_BYTES) }));
        assert!(long.ends_with("ask for less at once)") && long.len() < MAX_RESULT_BYTES + 80);
    }
}
