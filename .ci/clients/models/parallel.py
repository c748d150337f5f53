"""Several tool calls in one answer, and an endpoint that is too busy at first.

Usage: parallel.py URL TOKEN
"""

import sys

from chat import Chat

chat = Chat(*sys.argv[1:])

answer = chat.say("Prepare the party")
titles = [call["result"].get("title") for call in answer["tool_calls"]]
assert titles == ["Send invitations", "Order the cake", "Choose music", None], answer
ids = [call["result"]["task_id"] for call in answer["tool_calls"][:3]]
assert len(set(ids)) == 3, ids
assert answer["tool_calls"][3]["result"]["total"] == 3, answer
assert answer["assistant_message"] == "Three tasks for the party are on your list.", answer
usage = chat.run(answer["run_id"])["usage"]
assert usage["input_tokens"] > 0 and "estimated_tokens" not in usage, usage
print("ok  four calls in one answer, written in order and read after", flush=True)

text, last = chat.stream("Say something while busy")
assert text == "Here I am." and "error" not in last, (text, last)
print("ok  an endpoint that is too busy twice", flush=True)
