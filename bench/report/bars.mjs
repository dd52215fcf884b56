// What was promised (the bars of the live engine) and what the results say of it. Medians; of what may never happen, the worst run.
import { round } from "../load/figures.mjs";
import { middle, worst } from "./results.mjs";

const CPU = "CPU per 1,000 edits";
const bar = (scenario, what, key, most, how = {}) => ({ scenario, what, key, most, ...how });
const times = (scenario, what, key, most, than) => bar(scenario, what, key, most, { than });
const never = (scenario, what, key) => bar(scenario, what, key, 0, { worst: true });

export const BARS = [
  times("workshop-100", CPU, "cpuPer1000", 0.3, "hocuspocus"),
  times("workshop-100", CPU, "cpuPer1000", 0.6, "hocuspocus-33"),
  bar("workshop-100", "p50 ms", "latencyMs.p50", 25),
  bar("workshop-100", "p95 ms", "latencyMs.p95", 60),
  never("workshop-100", "edits not delivered", "lacking"),
  never("workshop-200", "edits not delivered", "lacking"),
  never("workshop-200", "runs whose texts differ", "differing"),
  times("workshop-200", CPU, "cpuPer1000", 0.5, "hocuspocus-33"),
  bar("workshop-200", "p95 ms", "latencyMs.p95", 100),
  times("workshop-200", "peak memory", "peakMiB", 1, "hocuspocus"),
  times("workshop-20", CPU, "cpuPer1000", 0.7, "hocuspocus"),
  bar("workshop-20", "p50 ms", "latencyMs.p50", 5),
  times("town", CPU, "cpuPer1000", 1, "hocuspocus"),
  times("flood", CPU, "cpuPer1000", 0.5, "hocuspocus"),
  times("history", "CPU per join", "cpuMsPerJoin", 0.5, "hocuspocus"),
  times("history", "cold open", "coldMs", 0.3, "hocuspocus"),
  bar("memory", "KiB for each open text", "kiBEach", 30),
  bar("memory", "memory, second round ÷ first", "growth", 1.05),
  never("crash", "acknowledged and lost", "toldLost"),
  never("crash", "shown and lost", "shownLost"),
  never("crash", "there twice", "twice"),
  bar("crash", "slowest recovery, seconds", "slowestSeconds", 10, { worst: true }),
];

/** {...bar, ours, theirs, figure, met} for each bar; figure and met are null where there is no result. */
export const judged = (results) =>
  BARS.map((one) => {
    const of = (server) => (one.worst ? worst : middle)(results[one.scenario]?.[server], one.key);
    const ours = of("tablee");
    const theirs = one.than ? of(one.than) : null;
    const figure = one.than ? (ours !== null && theirs ? ours / theirs : null) : ours;
    return { ...one, ours, theirs, figure, met: figure === null ? null : round(figure, 2) <= one.most };
  });
