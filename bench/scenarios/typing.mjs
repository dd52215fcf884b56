// People type in rooms: warm up, measure a window and what is still under way after it, then compare the texts.
import { schedule } from "../load/crowd.mjs";
import { round, sleep, spread, sum, summary } from "../load/figures.mjs";

const WARM_UP = 2, SETTLE = 1; // seconds

/** `typists` type; `observers` decode. Figures are of the window, until the last letter has arrived. */
const measure = async (crowd, typists, observers, rooms, pace) => {
  const { meter } = crowd.server;
  await sleep(SETTLE * 1000);
  const early = await crowd.play(schedule(typists, { seconds: WARM_UP, seed: 3, ...pace }));
  const count = () => ({ letters: sum(typists, (one) => one.clock), updates: sum(crowd.people, (one) => one.updates), presences: sum(crowd.people, (one) => one.presences) });
  const arrived = () => observers.map((one) => sum(typists, (typist) => (typist.room === one.room ? one.reached(typist.id) : 0)));
  const [before, had] = [count(), arrived()];
  meter.again();
  crowd.loop.reset();
  const since = { at: performance.now(), cpu: process.cpuUsage() };
  const [cpu, databaseCpu] = [meter.cpu, meter.databaseCpu];
  crowd.timing = since.at;
  const late = await crowd.play(schedule(typists, { seconds: crowd.options.seconds, seed: 7, ...pace }));
  const lacking = await crowd.drain(observers);
  const seconds = (performance.now() - since.at) / 1000;
  const [spent, spentThere, after] = [meter.cpu - cpu, meter.databaseCpu - databaseCpu, count()];
  const edits = after.letters - before.letters;
  const delivered = rooms.length > 1 ? edits - lacking : Math.min(...arrived().map((now, i) => now - had[i]));
  const figures = {
    people: crowd.people.filter((one) => one.socket && !one.socket.ended).length,
    edits,
    delivered,
    lacking,
    cpuPer1000: round((spent / delivered) * 1000, 4),
    databaseCpuPer1000: meter.database ? round((spentThere / delivered) * 1000, 4) : undefined,
    cpuShare: round(spent / seconds, 3),
    framesPerEdit: round((after.updates - before.updates) / edits),
    presencesPerSecond: round((after.presences - before.presences) / seconds, 1),
    latencyMs: summary(crowd.latencies),
    peakMiB: round(meter.peak, 1),
    generator: { ...crowd.generator(since), lateMs: late, lateInWarmUpMs: early.p99 },
  };
  crowd.timing = 0;
  return figures;
};

const agreed = async (crowd, rooms, observers) => {
  const answers = [];
  for (const room of rooms) answers.push(await crowd.agree(room, observers.filter((one) => one.room === room)));
  return { texts: answers, agreed: answers.every((one) => one.agreed), troubles: crowd.troubles };
};

/** One text, everybody types 3 letters and moves a caret each second. */
export const workshop = async (crowd) => {
  const room = crowd.room();
  const total = crowd.options.people;
  const { author, places } = await crowd.furnish(room, total);
  author.socket.close(); // it would count among the writers a room admits
  const watching = spread(total, 3);
  const typists = Array.from({ length: total }, (_, i) => crowd.person(room, { observes: watching.has(i) }));
  typists.forEach((one, i) => (one.after = places[i]));
  await crowd.enter(typists);
  const observers = typists.filter((one) => one.doc);
  await crowd.have(observers, author);
  for (const one of typists) one.moveCaret();
  const figures = await measure(crowd, typists, observers, [room], { letters: 3, carets: 1 });
  return { ...figures, ...acknowledged(typists), ...(await agreed(crowd, [room], observers)) };
};

/** Many small rooms of three people, one letter each a second. */
export const town = async (crowd) => {
  const typists = [];
  const watched = new Set();
  for (let i = 0; i < crowd.options.rooms; i++) {
    const room = crowd.room();
    const { author, places } = await crowd.furnish(room, 3);
    const watches = i % Math.ceil(crowd.options.rooms / 10) === 0; // ten of the rooms
    const group = places.map((place, n) => Object.assign(crowd.person(room, { observes: watches && n < 2 }), { after: place }));
    await crowd.enter(group, 5000);
    author.socket.close();
    if (watches) watched.add(room);
    typists.push(...group);
  }
  const observers = typists.filter((one) => one.doc);
  const figures = await measure(crowd, typists, observers, [...watched], { letters: 1 });
  return { rooms: crowd.options.rooms, ...figures, ...acknowledged(typists), ...(await agreed(crowd, [...watched], observers)) };
};

/** One person types ten letters a second before many readers. */
export const flood = async (crowd) => {
  const room = crowd.room();
  const { author, places } = await crowd.furnish(room, 5);
  const writer = Object.assign(crowd.person(room), { after: places[0] });
  const watching = spread(crowd.options.people, 3);
  const readers = Array.from({ length: crowd.options.people }, (_, i) => crowd.person(room, { reads: true, observes: watching.has(i) }));
  await crowd.enter([writer, ...readers]);
  const observers = readers.filter((one) => one.doc);
  await crowd.have(observers, author);
  author.socket.close();
  const figures = await measure(crowd, [writer], observers, [room], { letters: 10 });
  return { ...figures, ...(await agreed(crowd, [room], observers)) };
};

/** Letters typed by those whom the server tells what is stored, and how many of them it has told so. */
const acknowledged = (typists) => {
  const told = typists.filter((one) => one.saved);
  return told.length ? { toldOf: sum(told, (one) => one.clock), told: sum(told, (one) => one.acknowledged) } : {};
};
