"""Drives the server with the official MCP Inspector's command line, in both eras.

Usage: inspector.py MCP_INSPECTOR SERVER_BINARY DATA_DIR URL TOKEN
"""

import asyncio
import json
import sys
from typing import Any

from scenario import Result, check_calls, check_tools

TIMEOUT_SECONDS = 60
ERAS = ("modern", "legacy")
TOOL_FAILED = 5  # the Inspector's exit status for a result with isError


async def inspect(arguments: list[str], accepted: tuple[int, ...] = (0,)) -> dict[str, Any]:
    """Runs the Inspector once and returns the result it printed."""
    process = await asyncio.create_subprocess_exec(
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), TIMEOUT_SECONDS)
    except TimeoutError:
        process.kill()
        raise SystemExit(f"no answer in {TIMEOUT_SECONDS} s: {arguments}")
    if process.returncode not in accepted:
        raise SystemExit(f"exit status {process.returncode}: {arguments}\n{out.decode()}{err.decode()}")
    return json.loads(out)["result"]


async def check(target: list[str], label: str) -> None:
    """Reads all there is, and calls the tools."""

    async def read(method: str, *options: str) -> dict[str, Any]:
        return await inspect([*target, "--format", "json", "--method", method, *options])

    # Strict: a warning about a tool's schema is a failure.
    check_tools((await read("tools/list", "--strict"))["tools"])
    assert (await read("resources/list"))["resources"]
    assert (await read("resources/templates/list"))["resourceTemplates"]
    assert (await read("resources/read", "--uri", "tasks://today"))["contents"]
    assert (await read("prompts/list"))["prompts"]
    assert (await read("prompts/get", "--prompt-name", "weekly_review"))["messages"]

    async def call(name: str, arguments: dict[str, Any]) -> Result:
        command = [*target, "--format", "json", "--quiet", "--method", "tools/call"]
        command += ["--tool-name", name, "--tool-args-json", json.dumps(arguments)]
        result = await inspect(command, accepted=(0, TOOL_FAILED))
        text = "".join(block.get("text", "") for block in result["content"])
        return Result(result.get("structuredContent"), text, result.get("isError", False))

    await check_calls(call, label)
    print(f"ok  Inspector, {label}", flush=True)


async def main() -> None:
    inspector, binary, data_dir, url, token = sys.argv[1:]
    stdio = [binary, "stdio", "-e", f"TASKFLOW_DATA_DIR={data_dir}"]
    http = ["--server-url", url, "--transport", "http", "--stored-auth-only"]
    http += ["--header", f"Authorization: Bearer {token}"]
    for era in ERAS:
        for name, target in (("stdio", stdio), ("HTTP", http)):
            await check([inspector, "--cli", *target, "--protocol-era", era], f"{name}, {era}")


asyncio.run(main())
