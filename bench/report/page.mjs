// docs/performance.md: the bars, the tables, and what one must know to read them. Made, not written by hand.
import { round, median } from "../load/figures.mjs";
import { servers } from "../servers/index.mjs";
import { all } from "./results.mjs";
import { barTable, scenarioTable } from "./tables.mjs";

const SCENES = {
  "workshop-20": "## A workshop of 20\n\nOne text; each of 20 people types 3 letters and moves a caret every second.",
  "workshop-100": "## A workshop of 100\n\n*As a consumer* is the same engine behind a Channels consumer: see [0014](decisions/0014-the-socket-measured-as-a-consumer.md).",
  "workshop-200": "## A workshop of 200",
  town: "## A town\n\n300 texts with three people each, who type one letter a second.",
  flood: "## A flood\n\nOne person types 10 letters a second before 300 readers. Ours sends readers four frames a second at most, so what they see is up to a quarter of a second old.",
  history:
    "## A long history\n\n260,000 edits made a text of some 130,000 letters. A hundred people open it within five seconds; then the server starts again, and somebody opens it cold (after another, empty text, so that the process is awake). A join is over when all of the text has arrived.",
  memory:
    "## Many open texts\n\n2,000 texts of about 5 kB, one person in each: all opened and written, all closed, all opened and closed again. Memory is what the processes hold (RSS). Ours runs here with a higher limit of sockets in one process; the product refuses more than it can serve.",
  crash:
    "## kill -9\n\n50 people type; 20 times (the others, who lose, five times), at a random moment between 1 and 12 seconds the server is killed and started again. *Shown*: letters that somebody else had received. *Acknowledged*: letters that the server had said are stored (Hocuspocus and y-websocket-server say nothing of the kind: Hocuspocus' acknowledgement comes before anything is stored). What is there is looked at by somebody who was not there before, without help from those who typed; then they come back and say everything again, as browsers do.",
};

const HOW = `## How it is measured

\`bin/bench --peers\` starts every server in turn, in each of several rounds, on a fresh store, so that what disturbs the machine
disturbs all alike. The people are simulated by one Node process over the loopback, without compression: each has a socket and a
Yjs client id of its own. Most only count what arrives; three of them (in a town, two in each of ten rooms) decode everything into a
Y.Doc and time each letter from the moment it is typed to the moment its bytes arrive. A run is 2 s of warm-up, then a window of
8 s and the time until the last letter has arrived. In the end all who decode, and somebody who comes only then, must hold the same text.

- **CPU** is user and system time of the server's process and all its children, for 1,000 edits that reached every observer. What PostgreSQL
  spends for the database is counted apart. The background worker (\`manage.py work\`) is not running: it takes no part in a keystroke.
- **Tablée** runs under uvicorn as in production, all checks on: people with keys and rights, gate, trial, log, SQLite with
  \`synchronous=FULL\`. Twenty accounts type; every other connection asks for acknowledgements (\`?v=1\`).
- **Hocuspocus** runs with its SQLite store as its manual starts it, once as it comes and once with \`flushDelay: 33\`;
  **y-websocket-server** with LevelDB. Neither asks who anybody is.
- Figures are medians of the runs; of what may never happen, the worst run. The column *generator: late* tells how late letters were
  sent: beyond some 20 ms the latencies are those of the generator or of the machine.
- The results of each run are kept as JSON beside the tools, out of the repository. \`bin/bench --report\` makes this page from them.
`;

const versions = (records) => {
  const known = Object.assign({}, ...records.map((one) => one.machine?.versions ?? {}));
  return Object.entries(known).map(([name, version]) => `${name} ${version}`).join(", ");
};

const machine = (records) => {
  const [first, last] = [records.at(0), records.at(-1)];
  const loads = records.map((one) => one.loadBefore);
  const about = last.machine ?? {};
  const series = new Set(records.map((one) => one.series)).size;
  return [
    `Measured ${first.at.slice(0, 16).replace("T", " ")} to ${last.at.slice(11, 16)} UTC, ${records.length} runs in ${series === 1 ? "one series" : `${series} series`}, on ${about.processor}, ${about.cores} cores,`,
    `${about.memoryGiB} GiB, Linux ${about.kernel}; load before a run ${round(median(loads), 1)} in the middle, ${round(Math.max(...loads), 1)} at most.`,
    `Commit ${about.commit}. ${versions(records)}.`,
    median(loads) > about.cores ? "\n**The machine was busy with other work:** CPU and what was lost can be compared, times cannot." : "",
  ].join("\n");
};

const failures = (records) => {
  const failed = records.filter((one) => one.error).map((one) => `- ${one.scenario}, ${servers[one.server].title}, run ${one.run}: ${one.error.split("\n")[0]}`);
  return failed.length ? `## Runs that did not come to an end\n\n${failed.join("\n")}\n` : "";
};

/** Records come in the order in which they were measured. */
export const page = (results) => {
  const records = all(results).sort((a, b) => a.at.localeCompare(b.at));
  const scenes = Object.keys(SCENES).filter((name) => results[name]).map((name) => `${SCENES[name]}\n\n${scenarioTable(name, results[name])}\n`);
  return [
    "# Performance\n\nWhat the live engine costs beside two servers that people use. This page is made by `bin/bench --peers`; ratios are ours ÷ theirs, so less than 1 is better.\n",
    `${machine(records)}\n`,
    `## What was promised\n\n${barTable(results)}\n`,
    ...scenes,
    failures(records),
    HOW,
  ]
    .filter(Boolean)
    .join("\n");
};
