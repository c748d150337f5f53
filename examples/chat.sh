#!/bin/sh
# A chat with TaskFlow in curl: chat.sh [--new] [MESSAGE…]; without a message, one per line of input.
#
# Needs only sh, awk and curl (no jq). TASKFLOW_TOKEN is the token that `taskflow token` prints;
# CHAT_URL (default http://127.0.0.1:8080) and CHAT_USER (default 1) say where and who. The
# conversation goes on from one call to the next, until --new; its id is kept in CHAT_STATE
# (default ~/.local/state/taskflow-chat). The answer goes to stdout, the tools used to stderr.
set -eu

url=${CHAT_URL:-http://127.0.0.1:8080}
user=${CHAT_USER:-1}
state=${CHAT_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/taskflow-chat}
: "${TASKFLOW_TOKEN:?set it to what \`taskflow token --user $user\` prints}"

# Prints its argument as a JSON string.
json_string() {
    printf '%s' "$1" | tr '\t' ' ' | tr -d '\000-\010\013-\037' |
        sed 's/\\/\\\\/g; s/"/\\"/g' |
        awk '{ text = text (NR > 1 ? "\\n" : "") $0 } END { printf "\"%s\"", text }'
}

# Prints every string member of that name of the JSON on stdin, one a line.
json_members() {
    awk -v marker="\"$1\":\"" '
        { text = text $0 "\n" }
        END {
            while (at = index(text, marker)) {
                text = substr(text, at + length(marker))
                value = ""
                while (text != "" && (c = substr(text, 1, 1)) != "\"") {
                    n = 1
                    if (c == "\\") {
                        c = substr(text, 2, 1)
                        n = c == "u" ? 6 : 2
                        c = c == "n" ? "\n" : c == "t" ? "\t" : c == "u" || c == "r" ? "" : c
                    }
                    value = value c
                    text = substr(text, n + 1)
                }
                print value
            }
        }'
}

say() {
    body="{\"message\":$(json_string "$1")"
    if [ -s "$state" ]; then body="$body,\"conversation_id\":$(json_string "$(cat "$state")")"; fi
    # The token travels on stdin, so that the process list does not show it.
    answer=$(printf 'header = "Authorization: Bearer %s"\n' "$TASKFLOW_TOKEN" |
        curl --silent --show-error --config - --header 'Content-Type: application/json' \
            --data-binary "$body}" --write-out '\n%{http_code}' "$url/api/$user/chat")
    status=$(printf '%s\n' "$answer" | tail -n 1)
    answer=$(printf '%s\n' "$answer" | sed '$d')
    if [ "$status" != 200 ]; then
        printf '%s: %s\n' "$status" "$(printf '%s' "$answer" | json_members detail)" >&2
        return 1
    fi
    mkdir -p "$(dirname "$state")"
    printf '%s' "$answer" | json_members conversation_id | head -n 1 >"$state"
    printf '%s' "$answer" | json_members tool | sed 's/^/· /' >&2
    printf '%s' "$answer" | json_members assistant_message
}

if [ "${1:-}" = --new ]; then
    rm -f "$state"
    shift
fi
if [ $# -gt 0 ]; then
    say "$*"
else
    while IFS= read -r line || [ -n "$line" ]; do
        if [ -n "$line" ]; then say "$line"; fi
    done
fi
