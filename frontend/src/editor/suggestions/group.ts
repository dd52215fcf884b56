// What stands under a block that has proposals: one card, or several side by side to be compared.
import { el, uniqueId } from "../../dom";
import type { Suggestion } from "./api";
import { Card, type CardTools } from "./card";
import { readSuggestion } from "./in-place";
import { plural } from "./words";

export class Group {
  readonly dom = el("div", { id: uniqueId("proposals"), className: "proposals", contentEditable: "false" });
  private cards: Card[] = [];

  constructor(private readonly tools: CardTools) {
    this.dom.setAttribute("role", "group");
  }

  update(suggestions: Suggestion[]): void {
    const several = suggestions.length > 1;
    const begins = several && !this.dom.classList.contains("is-several");
    const known = new Map(this.cards.map((card) => [card.id, card]));
    this.cards = suggestions.map((suggestion) => {
      // Several at once cannot be drawn in one line of text: each shows its own.
      const read = readSuggestion(suggestion, this.tools.schema);
      const inPlace = !several && Boolean(read?.wordsOnly) && suggestion.merged !== null;
      const card = known.get(suggestion.id) ?? new Card(suggestion, this.tools, "text", inPlace);
      card.update(suggestion, inPlace);
      if (begins) card.open();
      return card;
    });
    const wanted = this.cards.map((card) => card.dom);
    for (const dom of [...this.dom.children]) if (!wanted.includes(dom as HTMLElement)) dom.remove();
    wanted.forEach((dom, at) => {
      if (this.dom.children[at] !== dom) this.dom.insertBefore(dom, this.dom.children[at] ?? null);
    });
    this.dom.classList.toggle("is-several", several);
    this.dom.setAttribute("aria-label", plural("suggestionsHere", suggestions.length));
  }

  /** Opens one, or the first, and gives it the focus. */
  open(id?: string): void {
    const card = this.cards.find((one) => one.id === id) ?? this.cards[0];
    card?.open();
    card?.dom.scrollIntoView({ block: "nearest" });
    card?.focus();
  }
}
