// A text with a long history: many open it within a few seconds; then the server starts again and one opens it cold.
import fs from "node:fs";
import zlib from "node:zlib";
import * as Y from "yjs";
import { chance, round, sleep, spread, sum, summary } from "../load/figures.mjs";

const EDITS = 260_000, CHUNKS = 500; // about what the writing of a scientific paper took
const JOINERS = 100, OVER = 5; // people, seconds
const STORED_AFTER = 12; // seconds: Hocuspocus stores after ten at the latest; ours compacts when it is quiet

/** What somebody typed over months, [place, deleted letters, inserted letters]: words, corrections, and now and then elsewhere. */
const invent = () => {
  const random = chance(5);
  const edits = [];
  let [length, at] = [0, 0];
  while (edits.length < EDITS) {
    if (random() < 0.12) at = Math.floor(random() * (length + 1));
    const correcting = random() < 0.35;
    for (let left = Math.ceil(random() * (correcting ? 18 : 30)); left > 0; left--) {
      if (!correcting) edits.push([at++, 0, "abcdefghij klmnop"[length++ % 17]]);
      else if (at > 0) edits.push([--at, 1, ""]), length--;
    }
  }
  return edits;
};

/** A file of josephg/editing-traces: {txns: [{patches: [[place, deleted, inserted], …]}, …]}, gzipped or not. */
const read = (file) => {
  const raw = fs.readFileSync(file);
  return JSON.parse(file.endsWith(".gz") ? zlib.gunzipSync(raw) : raw).txns.flatMap((one) => one.patches);
};

/** The history as `CHUNKS` updates of one client, in one paragraph, and the document they make. */
export const history = (trace) => {
  const edits = trace ? read(trace) : invent();
  const doc = new Y.Doc();
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  const text = new Y.XmlText();
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [text]);
  doc.getXmlFragment("default").push([paragraph]);
  const size = Math.ceil(edits.length / CHUNKS);
  for (let at = 0; at < edits.length; at += size) {
    doc.transact(() => {
      for (const [place, deleted, inserted] of edits.slice(at, at + size)) {
        if (deleted) text.delete(place, deleted);
        if (inserted) text.insert(place, inserted);
      }
    });
  }
  return { doc, updates, edits: edits.length, size: Y.encodeStateAsUpdate(doc).length };
};

const seed = async (crowd, room, { doc, updates }) => {
  const author = crowd.person(room);
  const watcher = crowd.person(room, { observes: true });
  await crowd.enter([author, watcher]);
  for (const update of updates) {
    author.tell(update);
    if (author.socket.tcp.writableLength > 65_536) await sleep(5);
    else await sleep(2); // not faster than a server of ours lets one connection write
  }
  const clock = Y.getState(doc.store, doc.clientID);
  if (!(await watcher.until(() => watcher.reached(doc.clientID) >= clock, 60_000))) throw new Error("the history did not arrive");
  await sleep(STORED_AFTER * 1000);
  crowd.ending = true;
  author.socket.close();
  watcher.socket.close();
  await sleep(500);
  crowd.ending = false;
};

/** Milliseconds until the text is there: all of its bytes, and the server's word that this is all. */
const opened = (one) => one.wholeAt - one.startedAt;

const storm = async (crowd, room, size) => {
  const joiners = Array.from({ length: JOINERS }, () => Object.assign(crowd.person(room, { reads: true }), { whole: size * 0.9 }));
  const { meter } = crowd.server;
  meter.again();
  const cpu = meter.cpu;
  const started = performance.now();
  for (const [i, one] of joiners.entries()) {
    await sleep(Math.max(0, started + (i * OVER * 1000) / JOINERS - performance.now()));
    one.connect();
  }
  await Promise.all(joiners.map((one) => one.until(() => one.wholeAt || one.trouble, 20_000)));
  const whole = joiners.filter((one) => one.wholeAt);
  const figures = {
    joins: whole.length,
    cpuMsPerJoin: round(((meter.cpu - cpu) * 1000) / JOINERS, 2),
    joinMs: summary(whole.map(opened)),
    kiBPerJoin: round(sum(whole, (one) => one.contentBytes) / whole.length / 1024, 0),
    peakMiB: round(meter.peak, 1),
  };
  crowd.ending = true;
  for (const one of joiners) one.socket.close();
  await sleep(500);
  crowd.ending = false;
  return figures;
};

/** After a restart: one who opens an empty text first, so that the server is awake; then the long text, twice. */
const cold = async (crowd, room, other, { doc, size }) => {
  await crowd.server.stop();
  await crowd.server.start();
  await crowd.enter([crowd.person(other)]);
  await sleep(500);
  const texts = [];
  const times = [];
  const cpu = crowd.server.meter.cpu;
  let spent;
  for (let i = 0; i < 2; i++) {
    const one = Object.assign(crowd.person(room, { observes: true, reads: true }), { whole: size * 0.9 });
    await one.connect();
    await one.until(() => one.wholeAt || one.trouble, 20_000);
    times.push(one.wholeAt ? round(opened(one), 1) : null);
    texts.push(one.reached(doc.clientID) >= Y.getState(doc.store, doc.clientID) && one.text.includes(doc.getXmlFragment("default").toString()));
    spent ??= crowd.server.meter.cpu - cpu;
  }
  return { coldMs: times[0], warmMs: times[1], coldCpuMs: Math.round(spent * 1000), agreed: texts.every(Boolean) };
};

export const longHistory = async (crowd) => {
  const long = history(crowd.options.trace);
  const [room, other] = [crowd.room(), crowd.room()];
  await seed(crowd, room, long);
  const figures = await storm(crowd, room, long.size);
  return { edits: long.edits, sizeKiB: round(long.size / 1024, 0), ...figures, ...(await cold(crowd, room, other, long)), troubles: crowd.troubles };
};
