"""A stream that stops in the middle is given up and asked for again.

Usage: stalls.py URL TOKEN LLMOCK_URL
"""

from chat import arguments, breaks, replies

chat, llmock = arguments()
TEXT = "The quick brown fox jumps over the lazy dog, and then it does so once more."

llmock.will(breaks("stall", 3, stall_seconds=40), replies(TEXT, 2))
text, last = chat.stream("hello")
assert text == TEXT and "error" not in last, (text, last)
llmock.nothing_waits()
print("ok  a stream that stalls is asked for again", flush=True)
