"""Shakes hands in each older protocol version, with nothing but JSON, on stdio and HTTP.

Client libraries offer only the newest version they know; hosts in use offer all of these.

Usage: versions.py SERVER_BINARY DATA_DIR URL TOKEN
"""

import json
import os
import subprocess
import sys
import urllib.request
from typing import Any

VERSIONS = ("2025-11-25", "2025-06-18", "2024-11-05")
TIMEOUT_SECONDS = 30
LIST_TOOLS = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def initialize(version: str) -> dict[str, Any]:
    """Returns the request that opens a session in that version."""
    client = {"name": "ci", "version": "1"}
    params = {"protocolVersion": version, "capabilities": {}, "clientInfo": client}
    return {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}


def over_stdio(binary: str, data_dir: str, version: str) -> list[dict[str, Any]]:
    """Sends the whole session at once; the server ends, with success, at the end of its input."""
    messages = (initialize(version), INITIALIZED, LIST_TOOLS)
    process = subprocess.run(
        [binary],
        input="".join(json.dumps(message) + "\n" for message in messages),
        env={**os.environ, "TASKFLOW_DATA_DIR": data_dir},
        stdout=subprocess.PIPE,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=True,
    )
    return [json.loads(line) for line in process.stdout.splitlines()]


def over_http(url: str, token: str, version: str) -> list[dict[str, Any]]:
    """Sends one request after the other, as a client without sessions does."""
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
    }
    answers = []
    for message in (initialize(version), LIST_TOOLS):
        request = urllib.request.Request(url, json.dumps(message).encode(), headers)
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            session = response.headers.get("Mcp-Session-Id")
            lines = response.read().decode().splitlines()
        headers["MCP-Protocol-Version"] = version
        if session:
            headers["Mcp-Session-Id"] = session
        # JSON as it is, or the data of server-sent events.
        data = [line.removeprefix("data:").strip() for line in lines]
        answers += [json.loads(line) for line in data if line.startswith("{")]
    return answers


def check(answers: list[dict[str, Any]], version: str, transport: str) -> None:
    """Asserts that the server agreed to the version and listed its tools."""
    results = {answer.get("id"): answer.get("result") for answer in answers}
    assert results.get(1), f"no handshake in {version} over {transport}: {answers}"
    agreed = results[1]["protocolVersion"]
    assert agreed == version, f"{agreed} in place of {version} over {transport}"
    names = {tool["name"] for tool in results[2]["tools"]}
    assert {"add_task", "list_tasks"} <= names, names
    print(f"ok  handshake in {version} over {transport}", flush=True)


binary, data_dir, url, token = sys.argv[1:]
for version in VERSIONS:
    check(over_stdio(binary, data_dir, version), version, "stdio")
    check(over_http(url, token, version), version, "HTTP")
