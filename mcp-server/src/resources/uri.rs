//! The names of resources.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::domain::{Name, TaskNumber};

/// The template of a task's URI (RFC 6570).
pub(crate) const TASK_TEMPLATE: &str = "task://{number}";
/// The template of a project's URI.
pub(crate) const PROJECT_TEMPLATE: &str = "tasks://project/{name}";

const TASK: &str = "task://";
const PROJECT: &str = "tasks://project/";

/// All but the unreserved characters of RFC 3986, section 2.3: what `{name}` expands to.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What of a person's tasks a URI names. Whether there is such a thing is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ResourceUri {
    /// `task://5`
    Task(TaskNumber),
    /// `tasks://today`
    Today,
    /// `tasks://overdue`
    Overdue,
    /// `tasks://project/Home`
    Project(Name),
}

impl ResourceUri {
    /// Reads a URI; `None` where it names nothing that could be here.
    pub(crate) fn parse(uri: &str) -> Option<Self> {
        match uri {
            "tasks://today" => return Some(Self::Today),
            "tasks://overdue" => return Some(Self::Overdue),
            _ => {}
        }
        if let Some(number) = uri.strip_prefix(TASK) {
            return task(number);
        }
        let name = percent_decode_str(uri.strip_prefix(PROJECT)?);
        let name = name.decode_utf8().ok()?;
        Name::parse(&name).ok().map(Self::Project)
    }
}

/// Only as it is written out, so that a task has one name.
fn task(text: &str) -> Option<ResourceUri> {
    let number: i64 = text.parse().ok().filter(|number| *number > 0)?;
    (number.to_string() == text).then(|| ResourceUri::Task(TaskNumber::new(number)))
}

impl fmt::Display for ResourceUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task(number) => write!(f, "{TASK}{}", number.get()),
            Self::Today => f.write_str("tasks://today"),
            Self::Overdue => f.write_str("tasks://overdue"),
            Self::Project(name) => {
                write!(
                    f,
                    "{PROJECT}{}",
                    utf8_percent_encode(name.as_str(), RESERVED)
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_task_has_one_name() {
        assert_eq!(
            ResourceUri::parse("task://5"),
            Some(ResourceUri::Task(TaskNumber::new(5)))
        );
        for other in [
            "task://05",
            "task://+5",
            "task://0",
            "task://-5",
            "task://5/",
            "task://",
            "task://5.0",
            "task://99999999999999999999",
            "tasks://5",
            "Tasks://today",
            "tasks://today/",
            "tasks://project/",
            "tasks://project/%FF",
            "tasks://",
            "",
            "skill://today",
        ] {
            assert_eq!(ResourceUri::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_projects_name_is_encoded_as_a_template_expands_it() {
        let project = ResourceUri::Project(Name::parse("Café & 家/a?b#c").unwrap());
        let uri = project.to_string();
        assert_eq!(
            uri,
            "tasks://project/Caf%C3%A9%20%26%20%E5%AE%B6%2Fa%3Fb%23c"
        );
        assert_eq!(ResourceUri::parse(&uri), Some(project.clone()));
        // What hosts put in as it is means the same.
        assert_eq!(
            ResourceUri::parse("tasks://project/Café & 家/a?b#c"),
            Some(project)
        );
    }

    proptest! {
        #[test]
        fn any_project_is_found_again_by_its_uri(text in "\\PC{1,60}") {
            if let Ok(name) = Name::parse(&text) {
                let uri = ResourceUri::Project(name.clone()).to_string();
                let Some(ResourceUri::Project(read)) = ResourceUri::parse(&uri) else {
                    panic!("{uri} is no project");
                };
                prop_assert_eq!(read.as_str(), name.as_str());
            }
        }
    }
}
