// The plan of a measurement: which scenario, against which server, how often; each run in a process of its own, in turn,
// so that what disturbs the machine disturbs all servers alike. Results are kept as JSON, one file a run.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { spawnSync } from "node:child_process";
import { machine } from "./machine.mjs";
import { line, tables } from "./report/tables.mjs";
import { page } from "./report/page.mjs";
import { load } from "./report/results.mjs";
import { named, scenario, scenarios } from "./scenarios/index.mjs";
import { PEERS } from "./servers/index.mjs";

const ROOT = path.resolve(import.meta.dirname, "..");
const PAGE = path.join(ROOT, "docs/performance.md");

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: "boolean" },
    quick: { type: "boolean" },
    report: { type: "boolean" },
    resume: { type: "boolean" },
    runs: { type: "string" },
    seconds: { type: "string" },
    clients: { type: "string" },
    trace: { type: "string" },
    database: { type: "string", default: "sqlite" },
    servers: { type: "string" },
    json: { type: "string", default: path.join(ROOT, ".tools/bench/results") },
  },
});

const runs = Number(asked.runs ?? (asked.quick ? 1 : 3));
const options = {
  ...(asked.seconds || asked.quick ? { seconds: Number(asked.seconds ?? 4) } : {}),
  ...(asked.quick ? { quick: true } : {}),
  ...(asked.trace ? { trace: path.resolve(asked.trace) } : {}),
};

/** Against whom a scenario is run: ours on the databases asked for, the peers, and what the scenario has of its own to compare. */
const chosen = ({ also = [], without = [] }) => {
  if (asked.servers) return asked.servers.split(",");
  const ours = asked.database.split(",").map((one) => (one === "postgres" ? "tablee-postgres" : "tablee"));
  return asked.peers ? [...ours, ...also, ...PEERS.filter((one) => !without.includes(one))] : ours;
};

const wanted = () => {
  const names = positionals.flatMap((word) => (word === "workshop" && asked.clients ? [`workshop-${asked.clients}`] : named(word)));
  return names.length ? names : Object.keys(scenarios);
};

/** The runs in order: [{scenario, server, run, of, file}]. Some scenarios are long, and say that one run is enough. */
const plan = () =>
  wanted().flatMap((name) => {
    const found = scenario(name);
    const times = Math.min(runs, found.runs ?? runs);
    return Array.from({ length: times }, (_, i) => i + 1).flatMap((run) =>
      chosen(found).map((server) => ({ scenario: name, server, run, of: times, file: path.join(asked.json, `${name}.${server}.${run}.json`) })),
    );
  });

const done = (file) => fs.existsSync(file) && !JSON.parse(fs.readFileSync(file, "utf8")).error;

const execute = (step, about, place) => {
  const started = Date.now();
  const what = { ...about, scenario: step.scenario, server: step.server, run: step.run, options };
  spawnSync(process.execPath, [path.join(ROOT, "bench/one.mjs"), JSON.stringify(what), step.file], { stdio: ["ignore", "inherit", "inherit"] });
  if (!fs.existsSync(step.file)) fs.writeFileSync(step.file, JSON.stringify({ ...what, at: new Date().toISOString(), loadBefore: 0, error: "the generator ended by itself" }));
  const record = JSON.parse(fs.readFileSync(step.file, "utf8"));
  console.log(`${line(record)}  (${place}, ${Math.round((Date.now() - started) / 1000)} s, load ${record.loadBefore.toFixed(1)})`);
};

/** What `bin/bench --word` wrote at the end of the page, which stays. */
const others = (before) => before.match(/\n## Word files\n.*/s)?.[0] ?? "";

const measure = () => {
  fs.mkdirSync(asked.json, { recursive: true });
  const steps = plan();
  if (!asked.resume) for (const { file } of steps) fs.rmSync(file, { force: true });
  const about = { series: new Date().toISOString(), machine: machine() };
  const left = steps.filter((step) => !done(step.file));
  console.log(`${left.length} runs on ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}; results in ${asked.json}`);
  for (const [i, step] of left.entries()) execute(step, about, `${i + 1} of ${left.length}`);
};

if (!asked.report) measure();
console.log(tables(load(asked.json, asked.report ? [] : wanted())));
if (asked.report && !Object.keys(load(asked.json)).length) throw new Error(`nothing was measured yet in ${asked.json}`);
if (asked.report || asked.peers) {
  fs.writeFileSync(PAGE, `${page(load(asked.json))}${others(fs.readFileSync(PAGE, "utf8"))}`);
  console.log(`Written: ${path.relative(ROOT, PAGE)}`);
}
