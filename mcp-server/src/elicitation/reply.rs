//! What a host answers.

use rmcp::model::{ElicitResult, ElicitationAction};
use serde_json::Value;

use super::{Unanswered, question::About};
use crate::domain::TaskNumber;

/// Reads the task that was chosen; it must be one of those that were offered.
pub(super) fn chosen(
    reply: &ElicitResult,
    offered: &[TaskNumber],
) -> Result<TaskNumber, Unanswered> {
    let text = accepted(reply)?.and_then(|content| content.get("task"));
    let text = text.and_then(Value::as_str).unwrap_or_default();
    let number = text.split(':').next().unwrap_or_default();
    let number = number.trim().parse().map(TaskNumber::new);
    let number = number.map_err(|_| Unanswered::NotOffered)?;
    if offered.contains(&number) {
        Ok(number)
    } else {
        Err(Unanswered::NotOffered)
    }
}

/// Reads whether it is confirmed: by accepting without saying no.
pub(super) fn confirmed(reply: &ElicitResult) -> Result<(), Unanswered> {
    let key = About::Deleting(Vec::new()).key();
    match accepted(reply)?.and_then(|content| content.get(key)) {
        Some(Value::Bool(false)) => Err(Unanswered::Declined("answered with no")),
        _ => Ok(()),
    }
}

fn accepted(reply: &ElicitResult) -> Result<Option<&Value>, Unanswered> {
    match reply.action {
        ElicitationAction::Accept => Ok(reply.content.as_ref()),
        ElicitationAction::Decline => Err(Unanswered::Declined("declined")),
        _ => Err(Unanswered::Declined("cancelled")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reply(value: Value) -> ElicitResult {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_choice_is_one_of_those_that_were_offered() {
        let offered = [TaskNumber::new(3), TaskNumber::new(7)];
        let accepted = |task| reply(json!({"action": "accept", "content": {"task": task}}));
        let read = |task| chosen(&accepted(task), &offered);
        assert_eq!(read("7: Milk: the cow").ok(), Some(TaskNumber::new(7)));
        for foreign in ["4: Other", "Buy milk", ""] {
            assert!(matches!(read(foreign), Err(Unanswered::NotOffered)));
        }
        let declined = chosen(&reply(json!({"action": "decline"})), &offered);
        assert!(matches!(declined, Err(Unanswered::Declined(_))));
    }

    #[test]
    fn a_confirmation_is_accepted_and_does_not_say_no() {
        for (answer, is_yes) in [
            (
                json!({"action": "accept", "content": {"delete": true}}),
                true,
            ),
            (json!({"action": "accept"}), true),
            (
                json!({"action": "accept", "content": {"delete": false}}),
                false,
            ),
            (json!({"action": "cancel"}), false),
        ] {
            assert_eq!(
                confirmed(&reply(answer.clone())).is_ok(),
                is_yes,
                "{answer}"
            );
        }
    }
}
