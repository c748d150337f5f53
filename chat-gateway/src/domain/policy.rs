//! Which tools may be called, and which only after the person was asked.

use std::{fmt, str::FromStr};

/// What is done with calls of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// They are made.
    Allow,
    /// They are made once the person has agreed.
    Ask,
    /// They are not made.
    Deny,
}

/// Rules by name of tool, written `delete_*=ask,undo=deny`: the first that matches counts, and a
/// tool that none matches is allowed. `*` stands for any characters, also none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToolPolicy(Vec<(String, Rule)>);

/// The text is not a list of rules.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be rules such as delete_*=ask,undo=deny, each a name, in which * stands for anything, \
     and allow, ask or deny; \"{0}\" is none"
)]
pub struct InvalidPolicy(String);

impl ToolPolicy {
    /// Returns the rule for calls of `tool`.
    pub fn rule(&self, tool: &str) -> Rule {
        let mut rules = self.0.iter();
        let found = rules.find(|(pattern, _)| matches(pattern, tool));
        found.map_or(Rule::Allow, |(_, rule)| *rule)
    }
}

/// The first part stands at the beginning and the last one at the end; those between are found
/// from left to right, each as early as it can be.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(name) = name.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(mut name) = name.strip_suffix(last) else {
        return false;
    };
    middle.split('*').all(|part| {
        let found = name.split_once(part);
        found.inspect(|(_, after)| name = after).is_some()
    })
}

impl FromStr for ToolPolicy {
    type Err = InvalidPolicy;

    fn from_str(text: &str) -> Result<Self, InvalidPolicy> {
        let rules = text.split(',').map(str::trim);
        let rules = rules.filter(|rule| !rule.is_empty()).map(|rule| {
            let invalid = || InvalidPolicy(rule.to_owned());
            let (pattern, word) = rule.split_once('=').ok_or_else(invalid)?;
            let pattern = pattern.trim();
            let is_name = |c: char| !c.is_whitespace() && !c.is_control();
            if pattern.is_empty() || !pattern.chars().all(is_name) {
                return Err(invalid());
            }
            let known = [Rule::Allow, Rule::Ask, Rule::Deny].into_iter();
            let mut known = known.filter(|rule| rule.to_string() == word.trim());
            Ok((pattern.to_owned(), known.next().ok_or_else(invalid)?))
        });
        rules.collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allow => "allow",
            Self::Ask => "ask",
            Self::Deny => "deny",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_matches_counts_and_what_none_matches_is_allowed() {
        let policy: ToolPolicy = "delete_all=deny, delete_*=ask,*_task*=allow,undo=deny,,"
            .parse()
            .unwrap();
        for (tool, rule) in [
            ("delete_all", Rule::Deny),
            ("delete_task", Rule::Ask),
            ("delete_", Rule::Ask),
            ("undo", Rule::Deny),
            ("undone", Rule::Allow),
            ("list_tasks", Rule::Allow),
            ("anything", Rule::Allow),
        ] {
            assert_eq!(policy.rule(tool), rule, "{tool}");
        }
        assert_eq!(ToolPolicy::default().rule("delete_task"), Rule::Allow);
    }

    #[test]
    fn a_star_stands_for_anything_anywhere() {
        for (pattern, name, is_match) in [
            ("*", "", true),
            ("*", "x", true),
            ("a*", "ba", false),
            ("*a", "ab", false),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("*b*", "abc", true),
            ("*b*c*b*", "bcb", true),
            ("*b*c*b*", "bc", false),
            ("a**c", "abc", true),
            ("A*", "abc", false),
        ] {
            assert_eq!(matches(pattern, name), is_match, "{pattern} {name}");
        }
    }

    #[test]
    fn what_is_not_a_rule_is_named() {
        for text in ["delete", "delete=maybe", "=ask", "a b=ask", "ok=ask,x=ASK"] {
            assert!(text.parse::<ToolPolicy>().is_err(), "{text}");
        }
        let error = "a=ask, b".parse::<ToolPolicy>().unwrap_err();
        assert_eq!(error, InvalidPolicy("b".to_owned()));
    }
}
