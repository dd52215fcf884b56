// The words of a block, and what a change does to them: which stay, which go, which come.
import type { Mark, Node as ProseMirrorNode } from "@tiptap/pm/model";

/** A word, a space, a sign, or a thing in the line that is none; places are counted from the beginning of the block's content. */
export interface Token {
  key: string;
  text: string;
  from: number;
  to: number;
  node: ProseMirrorNode;
}

export interface Run<Thing> {
  kind: "same" | "del" | "ins";
  things: Thing[];
}

/** An elision is a word of its own: from "l’avis" to "l’accord" one word changes. */
const PIECES = /\s+|[\p{L}\p{N}]+[’']?|[^\s]/gu;
const LARGEST_GRID = 1_000_000;

export const isComment = (mark: Mark): boolean => mark.type.name === "comment";

export function tokensOf(block: ProseMirrorNode): Token[] {
  const tokens: Token[] = [];
  block.forEach((child, offset) => {
    const marks = child.marks.filter((mark) => !isComment(mark));
    if (!child.isText) {
      const node = child.mark(marks);
      tokens.push({ key: JSON.stringify(node.toJSON()), text: child.textContent, from: offset, to: offset + child.nodeSize, node });
      return;
    }
    const look = marks.length ? JSON.stringify(marks.map((mark) => mark.toJSON() as unknown)) : "";
    for (const { 0: text, index } of (child.text ?? "").matchAll(PIECES)) {
      const node = child.cut(index, index + text.length).mark(marks);
      tokens.push({ key: text + look, text, from: offset + index, to: offset + index + text.length, node });
    }
  });
  return tokens;
}

/** The longest common sequence, as runs; `same` holds the things of `before`. */
export function compare<Thing>(before: Thing[], after: Thing[], key: (thing: Thing) => string): Run<Thing>[] {
  const [a, b] = [before.map(key), after.map(key)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const runs: Run<Thing>[] = [];
  const push = (kind: Run<Thing>["kind"], thing: Thing) => {
    const last = runs[runs.length - 1];
    if (last?.kind === kind) last.things.push(thing);
    else runs.push({ kind, things: [thing] });
  };
  before.slice(0, start).forEach((thing) => push("same", thing));
  const left = before.slice(start, before.length - end);
  const right = after.slice(start, after.length - end);
  for (const [kind, thing] of middle(left, right, key)) push(kind, thing);
  before.slice(before.length - end).forEach((thing) => push("same", thing));
  return runs;
}

function* middle<Thing>(before: Thing[], after: Thing[], key: (thing: Thing) => string): Generator<[Run<Thing>["kind"], Thing]> {
  const [n, m] = [before.length, after.length];
  const wide = m + 1;
  const tooLarge = (n + 1) * wide > LARGEST_GRID;
  const lengths = new Uint16Array(tooLarge ? 0 : (n + 1) * wide);
  const [a, b] = [before.map(key), after.map(key)];
  for (let i = n - 1; i >= 0 && !tooLarge; i -= 1) {
    for (let j = m - 1; j >= 0; j -= 1) {
      const best = Math.max(lengths[(i + 1) * wide + j] ?? 0, lengths[i * wide + j + 1] ?? 0);
      lengths[i * wide + j] = a[i] === b[j] ? (lengths[(i + 1) * wide + j + 1] ?? 0) + 1 : best;
    }
  }
  let [i, j] = [0, 0];
  while (i < n || j < m) {
    if (!tooLarge && i < n && j < m && a[i] === b[j]) {
      yield ["same", before[i]!];
      i += 1;
      j += 1;
    } else if (i < n && (j >= m || tooLarge || (lengths[(i + 1) * wide + j] ?? 0) >= (lengths[i * wide + j + 1] ?? 0))) {
      yield ["del", before[i]!];
      i += 1;
    } else {
      yield ["ins", after[j]!];
      j += 1;
    }
  }
}

/** As a person tells it: "le grand chat" became "un petit chien" is one change, not three around two spaces. */
export function compareWords(before: Token[], after: Token[]): Run<Token>[] {
  const runs = compare(before, after, (token) => token.key);
  const told: Run<Token>[] = [];
  let gone: Token[] = [];
  let come: Token[] = [];
  const flush = () => {
    if (gone.length) told.push({ kind: "del", things: gone });
    if (come.length) told.push({ kind: "ins", things: come });
    [gone, come] = [[], []];
  };
  runs.forEach((run, at) => {
    const isGap = run.kind === "same" && at > 0 && at < runs.length - 1 && run.things.every((token) => !token.text.trim());
    if (run.kind === "same" && !(isGap && gone.length && come.length)) {
      flush();
      told.push(run);
      return;
    }
    if (run.kind !== "ins") gone.push(...run.things);
    if (run.kind !== "del") come.push(...run.things);
  });
  flush();
  return told;
}
