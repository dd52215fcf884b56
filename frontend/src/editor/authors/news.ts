// What changed since one's last visit: drawn in the text when it opens, with a way from passage to passage.
import { Decoration } from "@tiptap/pm/view";

import { dayAndTime } from "../../messages";
import type { Desk } from "../beside";
import { findBlock, fromUnits } from "../comments/anchor";
import { scrollTo } from "../comments/composer";
import { config } from "../config";
import type { AuthorsApi, Place } from "./api";
import { Layer } from "./drawing";
import { plural, t } from "./words";

const LEAST = 10_000; // milliseconds before one's eyes, after which it was seen
const CODE = "since";

interface Passage {
  from: number;
  to: number;
  whole: boolean;
}

export class News {
  private layer: Layer | null = null;
  private passages: Passage[] = [];
  private at = -1;
  private number: number | null = null;
  private readonly since = Date.now();

  constructor(
    private readonly desk: Desk,
    private readonly api: AuthorsApi,
  ) {
    document.addEventListener("visibilitychange", this.onLeave);
    void this.open();
  }

  destroy(): void {
    document.removeEventListener("visibilitychange", this.onLeave);
  }

  private async open(): Promise<void> {
    const found = await this.api.changes();
    if (!found || this.desk.editor.isDestroyed) return;
    this.number = found.number;
    this.passages = found.items.flatMap((place) => this.find(place)).sort((a, b) => a.from - b.from);
    if (!this.passages.length || !found.since) return;
    this.layer = new Layer(this.desk.editor, "news");
    this.layer.draw(this.passages.map((passage) => this.drawn(passage)));
    const sentence = plural("changed", this.passages.length).replace("{when}", dayAndTime(new Date(found.since)));
    this.desk.notices.show({ code: CODE, sentence, action: { label: t("first"), run: () => this.next() } });
  }

  private find(place: Place): Passage[] {
    const block = findBlock(this.desk.editor.state.doc, place.block);
    if (!block) return [];
    const { node, pos } = block;
    if (place.end > place.start && node.isTextblock) {
      const from = pos + 1 + fromUnits(node, place.start);
      return [{ from, to: pos + 1 + fromUnits(node, place.end), whole: false }];
    }
    return [{ from: pos, to: pos + node.nodeSize, whole: true }];
  }

  private drawn({ from, to, whole }: Passage, current = false): Decoration {
    const look = { class: `${whole ? "since-block" : "since"}${current ? " is-current" : ""}` };
    const spec = { whole };
    return whole ? Decoration.node(from, to, look, spec) : Decoration.inline(from, to, { ...look, nodeName: "ins" }, spec);
  }

  /** The passages are where they stand by now: others may write. */
  private next(): void {
    const drawn = this.layer?.drawn ?? [];
    if (!drawn.length) return;
    this.at = (this.at + 1) % drawn.length;
    const passages = drawn.map(({ from, to, spec }) => ({ from, to, whole: Boolean((spec as { whole?: boolean }).whole) }));
    this.layer?.draw(passages.map((passage, index) => this.drawn(passage, index === this.at)));
    scrollTo(this.desk.editor, passages[this.at]!.from);
    const sentence = t("at", { number: String(this.at + 1), total: String(drawn.length) });
    this.desk.notices.show({ code: CODE, sentence, action: { label: t("next"), run: () => this.next() } });
  }

  private readonly onLeave = (): void => {
    if (document.visibilityState !== "hidden" || !config().me || Date.now() - this.since < LEAST) return;
    this.api.seen(this.desk.provider.synced.value ? null : this.number);
  };
}
