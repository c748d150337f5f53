//! What the server says of itself.

use std::sync::LazyLock;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rmcp::model::{
    Icon, Implementation, InitializeResult, ProtocolVersion, ServerCapabilities, ServerConfig,
};

/// What every host reads before the first word of a conversation: a test keeps it short.
const INSTRUCTIONS: &str = "The user's own task list. A task_id is the id that list_tasks shows; \
     find names a task by words of its title instead. Write dates as the user says them \
     (\"fri 5pm\", \"every monday\"). Mistakes can be taken back with undo.";

const WEBSITE: &str = env!("CARGO_PKG_REPOSITORY");
const ICON: &str = include_str!("icon.svg");

/// What would end a `data:` URI, or an attribute that it stands in.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>');

/// Hosts ask often, and it is always the same.
static CONFIG: LazyLock<ServerConfig> = LazyLock::new(|| {
    let capabilities = ServerCapabilities::builder()
        .enable_completions()
        .enable_prompts()
        .enable_resources()
        .enable_resources_list_changed()
        .enable_resources_subscribe()
        .enable_tools()
        .enable_skills()
        .build();
    ServerConfig::new(capabilities)
        .with_server_info(implementation())
        .with_instructions(INSTRUCTIONS)
});

/// Returns what the server is and can do in the newest revision of the protocol.
pub(super) fn config() -> ServerConfig {
    CONFIG.clone()
}

fn implementation() -> Implementation {
    let icon = Icon::new(format!(
        "data:image/svg+xml,{}",
        utf8_percent_encode(ICON.trim_end(), RESERVED)
    ));
    let icon = icon
        .with_mime_type("image/svg+xml")
        .with_sizes(vec!["any".to_owned()]);
    let server = Implementation::new("taskflow", env!("CARGO_PKG_VERSION"))
        .with_title("TaskFlow")
        .with_description("Tasks with dates, repetition, projects, labels and undo")
        .with_icons(vec![icon]);
    if WEBSITE.is_empty() {
        server
    } else {
        server.with_website_url(WEBSITE)
    }
}

/// Leaves out what a revision with a handshake does not have. Of resources, a host hears only
/// where there is a session to tell it in; `resources/subscribe` says nothing of lists.
pub(super) fn in_session(mut result: InitializeResult, has_session: bool) -> InitializeResult {
    if let Some(resources) = &mut result.capabilities.resources {
        resources.list_changed = None;
        resources.subscribe = has_session.then_some(true);
    }
    if result.protocol_version.as_str() < ProtocolVersion::V_2025_11_25.as_str() {
        result.capabilities.extensions = None;
        result.server_info.icons = None;
        result.server_info.website_url = None;
        result.server_info.description = None;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_cost_at_most_sixty_tokens() {
        let tokenizer = tiktoken_rs::o200k_base().unwrap();
        let tokens = tokenizer.encode_ordinary(INSTRUCTIONS).len();
        assert!(tokens <= 60, "{tokens} tokens");
    }

    #[test]
    fn the_icon_is_small_and_within_its_uri() {
        let icons = implementation().icons.unwrap();
        let uri = &icons[0].src;
        assert!(uri.len() < 600, "{} bytes", uri.len());
        assert!(
            uri.is_ascii() && !uri.contains([' ', '"', '#', '<']),
            "{uri}"
        );
    }
}
