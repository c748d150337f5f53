//! Tool results as a model gets them: within bounds, and still what they say they are.

use serde_json::Value;

use super::limits::MAX_RESULT_BYTES;

/// Returns words, cut off where they are too long.
pub(crate) fn text(words: &str) -> String {
    if words.len() <= MAX_RESULT_BYTES {
        return words.to_owned();
    }
    let end = words.floor_char_boundary(MAX_RESULT_BYTES);
    format!("{}… (cut off)", words.get(..end).unwrap_or_default())
}

/// Returns a result as compact JSON. Where it is too long, its longest list loses items from the
/// end until it fits, and `left_out` says how many.
pub(crate) fn json(result: &Value) -> String {
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
    let left_out = format!(
        "the last {} of {count} {name}; ask for fewer at once",
        count - kept
    );
    if let Value::Object(object) = &mut shorter {
        object.insert("left_out".to_owned(), left_out.into());
    }
    text(&shorter.to_string())
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

    #[test]
    fn a_long_list_loses_its_end_and_says_so() {
        let tasks: Vec<Value> = (0..100)
            .map(|id| json!({ "id": id, "title": "x".repeat(900) }))
            .collect();
        let short = super::json(&json!({ "tasks": tasks, "total": 100, "next_cursor": "abc" }));
        assert!(short.len() <= MAX_RESULT_BYTES);
        let short: Value = serde_json::from_str(&short).unwrap();
        let kept = short["tasks"].as_array().unwrap();
        assert!(!kept.is_empty() && kept[0]["id"] == 0);
        let left_out = format!("the last {} of 100 tasks", 100 - kept.len());
        assert!(
            short["left_out"].as_str().unwrap().starts_with(&left_out),
            "{short}"
        );
        assert_eq!(short["next_cursor"], "abc");
    }

    #[test]
    fn what_fits_is_left_alone_and_what_has_no_list_is_cut() {
        let small = json!({ "task_id": 1 });
        assert_eq!(super::json(&small), small.to_string());
        let long = super::json(&json!({ "text": "é".repeat(MAX_RESULT_BYTES) }));
        assert!(long.ends_with("… (cut off)") && long.len() < MAX_RESULT_BYTES + 50);
    }
}
