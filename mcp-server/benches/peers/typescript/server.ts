// Five task tools over SQLite with the official SDK: Streamable HTTP, stateless, JSON answers.
//
// Usage: node server.ts PORT DATABASE

import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import express from "express";
import { z } from "zod";

type Task = { number: number; title: string; description: string; completed: number; deleted: number };

const [port, file, schema] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec(readFileSync(schema, "utf8"));

// Prepared once: what Node's SQLite is fast with.
const sql = {
  next: database.prepare("UPDATE counters SET last_number = last_number + 1, total = total + 1 RETURNING last_number"),
  remove: database.prepare("UPDATE counters SET total = total - 1"),
  total: database.prepare("SELECT total FROM counters"),
  insert: database.prepare("INSERT INTO tasks VALUES (?, ?, ?, 0, 0)"),
  read: database.prepare("SELECT * FROM tasks WHERE number = ? AND deleted = 0"),
  update: database.prepare("UPDATE tasks SET title = ?, description = ?, completed = ?, deleted = ? WHERE number = ?"),
  record: database.prepare("INSERT INTO changes (number, tool, before, after) VALUES (?, ?, ?, ?)"),
  list: {
    all: page(""),
    pending: page("AND completed = 0"),
    completed: page("AND completed = 1"),
  },
};

function page(wanted: string) {
  return database.prepare(
    `SELECT number, title, description, completed FROM tasks
     WHERE deleted = 0 AND number > ? ${wanted} ORDER BY number LIMIT ?`,
  );
}

function write<T>(work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (failure) {
    database.exec("ROLLBACK");
    throw failure;
  }
}

function record(tool: string, before: Task | null, after: Task) {
  sql.record.run(after.number, tool, before && JSON.stringify(before), JSON.stringify(after));
}

function change(tool: string, status: string, number: number, fields: Partial<Task>) {
  return write(() => {
    const before = sql.read.get(number) as Task | undefined;
    if (!before) throw new Error(`There is no task ${number}`);
    const after = { ...before, ...fields };
    sql.update.run(after.title, after.description, after.completed, after.deleted, number);
    if (after.deleted) sql.remove.run();
    record(tool, before, after);
    return answer({ task_id: number, status, title: after.title });
  });
}

function answer(result: Record<string, unknown>) {
  return { content: [{ type: "text" as const, text: JSON.stringify(result) }], structuredContent: result };
}

// One a request, as the SDK's documents have it for servers without sessions.
function taskServer(): McpServer {
  const server = new McpServer({ name: "tasks", version: "1.0.0" });
  const task_id = z.number().int();
  server.registerTool(
    "add_task",
    { description: "Add a task.", inputSchema: { title: z.string(), description: z.string().default("") } },
    async ({ title, description }) =>
      write(() => {
        const { last_number: number } = sql.next.get() as { last_number: number };
        sql.insert.run(number, title, description);
        record("add_task", null, { number, title, description, completed: 0, deleted: 0 });
        return answer({ task_id: number, status: "created", title });
      }),
  );
  server.registerTool(
    "list_tasks",
    {
      description: "List tasks, oldest first.",
      inputSchema: {
        status: z.enum(["all", "pending", "completed"]).default("all"),
        limit: z.number().int().default(25),
        after: z.number().int().default(0),
      },
    },
    async ({ status, limit, after }) => {
      const rows = sql.list[status].all(after, Math.min(limit, 100)) as Task[];
      const tasks = rows.map(({ number, title, description, completed }) => ({
        id: number, title, description, completed: completed === 1,
      }));
      return answer({ tasks, total: (sql.total.get() as { total: number }).total });
    },
  );
  server.registerTool(
    "complete_task",
    { description: "Mark a task as done.", inputSchema: { task_id } },
    async ({ task_id }) => change("complete_task", "completed", task_id, { completed: 1 }),
  );
  server.registerTool(
    "update_task",
    {
      description: "Change a task's title or description.",
      inputSchema: { task_id, title: z.string().optional(), description: z.string().optional() },
    },
    async ({ task_id, ...fields }) => change("update_task", "updated", task_id, JSON.parse(JSON.stringify(fields))),
  );
  server.registerTool(
    "delete_task",
    { description: "Delete a task.", inputSchema: { task_id } },
    async ({ task_id }) => change("delete_task", "deleted", task_id, { deleted: 1 }),
  );
  return server;
}

const app = express();
app.use(express.json());
app.post("/mcp", async (request, response) => {
  const server = taskServer();
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.on("close", () => {
    transport.close();
    server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
});
app.listen(Number(port), "127.0.0.1");
