//! A chat service that keeps a task list through MCP tools.

mod llm;
