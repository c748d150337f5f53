//! What a model can learn about the tools when it needs to: the skills extension (SEP-2640).
//!
//! A skill is a folder of files that are read as resources. There is one, and it is part of the
//! program, so that it always fits the tools that are there.

use std::sync::LazyLock;

use rmcp::model::{
    GetSkillResult, ListSkillsResult, Resource, ResourceContents, Skill, SkillFrontmatter,
    SkillResource, SkillResources,
};

const URI: &str = "skill://managing-tasks/SKILL.md";
const FILE: &str = include_str!("managing-tasks/SKILL.md");

static SKILL: LazyLock<Skill> = LazyLock::new(|| {
    let (name, description) = front_matter(FILE);
    let file = SkillResource::from_bytes(URI, FILE.as_bytes());
    Skill::new(
        URI,
        SkillFrontmatter::new(name, description),
        SkillResources::Files(vec![file]),
    )
});

/// Returns every skill.
pub(crate) fn list() -> ListSkillsResult {
    ListSkillsResult::with_all_items(vec![SKILL.clone()])
}

/// Returns the skill whose `SKILL.md` has this URI.
pub(crate) fn get(uri: &str) -> Option<GetSkillResult> {
    (uri == URI).then(|| GetSkillResult::new(SKILL.clone()))
}

/// Returns the file of a skill that has this URI, byte for byte as its digest has it.
pub(crate) fn read(uri: &str) -> Option<ResourceContents> {
    (uri == URI).then(|| ResourceContents::text(FILE, URI).with_mime_type("text/markdown"))
}

/// Returns the skill as a resource, for hosts that know resources but no skills.
pub(crate) fn resource() -> Resource {
    Resource::new(URI, "managing-tasks")
        .with_title("How to manage tasks")
        .with_description("Teaches a model to use the tools well")
        .with_mime_type("text/markdown")
        .with_size(FILE.len() as u64)
}

/// Takes name and description out of the lines before the text. Both are plain YAML scalars on
/// one line; a test holds the file to that.
fn front_matter(file: &'static str) -> (&'static str, &'static str) {
    let field = |name: &str| {
        let mut lines = file.lines().skip(1).take_while(|line| *line != "---");
        lines
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .unwrap_or_default()
    };
    (field("name"), field("description"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_a_skill() {
        SKILL.validate().unwrap();
        assert_eq!(SKILL.name(), "managing-tasks");
        let description = &SKILL.frontmatter.description;
        assert!((50..=1024).contains(&description.len()));
        // What YAML would read as more than text.
        assert!(!description.contains(": ") && !description.contains(" #"));
        let fields = FILE.lines().skip(1).take_while(|line| *line != "---");
        assert_eq!(fields.count(), 2, "every field must be in the listing");
    }

    #[test]
    fn the_skill_names_every_tool_and_no_other() {
        for entry in crate::tools::all() {
            let name = format!("`{}", entry.name());
            assert!(FILE.contains(&name), "{name} is not explained");
        }
    }
}
