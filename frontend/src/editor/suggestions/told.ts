// A proposal in one sentence: what it takes away, what it puts, quoted short.
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";

import { type BlockChange, compareBlocks, sameAttributes } from "./blocks";
import { compareWords, tokensOf } from "./tokens";
import { t } from "./words";

const LONGEST = 70;

interface Told {
  gone: string;
  come: string;
}

function quote(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST).trimEnd()}…` : plain;
}

const words = (node: ProseMirrorNode): string => node.textBetween(0, node.content.size, " ", " ");

function* changesIn(changes: BlockChange[]): Generator<Told> {
  for (const change of changes) {
    if (change.kind === "del") yield { gone: words(change.node), come: "" };
    else if (change.kind === "ins") yield { gone: "", come: words(change.node) };
    else if (change.kind === "changed") yield* inside(change.before, change.after);
  }
}

function* inside(before: ProseMirrorNode, after: ProseMirrorNode): Generator<Told> {
  if (!after.isTextblock) {
    const children = (node: ProseMirrorNode) => Array.from({ length: node.childCount }, (_, at) => node.child(at));
    yield* changesIn(compareBlocks(children(before), children(after)));
    return;
  }
  const runs = compareWords(tokensOf(before), tokensOf(after));
  const text = (at: number) => (runs[at]?.things ?? []).map((token) => token.text).join("");
  for (let at = 0; at < runs.length; at += 1) {
    const { kind } = runs[at]!;
    if (kind === "same") continue;
    const replaced = kind === "del" && runs[at + 1]?.kind === "ins";
    yield { gone: kind === "del" ? text(at) : "", come: kind === "ins" ? text(at) : replaced ? text(at + 1) : "" };
    if (replaced) at += 1;
  }
}

function sentence({ gone, come }: Told): string {
  const [away, put] = [quote(gone), quote(come)];
  if (away && put && away !== put) return t("toldReplaces", { away, put });
  if (away && put) return t("toldFormat", { text: put });
  if (put) return t("toldAdds", { put });
  if (away) return t("toldTakes", { away });
  return t("toldLayout");
}

/** "Remplace « peuvent publier » par « publient », et 2 autres changements." */
export function told(before: ProseMirrorNode[], after: ProseMirrorNode[]): string {
  if (!after.length) return t("toldDeletes", { away: quote(before.map(words).join(" ")) });
  const all = [...changesIn(compareBlocks(before, after))];
  const [first] = all;
  if (!first) return t("toldLayout");
  const [one, other] = [before[0], after[0]];
  if (all.length === 1 && one && other && !sameAttributes(one, other) && quote(first.gone) === quote(first.come)) return t("toldLayout");
  if (all.length === 1) return sentence(first);
  return all.length === 2 ? t("toldAndOne", { first: sentence(first) }) : t("toldAndMore", { first: sentence(first), count: String(all.length - 1) });
}
