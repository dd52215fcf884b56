// The results of runs as they lie in a folder, and the middle of several runs.
import fs from "node:fs";
import path from "node:path";
import { median } from "../load/figures.mjs";

/** {scenario: {server: [record, …]}} of a folder; `only` names the scenarios that are wanted, all when empty. */
export const load = (folder, only = []) => {
  const found = {};
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []) {
    const record = name.endsWith(".json") ? JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")) : {};
    if (!record.scenario || (only.length && !only.includes(record.scenario))) continue;
    if (record.result) record.result.differing = Number(record.result.agreed === false);
    ((found[record.scenario] ??= {})[record.server] ??= []).push(record);
  }
  return found;
};

const values = (records, key) =>
  (records ?? []).filter((one) => one.result).map((one) => Number(key.split(".").reduce((inside, part) => inside?.[part], one.result) ?? NaN));

/** The median over the runs that came to an end of what stands at a path such as "latencyMs.p50"; null if none did. */
export const middle = (records, key) => median(values(records, key));

export const worst = (records, key) => {
  const known = values(records, key).filter(Number.isFinite);
  return known.length ? Math.max(...known) : null;
};

/** Every record of all scenarios. */
export const all = (results) => Object.values(results).flatMap((byServer) => Object.values(byServer).flat());
