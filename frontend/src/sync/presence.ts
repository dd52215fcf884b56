// Who is here: one person per account however many windows, with the identity that the server stamped.
import type { Awareness } from "y-protocols/awareness";

export interface Person {
  id: string;
  name: string;
  initials: string;
  color: string;
  kind: string;
  organisation: string;
  grade: string;
}

const COLOR = /^#[0-9a-f]{6}$/i;
const NO_COLOR = "#5b625d";

function text(value: unknown, longest: number): string {
  return typeof value === "string" ? value.slice(0, longest) : "";
}

/** Reads an identity without trusting its shape: an older server or a broken client must not break the page. */
export function readPerson(user: unknown): Person | null {
  if (typeof user !== "object" || user === null) return null;
  const { id, name, initials, color, kind, organisation, grade } = user as Record<string, unknown>;
  if (id === undefined || id === null || typeof name !== "string" || !name) return null;
  return {
    id: String(id),
    name: text(name, 120),
    initials: text(initials, 3) || name.slice(0, 1).toUpperCase(),
    color: typeof color === "string" && COLOR.test(color) ? color : NO_COLOR,
    kind: text(kind, 60),
    organisation: text(organisation, 120),
    grade: text(grade, 80),
  };
}

/** "Service public · Ville de Lyon · agent public vérifié": what a person says of themselves, and what is known of it. */
export function quality(person: Person): string {
  return [person.kind, person.organisation, person.grade].filter(Boolean).join(" · ");
}

/** "Noé Petit · Citoyenneté · Ville de Lyon · avec un compte": a person is a name and a quality. */
export function describe(person: Person): string {
  return [person.name, quality(person)].filter(Boolean).join(" · ");
}

/** Calls with the people present besides `meId`, at once and whenever they change; returns how to stop. */
export function watchPeople(awareness: Awareness, meId: string | null, listener: (people: Person[]) => void): () => void {
  let shown = "";
  const report = () => {
    const people = new Map<string, Person>();
    for (const [client, state] of awareness.getStates()) {
      const person = client === awareness.clientID ? null : readPerson(state?.user);
      if (person && person.id !== meId && !people.has(person.id)) people.set(person.id, person);
    }
    const list = [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
    const key = JSON.stringify(list);
    if (key === shown) return;
    shown = key;
    listener(list);
  };
  awareness.on("change", report);
  listener([]);
  report();
  return () => awareness.off("change", report);
}
