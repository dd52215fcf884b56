// What a proposal does to blocks: which stay, go, come, and which change inside; read from the content that the server sends.
import type { Node as ProseMirrorNode, Schema } from "@tiptap/pm/model";

import type { Content } from "./api";
import { compare, tokensOf } from "./tokens";

export type BlockChange =
  | { kind: "same" | "del" | "ins"; node: ProseMirrorNode }
  | { kind: "changed"; before: ProseMirrorNode; after: ProseMirrorNode };

/** Without what a proposal never says: ids, which are hints, and the marks of comments. */
export function bare(content: Content): Content {
  const { attrs, marks, content: inside, ...rest } = content;
  const kept = Object.entries(attrs ?? {}).filter(([name]) => name !== "id");
  const kinds = (marks ?? []).filter((mark) => mark.type !== "comment");
  return {
    ...rest,
    ...(kept.length ? { attrs: Object.fromEntries(kept) } : {}),
    ...(kinds.length ? { marks: kinds } : {}),
    ...(inside?.length ? { content: inside.map(bare) } : {}),
  };
}

/** As nodes of this page's content model; null when it does not know them, as after an update of the site. */
export function nodesOf(schema: Schema, contents: Content[]): ProseMirrorNode[] | null {
  try {
    return contents.map((content) => schema.nodeFromJSON(bare(content)));
  } catch {
    return null;
  }
}

export const keyOf = (node: ProseMirrorNode): string => JSON.stringify(bare(node.toJSON() as Content));

export function sameAttributes(one: ProseMirrorNode, other: ProseMirrorNode): boolean {
  const keys = new Set([...Object.keys(one.attrs), ...Object.keys(other.attrs)]);
  return one.type === other.type && [...keys].every((key) => key === "id" || JSON.stringify(one.attrs[key]) === JSON.stringify(other.attrs[key]));
}

/** How many of the words of two blocks are the same, from 0 to 1. */
function likeness(one: ProseMirrorNode, other: ProseMirrorNode): number {
  const words = (node: ProseMirrorNode) => node.textBetween(0, node.content.size, " ", " ").split(/\s+/).filter(Boolean);
  const [a, b] = [words(one), new Set(words(other))];
  if (!a.length && !b.size) return 1;
  return (2 * a.filter((word) => b.has(word)).length) / (a.length + b.size);
}

/** Blocks that go and blocks that come at the same place: the first that look alike are one block that changes. */
function pair(gone: ProseMirrorNode[], come: ProseMirrorNode[]): BlockChange[] {
  const changes: BlockChange[] = [];
  let next = 0;
  for (const before of gone) {
    const alone = gone.length === come.length;
    const found = come.findIndex((after, at) => at >= next && after.type === before.type && (alone || likeness(before, after) > 0.3));
    const after = come[found];
    if (!after) {
      changes.push({ kind: "del", node: before });
      continue;
    }
    for (const node of come.slice(next, found)) changes.push({ kind: "ins", node });
    changes.push({ kind: "changed", before, after });
    next = found + 1;
  }
  return [...changes, ...come.slice(next).map((node) => ({ kind: "ins" as const, node }))];
}

export function compareBlocks(before: ProseMirrorNode[], after: ProseMirrorNode[]): BlockChange[] {
  const changes: BlockChange[] = [];
  let gone: ProseMirrorNode[] = [];
  const flush = (come: ProseMirrorNode[] = []) => {
    changes.push(...pair(gone, come));
    gone = [];
  };
  for (const run of orderly(before, after)) {
    if (run.kind === "del") gone = run.things;
    else if (run.kind === "ins") flush(run.things);
    else {
      flush();
      changes.push(...run.things.map((node) => ({ kind: "same" as const, node })));
    }
  }
  flush();
  return changes;
}

/** Between two blocks that stay: first all that go, then all that come. */
function orderly(before: ProseMirrorNode[], after: ProseMirrorNode[]): ReturnType<typeof compare<ProseMirrorNode>> {
  const told: ReturnType<typeof compare<ProseMirrorNode>> = [];
  let gone: ProseMirrorNode[] = [];
  let come: ProseMirrorNode[] = [];
  const flush = () => {
    if (gone.length) told.push({ kind: "del", things: gone });
    if (come.length) told.push({ kind: "ins", things: come });
    [gone, come] = [[], []];
  };
  for (const run of compare(before, after, keyOf)) {
    if (run.kind === "del") gone.push(...run.things);
    else if (run.kind === "ins") come.push(...run.things);
    else {
      flush();
      told.push(run);
    }
  }
  flush();
  return told;
}

/** Only its words change: what can be drawn inside the block itself. */
export function changesWordsOnly(before: ProseMirrorNode, after: ProseMirrorNode[]): boolean {
  const [only] = after;
  if (after.length !== 1 || !only?.isTextblock || !before.isTextblock || !sameAttributes(before, only)) return false;
  return tokensOf(only).length > 0;
}
