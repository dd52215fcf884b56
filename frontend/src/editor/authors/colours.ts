// The text in the colours of its authors, live: a box to tick in the panel, and beside it who is who.
import type { Editor } from "@tiptap/core";
import { Decoration } from "@tiptap/pm/view";
import type { Doc } from "yjs";

import { el, uniqueId } from "../../dom";
import { config } from "../config";
import type { Author, AuthorsApi } from "./api";
import { Layer } from "./drawing";
import { handsOf } from "./hands";
import { plural, t } from "./words";

const INKS = 12;
const LATER = 300; // milliseconds after the last change
const ASK_AGAIN = 5000; // for somebody who has just begun to write

export class Colours {
  readonly dom: HTMLElement;
  private readonly box = el("input", { type: "checkbox", id: uniqueId("authors") });
  private readonly said = el("p", { className: "soft small" });
  private readonly list = el("ol", { className: "hands-legend" });
  private layer: Layer | null = null;
  private authors: Author[] = [];
  private numbers = new Map<number, number>();
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly editor: Editor,
    private readonly doc: Doc,
    private readonly api: AuthorsApi,
  ) {
    this.said.setAttribute("role", "status");
    const label = el("label", { className: "choice", htmlFor: this.box.id }, [this.box, el("span", { textContent: t("show") })]);
    const page = el("a", { href: `/documents/${config().id}/auteurs/`, textContent: t("page") });
    this.dom = el("section", { className: "facts-section" }, [
      el("h2", { textContent: t("title") }),
      label,
      this.said,
      this.list,
      el("p", { className: "small" }, [page]),
    ]);
    this.box.addEventListener("change", () => void this.toggle());
    editor.on("update", this.later);
  }

  destroy(): void {
    if (this.timer) clearTimeout(this.timer);
    this.editor.off("update", this.later);
  }

  private async toggle(): Promise<void> {
    if (!this.box.checked) {
      this.layer?.remove();
      this.layer = null;
      this.said.textContent = "";
      this.list.replaceChildren();
      return;
    }
    if (!(await this.ask()) || !this.box.checked) return;
    this.layer ??= new Layer(this.editor, "authors");
    this.draw();
  }

  private async ask(): Promise<boolean> {
    this.asked = Date.now();
    const found = await this.api.authors();
    if (!found) {
      this.box.checked = false;
      this.said.textContent = t("failed");
      return false;
    }
    this.authors = found;
    this.numbers = new Map(found.flatMap((author, index) => author.clients.map((client) => [client, index + 1] as const)));
    this.said.textContent = plural("shown", found.length);
    this.list.replaceChildren(...found.map((author, index) => this.row(author, index + 1)));
    return true;
  }

  private row(author: Author, number: number): HTMLLIElement {
    const badge = el("span", { className: `ink-badge ink-${(number - 1) % INKS}`, textContent: String(number) });
    badge.setAttribute("aria-hidden", "true");
    const share = el("span", { className: "soft small", textContent: ` ${Math.round(author.percent)}\u00a0%` });
    return el("li", {}, [badge, el("span", {}, [el("b", { textContent: author.person?.name ?? t("nobody") }), share])]);
  }

  private readonly later = (): void => {
    if (!this.layer) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), LATER);
  };

  private draw(): void {
    if (!this.layer || this.editor.isDestroyed) return;
    const hands = handsOf(this.doc.getXmlFragment("default"), this.editor.state.doc);
    const decorations: Decoration[] = [];
    let before = 0;
    for (const { from, to, client } of hands) {
      const number = this.numbers.get(client) ?? 0;
      if (number) {
        const ink = `ink ink-${(number - 1) % INKS}`;
        decorations.push(Decoration.inline(from, to, { class: ink, title: this.authors[number - 1]?.person?.name ?? t("nobody") }));
        if (number !== before) decorations.push(Decoration.widget(from, () => this.badge(number), { side: -1, key: `author-${number}` }));
      }
      before = number;
    }
    this.layer.draw(decorations);
    const unknown = hands.some(({ client }) => !this.numbers.has(client));
    if (unknown && Date.now() - this.asked > ASK_AGAIN) void this.ask().then((found) => found && this.draw());
  }

  private badge(number: number): HTMLElement {
    const dom = el("span", { className: "ink-number", textContent: String(number) });
    dom.setAttribute("aria-hidden", "true");
    dom.contentEditable = "false";
    return dom;
  }
}
