// The people of one run: who is there, what they do when, and what all of them must have in the end.
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as Y from "yjs";
import { chance, round, sleep, sum, summary } from "./figures.mjs";
import { Person } from "./person.mjs";

export class Crowd {
  /** `server` is a running server of servers/; `options` are those of the command line. */
  constructor(server, options) {
    Object.assign(this, { server, options });
    this.people = [];
    this.typists = new Map(); // by client id
    this.rooms = 0;
    this.timing = 0; // letters typed before this moment are not timed
    this.latencies = [];
    this.lastUpdateAt = 0;
    this.troubles = [];
    this.ending = false;
    this.loop = monitorEventLoopDelay({ resolution: 5 });
    this.loop.enable();
  }

  room() {
    return this.server.room(this.rooms++);
  }

  person(room, how = {}) {
    const person = new Person(this, { room, ...how, entry: this.server.entry(room, this.people.length, how) });
    this.people.push(person);
    this.typists.set(person.id, person);
    return person;
  }

  troubled(person, why) {
    if (!this.ending) this.troubles.push(why);
  }

  arrived(latency, typedAt) {
    if (typedAt >= this.timing) this.latencies.push(latency);
  }

  /** Everybody comes in, `pace` a second and at most 50 in the door. Raises if somebody is not synced. */
  async enter(people, pace = 200) {
    const started = performance.now();
    const inTheDoor = new Set();
    for (const [i, person] of people.entries()) {
      await sleep(Math.max(0, started + (i * 1000) / pace - performance.now()));
      while (inTheDoor.size >= 50) await Promise.race(inTheDoor);
      const entering = person.connect().then(() => inTheDoor.delete(entering));
      inTheDoor.add(entering);
    }
    await Promise.all(inTheDoor);
    const outside = people.filter((person) => !person.syncedAt);
    if (outside.length) throw new Error(`${outside.length} of ${people.length} did not come in: ${outside[0].trouble ?? "no answer"}`);
  }

  /** Somebody writes `count` paragraphs into a room and leaves; the item behind which one types in each of them. */
  async furnish(room, count, words = "un paragraphe où chacun vient écrire sa part du texte commun ") {
    const author = this.person(room, { observes: true });
    await this.enter([author]);
    const before = Y.encodeStateVector(author.doc);
    const places = write(author.doc, count, words);
    author.tell(Y.encodeStateAsUpdate(author.doc, before));
    await sleep(50);
    return { author, places };
  }

  /** Until these observers have what `author` wrote. */
  async have(people, author) {
    const clock = Y.getState(author.doc.store, author.doc.clientID);
    const answers = await Promise.all(people.map((one) => one.until(() => one.reached(author.doc.clientID) >= clock)));
    if (!answers.every(Boolean)) throw new Error("the text to start from did not arrive");
  }

  /** Does what `events` ({at, act}, in milliseconds) say; how late it was done, in milliseconds. */
  async play(events, stopped = () => false) {
    const started = performance.now();
    const late = [];
    for (let next = 0; next < events.length && !stopped(); ) {
      const now = performance.now() - started;
      if (events[next].at > now) {
        await sleep(Math.min(5, Math.max(1, events[next].at - now)));
        continue;
      }
      late.push(now - events[next].at);
      events[next++].act();
    }
    return summary(late);
  }

  /** Until the observers have every letter and nothing moves any more, `limit` seconds at most; what they lack. */
  async drain(observers, limit = 20) {
    const end = performance.now() + limit * 1000;
    const quiet = () => performance.now() - this.lastUpdateAt > 300;
    while (performance.now() < end && !(quiet() && this.lacking(observers) === 0)) await sleep(20);
    return this.lacking(observers);
  }

  /** Letters that some observer of the same room has not received, at the one who lacks most. */
  lacking(observers) {
    return Math.max(0, ...observers.map((one) => sum(this.#typistsOf(one.room), (typist) => Math.max(0, typist.clock - one.reached(typist.id)))));
  }

  #typistsOf(room) {
    return this.people.filter((person) => person.room === room && person.clock > 0);
  }

  /** Everyone who decodes and someone who comes now must hold the same text, with every letter in it. */
  async agree(room, observers) {
    const fresh = this.person(room, { observes: true, reads: true });
    await this.enter([fresh]);
    await fresh.until(() => this.lacking([fresh]) === 0, 10_000);
    const state = (one) => JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(one.doc))].sort((a, b) => a[0] - b[0]));
    const different = observers.filter((one) => one.text !== fresh.text || state(one) !== state(fresh)).length;
    const lacking = this.lacking([...observers, fresh]);
    fresh.socket.close();
    return { observers: observers.length + 1, different, lacking, agreed: different === 0 && lacking === 0 };
  }

  leave() {
    this.ending = true;
    for (const person of this.people) person.socket?.close();
  }

  /** Of this process: if it is late or busy, the latencies are its own. */
  generator(since) {
    const used = process.cpuUsage(since.cpu);
    return {
      share: round((used.user + used.system) / 1000 / (performance.now() - since.at)),
      loopDelayP99Ms: round(this.loop.percentile(99) / 1e6, 1),
    };
  }
}

/** Paragraphs as ProseMirror keeps them; the last item of each. */
export const write = (doc, count, words) => {
  const root = doc.getXmlFragment("default");
  const texts = [];
  doc.transact(() => {
    for (let i = 0; i < count; i++) {
      const paragraph = new Y.XmlElement("paragraph");
      const text = new Y.XmlText();
      paragraph.insert(0, [text]);
      root.push([paragraph]);
      text.insert(0, `${i}. ${words}`);
      texts.push(text);
    }
  });
  return texts.map((text) => Y.createRelativePositionFromTypeIndex(text, text.length, -1).item);
};

/** Letters and carets of all typists over `seconds`, each at a rate of their own moments, in order. */
export const schedule = (typists, { seconds, letters, carets = 0, seed }) => {
  const random = chance(seed);
  const events = [];
  const plan = (rate, act) => {
    const pause = 1000 / rate;
    for (let at = random() * pause; rate && at < seconds * 1000; at += pause * (0.8 + 0.4 * random())) events.push({ at, act });
  };
  for (const typist of typists) {
    plan(letters, () => typist.type());
    plan(carets, () => typist.moveCaret());
  }
  return events.sort((a, b) => a.at - b.at);
};
