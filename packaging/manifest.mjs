// Writes a bundle's manifest.json and the registry's server.json, from what the program itself says.
//
//   node manifest.mjs manifest PROGRAM > manifest.json
//   node manifest.mjs server VERSION BUNDLE_URL BUNDLE > server.json
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const DESCRIPTION = "Your task list: dates and repetition in plain words, and every change can be undone.";

/** What the program answers over stdio, on a data folder that is thrown away. */
function ask(program, methods) {
  const folder = mkdtempSync(join(tmpdir(), "taskflow-bundle-"));
  try {
    const hello = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "bundle", version: "1" },
    };
    const messages = [
      { id: 0, method: "initialize", params: hello },
      { method: "notifications/initialized" },
      ...methods.map((method, index) => ({ id: index + 1, method })),
    ];
    const input = messages.map((message) => JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n").join("");
    const run = spawnSync(program, ["stdio", "--data-dir", folder], { input, encoding: "utf8" });
    if (run.status !== 0) throw new Error(`${program} failed: ${run.stderr}`);
    const answers = run.stdout.trim().split("\n").map((line) => JSON.parse(line));
    return [0, ...methods.map((_, index) => index + 1)].map(
      (id) => answers.find((answer) => answer.id === id)?.result,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function manifest(program) {
  const [hello, listed] = ask(program, ["tools/list"]);
  const entry = process.platform === "win32" ? "server/taskflow-mcp.exe" : "server/taskflow-mcp";
  return {
    manifest_version: "0.3",
    name: "taskflow",
    display_name: "TaskFlow",
    version: hello.serverInfo.version,
    description: DESCRIPTION,
    author: { name: "TaskFlow" },
    license: "MIT OR Apache-2.0",
    icon: "icon.png",
    keywords: ["tasks", "todo", "productivity"],
    server: {
      type: "binary",
      entry_point: entry,
      mcp_config: {
        command: "${__dirname}/" + entry,
        args: ["stdio"],
        env: {
          TASKFLOW_DATA_DIR: "${user_config.data_dir}",
          TASKFLOW_TIMEZONE: "${user_config.time_zone}",
          TASKFLOW_READ_ONLY: "${user_config.read_only}",
        },
      },
    },
    tools: listed.tools.map(({ name, description }) => ({ name, description })),
    // An empty setting is one that is not set.
    user_config: {
      data_dir: {
        type: "directory",
        title: "Data folder",
        description: "Where tasks are kept. Leave it empty for the usual folder, which other TaskFlow programs use too.",
        required: false,
        default: "",
      },
      time_zone: {
        type: "string",
        title: "Time zone",
        description: "An IANA name such as Europe/Zurich. Leave it empty for the system's.",
        required: false,
        default: "",
      },
      read_only: {
        type: "boolean",
        title: "Read only",
        description: "Offer only the tools that change nothing.",
        required: false,
        default: false,
      },
    },
    compatibility: { platforms: [process.platform] },
  };
}

function server(version, url, bundle) {
  const variable = (name, description, more) => ({ name, description, ...more });
  return {
    $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    name: process.env.REGISTRY_NAME ?? "com.example/taskflow",
    title: "TaskFlow",
    description: DESCRIPTION,
    version,
    packages: [
      {
        registryType: "mcpb",
        identifier: url,
        version,
        fileSha256: createHash("sha256").update(readFileSync(bundle)).digest("hex"),
        transport: { type: "stdio" },
        environmentVariables: [
          variable("TASKFLOW_DATA_DIR", "Where tasks are kept.", { format: "filepath" }),
          variable("TASKFLOW_TIMEZONE", "The IANA time zone; the system's where it is not set.", {
            placeholder: "Europe/Zurich",
          }),
          variable("TASKFLOW_READ_ONLY", "Offer only the tools that change nothing.", {
            format: "boolean",
            default: "false",
          }),
        ],
      },
    ],
  };
}

const [kind, ...given] = process.argv.slice(2);
const written = { manifest, server }[kind]?.(...given);
if (!written) throw new Error("manifest PROGRAM, or server VERSION BUNDLE_URL BUNDLE");
process.stdout.write(JSON.stringify(written, null, 2) + "\n");
