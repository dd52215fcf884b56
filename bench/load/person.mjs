// One simulated participant: a socket that types letters and moves a caret as a browser would.
// Most only count what arrives. An observer decodes everything into a document of its own and times it.
import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import * as bytes from "./bytes.mjs";
import { sleep } from "./figures.mjs";
import { Socket } from "./socket.mjs";

const LETTERS = "la table est mise et chacun apporte un mot ";

export const letter = (clock) => LETTERS[clock % LETTERS.length];

export class Person {
  /** `door` says how this server is entered (servers/*.mjs); `entry` is {path, headers} for this room and person. */
  constructor(run, { room, observes = false, reads = false, entry }) {
    Object.assign(this, { run, room, reads, entry });
    this.id = (Math.random() * 2 ** 32) >>> 0; // as Yjs makes them: sequential ones would be cheaper to store
    this.prefix = run.server.prefix(room);
    this.clock = this.carets = 0; // letters typed, carets moved
    this.typedAt = []; // when, one for each letter
    this.after = null; // the item behind which the next letter comes
    this.updates = this.contentBytes = this.presences = 0;
    this.lastUpdateAt = this.syncedAt = this.wholeAt = 0;
    this.whole = Infinity; // bytes after which the text is there, for those who do not decode
    this.sent = []; // the clock reached with each frame that `saved` counts
    this.saved = 0;
    this.trouble = null;
    this.waiting = [];
    if (observes) this.doc = new Y.Doc();
  }

  connect() {
    this.startedAt = performance.now();
    this.socket = new Socket({
      port: this.run.server.port,
      ...this.entry,
      onOpen: () => (this.run.server.hello ? this.socket.send(this.run.server.hello(this.prefix)) : this.#ask()),
      onFrame: (data, start, end) => this.#frame(data, start + this.prefix.length, end),
      onEnd: (why) => this.#fail(why),
    });
    return this.until(() => this.syncedAt || this.trouble);
  }

  /** Resolves once `test` holds, or after `limit` milliseconds, with its answer. */
  until(test, limit = 30_000) {
    if (test()) return Promise.resolve(true);
    const met = new Promise((resolve) => this.waiting.push({ test, resolve }));
    return Promise.race([met, sleep(limit).then(() => Boolean(test()))]);
  }

  type() {
    const update = bytes.typed(this.id, this.clock, this.after, letter(this.clock));
    this.after = { client: this.id, clock: this.clock++ };
    this.typedAt.push(performance.now());
    if (this.doc) Y.applyUpdate(this.doc, update, "here");
    this.tell(update);
  }

  tell(update, step = bytes.UPDATE) {
    this.sent.push(this.clock);
    this.socket.send(bytes.sync(this.prefix, step, update));
  }

  moveCaret() {
    this.socket.send(bytes.caret(this.prefix, this.id, ++this.carets, `Person ${this.id % 1000}`, this.after));
  }

  /** How far this observer has the letters of a client, each with all before it. */
  reached(client) {
    return Y.getState(this.doc.store, client);
  }

  get text() {
    return this.doc.getXmlFragment("default").toString();
  }

  /** Letters that the server said are stored, to those whom it tells. */
  get acknowledged() {
    return this.saved ? this.sent[Math.min(this.saved, this.sent.length) - 1] : 0;
  }

  #ask() {
    this.socket.send(bytes.sync(this.prefix, bytes.STEP1, this.doc ? Y.encodeStateVector(this.doc) : bytes.NOTHING_KNOWN));
  }

  #fail(why) {
    this.trouble ??= why;
    this.run.troubled(this, why);
    this.#wake();
  }

  #wake() {
    if (!this.waiting.length) return;
    const met = this.waiting.filter((one) => one.test());
    this.waiting = this.waiting.filter((one) => !met.includes(one));
    for (const one of met) one.resolve(true);
  }

  #frame(data, at, end) {
    const kind = data[at];
    if (kind === bytes.AWARENESS) this.presences++;
    else if (kind === bytes.SYNC || (kind === bytes.SYNC_REPLY && this.prefix.length)) this.#sync(data, at + 1, end);
    else if (kind === bytes.AUTH) this.#authentication(data, at + 1, end);
    else if (kind === bytes.SAVED) {
      this.saved = decoding.readVarUint(decoding.createDecoder(slice(data, at + 1, end)));
      this.#wake();
    } else if (kind === bytes.REFUSED) this.#fail(`refused: ${data.toString("utf8", at + 1, end)}`);
  }

  /** Hocuspocus answers a key with 2 (welcome) before one may ask; 0 is a refusal everywhere, 1 its older form. */
  #authentication(data, at, end) {
    if (data[at] === 2) this.#ask();
    else this.#fail(`refused: ${data.toString("utf8", at + 1, end)}`);
  }

  #sync(data, at, end) {
    if (data[at] === bytes.STEP1) {
      const theirs = this.doc && decoding.readVarUint8Array(decoding.createDecoder(slice(data, at + 1, end)));
      this.tell(this.doc && !this.reads ? Y.encodeStateAsUpdate(this.doc, theirs) : bytes.NOTHING_NEW, bytes.STEP2);
      return;
    }
    const now = performance.now(); // before this process decodes it
    this.contentBytes += end - at - 1;
    if (data[at] === bytes.UPDATE) {
      this.updates++;
      this.lastUpdateAt = this.run.lastUpdateAt = now;
    }
    if (this.doc) this.#decode(decoding.readVarUint8Array(decoding.createDecoder(slice(data, at + 1, end))), now);
    if (data[at] === bytes.STEP2) this.syncedAt ||= now;
    if (this.syncedAt && this.contentBytes >= this.whole) this.wholeAt ||= now;
    this.#wake();
  }

  #decode(update, now) {
    const before = new Map();
    if (this.run.timing) for (const client of Y.parseUpdateMeta(update).to.keys()) before.set(client, this.reached(client));
    Y.applyUpdate(this.doc, update, "there");
    for (const [client, from] of before) {
      const author = this.run.typists.get(client);
      if (!author || author === this) continue;
      for (let clock = from; clock < this.reached(client); clock++) this.run.arrived(now - author.typedAt[clock], author.typedAt[clock]);
    }
  }
}

/** A copy: the buffer is used again for the next read, and Yjs keeps parts of what it decodes. */
const slice = (data, start, end) => Uint8Array.prototype.slice.call(data, start, end);
