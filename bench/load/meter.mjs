// What a server costs, from /proc: processor time and memory of a process and all that it started.
import fs from "node:fs";

const TICK = 100; // per second: USER_HZ of Linux

const read = (path) => {
  try {
    return fs.readFileSync(path, "latin1");
  } catch {
    return ""; // it has ended meanwhile
  }
};

const pids = () => fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);

/** The fields behind the name, which may hold anything: [0] is the state, [1] the parent, [11]… the times. */
const stat = (pid) => {
  const text = read(`/proc/${pid}/stat`);
  return text ? text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number) : null;
};

export const family = (root) => {
  const children = new Map();
  for (const pid of pids()) {
    const parent = stat(pid)?.[1];
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
};

/** Seconds of the processes and of their children that ended and were waited for. */
const cpu = (list) => list.reduce((total, pid) => total + (stat(pid)?.slice(11, 15).reduce((a, b) => a + b, 0) ?? 0), 0) / TICK;

/** MiB. */
const memory = (list) => list.reduce((total, pid) => total + Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0), 0) / 1024;

/** The processes that PostgreSQL runs for one database: it names the database in their titles. */
const backends = (database) => (database ? pids().filter((pid) => new RegExp(`^postgres: .* ${database} `).test(read(`/proc/${pid}/cmdline`))) : []);

export class Meter {
  /** `database`: a PostgreSQL database whose processes are counted apart. */
  constructor(root, database = "") {
    Object.assign(this, { root, database });
    this.again();
    this.timer = setInterval(() => this.#look(), 100);
    this.timer.unref();
  }

  /** Forget the peak; look for new processes. */
  again() {
    this.list = family(this.root);
    this.peak = this.memory;
    this.looks = 0;
  }

  #look() {
    if (++this.looks % 10 === 0) this.list = family(this.root);
    this.peak = Math.max(this.peak, this.memory);
  }

  get memory() {
    return memory(this.list);
  }

  get cpu() {
    return cpu(family(this.root));
  }

  get databaseCpu() {
    return cpu(backends(this.database));
  }

  stop() {
    clearInterval(this.timer);
  }
}
