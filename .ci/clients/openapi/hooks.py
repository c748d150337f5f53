"""What schemathesis cannot know of the service: ids that exist, names of time zones, cursors."""

import json
import os
import uuid
import zoneinfo

import schemathesis
from hypothesis import strategies

with open(os.environ["OPENAPI_PEOPLE"]) as file:
    PEOPLE = json.load(file)
ALICE = PEOPLE["1"]
POOLS = {
    "id": ALICE["conversations"],
    "run_id": ALICE["runs"],
    "message_id": ALICE["messages"],
}
NUMBERED = ("/messages", "/branches")
ZONES = ("Europe/Zurich", "America/New_York", "Asia/Kolkata", "UTC")

schemathesis.openapi.format("iana-time-zone", strategies.sampled_from(ZONES))
schemathesis.openapi.format("cursor", strategies.just(ALICE["conversations_cursor"]))


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Half of the ids are made ones that exist, and messages ones of their conversations."""
    for name, pool in POOLS.items():
        try:
            number = uuid.UUID(path_parameters[name]).int
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        if number % 2:
            path_parameters[name] = pool[number // 2 % len(pool)]
    try:
        place = POOLS["id"].index(path_parameters["id"])
        POOLS["message_id"].index(path_parameters["message_id"])
        path_parameters["message_id"] = POOLS["message_id"][place]
    except (KeyError, TypeError, ValueError):
        pass  # Not both are ones that exist.
    return path_parameters


CURSORS = (ALICE["conversations_cursor"], ALICE["messages_cursor"])


@schemathesis.hook
def before_call(context, case, kwargs):
    """What the document cannot say: which cursor is whose, and that an edit names its conversation."""
    query, body = case.query, case.body
    if query and query.get("cursor") in CURSORS:
        if "branch" in query or case.operation.path.endswith("/search"):
            del query["cursor"]
        elif case.operation.path.endswith(NUMBERED):
            query["cursor"] = ALICE["messages_cursor"]
    if isinstance(body, dict) and is_id(body.get("edit")) and not body.get("conversation_id"):
        del body["edit"]


def is_id(text):
    try:
        return bool(uuid.UUID(text))
    except (TypeError, ValueError, AttributeError):
        return False


@schemathesis.check
def forbidden(context, response, case):
    """Whatever Alice sends to somebody else's path is refused as theirs; without a token, as nobody's."""
    if not os.environ.get("OPENAPI_STRANGER") or "{user_id}" not in case.operation.path:
        return
    sent = response.request.headers.get("Authorization")
    is_alice = sent == f"Bearer {os.environ['ALICE_TOKEN']}"
    if case.method == "OPTIONS":
        expected = 200  # Browsers ask without a token (CORS), and are told nothing else.
    elif not is_alice:
        expected = 401
    elif case.method.lower() in case.operation.schema.raw_schema["paths"][case.operation.path]:
        expected = 403
    else:
        expected = 405
    assert response.status_code == expected, (response.status_code, expected)
