// The changes that wait, one line a passage: its words where there are any, when it was begun, how large it is.
import { el, uniqueId } from "../../dom";
import { formatSize, plural, t, timeOf } from "../../messages";
import { type Passage, tell } from "./changes";
import { whatChanged } from "./downloads";

const LONGEST_EXCERPT = 90;
const MOST_SHOWN = 50;

/** The beginning, cut between two words where there is such a place. */
function shorten(words: string): string {
  const letters = [...words];
  if (letters.length <= LONGEST_EXCERPT) return words;
  const cut = letters.slice(0, LONGEST_EXCERPT).join("");
  return `${cut.replace(/(?<=.{40})\s+\S*$/u, "")}…`;
}

function excerpt(passage: Passage): string {
  const words = whatChanged(passage);
  return tell(passage.update).what === "text" ? t("changeQuoted", { text: shorten(words) }) : words;
}

function howLarge(passage: Passage): string {
  const { what, text } = tell(passage.update);
  return what === "text" ? plural("characters", [...text].length) : formatSize(passage.update.byteLength);
}

function line(passage: Passage): HTMLElement {
  const when = t("changeWhen", { time: timeOf(passage.at), size: howLarge(passage) });
  return el("li", {}, [
    el("span", { className: "unsent-words", textContent: excerpt(passage) }),
    el("span", { className: "soft small", textContent: when }),
  ]);
}

/** A heading and a list that scrolls by itself, the newest in sight. */
export class UnsentList {
  readonly title = el("h3", { id: uniqueId("unsent") });
  readonly list = el("ol", { className: "unsent-list", tabIndex: 0 });
  private drawn = "";

  constructor(private readonly heading: "unsent" | "lost") {
    this.list.setAttribute("aria-labelledby", this.title.id);
  }

  show(passages: Passage[]): void {
    const last = passages.at(-1);
    const key = `${passages.length} ${last?.at.getTime()} ${last?.update.byteLength}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.title.textContent = plural(this.heading, passages.length);
    this.list.replaceChildren(...passages.slice(-MOST_SHOWN).map(line));
    this.list.scrollTop = this.list.scrollHeight;
  }
}
