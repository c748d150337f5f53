//! What somebody sees who opens the address in a browser.

/// Says what this is and how to talk to it.
///
/// For somebody who opens the address in a browser.
#[utoipa::path(
    get, path = "/", tag = "service",
    operation_id = "welcome",
    responses((status = 200, description = "A few lines of text.", body = String)),
)]
pub(super) async fn handle() -> &'static str {
    "TaskFlow is running.\n\n\
     Chat:   POST /api/{user_id}/chat         {\"message\": \"Add a task to buy groceries\"}\n\
     Stream: POST /api/{user_id}/chat/stream  the same, answered as server-sent events\n\
     API:    /docs                            every request, to be read and tried\n\
     MCP:    /mcp                             for Claude Desktop, IDE agents and other hosts\n\n\
     Send a token as Authorization: Bearer <token>. `taskflow token` prints one.\n"
}
