"""Every fault that llmock knows, one after the other; the answer is whole all the same.

Usage: faults.py URL TOKEN LLMOCK_URL
"""

from chat import arguments, breaks, calls, fails, replies

chat, llmock = arguments()
TEXT = "The quick brown fox jumps over the lazy dog, and then it does so once more."


def passed(name: str) -> None:
    """Says that a part went well."""
    llmock.nothing_waits()
    print(f"ok  {name}", flush=True)


def is_answered(name: str, *behaviors: dict[str, object]) -> None:
    """Asserts that the whole answer comes, once, whatever happens before."""
    llmock.will(*behaviors)
    # Retries are told from new questions by their bodies, so no two messages are the same.
    text, last = chat.stream(name)
    assert text == TEXT, (name, text, last)
    assert last["done"] and "error" not in last, (name, last)
    passed(name)


is_answered("nothing goes wrong", replies(TEXT))
for status in (408, 409, 429, 500, 502, 503, 504, 529):
    is_answered(f"a {status}", fails(status), replies(TEXT))
is_answered("twice too busy", fails(429, 2, retry_after=0.8), replies(TEXT))
is_answered("a slow first token", {"type": "slow_first_token", "seconds": 2}, replies(TEXT))
for kind in ("truncate", "disconnect", "malformed"):
    for chunks in (0, 1, 2, 5):
        name = f"a stream with {kind} after {chunks} chunks"
        is_answered(name, breaks(kind, chunks), replies(TEXT, 2))
is_answered(
    "two faults in a row",
    breaks("disconnect", 3),
    replies(TEXT, 3),
    breaks("truncate", 4),
)

# What cannot be mended is said, and not asked for again.
for status, code in ((400, "model_rejected"), (401, "model_key_refused"), (404, "model_rejected")):
    before = llmock.requests()
    llmock.will(fails(status))
    problem = chat.say(f"what becomes of a {status}")
    assert problem["code"] == code and problem["status"] == 502, problem
    assert llmock.requests() == before + 1
    passed(f"a {status} is not asked for again")
llmock.will(fails(500, 3))
problem = chat.say("are you there?")
assert problem["code"] == "model_failed", problem
passed("an outage is told after two more tries")
is_answered("and the next message works", replies(TEXT))

# A call of a stream that breaks is carried out once.
llmock.will(calls("add_task", 2, title="Water the fox"), breaks("disconnect", 2), replies("Done."))
answer = chat.say("add it")
assert [call["result"]["title"] for call in answer["tool_calls"]] == ["Water the fox"], answer
assert answer["assistant_message"] == "Done.", answer
llmock.will(calls("list_tasks"), replies("One."))
listed = chat.say("list")["tool_calls"][0]["result"]
assert listed["total"] == 1, listed
passed("a tool call in a stream that breaks is made once")

for kind, words in (("malformed_arguments", "JSON object"), ("unknown_tool", "no tool")):
    fault = {"type": "tool_fault", "kind": kind}
    llmock.will(fault, calls("list_tasks"), replies("I had to think again."))
    answer = chat.say("list")
    error = answer["tool_calls"][0]["result"]["error"]
    assert words in error, answer
    passed(f"{kind} is told to the model")
