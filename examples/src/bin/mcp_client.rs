//! A Model Context Protocol client: connects, lists the tools, adds a task and lists the tasks.
//!
//! ```sh
//! mcp_client target/debug/taskflow-mcp "Water the plants"
//! TASKFLOW_TOKEN=$(taskflow token --user 1) mcp_client http://127.0.0.1:8080/mcp
//! ```

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::{env, error::Error};

use rmcp::{
    RoleClient,
    model::{CallToolRequestParams, ProtocolVersion},
    service::{ClientLifecycleMode, ClientServiceExt as _, RunningService},
    transport::{
        StreamableHttpClientTransport, TokioChildProcess,
        streamable_http_client::StreamableHttpClientTransportConfig,
    },
};
use serde_json::{Value, json};
use tokio::process::Command;

type Client = RunningService<RoleClient, ()>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let server = arguments
        .next()
        .ok_or("usage: mcp_client <path of taskflow-mcp | URL> [title]")?;
    let title = arguments
        .next()
        .unwrap_or_else(|| "Water the plants".to_owned());

    let client = connect(&server).await?;
    for tool in client.list_all_tools().await? {
        println!("{:<16}{}", tool.name, tool.description.unwrap_or_default());
    }
    let added = call(&client, "add_task", json!({ "title": title })).await?;
    println!("\nadded     {added}");
    let pending = call(&client, "list_tasks", json!({ "status": "pending" })).await?;
    println!("pending   {pending}");
    client.cancel().await?;
    Ok(())
}

/// Connects over stdio to a program or over HTTP to a URL, in whichever protocol era it speaks.
async fn connect(server: &str) -> Result<Client, Box<dyn Error>> {
    let era = ClientLifecycleMode::Auto {
        preferred_versions: vec![ProtocolVersion::V_2026_07_28],
        legacy_version: None,
    };
    if server.starts_with("http") {
        let token = env::var("TASKFLOW_TOKEN").map_err(|_| "TASKFLOW_TOKEN is not set")?;
        let config = StreamableHttpClientTransportConfig::with_uri(server).auth_header(token);
        let http = StreamableHttpClientTransport::from_config(config);
        return Ok(().serve_with_lifecycle(http, era).await?);
    }
    let process = TokioChildProcess::new(Command::new(server))?;
    Ok(().serve_with_lifecycle(process, era).await?)
}

async fn call(client: &Client, tool: &'static str, input: Value) -> Result<Value, Box<dyn Error>> {
    let mut request = CallToolRequestParams::new(tool);
    request.arguments = input.as_object().cloned();
    let result = client.call_tool(request).await?;
    if result.is_error == Some(true) {
        return Err(format!("{tool} failed: {:?}", result.content).into());
    }
    Ok(result.structured_content.unwrap_or_default())
}
