//! The fields of a task as a model writes them.

use crate::{
    domain::{Due, InvalidName, Labels, LabelsUpdate, Name, Patch, Priority, Recurrence},
    error::ToolError,
    language::{Here, dates, recurrence},
};

/// When a task is due, and how it repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Schedule {
    pub(super) due: Option<Due>,
    pub(super) recurrence: Option<Recurrence>,
}

/// How a text that says when a task is due is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A date.
    Once(Due),
    /// A repetition, with its first date.
    Again(Recurrence, Due),
}

/// Reads a text that says when a task is due: a date, or what is unmistakably a repetition.
pub(super) fn due(text: &str, here: &Here) -> Result<Said, ToolError> {
    match recurrence::is_repetition(text) {
        true => again(text, here),
        false => Ok(Said::Once(dates::parse(text, here)?)),
    }
}

/// Reads how a task repeats, and the first date of that.
pub(super) fn repeat(text: &str, here: &Here) -> Result<(Recurrence, Due), ToolError> {
    let repeat = recurrence::parse(text, here)?;
    Ok((repeat.recurrence, repeat.first))
}

fn again(text: &str, here: &Here) -> Result<Said, ToolError> {
    repeat(text, here).map(|(recurrence, first)| Said::Again(recurrence, first))
}

/// Reads when a new task is due and how it repeats. A repetition that names a time of day says it
/// for a date that names none.
pub(super) fn schedule(
    said: Option<&str>,
    repeats: Option<&str>,
    here: &Here,
) -> Result<Schedule, ToolError> {
    let said = said.map(|text| due(text, here)).transpose()?;
    let repeats = repeats.map(|text| repeat(text, here)).transpose()?;
    Ok(match (said, repeats) {
        (Some(Said::Again(..)), Some(_)) => return Err(ToolError::RepeatsTwice),
        (Some(Said::Again(recurrence, due)), None) => repeating(recurrence, due),
        (Some(Said::Once(due)), Some((recurrence, first))) => {
            repeating(recurrence, beginning(due, first))
        }
        (Some(Said::Once(due)), None) => Schedule {
            due: Some(due),
            recurrence: None,
        },
        (None, Some((recurrence, first))) => repeating(recurrence, first),
        (None, None) => Schedule::default(),
    })
}

fn repeating(recurrence: Recurrence, due: Due) -> Schedule {
    Schedule {
        due: Some(due),
        recurrence: Some(recurrence),
    }
}

fn beginning(due: Due, first: Due) -> Due {
    match (due, first) {
        (Due::Date(day), Due::At { zone, .. }) => {
            Due::local(day.and_time(first.wall().time()), zone).unwrap_or(due)
        }
        _ => due,
    }
}

/// Reads `p1` to `p4`, as a model may write them: `1`, `P1` or `!!1`.
pub(super) fn priority(text: &str) -> Result<Priority, ToolError> {
    let text = text.trim();
    let number = text.trim_start_matches(['p', 'P', '!']);
    let is_one = text.len() - number.len() <= 2;
    let number = number.parse().ok().filter(|_| is_one);
    number.and_then(Priority::new).ok_or(ToolError::Priority)
}

/// Reads the name of a project, with or without the sign that quick-add has before it.
pub(super) fn project(text: &str) -> Result<Name, InvalidName> {
    let text = text.trim();
    Name::parse(text.strip_prefix('#').unwrap_or(text))
}

/// Reads the labels of a new task: a list, or names with commas in between. A `+` is what an update
/// has before what it adds.
pub(super) fn labels(given: &[String]) -> Result<Labels, ToolError> {
    let name = |text: &str| match text.strip_prefix('-') {
        Some(_) => Err(ToolError::NoLabelToRemove),
        None => Ok(label(text.strip_prefix('+').unwrap_or(text))?),
    };
    let names: Result<Vec<Name>, ToolError> = written(given).map(name).collect();
    Ok(Labels::new(names?)?)
}

