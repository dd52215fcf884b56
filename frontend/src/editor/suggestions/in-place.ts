// Where the words of a proposal stand in the block as this page has it now, while others may be typing in it.
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";

import type { Suggestion } from "./api";
import { changesWordsOnly, nodesOf } from "./blocks";
import { compareWords, type Token, tokensOf } from "./tokens";

/** Places are counted from the beginning of the block's content. */
export type Place = { kind: "del"; from: number; to: number } | { kind: "ins"; at: number; tokens: Token[] };

export interface Read {
  before: ProseMirrorNode[];
  after: ProseMirrorNode[];
  /** Its changes can be drawn in the block itself. */
  wordsOnly: boolean;
}

const read = new WeakMap<Suggestion, Read | null>();

/** The block as it is and as it would be; null when this page cannot read it. */
export function readSuggestion(suggestion: Suggestion, schema: ProseMirrorNode["type"]["schema"]): Read | null {
  const known = read.get(suggestion);
  if (known !== undefined) return known;
  // An answered one is shown as it was made.
  const live = suggestion.state === "open" && suggestion.today && suggestion.merged;
  const before = nodesOf(schema, [live ? suggestion.today! : suggestion.before]);
  const after = nodesOf(schema, live ? suggestion.merged! : suggestion.proposed);
  const [block] = before ?? [];
  const made = before && after && block ? { before, after, wordsOnly: after.length === 0 || changesWordsOnly(block, after) } : null;
  read.set(suggestion, made);
  return made;
}

/** Where each word of the block as the server told it stands now; null for a word that somebody has just changed. */
function follow(told: Token[], live: Token[]): (at: number) => Token | null {
  let start = 0;
  while (start < told.length && start < live.length && told[start]!.key === live[start]!.key) start += 1;
  let end = 0;
  const most = Math.min(told.length, live.length) - start;
  while (end < most && told[told.length - 1 - end]!.key === live[live.length - 1 - end]!.key) end += 1;
  return (at) => {
    if (at < start) return live[at] ?? null;
    return at >= told.length - end ? live[at + live.length - told.length] ?? null : null;
  };
}

/** Null while the passage itself is being changed: half a proposal drawn would say something else. */
export function placesIn(suggestion: Suggestion, live: ProseMirrorNode): Place[] | null {
  const known = readSuggestion(suggestion, live.type.schema);
  if (!known?.wordsOnly || suggestion.merged === null) return null;
  const [before] = known.before;
  const [after] = known.after;
  if (!after) return live.isTextblock ? [{ kind: "del", from: 0, to: live.content.size }] : [];
  if (!before || live.type !== before.type) return null;
  const told = tokensOf(before);
  const now = tokensOf(live);
  const where = follow(told, now);
  const places: Place[] = [];
  let at = 0;
  for (const run of compareWords(told, tokensOf(after))) {
    if (run.kind === "ins") {
      const place = where(at - 1)?.to ?? where(at)?.from ?? (told.length ? null : 0);
      if (place === null) return null;
      places.push({ kind: "ins", at: place, tokens: run.things });
      continue;
    }
    const next = at + run.things.length;
    if (run.kind === "del") {
      const [first, last] = [where(at), where(next - 1)];
      if (!first || !last || last.to - first.from !== told[next - 1]!.to - told[at]!.from) return null;
      places.push({ kind: "del", from: first.from, to: last.to });
    }
    at = next;
  }
  return places;
}

