"""What every MCP client must see of TaskFlow's tools, whatever its transport and protocol era."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

TOOLS = {
    "add_task", "list_tasks", "complete_task", "update_task", "delete_task", "undo", "overview",
}
HINTS = {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"}


@dataclass
class Result:
    """A tool result: its structured content, its text, and whether it is an error."""

    structured: Any
    text: str
    is_error: bool


Call = Callable[[str, dict[str, Any]], Awaitable[Result]]


def check_tools(tools: list[dict[str, Any]]) -> None:
    """Asserts that the list names all tools and that each is described in full."""
    named = {tool["name"]: tool for tool in tools}
    assert TOOLS == named.keys(), f"not the seven tools: {TOOLS ^ named.keys()}"
    for name in TOOLS:
        tool = named[name]
        for member in ("title", "description", "inputSchema", "outputSchema", "annotations"):
            assert tool.get(member), f"{name} has no {member}"
        missing = HINTS - tool["annotations"].keys()
        assert not missing, f"{name} does not say {missing}"
        assert tool["inputSchema"]["type"] == "object", f"{name}: {tool['inputSchema']}"


async def check_calls(call: Call, label: str) -> None:
    """Asserts on a call of every tool; leaves one completed task behind."""

    async def succeed(name: str, **arguments: Any) -> dict[str, Any]:
        result = await call(name, arguments)
        assert not result.is_error, f"{name} {arguments}: {result.text}"
        assert result.text, f"{name} gave no text"
        return result.structured

    def says(result: dict[str, Any], **expected: Any) -> None:
        assert expected.items() <= result.items() and result["change_id"] > 0, result

    async def titles(status: str) -> dict[int, str]:
        listed = await succeed("list_tasks", status=status)
        assert listed["total"] >= len(listed["tasks"]), listed
        return {task["id"]: task["title"] for task in listed["tasks"]}

    title = f"Water the plants ({label})"
    added = await succeed("add_task", title=title, description="Twice a week")
    number = added["task_id"]
    assert added["status"] == "created" and added["title"] == title, added
    assert (await titles("pending"))[number] == title

    renamed = f"Water the trees ({label})"
    updated = await succeed("update_task", task_id=number, title=renamed)
    says(updated, task_id=number, status="updated", title=renamed)

    completed = await succeed("complete_task", task_id=str(number))
    says(completed, task_id=number, status="completed", title=renamed)
    assert (await titles("completed"))[number] == renamed
    assert number not in await titles("pending")

    doomed = (await succeed("add_task", title=f"Old task ({label})"))["task_id"]
    deleted = await succeed("delete_task", task_id=doomed)
    says(deleted, task_id=doomed, status="deleted")
    assert doomed not in await titles("all")

    again = await call("complete_task", {"task_id": doomed})
    assert again.is_error and "not found" in again.text.lower(), again
    unknown = await call("add_task", {"title": "x", "colour": "red"})
    assert unknown.is_error and "colour" in unknown.text, unknown
