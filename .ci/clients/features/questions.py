"""Questions to the person, where the host can ask them, and what happens where it cannot."""

from typing import Any

from host import Host, refuse, succeed


async def check(host: Host) -> None:
    """Asserts on choosing one of several matches, and on confirming a deletion."""
    first = (await succeed(host, "add_task", title="Buy milk"))["task_id"]
    second = (await succeed(host, "add_task", title="Buy oat milk"))["task_id"]
    if host.can_be_asked:
        await choosing(host, second)
        await declining(host, first)
        await confirming(host, first)
    else:
        words = await refuse(host, "complete_task", find="milk")
        assert str(first) in words and str(second) in words, words
        await succeed(host, "delete_task", task_ids=[first, second])


async def choosing(host: Host, number: int) -> None:
    def oat(field: dict[str, Any]) -> str:
        return next(choice for choice in field["enum"] if "oat" in choice)

    host.person.answer = oat
    chosen = await succeed(host, "complete_task", find="milk")
    assert chosen["task_id"] == number, chosen
    assert "milk" in host.person.questions[-1]
    await succeed(host, "complete_task", task_id=number, done=False)


async def declining(host: Host, number: int) -> None:
    child = (await succeed(host, "add_task", title="Check the date on it", parent_id=number))["task_id"]
    host.person.answer = None
    asked = len(host.person.questions)
    await host.call("delete_task", {"task_id": number})
    assert len(host.person.questions) == asked + 1
    assert "Check the date on it" in host.person.questions[-1], "it shows what goes"
    still = await succeed(host, "list_tasks", filter=f"subtasks of:{number}")
    assert [task["id"] for task in still["tasks"]] == [child], still


async def confirming(host: Host, number: int) -> None:
    host.person.answer = True
    deleted = await succeed(host, "delete_task", task_id=number)
    assert deleted["status"] == "deleted", deleted
    pending = await succeed(host, "list_tasks", status="pending", filter="search milk")
    for task in pending["tasks"]:
        await succeed(host, "delete_task", task_id=task["id"])
