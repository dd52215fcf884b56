// What is shown of each kind of scenario: title, place in the result, digits. `ratio`: smaller is better, ours ÷ theirs.
const column = (title, key, digits, how = {}) => ({ title, key, digits, ...how });
const ratio = { ratio: true };

export const columns = {
  typing: [
    column("CPU s / 1,000 edits", "cpuPer1000", 2, ratio),
    column("database CPU", "databaseCpuPer1000", 2),
    column("p50 ms", "latencyMs.p50", 1),
    column("p95 ms", "latencyMs.p95", 1),
    column("p99 ms", "latencyMs.p99", 1),
    column("frames / edit", "framesPerEdit", 1),
    column("peak MiB", "peakMiB", 0, ratio),
    column("not delivered", "lacking", 0),
    column("generator: late p99 ms", "generator.lateMs.p99", 1),
    column("busy", "generator.share", 2),
  ],
  history: [
    column("CPU ms / join", "cpuMsPerJoin", 1, ratio),
    column("join p50 ms", "joinMs.p50", 1),
    column("p95 ms", "joinMs.p95", 1),
    column("whole texts", "joins", 0),
    column("KiB / join", "kiBPerJoin", 0),
    column("cold open ms", "coldMs", 0, ratio),
    column("warm open ms", "warmMs", 0),
    column("peak MiB", "peakMiB", 0, ratio),
  ],
  memory: [
    column("idle MiB", "idleMiB", 0),
    column("open MiB", "openOnceMiB", 0),
    column("closed MiB", "closedOnceMiB", 0),
    column("open again MiB", "openTwiceMiB", 0),
    column("closed again MiB", "closedTwiceMiB", 0),
    column("KiB / open text", "kiBEach", 1, ratio),
    column("second round ÷ first", "growth", 2),
    column("CPU s", "cpuSeconds", 1),
  ],
  crash: [
    column("kills", "kills.length", 0),
    column("letters shown", "shown", 0),
    column("shown and lost", "shownLost", 0),
    column("acknowledged", "told", 0),
    column("acknowledged and lost", "toldLost", 0),
    column("not there after all said again", "neverThere", 0),
    column("twice", "twice", 0),
    column("slowest recovery s", "slowestSeconds", 1),
  ],
};

export const columnsOf = (scenario) => columns[scenario.split("-")[0]] ?? columns.typing;
