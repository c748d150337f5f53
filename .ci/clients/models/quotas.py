"""More messages than the endpoint's quota takes in a minute: each waits as long as it is told to.

Usage: quotas.py URL TOKEN LLMOCK_URL
"""

from chat import arguments

chat, llmock = arguments()
MESSAGES = 23

for number in range(MESSAGES):
    answer = chat.say(f"message {number}")
    assert answer.get("assistant_message"), answer
assert llmock.requests() > MESSAGES, "the quota was never reached"
print(f"ok  {MESSAGES} messages with a quota of 20 requests a minute", flush=True)
