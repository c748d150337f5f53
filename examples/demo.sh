#!/bin/sh
# A scripted chat on a fresh data folder: everything people usually say, then a restart.
#
# Usage: demo.sh [TASKFLOW_BINARY]; without one, it builds and runs the debug build. Needs sh, awk
# and curl. Fails when an answer is refused or the expected tool was not used.
set -eu

here=$(dirname "$0")
taskflow=${1:-}
if [ -z "$taskflow" ]; then
    cargo build --quiet --package taskflow-gateway
    taskflow=${CARGO_TARGET_DIR:-$here/../target}/debug/taskflow
fi

work=$(mktemp -d)
server=
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        server=
    fi
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

export TASKFLOW_DATA_DIR="$work/data" TASKFLOW_LISTEN=127.0.0.1:0
export CHAT_STATE="$work/conversation" CHAT_USER=1
unset OPENAI_API_KEY OPENAI_BASE_URL TASKFLOW_TOKEN TASKFLOW_MCP_URL TASKFLOW_DATABASE_URL

# Starts the server and waits, at most 30 seconds, until it is ready.
start() {
    : >"$work/log"
    "$taskflow" serve >"$work/log" 2>&1 </dev/null &
    server=$!
    tries=0
    until CHAT_URL=$(grep -Eo 'http://127\.0\.0\.1:[0-9]+' "$work/log" | head -n 1) &&
        [ -n "$CHAT_URL" ] && curl --silent --fail --output /dev/null "$CHAT_URL/health/ready"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
            echo "taskflow did not become ready:" >&2
            cat "$work/log" >&2
            exit 1
        fi
        sleep 0.1
    done
    export CHAT_URL
    # The token that is printed at the start, ready for use.
    token=$(grep -Eo 'eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+' "$work/log" | head -n 1)
}

# say TOOL MESSAGE: shows the message, the tools used and the answer; TOOL must be among them.
say() {
    printf '\nyou       %s\n' "$2"
    if ! TASKFLOW_TOKEN=$token "$here/chat.sh" "$2" >"$work/answer" 2>"$work/tools"; then
        cat "$work/tools" "$work/log" >&2
        exit 1
    fi
    sed 's/^/          /' "$work/tools"
    sed '1s/^/taskflow  /; 2,$s/^/          /' "$work/answer"
    if ! grep -qx "· $1" "$work/tools"; then
        echo "expected the tool $1" >&2
        exit 1
    fi
}

# shows TEXT: the last answer must contain it.
shows() {
    if ! grep -qiF "$1" "$work/answer"; then
        echo "expected \"$1\" in the answer" >&2
        exit 1
    fi
}

start
say add_task "Add a task to buy groceries"
say add_task "I need to remember to pay bills"
say add_task "Add a task to prepare the meeting"
say list_tasks "Show me all my tasks"
shows "Pay bills"
say complete_task "Mark task 2 as complete"
say list_tasks "What's pending?"
shows "meeting"
say delete_task "Delete the meeting task"
say update_task "Change task 1 to 'Call mom tonight'"
shows "Call mom tonight"
say list_tasks "What have I completed?"
shows "Pay bills"

printf '\n          (restart, same conversation)\n'
stop
start
say list_tasks "What's pending?"
shows "Call mom tonight"
