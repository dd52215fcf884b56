// What others have just said or settled, in one sentence for those who do not see the list move.
import { nameOf } from "./person";
import { shortQuote } from "./thread-card";
import type { News } from "./threads";
import { plural, t } from "./words";

const LONGEST = 120;

export function describeNews({ said, resolved, reopened }: News): string {
  const sentences: string[] = [];
  if (said.length === 1) {
    const { comment, thread } = said[0]!;
    const words = comment.body.length > LONGEST ? `${comment.body.slice(0, LONGEST)}…` : comment.body;
    const key = thread.comments[0]?.id === comment.id ? "newsOpened" : "newsAnswered";
    sentences.push(t(key, { name: comment.signature || nameOf(comment.author), words }));
  } else if (said.length) sentences.push(plural("newsSaid", said.length));
  for (const thread of resolved.slice(0, 1)) sentences.push(t("newsResolved", { quote: shortQuote(thread) || t("threadWhole") }));
  for (const thread of reopened.slice(0, 1)) sentences.push(t("newsReopened", { quote: shortQuote(thread) || t("threadWhole") }));
  return sentences.join(" ");
}
