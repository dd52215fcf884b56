// kill -9 while people type, at a moment that nobody chose; then what of all that was shown or acknowledged is still there.
import { schedule } from "../load/crowd.mjs";
import { letter } from "../load/person.mjs";
import { round, sleep, spread, sum } from "../load/figures.mjs";
import * as bytes from "../load/bytes.mjs";

const SOONEST = 1, LATEST = 12; // seconds after which it is killed: some later than Hocuspocus may wait before it stores
const PATIENCE = 10_000; // milliseconds for a recovery

/** The typists of a new room, in it, with three among them who see what others type. */
const gather = async (crowd, room) => {
  const total = crowd.options.people;
  const { author, places } = await crowd.furnish(room, total);
  const watching = spread(total, 3);
  const typists = Array.from({ length: total }, (_, i) => Object.assign(crowd.person(room, { observes: watching.has(i) }), { after: places[i], place: places[i] }));
  await crowd.enter(typists, 400);
  const observers = typists.filter((one) => one.doc);
  await crowd.have(observers, author);
  author.socket.close();
  return { author, typists, observers };
};

const killAmid = async (crowd, typists) => {
  const after = SOONEST + Math.random() * (LATEST - SOONEST);
  const end = performance.now() + after * 1000;
  await crowd.play(schedule(typists, { seconds: LATEST, letters: 3, carets: 1, seed: 7 }), () => performance.now() >= end);
  crowd.ending = true;
  await crowd.server.stop("SIGKILL");
  await sleep(200); // what is on its way still arrives
  for (const one of typists) one.socket.drop();
  return after;
};

/** Up to which letter of each typist somebody else has seen it, and what the server said is stored. */
const promised = (typists, observers) =>
  new Map(typists.map((one) => [one, { shown: Math.max(0, ...observers.filter((other) => other !== one).map((other) => other.reached(one.id))), told: one.acknowledged }]));

/** Somebody who was not there opens the room: seconds from the start of the server until all promised is there, or 10 s. */
const lookAnew = async (crowd, room, promises) => {
  const started = performance.now();
  await crowd.server.start();
  crowd.ending = false;
  const fresh = crowd.person(room, { observes: true, reads: true });
  await fresh.connect();
  const there = () => [...promises].every(([one, { shown, told }]) => fresh.reached(one.id) >= Math.max(shown, told));
  await fresh.until(there, crowd.server.tells ? PATIENCE : PATIENCE / 2); // the others lose: no use in waiting long
  return { fresh, seconds: (performance.now() - started) / 1000 };
};

const missing = (fresh, promises, what) => sum([...promises], ([one, promise]) => Math.max(0, promise[what] - fresh.reached(one.id)));

/** The typists come back and say everything again; every letter must then be there once: how many are not, or twice. */
const sayAgain = async (crowd, room, typists, fresh) => {
  const back = typists.map((one) => Object.assign(crowd.person(room, { reads: false }), { entry: one.entry, id: one.id }));
  for (const one of back) crowd.typists.set(one.id, one);
  await crowd.enter(back, 400);
  for (const [i, one] of back.entries()) {
    const { clock, place } = typists[i];
    const said = Array.from({ length: clock }, (_, at) => letter(at)).join("");
    if (clock) one.tell(bytes.typed(one.id, 0, place, said));
  }
  await fresh.until(() => typists.every((one) => fresh.reached(one.id) >= one.clock), crowd.server.tells ? PATIENCE : PATIENCE / 2);
  await sleep(300);
  const typed = sum(typists, (one) => one.clock);
  const reached = sum(typists, (one) => Math.min(one.clock, fresh.reached(one.id)));
  return { neverThere: typed - reached, letters: fresh.text.replace(/<[^>]*>/g, "").length };
};

const once = async (crowd) => {
  const room = crowd.room();
  const { author, typists, observers } = await gather(crowd, room);
  const begun = author.text.replace(/<[^>]*>/g, "").length;
  const after = await killAmid(crowd, typists);
  const promises = promised(typists, observers);
  const { fresh, seconds } = await lookAnew(crowd, room, promises);
  const [shownLost, toldLost] = [missing(fresh, promises, "shown"), missing(fresh, promises, "told")];
  const { neverThere, letters } = await sayAgain(crowd, room, typists, fresh);
  const typed = sum(typists, (one) => one.clock);
  crowd.ending = true;
  for (const one of crowd.people) one.socket?.close();
  Object.assign(crowd, { people: [], ending: false });
  crowd.typists.clear();
  return {
    ...{ after: round(after), typed, shown: sum([...promises.values()], (one) => one.shown), told: sum([...promises.values()], (one) => one.told) },
    ...{ shownLost, toldLost, neverThere, twice: Math.max(0, letters - begun - typed), seconds: round(seconds) },
  };
};

export const crash = async (crowd) => {
  const kills = [];
  const times = crowd.server.tells ? crowd.options.kills : Math.ceil(crowd.options.kills / 4);
  for (let i = 0; i < times; i++) kills.push(await once(crowd));
  const total = (key) => sum(kills, (one) => one[key]);
  return {
    kills,
    ...Object.fromEntries(["typed", "shown", "told", "shownLost", "toldLost", "neverThere", "twice"].map((key) => [key, total(key)])),
    slowestSeconds: Math.max(...kills.map((one) => one.seconds)),
    troubles: crowd.troubles.slice(0, 5),
  };
};
