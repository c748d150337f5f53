"""Drives the server with the MCP client of PyPI's `mcp`, in both eras.

Usage: sdk.py SERVER_BINARY DATA_DIR URL TOKEN
"""

import asyncio
import sys
from typing import Any

import httpx2
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from scenario import Result, check_calls, check_tools

TIMEOUT_SECONDS = 60
ERAS = {"2026-07-28": "2026-07-28", "auto": "2026-07-28", "legacy": "2025-11-25"}


async def check(server: Any, mode: str, label: str) -> None:
    """Connects in one mode, lists the tools and calls each of them."""
    async with Client(server, mode=mode, read_timeout_seconds=TIMEOUT_SECONDS, cache=None) as client:
        assert client.protocol_version == ERAS[mode], client.protocol_version
        listed = await client.list_tools()
        check_tools([tool.model_dump(by_alias=True, exclude_none=True) for tool in listed.tools])

        async def call(name: str, arguments: dict[str, Any]) -> Result:
            result = await client.call_tool(name, arguments)
            text = "".join(getattr(block, "text", "") for block in result.content)
            return Result(result.structured_content, text, bool(result.is_error))

        await check_calls(call, label)
    print(f"ok  mcp for Python, {label}", flush=True)


async def main() -> None:
    binary, data_dir, url, token = sys.argv[1:]
    stdio = StdioServerParameters(command=binary, env={"TASKFLOW_DATA_DIR": data_dir})
    bearer = {"Authorization": f"Bearer {token}"}
    for mode in ERAS:
        await check(stdio, mode, f"stdio, {mode}")
        async with httpx2.AsyncClient(headers=bearer, timeout=TIMEOUT_SECONDS) as http:
            await check(streamable_http_client(url, http_client=http), mode, f"HTTP, {mode}")


asyncio.run(main())
