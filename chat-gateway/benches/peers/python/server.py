"""A chat service over tasks with FastAPI, SQLModel and openai-python, as somebody would write it.

Usage: server.py PORT DATABASE MODEL_URL SECRET
"""

import json
import sys
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any

import httpx2
import jwt
import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI, DefaultAsyncHttpxClient
from pydantic import BaseModel
from pydantic import Field as Limit
from sqlalchemy import event
from sqlmodel import Field, Session, SQLModel, create_engine, func, select

PORT, FILE, MODEL_URL, SECRET = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
HISTORY = 20


class Task(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    user_id: str = Field(index=True)
    title: str
    completed: bool = False


class Conversation(SQLModel, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    user_id: str = Field(index=True)
    title: str
    updated_at: datetime


class Message(SQLModel, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    conversation_id: uuid.UUID = Field(index=True, foreign_key="conversation.id")
    sequence: int
    role: str
    content: str
    tool_calls: str = "[]"
    created_at: datetime


engine = create_engine(f"sqlite:///{FILE}")


@event.listens_for(engine, "connect")
def settings(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 30000"):
        connection.execute(f"PRAGMA {pragma}")


SQLModel.metadata.create_all(engine)

# As many connections as streams may need: the library's own limit is 1,000.
http_client = DefaultAsyncHttpxClient(limits=httpx2.Limits(max_connections=None))
model = AsyncOpenAI(base_url=MODEL_URL, api_key="none", http_client=http_client, max_retries=2)
app = FastAPI()

TOOLS: Any = [
    {
        "type": "function",
        "function": {
            "name": "add_task",
            "description": "Add a task.",
            "parameters": {
                "type": "object",
                "properties": {"title": {"type": "string"}},
                "required": ["title"],
            },
        },
    }
]


class ChatRequest(BaseModel):
    message: str = Limit(min_length=1, max_length=2000)
    conversation_id: uuid.UUID | None = None


def signed_in(user_id: str, authorization: Annotated[str, Header()] = "") -> str:
    try:
        options = {"verify_aud": False}
        claims = jwt.decode(authorization.removeprefix("Bearer "), SECRET, ["HS256"], options=options)
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Sign in first") from error
    if str(claims["sub"]) != user_id:
        raise HTTPException(403, "Not yours")
    return user_id


User = Annotated[str, Depends(signed_in)]


def begin(user: str, request: ChatRequest) -> tuple[uuid.UUID, list[Any]]:
    """Store the message, and return its conversation and what the model is told."""
    now = datetime.now(UTC)
    with Session(engine) as session:
        if request.conversation_id is None:
            conversation = Conversation(user_id=user, title=request.message[:50], updated_at=now)
            session.add(conversation)
            session.flush()
        else:
            found = session.get(Conversation, request.conversation_id)
            if found is None or found.user_id != user:
                raise HTTPException(404, "Conversation not found")
            conversation = found
        store(session, conversation.id, "user", request.message)
        newest = (
            select(Message)
            .where(Message.conversation_id == conversation.id)
            .order_by(Message.sequence.desc())  # type: ignore[attr-defined]
            .limit(HISTORY)
        )
        messages = [{"role": row.role, "content": row.content} for row in session.exec(newest)]
        session.commit()
        system = {"role": "system", "content": "You keep a task list."}
        return conversation.id, [system, *reversed(messages)]


def store(session: Session, conversation: uuid.UUID, role: str, text: str, calls: str = "[]") -> Message:
    count = select(func.count()).select_from(Message).where(Message.conversation_id == conversation)
    message = Message(
        conversation_id=conversation,
        sequence=session.exec(count).one(),
        role=role,
        content=text,
        tool_calls=calls,
        created_at=datetime.now(UTC),
    )
    session.add(message)
    return message


def end(conversation: uuid.UUID, text: str, calls: list[Any]) -> dict[str, Any]:
    with Session(engine) as session:
        message = store(session, conversation, "assistant", text, json.dumps(calls))
        session.get_one(Conversation, conversation).updated_at = datetime.now(UTC)
        session.commit()
        return {
            "conversation_id": str(conversation),
            "message_id": str(message.id),
            "tool_calls": calls,
            "timestamp": message.created_at.isoformat(),
        }


def add_task(user: str, title: str) -> dict[str, Any]:
    with Session(engine) as session:
        task = Task(user_id=user, title=title)
        session.add(task)
        session.commit()
        return {"task_id": task.id, "status": "created", "title": task.title}


def carry_out(user: str, asked: list[Any], messages: list[Any]) -> list[Any]:
    """Carry out the calls of a model's message, and tell it."""
    done = []
    calls = [{"id": id, "type": "function", "function": {"name": name, "arguments": arguments}} for id, name, arguments in asked]
    messages.append({"role": "assistant", "content": None, "tool_calls": calls})
    for id, name, arguments in asked:
        parameters = json.loads(arguments)
        result = add_task(user, parameters["title"])
        messages.append({"role": "tool", "tool_call_id": id, "content": json.dumps(result)})
        done.append({"tool": name, "parameters": parameters, "result": result})
    return done


@app.post("/api/{user_id}/chat")
async def chat(user: User, request: ChatRequest) -> dict[str, Any]:
    conversation, messages = begin(user, request)
    answer = await model.chat.completions.create(model="stub", messages=messages, tools=TOOLS)
    said, calls = answer.choices[0].message, []
    if said.tool_calls:
        asked = [(call.id, call.function.name, call.function.arguments) for call in said.tool_calls]
        calls = carry_out(user, asked, messages)
        answer = await model.chat.completions.create(model="stub", messages=messages)
        said = answer.choices[0].message
    text = said.content or ""
    return {"assistant_message": text, **end(conversation, text, calls)}


@app.post("/api/{user_id}/chat/stream")
async def stream(user: User, request: ChatRequest) -> StreamingResponse:
    conversation, messages = begin(user, request)
    return StreamingResponse(events(user, conversation, messages), media_type="text/event-stream")


async def events(user: str, conversation: uuid.UUID, messages: list[Any]) -> AsyncIterator[str]:
    text, calls = "", []
    tools: Any = {"tools": TOOLS}
    while True:
        asked: dict[int, list[str]] = {}
        answer = await model.chat.completions.create(model="stub", messages=messages, stream=True, **tools)
        async for chunk in answer:
            delta = chunk.choices[0].delta
            if delta.content:
                text += delta.content
                yield event_of({"content": delta.content, "done": False})
            for call in delta.tool_calls or []:
                begun = asked.setdefault(call.index, [call.id or "", "", ""])
                begun[1] += call.function.name or "" if call.function else ""
                begun[2] += call.function.arguments or "" if call.function else ""
        if not asked or calls:
            break
        calls, tools = carry_out(user, list(asked.values()), messages), {}
    yield event_of({"content": "", "done": True, **end(conversation, text, calls)})


def event_of(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "live"}


uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="critical", access_log=False, backlog=4096)
