# The commands of everyday work. `just` alone lists them.

set dotenv-load

# List the commands.
default:
    @just --list --unsorted

# Format the code.
fmt:
    cargo fmt --all

# Check format, lints, and, where typos and cargo-deny are installed, spelling and dependencies.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings
    @if command -v typos >/dev/null; then typos; else echo "typos is not installed: spelling not checked"; fi
    @if command -v cargo-deny >/dev/null; then cargo deny check licenses bans sources; else echo "cargo-deny is not installed: dependencies not checked"; fi

# Run the tests, those whose names contain the words given.
test *words:
    cargo test --workspace {{ words }}

# Start the chat service with the task server inside; arguments are those of `taskflow`.
run *arguments:
    cargo run --package taskflow-gateway --bin taskflow -- {{ arguments }}

# Start the task server, on stdio unless told otherwise (`just mcp http`).
mcp *arguments:
    cargo run --quiet --package taskflow-mcp --bin taskflow-mcp -- {{ arguments }}

# Bring the database's schema up to date.
migrate:
    cargo run --package taskflow-gateway --bin taskflow -- migrate

# Pack taskflow-mcp as a bundle that Claude Desktop installs, and write the registry's server.json.
bundle:
    packaging/bundle

# Show a scripted chat on a fresh data folder; leaves nothing behind.
demo:
    examples/demo.sh

# Measure against raw limits, in an optimised build.
bench:
    cargo bench --package taskflow-mcp
    cargo bench --package taskflow-gateway

# Measure against servers that do the same with fastmcp, the TypeScript SDK, and FastAPI.
bench-peers:
    mcp-server/benches/peers/install target/peers
    chat-gateway/benches/peers/install target/peers
    cargo bench --package taskflow-mcp --bench peers
    cargo bench --package taskflow-gateway --bench peers

# Have two processes write at once, 10,000 times, and kill them 50 times while they do; kill the chat service 50 times under 20 chats, and open 1,000 streams and 10,000 watchers on it.
torture:
    TASKFLOW_TORTURE_WRITES=10000 TASKFLOW_TORTURE_KILLS=50 cargo test --release --package taskflow-mcp --test it durability
    TASKFLOW_TORTURE_KILLS=50 TASKFLOW_TORTURE_STREAMS=1000 TASKFLOW_TORTURE_WATCHERS=10000 cargo test --release --package taskflow-gateway --test it durability -- --nocapture --test-threads 1

# Fuzz dates, recurrence, quick-add, filters and tool arguments, so many seconds each (needs cargo-fuzz).
fuzz seconds="600":
    fuzz/run {{ seconds }}
