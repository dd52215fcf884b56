// What waits to be sent, told so that a person recognises it: gathered by pauses, with the words that were typed.
import {
  ContentEmbed,
  ContentFormat,
  ContentString,
  ContentType,
  createID,
  decodeUpdate,
  type ID,
  isDeleted,
  Item,
  mergeUpdates,
  XmlElement,
} from "yjs";

/** One moment at which something changed, as the provider remembers it. */
export interface UnsentChange {
  at: Date;
  update: Uint8Array;
}

export type What = "text" | "format" | "image" | "passage" | "deletion";

export interface Passage {
  at: Date;
  update: Uint8Array;
}

export interface Told {
  what: What;
  /** The words typed and not deleted since, in the order in which they were typed; empty unless `what` is "text". */
  text: string;
}

/** A silence after which what one types counts as another passage, in milliseconds. */
const PAUSE = 20_000;

/** Where each passage begins in the list of changes; costs nothing but reading the times. */
function starts(changes: UnsentChange[]): number[] {
  return changes.flatMap(({ at }, index) => {
    const before = changes[index - 1];
    return !before || at.getTime() - before.at.getTime() > PAUSE ? [index] : [];
  });
}

export function countPassages(changes: UnsentChange[]): number {
  return starts(changes).length;
}

/** The changes gathered by pauses, oldest first; `at` is when each passage was begun. */
export function passages(changes: UnsentChange[]): Passage[] {
  const found = starts(changes);
  return found.map((start, index) => {
    const part = changes.slice(start, found[index + 1]);
    return { at: part[0]?.at ?? new Date(), update: mergeUpdates(part.map((change) => change.update)) };
  });
}

/** Reads an update without applying it; what cannot be read is told as a passage, never thrown. */
export function tell(update: Uint8Array): Told {
  try {
    return read(update);
  } catch {
    return { what: "passage", text: "" };
  }
}

function follows(item: Item, last: ID | null): boolean {
  return last !== null && item.origin?.client === last.client && item.origin.clock === last.clock;
}

function read(update: Uint8Array): Told {
  const { structs, ds } = decodeUpdate(update);
  const kept = structs.filter((struct): struct is Item => struct instanceof Item);
  let text = "";
  let last: ID | null = null;
  const seen = new Set<What>();
  for (const item of kept) {
    const { content } = item;
    if (content instanceof ContentString) {
      const { client, clock } = item.id;
      const living = content.str.split("").filter((_, index) => !isDeleted(ds, createID(client, clock + index)));
      if (living.length && text && !follows(item, last)) text += " ";
      text += living.join("");
      last = item.lastId;
    } else if (!isDeleted(ds, item.id)) {
      if (content instanceof ContentFormat) seen.add("format");
      if (content instanceof ContentType) seen.add(isPicture(content.type) ? "image" : "passage");
      if (content instanceof ContentEmbed) seen.add("passage");
    }
  }
  text = text.replace(/\s+/g, " ").trim();
  if (text) return { what: "text", text };
  const what = (["image", "passage", "format"] as const).find((kind) => seen.has(kind)) ?? "deletion";
  return { what, text: "" };
}

function isPicture(type: unknown): boolean {
  return type instanceof XmlElement && type.nodeName === "figure";
}
