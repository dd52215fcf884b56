// Many texts of five thousand letters, one person in each: all open, all closed, and the same once more.
import * as Y from "yjs";
import { write } from "../load/crowd.mjs";
import { round, sleep } from "../load/figures.mjs";

const WORDS = "Chaque ligne de ce texte a été écrite par quelqu’un, puis relue. ".repeat(8).slice(0, 490);
const FORGOTTEN_AFTER = 6, OURS_AFTER = 26; // seconds: ours keeps an empty room for twenty, for those who reload
const PARAGRAPHS = 10, AT_ONCE = 20;

/** Opens every room and, the first time, writes the text into it; the people, who stay. */
const open = async (crowd, rooms, writes) => {
  const inside = [];
  for (let at = 0; at < rooms.length; at += AT_ONCE) {
    const group = rooms.slice(at, at + AT_ONCE).map((room) => crowd.person(room));
    await crowd.enter(group, 10_000);
    for (const one of writes ? group : []) {
      const doc = new Y.Doc();
      write(doc, PARAGRAPHS, WORDS);
      one.tell(Y.encodeStateAsUpdate(doc));
      doc.destroy();
    }
    inside.push(...group);
  }
  await sleep(4000);
  return inside;
};

const close = async (crowd, inside) => {
  crowd.ending = true;
  for (const one of inside) one.socket.close();
  await sleep((crowd.server.tells ? OURS_AFTER : FORGOTTEN_AFTER) * 1000);
  crowd.ending = false;
  crowd.people = [];
};

export const memory = async (crowd) => {
  const { meter } = crowd.server;
  const rooms = Array.from({ length: crowd.options.rooms }, () => crowd.room());
  const warm = crowd.person(rooms[0]);
  await crowd.enter([warm]);
  await sleep(500);
  const idle = meter.memory;
  const cpu = meter.cpu;
  const memory = [];
  for (const first of [true, false]) {
    const inside = await open(crowd, rooms, first);
    memory.push(meter.memory);
    await close(crowd, first ? [...inside, warm] : inside);
    memory.push(meter.memory);
  }
  const last = crowd.person(rooms.at(-1), { observes: true, reads: true });
  await crowd.enter([last]);
  const whole = () => last.text.split(WORDS).length - 1 === PARAGRAPHS;
  await last.until(whole, 5000); // some say that all is sent before it is
  const [openOnce, closedOnce, openTwice, closedTwice] = memory;
  return {
    rooms: rooms.length,
    idleMiB: round(idle, 1),
    ...{ openOnceMiB: round(openOnce, 1), closedOnceMiB: round(closedOnce, 1), openTwiceMiB: round(openTwice, 1), closedTwiceMiB: round(closedTwice, 1) },
    kiBEach: round(((openOnce - idle) * 1024) / rooms.length, 1),
    growth: round(Math.max(openTwice / openOnce, closedTwice / closedOnce), 3),
    cpuSeconds: round(meter.cpu - cpu),
    agreed: whole(),
    troubles: crowd.troubles.slice(0, 5),
  };
};