/// Reads what is to become of labels: names replace them all; names after `+` or `-` come or go.
pub(super) fn labels_update(given: &[String]) -> Result<LabelsUpdate, ToolError> {
    let (mut plain, mut add, mut remove) = (Vec::new(), Vec::new(), Vec::new());
    for text in written(given) {
        if let Some(text) = text.strip_prefix('+') {
            add.push(label(text)?);
        } else if let Some(text) = text.strip_prefix('-') {
            remove.push(label(text)?);
        } else {
            plain.push(label(text)?);
        }
    }
    let is_change = !(add.is_empty() && remove.is_empty());
    match (is_change, plain.is_empty()) {
        (true, false) => Err(ToolError::MixedLabels),
        (true, true) => Ok(LabelsUpdate::Change {
            add: Labels::new(add)?,
            remove: Labels::new(remove)?,
        }),
        (false, _) => Ok(LabelsUpdate::Replace(Labels::new(plain)?)),
    }
}

fn written(given: &[String]) -> impl Iterator<Item = &str> {
    let names = given.iter().flat_map(|text| text.split(',')).map(str::trim);
    names.filter(|name| !name.is_empty())
}

fn label(text: &str) -> Result<Name, InvalidName> {
    let text = text.trim();
    Name::parse(text.strip_prefix('@').unwrap_or(text))
}

/// Reads a field of an update: blank text clears it.
pub(super) fn patch<T, E>(
    text: Option<&str>,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Patch<T>, E> {
    match text.map(str::trim) {
        None => Ok(Patch::Keep),
        Some("") => Ok(Patch::Clear),
        Some(text) => read(text).map(Patch::Set),
    }
}

/// Reads the date or the repetition of an update, of which no word says that there is none.
pub(super) fn patch_when<T>(
    field: &'static str,
    text: Option<&str>,
    read: impl FnOnce(&str) -> Result<T, ToolError>,
) -> Result<Patch<T>, ToolError> {
    const NONE: &[&str] = &[
        "none",
        "null",
        "never",
        "no date",
        "no due date",
        "no repeat",
        "clear",
        "remove",
    ];
    patch(text, |text| match NONE.contains(&&*text.to_lowercase()) {
        true => Err(ToolError::ClearedInWords(field)),
        false => read(text),
    })
}

/// Leaves out a text that is blank.
pub(super) fn given(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn names(labels: &Labels) -> Vec<&str> {
        labels.names().iter().map(Name::as_str).collect()
    }

    #[test]
    fn a_priority_is_read_in_every_way_that_models_write_it() {
        for (text, number) in [("p1", 1), ("P2", 2), ("3", 3), (" p4 ", 4), ("!!1", 1)] {
            assert_eq!(priority(text).unwrap().get(), number, "{text}");
        }
        for text in ["p0", "p5", "high", "", "p", "ppp1", "-1"] {
            assert!(priority(text).is_err(), "{text}");
        }
    }

    #[test]
    fn labels_are_a_list_or_one_text_with_commas() {
        for given in [
            &["a", "@b c"][..],
            &["a, b c"],
            &["@a,, @b c ,"],
            &["+a", "+@b c"],
        ] {
            assert_eq!(names(&labels(&texts(given)).unwrap()), ["a", "b c"]);
        }
        assert!(labels(&texts(&[" "])).unwrap().names().is_empty());
        let removed = labels(&texts(&["a", "-b"]));
        assert!(matches!(removed, Err(ToolError::NoLabelToRemove)));
    }

    #[test]
    fn signed_labels_change_and_plain_ones_replace() {
        let update = |given: &[&str]| labels_update(&texts(given));
        let Ok(LabelsUpdate::Change { add, remove }) = update(&["+@a", "-b, + c"]) else {
            panic!("not a change");
        };
        assert_eq!((names(&add), names(&remove)), (vec!["a", "c"], vec!["b"]));
        let Ok(LabelsUpdate::Replace(all)) = update(&["a", "b"]) else {
            panic!("not a replacement");
        };
        assert_eq!(names(&all), ["a", "b"]);
        let Ok(LabelsUpdate::Replace(none)) = update(&[""]) else {
            panic!("not cleared");
        };
        assert!(none.names().is_empty());
        assert!(matches!(update(&["a", "+b"]), Err(ToolError::MixedLabels)));
    }
}
