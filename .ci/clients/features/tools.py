"""Every tool, each in the ways it is meant to be used."""

from typing import Any

from host import Host, refuse, succeed

TOOLS = ["add_task", "list_tasks", "complete_task", "update_task", "delete_task", "undo", "overview"]
HINTS = {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"}


async def check(host: Host) -> None:
    """Asserts on all seven; leaves no pending task behind."""
    await definitions(host)
    await one_task(host)
    await several_tasks(host)
    await by_words(host)
    await the_same_request_again(host)
    await a_series(host)
    await overview(host)


async def definitions(host: Host) -> None:
    named = {tool["name"]: tool for tool in await host.tools()}
    assert sorted(named) == sorted(TOOLS), list(named)
    for name, tool in named.items():
        for member in ("title", "description", "inputSchema", "outputSchema", "annotations"):
            assert tool.get(member), f"{name} has no {member}"
        assert HINTS <= tool["annotations"].keys(), tool["annotations"]


async def listed(host: Host, **arguments: Any) -> dict[int, dict[str, Any]]:
    page = await succeed(host, "list_tasks", detail=True, limit=100, **arguments)
    return {task["id"]: task for task in page["tasks"]}


async def one_task(host: Host) -> None:
    added = await succeed(
        host, "add_task", title="Water the plants", description="Twice a week", due="2030-03-05",
        priority="p1", project="Garden", labels=["weekend"],
    )
    number = added["task_id"]
    assert {"status": "created", "title": "Water the plants", "due": "2030-03-05"}.items() <= added.items(), added
    task = (await listed(host, filter="p1 & #Garden & @weekend", status="pending"))[number]
    assert task["due"] == "2030-03-05" and task["description"] == "Twice a week", task

    updated = await succeed(host, "update_task", task_id=number, title="Water the trees")
    assert updated["status"] == "updated", updated
    task = (await listed(host))[number]
    assert task["title"] == "Water the trees" and task["due"] == "2030-03-05", "a field not named is kept"

    undone = await succeed(host, "undo", change_id=updated["change_id"])
    assert undone["change_id"] > updated["change_id"], undone
    assert (await listed(host))[number]["title"] == "Water the plants"

    completed = await succeed(host, "complete_task", task_id=str(number))
    assert completed["status"] == "completed", completed
    assert number in await listed(host, status="completed")
    await succeed(host, "complete_task", task_id=number, done=False)
    assert number in await listed(host, status="pending")

    deleted = await succeed(host, "delete_task", task_id=number)
    assert deleted["status"] == "deleted", deleted
    assert number not in await listed(host)
    assert "not found" in (await refuse(host, "complete_task", task_id=number)).lower()
    assert "colour" in await refuse(host, "add_task", title="x", colour="red")


async def several_tasks(host: Host) -> None:
    added = await succeed(host, "add_task", quick="Pay rent 2030-01-01 p1 #Home @bills\nFix issue #42")
    results = added["results"]
    assert [task["title"] for task in results] == ["Pay rent", "Fix issue #42"], added
    numbers = [task["task_id"] for task in results]
    done = await succeed(host, "complete_task", task_ids=[*numbers, 999_999])
    statuses = [item.get("status") for item in done["results"]]
    assert statuses == ["completed", "completed", None] and done["results"][2]["error"], done
    await succeed(host, "undo", change_id=done["change_id"])
    assert set(numbers) <= (await listed(host, status="pending")).keys()
    await succeed(host, "undo", change_id=added["change_id"])
    assert not set(numbers) & (await listed(host)).keys()


async def by_words(host: Host) -> None:
    number = (await succeed(host, "add_task", title="Call the café about Saturday"))["task_id"]
    found = await succeed(host, "complete_task", find="saturday cafe")
    assert found["task_id"] == number, found
    missing = await refuse(host, "delete_task", find="zebra crossing")
    assert missing, "says what is nearest, or that nothing is"


async def the_same_request_again(host: Host) -> None:
    request = f"{host.label}-{host.version}-{id(host)}"
    first = await succeed(host, "add_task", title="Only once", request_id=request)
    again = await succeed(host, "add_task", title="Only once", request_id=request)
    assert again == first, (first, again)
    await refuse(host, "add_task", title="Something else", request_id=request)
    await succeed(host, "delete_task", task_id=first["task_id"])


async def a_series(host: Host) -> None:
    added = await succeed(host, "add_task", title="Take out the bins", repeat="every monday", due="2030-01-07")
    done = await succeed(host, "complete_task", task_id=added["task_id"])
    assert done["next_due"] == "2030-01-14", done
    await succeed(host, "delete_task", task_id=added["task_id"])


async def overview(host: Host) -> None:
    seen = await succeed(host, "overview")
    assert seen, "the day and the counts"
