"""The two client libraries as hosts, on stdio and HTTP, in both eras."""

import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import anyio
import httpx2
from fastmcp import Client as FastClient
from fastmcp.client.transports import StdioTransport, StreamableHttpTransport
from host import NEWEST, TIMEOUT_SECONDS, Host, Person, Result, every, read_result, subscribed
from mcp import types
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

LEGACY = "2025-11-25"


class Connected:
    """What is the same in both: each method of the session's own, with its results as on the wire."""

    def __init__(self, client: Any, label: str, version: str, person: Person, over_stdio: bool, told: Any) -> None:
        self.client, self.session, self.told = client, client.session, told
        self.label, self.version, self.person = label, version, person
        self.can_be_asked = over_stdio or version == NEWEST

    async def call(self, name: str, arguments: dict[str, Any]) -> Result:
        call = getattr(self.client, "call_tool_mcp", self.client.call_tool)
        return read_result(await call(name, arguments))

    async def tools(self) -> list[dict[str, Any]]:
        return await self._list("list_tools", "tools")

    async def resources(self) -> list[dict[str, Any]]:
        return await self._list("list_resources", "resources")

    async def templates(self) -> list[dict[str, Any]]:
        return await self._list("list_resource_templates", "resourceTemplates")

    async def prompts(self) -> list[dict[str, Any]]:
        return await self._list("list_prompts", "prompts")

    async def read(self, uri: str) -> list[dict[str, Any]]:
        read = getattr(self.client, "read_resource_mcp", self.client.read_resource)
        result = await read(uri)
        return [content.model_dump(mode="json", by_alias=True) for content in result.contents]

    async def prompt(self, name: str, arguments: dict[str, str]) -> list[dict[str, Any]]:
        get = getattr(self.client, "get_prompt_mcp", self.client.get_prompt)
        result = await get(name, arguments)
        return [message.model_dump(mode="json", by_alias=True, exclude_none=True) for message in result.messages]

    async def complete(self, ref: dict[str, str], name: str, value: str) -> list[str]:
        kind = types.PromptReference if ref["type"] == "ref/prompt" else types.ResourceTemplateReference
        complete = getattr(self.client, "complete_mcp", self.client.complete)
        result = await complete(kind.model_validate(ref), {"name": name, "value": value})
        return result.completion.values

    def watch(self, uri: str) -> AbstractAsyncContextManager[Callable[[], Awaitable[str]]]:
        return subscribed(self.session, self.version, uri, self.told)

    async def _list(self, method: str, member: str) -> list[dict[str, Any]]:
        fetch = getattr(self.client, f"{method}_mcp", getattr(self.client, method))
        return await every(lambda cursor: fetch(cursor=cursor), member)


def ears() -> tuple[Callable[[Any], Awaitable[None]], Any]:
    """Returns a handler that hears of changed resources in the older era, and where they arrive."""
    send, receive = anyio.create_memory_object_stream[str](math.inf)

    async def hear(message: Any) -> None:
        notification = getattr(message, "root", message)
        if isinstance(notification, types.ResourceUpdatedNotification):
            await send.send(str(notification.params.uri))

    return hear, receive


@asynccontextmanager
async def official(target: dict[str, str], over_stdio: bool, version: str) -> AsyncIterator[Host]:
    """PyPI's mcp."""
    person, (hear, told) = Person(), ears()

    async def ask(_: Any, params: types.ElicitRequestParams) -> types.ElicitResult:
        return types.ElicitResult.model_validate(person.reply(params.message, params.requested_schema))

    headers = {"Authorization": f"Bearer {target['token']}"}
    async with httpx2.AsyncClient(headers=headers, timeout=TIMEOUT_SECONDS) as http:
        if over_stdio:
            server: Any = StdioServerParameters(
                command=target["binary"], env={"TASKFLOW_DATA_DIR": target["data_dir"]}
            )
        else:
            server = streamable_http_client(target["url"], http_client=http)
        mode = NEWEST if version == NEWEST else "legacy"
        async with Client(
            server,
            mode=mode,
            cache=None,
            read_timeout_seconds=TIMEOUT_SECONDS,
            elicitation_callback=ask,
            message_handler=hear,
        ) as client:
            yield Connected(client, "mcp", version, person, over_stdio, told)


@asynccontextmanager
async def fast(target: dict[str, str], over_stdio: bool, version: str) -> AsyncIterator[Host]:
    """PyPI's fastmcp."""
    person, (hear, told) = Person(), ears()

    async def ask(message: str, _type: Any, params: Any, _context: Any) -> Any:
        return types.ElicitResult.model_validate(person.reply(message, params.requested_schema))

    if over_stdio:
        transport: Any = StdioTransport(
            target["binary"], ["stdio"], env={"TASKFLOW_DATA_DIR": target["data_dir"]}, keep_alive=False
        )
    else:
        transport = StreamableHttpTransport(target["url"], auth=target["token"])
    mode = NEWEST if version == NEWEST else "legacy"
    async with FastClient(
        transport,
        mode=mode,
        cache=False,
        timeout=TIMEOUT_SECONDS,
        elicitation_handler=ask,
        message_handler=hear,
    ) as client:
        yield Connected(client, "fastmcp", version, person, over_stdio, told)


CLIENTS = (official, fast)
