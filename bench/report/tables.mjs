// What is printed: a line for each run, and at the end a table for each scenario, of medians and ratios.
import { round } from "../load/figures.mjs";
import { servers } from "../servers/index.mjs";
import { judged } from "./bars.mjs";
import { columnsOf } from "./columns.mjs";
import { middle } from "./results.mjs";

const pad = (text, width) => String(text).padEnd(width);

/** One run in one line. */
export const line = (record) => {
  const start = `${pad(record.scenario, 13)} ${pad(servers[record.server].title, 22)}`;
  if (record.error) return `${start} FAILED: ${record.error.split("\n")[0]}`;
  const parts = columnsOf(record.scenario).map(({ title, key }) => [title, middle([record], key)]).filter(([, found]) => found !== null);
  return `${start} ${parts.map(([title, found]) => `${title} ${round(found)}`).join(" · ")}${record.result.agreed === false ? " · TEXTS DIFFER" : ""}`;
};

/** A markdown table from rows of cells. */
export const grid = (rows) => {
  const width = rows[0].map((_, i) => Math.max(3, ...rows.map((row) => String(row[i]).length)));
  const draw = (row) => `| ${row.map((cell, i) => pad(cell, width[i])).join(" | ")} |`;
  return [draw(rows[0]), `| ${width.map((size) => "-".repeat(size)).join(" | ")} |`, ...rows.slice(1).map(draw)].join("\n");
};

const shown = (value, digits) => (value === null ? "–" : round(value, digits));

/** Medians of one scenario, a row a server; "ours ÷ theirs" for the first of ours. */
export const scenarioTable = (scenario, byServer) => {
  const columns = columnsOf(scenario).filter(({ key }) => Object.values(byServer).some((records) => middle(records, key) !== null));
  const ours = byServer.tablee;
  const cell = (records, { key, digits, ratio }) => {
    const [value, own] = [middle(records, key), middle(ours, key)];
    const share = ratio && ours && records !== ours && value && own !== null ? ` (ours ${round(own / value)} ×)` : "";
    return shown(value, digits) + share;
  };
  const rows = Object.keys(servers)
    .filter((name) => byServer[name])
    .map((name) => [servers[name].title, ...columns.map((column) => cell(byServer[name], column)), agreement(byServer[name])]);
  return grid([["server", ...columns.map((column) => column.title), "same text"], ...rows]);
};

const agreement = (records) => {
  const ended = records.filter((one) => one.result);
  return ended.some((one) => one.result.agreed !== undefined) || !ended.length ? `${ended.filter((one) => one.result.agreed).length} of ${records.length}` : "–";
};

const ANSWER = new Map([[true, "yes"], [false, "**no**"], [null, "not measured"]]);

/** The bars, a row each: what was promised, what is so. */
export const barTable = (results, all = true) =>
  grid([
    ["scenario", "what", "at most", "measured", "met"],
    ...judged(results).filter(({ met }) => all || met !== null).map(({ scenario, what, most, than, figure, ours, theirs, met }) => [
      scenario,
      what,
      than ? `${most} × ${servers[than].title}` : most,
      figure === null ? "–" : than ? `${round(figure)} × (${round(ours)} against ${round(theirs)})` : round(figure),
      ANSWER.get(met),
    ]),
  ]);

/** For the terminal: every scenario that has results, and the bars of these. */
export const tables = (results) =>
  [...Object.entries(results).map(([scenario, byServer]) => `\n${scenario}\n${scenarioTable(scenario, byServer)}`), `\n${barTable(results, false)}`].join("\n");
