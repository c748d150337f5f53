"""Has every client library do everything there is, on stdio and HTTP, in both eras.

Usage: run.py SERVER_BINARY DATA_DIR URL TOKEN
"""

import asyncio
import sys

import changes
import questions
import reading
import tools
from clients import CLIENTS, LEGACY
from host import NEWEST

LIMIT_SECONDS = 120


async def check(target: dict[str, str], client: object, over_stdio: bool, version: str) -> None:
    """Runs all with one client; a second one, on the other transport, writes beside it."""
    async with (
        client(target, over_stdio, version) as host,
        client(target, not over_stdio, NEWEST) as other,
    ):
        await tools.check(host)
        await reading.check(host)
        await questions.check(host)
        await changes.check(host, other)
        transport = "stdio" if over_stdio else "HTTP"
        print(f"ok  everything with {host.label}, {transport}, {version}", flush=True)


async def main() -> None:
    target = dict(zip(("binary", "data_dir", "url", "token"), sys.argv[1:], strict=True))
    for client in CLIENTS:
        for over_stdio in (True, False):
            for version in (NEWEST, LEGACY):
                await asyncio.wait_for(check(target, client, over_stdio, version), LIMIT_SECONDS)


asyncio.run(main())
