// What is measured: each scenario with its options, the rooms it needs, and after how many seconds it is given up.
import { crash } from "./crash.mjs";
import { longHistory } from "./history.mjs";
import { memory } from "./memory.mjs";
import { flood, town, workshop } from "./typing.mjs";

const typing = (run, options, documents = () => 1) => ({ run, options: { seconds: 8, ...options }, documents, fuse: 120 });

/** One run says it all, and Hocuspocus stores in the same way however long it waits before it sends. */
const ONCE = { runs: 1, without: ["hocuspocus-33"] };

export const scenarios = {
  "workshop-20": typing(workshop, { people: 20 }),
  "workshop-100": { ...typing(workshop, { people: 100 }), also: ["tablee-consumer", "tablee-consumer-layer"] }, // decision 0014
  "workshop-200": typing(workshop, { people: 200 }),
  town: typing(town, { rooms: 300 }, (options) => options.rooms),
  flood: typing(flood, { people: 300 }),
  history: { run: longHistory, options: {}, documents: () => 2, fuse: 150 },
  memory: { run: memory, options: { rooms: 2000 }, quick: { rooms: 200 }, documents: (options) => options.rooms, fuse: 300, ...ONCE, server: { app: "bench.apps.roomy:application" } },
  crash: { run: crash, options: { people: 50, kills: 20 }, quick: { kills: 3 }, documents: (options) => options.kills, fuse: 900, ...ONCE },
};

/** The scenarios meant by a word: one by its name, several by how their names begin ("workshop"). */
export const named = (word) => {
  const found = Object.keys(scenarios).filter((name) => name === word || name.startsWith(`${word}-`));
  if (!found.length && !scenario(word)) throw new Error(`no scenario ${word}; there are ${Object.keys(scenarios).join(", ")}`);
  return found.length ? found : [word];
};

/** A scenario by name; "workshop-50" is a workshop of another size. */
export const scenario = (name) => scenarios[name] ?? (/^workshop-\d+$/.test(name) ? typing(workshop, { people: Number(name.slice(9)) }) : null);
