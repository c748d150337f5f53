"""Resources, prompts and completions."""

import json

from host import Host, succeed

PROMPTS = {"plan_my_day", "weekly_review", "break_down_task", "empty_my_head"}


async def check(host: Host) -> None:
    """Asserts on what is there to be read."""
    added = await succeed(host, "add_task", title="Paint the fence", project="Garden", due="today")
    number = added["task_id"]
    try:
        await resources(host, number)
        await prompts(host, number)
        await completions(host, number)
    finally:
        await succeed(host, "delete_task", task_id=number)


async def resources(host: Host, number: int) -> None:
    listed = {resource["uri"] for resource in await host.resources()}
    assert {"tasks://today", "tasks://overdue", "tasks://project/Garden"} <= listed, listed
    templates = {template["uriTemplate"] for template in await host.templates()}
    assert templates == {"task://{number}", "tasks://project/{name}"}, templates
    for uri in (f"task://{number}", "tasks://today", "tasks://project/Garden"):
        contents = {content["mimeType"]: content["text"] for content in await host.read(uri)}
        assert "Paint the fence" in contents["text/markdown"], contents
        assert "Paint the fence" in json.dumps(json.loads(contents["application/json"])), contents
    try:
        await host.read("task://999999")
    except Exception as refusal:
        assert "not found" in str(refusal).lower(), refusal
    else:
        raise AssertionError("a task that is not there was read")


async def prompts(host: Host, number: int) -> None:
    assert {prompt["name"] for prompt in await host.prompts()} == PROMPTS
    for name, arguments in (
        ("plan_my_day", {}),
        ("weekly_review", {}),
        ("break_down_task", {"task": str(number)}),
        ("empty_my_head", {"text": "milk, call mum"}),
    ):
        messages = await host.prompt(name, arguments)
        assert messages and all(message["content"] for message in messages), name


async def completions(host: Host, number: int) -> None:
    task = {"type": "ref/resource", "uri": "task://{number}"}
    assert str(number) in await host.complete(task, "number", "fence")
    project = {"type": "ref/resource", "uri": "tasks://project/{name}"}
    assert "Garden" in await host.complete(project, "name", "gar")
    prompt = {"type": "ref/prompt", "name": "break_down_task"}
    offered = await host.complete(prompt, "task", "paint")
    assert any("Paint the fence" in value for value in offered), offered
