"""Two people with conversations and runs, and everything that one of them must not have.

Usage: people.py URL; writes what exists to $OPENAPI_PEOPLE, and both sign-ins to $OPENAPI_AUTH.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time

import requests

URL = sys.argv[1]
SECRET = os.environ["TASKFLOW_JWT_SECRET"]
TOKENS = {"1": os.environ["ALICE_TOKEN"], "2": os.environ["BOB_TOKEN"]}
METHODS = ("get", "post", "put", "patch", "delete")
BODIES = {"ChatRequest": {"message": "Hello"}, "Rename": {"title": "Mine"}}


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(algorithm="HS256", secret=SECRET, **claims):
    """A token for Alice, good in everything but what is said."""
    now = int(time.time())
    claims = {"sub": "1", "iat": now, "exp": now + 3600, "aud": [URL], **claims}
    signed = f"{part({'typ': 'JWT', 'alg': algorithm})}.{part(claims)}"
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    if algorithm == "none":
        return signed + "."
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def useless_tokens():
    now = int(time.time())
    return {
        "expired": forged(exp=now - 3600),
        "not valid yet": forged(nbf=now + 3600),
        "signed by somebody else": forged(secret="another secret of thirty-two bytes"),
        "not signed": forged(algorithm="none"),
        "for the task server alone": forged(aud=[f"{URL}/mcp"]),
        "nobody's": forged(sub=None),
        "no token": "rubbish",
    }


def converse(user):
    """Says something in five conversations; one of them is put away."""
    conversations, runs, messages = [], [], []
    for number in range(5):
        answer = requests.post(
            f"{URL}/api/{user}/chat",
            json={"message": f"Add a task to read page {number}"},
            headers=bearer(TOKENS[user]),
        )
        answer.raise_for_status()
        conversations.append(answer.json()["conversation_id"])
        runs.append(answer.json()["run_id"])
        messages.append(answer.json()["message_id"])
    away = f"{URL}/api/{user}/conversations/{conversations[-1]}"
    requests.delete(away, headers=bearer(TOKENS[user])).raise_for_status()
    return {
        "conversations": conversations,
        "runs": runs,
        "messages": messages,
        "conversations_cursor": cursor(user, "conversations"),
        "messages_cursor": cursor(user, f"conversations/{conversations[0]}/messages"),
    }


def cursor(user, path):
    """Where the second page of a list begins."""
    page = requests.get(
        f"{URL}/api/{user}/{path}", params={"limit": 1}, headers=bearer(TOKENS[user])
    )
    return page.json()["next_cursor"]


def operations(document):
    """The operations that need a token, with their methods and paths."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item and item[method]["security"]:
                yield method, path, item[method]


def call(method, path, operation, user, things, token):
    """Calls an operation on a person's path, about things that may be another person's."""
    ids = {
        "user_id": user,
        "id": things["conversations"][0],
        "run_id": things["runs"][0],
        "message_id": things["messages"][0],
    }
    for name, value in ids.items():
        path = path.replace("{" + name + "}", value)
    # An operation with more parameters is refused before they are looked at.
    path = path.replace("{", "").replace("}", "")
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = schema.get("schema", {}).get("$ref", "").rpartition("/")[2]
    body = BODIES.get(name, {}) if name else None
    return requests.request(method, URL + path, json=body, headers=bearer(token), timeout=30)


def main():
    people = {user: converse(user) for user in TOKENS}
    document = requests.get(f"{URL}/openapi.json").json()
    with open(os.environ["OPENAPI_PEOPLE"], "w") as file:
        json.dump(people, file)
    entries = [("alice", TOKENS["1"]), ("bob", TOKENS["2"])]
    auth = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token}"}]}
        for name, token in entries
    ]
    with open(os.environ["OPENAPI_AUTH"], "w") as file:
        json.dump({"auth": auth}, file)

    # A forged token that is good in everything opens the door: the others fail by what they lack.
    good = requests.get(f"{URL}/api/1/conversations", headers=bearer(forged()))
    assert good.status_code == 200, good.text
    checked = 0
    for method, path, operation in operations(document):
        for what, token in useless_tokens().items():
            answer = call(method, path, operation, "1", people["1"], token)
            assert answer.status_code == 401, (what, method, path, answer.text)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer"), (what, method, path)
            checked += 1
        answer = call(method, path, operation, "2", people["2"], TOKENS["1"])
        assert (answer.status_code, answer.json()["code"]) == (403, "not_yours"), (method, path)
        checked += 1
        if "{id}" in path or "{run_id}" in path:
            answer = call(method, path, operation, "1", people["2"], TOKENS["1"])
            assert answer.status_code == 404, (method, path, answer.text)
            checked += 1
        if "{id}" in path and not path.endswith("/restore"):
            away = {**people["1"], "conversations": people["1"]["conversations"][-1:]}
            answer = call(method, path, operation, "1", away, TOKENS["1"])
            assert answer.status_code == 404, (method, path, answer.text)
            checked += 1
    left = requests.get(f"{URL}/api/2/conversations", headers=bearer(TOKENS["2"])).json()
    assert left["total"] == 4, left
    print(f"ok  useless tokens, other people's paths and ids, what is put away: {checked} refusals")


main()
