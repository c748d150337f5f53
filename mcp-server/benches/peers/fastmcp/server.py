"""Five task tools over SQLite with fastmcp: Streamable HTTP, stateless, JSON answers.

Usage: server.py PORT DATABASE
"""

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any, Literal

from fastmcp import FastMCP
from fastmcp.exceptions import ToolError

PORT, FILE = int(sys.argv[1]), sys.argv[2]
SCHEMA = Path(__file__).parent.parent / "schema.sql"

# One connection, on the thread of the event loop: nothing waits for another thread.
database = sqlite3.connect(FILE, isolation_level=None)
database.row_factory = sqlite3.Row
database.executescript(SCHEMA.read_text())

mcp: FastMCP[None] = FastMCP("tasks")


class Write:
    """A transaction that takes its lock at once."""

    def __enter__(self) -> None:
        database.execute("BEGIN IMMEDIATE")

    def __exit__(self, failure: Any, *_: Any) -> None:
        database.execute("ROLLBACK" if failure else "COMMIT")


def read(number: int) -> dict[str, Any]:
    row = database.execute("SELECT * FROM tasks WHERE number = ? AND deleted = 0", (number,)).fetchone()
    if row is None:
        raise ToolError(f"There is no task {number}")
    return dict(row)


def record(tool: str, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    database.execute(
        "INSERT INTO changes (number, tool, before, after) VALUES (?, ?, ?, ?)",
        (after["number"], tool, before and json.dumps(before), json.dumps(after)),
    )


def change(tool: str, status: str, number: int, **fields: Any) -> dict[str, Any]:
    """Changes the fields that are not None."""
    with Write():
        before = read(number)
        after = before | {name: value for name, value in fields.items() if value is not None}
        database.execute(
            "UPDATE tasks SET title = ?, description = ?, completed = ?, deleted = ? WHERE number = ?",
            (after["title"], after["description"], after["completed"], after["deleted"], number),
        )
        if after["deleted"]:
            database.execute("UPDATE counters SET total = total - 1")
        record(tool, before, after)
    return {"task_id": number, "status": status, "title": after["title"]}


@mcp.tool
async def add_task(title: str, description: str = "") -> dict[str, Any]:
    """Add a task."""
    with Write():
        row = database.execute(
            "UPDATE counters SET last_number = last_number + 1, total = total + 1 RETURNING last_number"
        ).fetchone()
        task = {"number": row[0], "title": title, "description": description, "completed": 0, "deleted": 0}
        database.execute(
            "INSERT INTO tasks VALUES (:number, :title, :description, :completed, :deleted)", task
        )
        record("add_task", None, task)
    return {"task_id": task["number"], "status": "created", "title": title}


@mcp.tool
async def list_tasks(
    status: Literal["all", "pending", "completed"] = "all", limit: int = 25, after: int = 0
) -> dict[str, Any]:
    """List tasks, oldest first."""
    wanted = {"all": "", "pending": "AND completed = 0", "completed": "AND completed = 1"}[status]
    rows = database.execute(
        "SELECT number, title, description, completed FROM tasks "
        f"WHERE deleted = 0 AND number > ? {wanted} ORDER BY number LIMIT ?",
        (after, min(limit, 100)),
    ).fetchall()
    tasks = [{"id": row[0], "title": row[1], "description": row[2], "completed": bool(row[3])} for row in rows]
    total = database.execute("SELECT total FROM counters").fetchone()[0]
    return {"tasks": tasks, "total": total}


@mcp.tool
async def complete_task(task_id: int) -> dict[str, Any]:
    """Mark a task as done."""
    return change("complete_task", "completed", task_id, completed=1)


@mcp.tool
async def update_task(task_id: int, title: str | None = None, description: str | None = None) -> dict[str, Any]:
    """Change a task's title or description."""
    return change("update_task", "updated", task_id, title=title, description=description)


@mcp.tool
async def delete_task(task_id: int) -> dict[str, Any]:
    """Delete a task."""
    return change("delete_task", "deleted", task_id, deleted=1)


mcp.run(
    transport="http",
    host="127.0.0.1",
    port=PORT,
    stateless_http=True,
    json_response=True,
    show_banner=False,
    log_level="error",
    uvicorn_config={"access_log": False},
)
