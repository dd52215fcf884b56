// A server as a process of ours: started, measured, ended, killed.
import fs from "node:fs";
import net from "node:net";
import { spawn } from "node:child_process";
import { sleep } from "../load/figures.mjs";
import { family, Meter } from "../load/meter.mjs";

export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const answers = (port) =>
  new Promise((resolve) => {
    const probe = net.connect({ host: "127.0.0.1", port });
    probe.once("connect", () => resolve(true)).once("error", () => resolve(false));
    probe.once("connect", () => probe.destroy());
  });

export class Served {
  /** `command` is [program, ...arguments]; what it prints goes to the file `log`. */
  constructor({ command, cwd, environment, port, log, database = "" }) {
    Object.assign(this, { command, cwd, environment, port, log, database });
  }

  /** Milliseconds until it listens. */
  async start() {
    const started = performance.now();
    const out = fs.openSync(this.log, "a");
    const [program, ...rest] = this.command;
    this.child = spawn(program, rest, { cwd: this.cwd, env: { ...process.env, ...this.environment }, stdio: ["ignore", out, out] });
    this.gone = new Promise((resolve) => this.child.once("exit", resolve));
    fs.closeSync(out);
    while (performance.now() - started < 30_000) {
      if (this.child.exitCode !== null) break;
      if (await answers(this.port)) {
        this.meter = new Meter(this.child.pid, this.database);
        return performance.now() - started;
      }
      await sleep(20);
    }
    throw new Error(`the server did not start: ${fs.readFileSync(this.log, "utf8").slice(-2000)}`);
  }

  /** Asked to end, and killed after ten seconds; with "SIGKILL" the whole family goes at once. */
  async stop(signal = "SIGTERM") {
    if (!this.child) return;
    this.meter?.stop();
    const everyone = family(this.child.pid);
    for (const pid of signal === "SIGKILL" ? everyone : [this.child.pid]) end(pid, signal);
    if (!(await Promise.race([this.gone.then(() => true), sleep(10_000)]))) for (const pid of everyone) end(pid, "SIGKILL");
    await this.gone;
    this.child = null;
  }
}

const end = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended already
  }
};
