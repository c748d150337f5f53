"""Being told of changes, also of those that another process made."""

from host import Host, succeed


async def check(host: Host, other: Host) -> None:
    """Asserts that a change of a task is told, whoever made it; `other` speaks to another process."""
    if not host.can_be_asked:
        return
    number = (await succeed(host, "add_task", title="Watch the kettle"))["task_id"]
    async with host.watch(f"task://{number}") as next_change:
        for writer in (host, other):
            await succeed(writer, "update_task", task_id=number, description=f"By {writer.label}, {id(writer)}")
            assert await next_change() == f"task://{number}"
    await succeed(host, "delete_task", task_id=number)
