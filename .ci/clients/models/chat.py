"""Chats with the gateway, as a client does that knows its REST and its stream."""

import json
import sys
import urllib.error
import urllib.request
from typing import Any

TIMEOUT_SECONDS = 70


class Chat:
    """A person's conversation with the gateway; each one begins anew."""

    def __init__(self, url: str, token: str) -> None:
        self._url = f"{url}/api/1"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._conversation: str | None = None

    def say(self, message: str) -> dict[str, Any]:
        """Sends a message; returns the answer, or the problem in its place."""
        with self._open("chat", self._body(message)) as response:
            answer: dict[str, Any] = json.load(response)
        self._conversation = answer.get("conversation_id", self._conversation)
        return answer

    def stream(self, message: str) -> tuple[str, dict[str, Any]]:
        """Sends a message; returns the text as it was shown, and the last event."""
        with self._open("chat/stream", self._body(message)) as response:
            lines = response.read().decode().splitlines()
        events = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
        return "".join(event.get("content", "") for event in events), events[-1]

    def run(self, run_id: str) -> dict[str, Any]:
        """Returns a run."""
        with self._open(f"runs/{run_id}", None) as response:
            run: dict[str, Any] = json.load(response)
        return run

    def _body(self, message: str) -> bytes:
        body = {"message": message, "conversation_id": self._conversation}
        return json.dumps(body).encode()

    def _open(self, path: str, body: bytes | None) -> Any:
        request = urllib.request.Request(f"{self._url}/{path}", body, self._headers)
        try:
            return urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as error:
            return error


class Llmock:
    """The endpoint that is told how to fail."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/_llmock"

    def will(self, *behaviors: dict[str, Any]) -> None:
        """Says what it does with the next requests, one of a kind with each."""
        body = json.dumps({"behaviors": behaviors}).encode()
        urllib.request.urlopen(f"{self._url}/scenario", body, timeout=10).close()

    def requests(self) -> int:
        """Returns how many requests there were."""
        with urllib.request.urlopen(f"{self._url}/requests", timeout=10) as response:
            count: int = json.load(response)["count"]
        return count

    def nothing_waits(self) -> None:
        """Asserts that all that was to be done has been done."""
        with urllib.request.urlopen(f"{self._url}/scenario", timeout=10) as response:
            pending = json.load(response)["pending"]
        assert not pending, f"never asked for: {pending}"


def arguments() -> tuple[Chat, Llmock]:
    """Takes both from the command line."""
    url, token, llmock = sys.argv[1:]
    return Chat(url, token), Llmock(llmock)


def replies(text: str, times: int = 1) -> dict[str, Any]:
    """The model says this."""
    return {"type": "reply", "text": text, "times": times}


def calls(tool: str, times: int = 1, **arguments: Any) -> dict[str, Any]:
    """The model asks for this call."""
    call = {"name": tool, "arguments": arguments}
    return {"type": "reply", "tool_calls": [call], "times": times}


def breaks(kind: str, after_chunks: int = 2, **more: Any) -> dict[str, Any]:
    """The stream breaks like this."""
    return {"type": "stream_fault", "kind": kind, "after_chunks": after_chunks, **more}


def fails(status: int, times: int = 1, **more: Any) -> dict[str, Any]:
    """The request is answered with an error."""
    return {"type": "fail", "status": status, "times": times, **more}
