"""What every MCP host can do, whichever client library it is made with."""

import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import anyio
from mcp.shared.exceptions import MCPDeprecationWarning

# The older era is spoken on purpose.
warnings.simplefilter("ignore", MCPDeprecationWarning)

TIMEOUT_SECONDS = 30
NEWEST = "2026-07-28"


@dataclass
class Result:
    """A tool result: its structured content, its text, and whether it is an error."""

    structured: Any
    text: str
    is_error: bool


@dataclass
class Person:
    """Who is asked: answers the next question with a value for its only field, or declines."""

    answer: Any = None
    questions: list[str] = field(default_factory=list)

    def reply(self, message: str, schema: dict[str, Any]) -> dict[str, Any]:
        """Returns an elicitation result."""
        self.questions.append(message)
        if self.answer is None:
            return {"action": "decline"}
        (name, asked), *_ = schema["properties"].items()
        value = self.answer(asked) if callable(self.answer) else self.answer
        return {"action": "accept", "content": {name: value}}


class Host(Protocol):
    """A connected client. Lists are whole, members are named as on the wire."""

    label: str
    version: str
    person: Person
    #: Whether the server can ask this host, and tell it of changes.
    can_be_asked: bool

    async def call(self, name: str, arguments: dict[str, Any]) -> Result: ...
    async def tools(self) -> list[dict[str, Any]]: ...
    async def resources(self) -> list[dict[str, Any]]: ...
    async def templates(self) -> list[dict[str, Any]]: ...
    async def read(self, uri: str) -> list[dict[str, Any]]: ...
    async def prompts(self) -> list[dict[str, Any]]: ...
    async def prompt(self, name: str, arguments: dict[str, str]) -> list[dict[str, Any]]: ...
    async def complete(self, ref: dict[str, str], name: str, value: str) -> list[str]: ...
    def watch(self, uri: str) -> AbstractAsyncContextManager[Callable[[], Awaitable[str]]]: ...


async def succeed(host: Host, tool: str, **arguments: Any) -> dict[str, Any]:
    """Calls a tool that must work, in text and structured content alike."""
    result = await host.call(tool, arguments)
    assert not result.is_error, f"{tool} {arguments}: {result.text}"
    assert result.text, f"{tool} gave no text"
    return result.structured


async def refuse(host: Host, tool: str, **arguments: Any) -> str:
    """Calls a tool that must refuse, and returns its words."""
    result = await host.call(tool, arguments)
    assert result.is_error, f"{tool} {arguments}: {result.text}"
    return result.text


async def every(fetch: Callable[[str | None], Awaitable[Any]], member: str) -> list[dict[str, Any]]:
    """Follows the cursor of a list to its end."""
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = wire(await fetch(cursor))
        items += page[member]
        cursor = page.get("nextCursor")
        if cursor is None:
            return items


def wire(model: Any) -> dict[str, Any]:
    """Returns a message of the library as it is on the wire."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def read_result(result: Any) -> Result:
    """Returns a tool result of the library."""
    plain = wire(result)
    text = "".join(block.get("text", "") for block in plain["content"])
    return Result(plain.get("structuredContent"), text, plain.get("isError", False))


@asynccontextmanager
async def subscribed(
    session: Any, version: str, uri: str, told: anyio.abc.ObjectReceiveStream[str]
) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Subscribes as the version has it; yields what waits for the next change."""
    from mcp.client.subscriptions import listen

    if version == NEWEST:
        async with listen(session, resource_subscriptions=[uri]) as changes:

            async def next_change() -> str:
                with anyio.fail_after(TIMEOUT_SECONDS):
                    return (await anext(changes)).uri

            yield next_change
        return
    await session.subscribe_resource(uri)

    async def next_told() -> str:
        with anyio.fail_after(TIMEOUT_SECONDS):
            return await told.receive()

    yield next_told
    await session.unsubscribe_resource(uri)
