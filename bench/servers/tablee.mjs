// Tablée as it is served in production: uvicorn, all checks on, a database of its own with real accounts and documents.
import fs from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { freePort, Served } from "./process.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PYTHON = path.join(ROOT, ".venv/bin/python");
const UVICORN = [
  ...["--ws", "websockets-sansio", "--loop", "uvloop", "--ws-per-message-deflate", "false", "--lifespan", "off"],
  ...["--ws-max-size", "16777216", "--timeout-graceful-shutdown", "2", "--no-access-log", "--log-level", "warning"],
];

/** `folder` is empty and ours; `documents` is how many rooms the scenario wants; `app` an ASGI application. */
export const tablee = async ({ folder, documents, database = "sqlite", app = "config.asgi:application" }) => {
  const port = await freePort();
  const scratch = database === "postgres" ? `tablee_bench_${process.pid}` : "";
  const environment = {
    DATA_DIR: folder,
    DJANGO_SETTINGS_MODULE: "config.settings",
    DATABASE_URL: scratch ? postgres("create", scratch) : "",
    REDIS_URL: "",
    DEBUG: "0",
    PYTHONPATH: ROOT,
  };
  const python = (...command) => execFileSync(PYTHON, command, { cwd: ROOT, env: { ...process.env, ...environment }, encoding: "utf8", maxBuffer: 2 ** 24 });
  const known = JSON.parse(python("-m", "bench.prepare", "--documents", String(documents)).trim().split("\n").at(-1));
  const served = new Served({
    command: [PYTHON, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", String(port), ...UVICORN],
    cwd: ROOT,
    environment,
    port,
    log: path.join(folder, "server.log"),
    database: scratch,
  });
  return Object.assign(served, door(known), { clear: () => scratch && postgres("drop", scratch) });
};

/** Rooms are the documents; typists share twenty accounts, as a client id belongs to one; every other one is told what is saved. */
const door = ({ writers, readers, documents }) => ({
  tells: true,
  hello: null,
  prefix: () => Buffer.alloc(0),
  room: (number) => documents[number],
  entry: (room, number, { reads, tells = number % 2 === 1 }) => {
    const keys = reads ? readers : writers;
    return {
      path: `/ws/documents/${room}${tells ? "?v=1" : ""}`,
      headers: [`Authorization: Bearer ${keys[number % keys.length]}`],
    };
  },
});

/** Creates or drops a scratch database beside that of BENCH_POSTGRES; its address. */
const postgres = (act, name) => {
  const code = `
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as server:
    server.execute("DROP DATABASE IF EXISTS " + sys.argv[2] + " WITH (FORCE)")
    if sys.argv[3] == "create":
        server.execute("CREATE DATABASE " + sys.argv[2])
`;
  const address = process.env.BENCH_POSTGRES ?? "postgres://postgres@127.0.0.1:5432/postgres";
  execFileSync(PYTHON, ["-c", code, address, name, act], { stdio: ["ignore", "ignore", "inherit"] });
  return address.replace(/[^/]*$/, name);
};

/** What of the server's log speaks of trouble. */
export const complaints = (folder) =>
  fs.readFileSync(path.join(folder, "server.log"), "utf8").split("\n").filter((line) => /ERROR|WARNING|Traceback/.test(line)).slice(0, 20);
