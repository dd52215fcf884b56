// One run of one scenario against one server, in a process of its own so that no run inherits another's memory.
// node bench/one.mjs '{"server": …, "scenario": …, "options": {…}}' FILE writes the result to FILE.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Crowd } from "./load/crowd.mjs";
import { scenario as byName } from "./scenarios/index.mjs";
import { servers } from "./servers/index.mjs";

const asked = JSON.parse(process.argv[2]);
const file = process.argv[3];
const scenario = byName(asked.scenario);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tablee-bench-"));
const record = { ...asked, at: new Date().toISOString(), loadBefore: os.loadavg()[0], node: process.version };
const options = { ...scenario.options, ...(asked.options.quick ? scenario.quick : {}), ...asked.options };
let server;

const finish = async () => {
  record.loadAfter = os.loadavg()[0];
  await server?.stop("SIGKILL");
  server?.clear?.();
  if (record.error || process.env.BENCH_KEEP) record.folder = folder;
  else fs.rmSync(folder, { recursive: true, force: true });
  fs.writeFileSync(file, JSON.stringify(record, null, 1));
  process.exit(record.error ? 1 : 0);
};

for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    record.error = "interrupted";
    finish();
  });

let fuse;
try {
  server = await servers[asked.server].make({ folder, documents: scenario.documents(options), ...scenario.server });
  fuse = setTimeout(() => {
    record.error = `not over after ${scenario.fuse} s`;
    finish();
  }, scenario.fuse * 1000);
  record.startMs = Math.round(await server.start());
  const crowd = new Crowd(server, options);
  record.result = await scenario.run(crowd);
  crowd.leave();
} catch (error) {
  record.error = String(error.stack ?? error);
}
clearTimeout(fuse);
await finish();
