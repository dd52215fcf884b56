// The tab of the proposals: all of them by state and by person, each with what it changes, and many answered at once.
import { el, uniqueId } from "../../dom";
import { nameOf } from "../comments/person";
import { answerAll, list, Refusal, type State, type Suggestion } from "./api";
import { Card, type CardTools } from "./card";
import { askForReason } from "./forms";
import type { Store } from "./store";
import { type Word, plural, t } from "./words";

const FILTERS: [State | "all", Word][] = [
  ["open", "suggestionsOpen"],
  ["accepted", "suggestionsAccepted"],
  ["refused", "suggestionsRefused"],
  ["outdated", "suggestionsOutdated"],
  ["withdrawn", "suggestionsWithdrawn"],
  ["all", "suggestionsAll"],
];

function select(label: Word): { dom: HTMLElement; field: HTMLSelectElement } {
  const field = el("select", { id: uniqueId("filter") });
  return { dom: el("div", { className: "proposal-filter" }, [el("label", { htmlFor: field.id, textContent: t(label) }), field]), field };
}

/** People of an imported file have a name and no account. */
function authorKey({ author, signature }: Suggestion): string {
  return author ? String(author.id) : `:${signature}`;
}

export class SuggestionsTab {
  readonly dom = el("div", { className: "proposal-tab" });
  private readonly state = select("suggestionsFilter");
  private readonly author = select("suggestionsBy");
  private readonly all = el("div", { className: "proposal-all" });
  private readonly told = el("p", { className: "proposal-result" });
  private readonly cards = el("div", { className: "proposal-list" });
  private readonly known = new Map<string, Card>();
  private items: Suggestion[] = [];
  private visible = false;
  private asked = 0;
  private readonly watch: IntersectionObserver;

  constructor(
    private readonly store: Store,
    private readonly tools: CardTools,
    private readonly say: (sentence: string) => void,
  ) {
    this.state.field.append(...FILTERS.map(([value, label]) => el("option", { value, textContent: t(label) })));
    this.state.field.addEventListener("change", () => void this.load());
    this.author.field.addEventListener("change", () => this.draw());
    this.told.setAttribute("role", "status");
    this.dom.append(el("div", { className: "proposal-filters" }, [this.state.dom, this.author.dom]), this.all, this.told, this.cards);
    // Two hundred of them are drawn for those who look at them.
    this.watch = new IntersectionObserver((entries) => {
      this.visible = entries.some((entry) => entry.isIntersecting);
      if (this.visible) this.draw();
    });
    this.watch.observe(this.dom);
    store.open.subscribe(() => void this.load());
  }

  /** Shows one, whatever its state. */
  async reveal(id: string): Promise<boolean> {
    this.state.field.value = this.store.open.value.some((one) => one.id === id) ? "open" : "all";
    this.author.field.value = "";
    await this.load();
    this.visible = true;
    this.draw();
    const card = this.known.get(id);
    card?.dom.scrollIntoView({ block: "nearest" });
    card?.focus();
    return Boolean(card);
  }

  /** On what is left to be answered, once one has left the list. */
  focus(): void {
    const [next] = this.known.values();
    if (next) next.focus();
    else this.state.field.focus();
  }

  destroy(): void {
    this.watch.disconnect();
  }

  private async load(): Promise<void> {
    const state = this.state.field.value as State | "all";
    this.asked += 1;
    const asked = this.asked;
    const items = state === "open" ? this.store.open.value : await list({ state }).catch((refusal: unknown) => refusal as Refusal);
    if (asked !== this.asked) return;
    if (items instanceof Error) {
      this.told.textContent = items.message;
      return;
    }
    this.items = items;
    if (this.visible) this.draw();
  }

  private draw(): void {
    this.drawAuthors();
    const author = this.author.field.value;
    const shown = this.items.filter((one) => !author || authorKey(one) === author);
    const keep = new Set(shown.map((one) => one.id));
    for (const [id, card] of this.known) {
      if (keep.has(id)) continue;
      card.dom.remove();
      this.known.delete(id);
    }
    const wanted = shown.map((one) => {
      const card = this.known.get(one.id) ?? new Card(one, this.tools, "panel");
      this.known.set(one.id, card);
      card.update(one);
      return card.dom;
    });
    this.cards.querySelector(".proposal-none")?.remove();
    wanted.forEach((dom, at) => {
      if (this.cards.children[at] !== dom) this.cards.insertBefore(dom, this.cards.children[at] ?? null);
    });
    if (!wanted.length) this.cards.append(el("p", { className: "soft proposal-none", textContent: this.nothing() }));
    this.drawAll(shown.filter((one) => one.state === "open" && one.may.answer));
  }

  private nothing(): string {
    if (this.state.field.value !== "open" || this.author.field.value) return t("suggestionsNoneHere");
    return t("suggestionsNone");
  }

  private drawAuthors(): void {
    const names = new Map(this.items.map((one) => [authorKey(one), nameOf(one.author, one.signature)]));
    const chosen = this.author.field.value;
    const options = [...names].sort(([, one], [, other]) => one.localeCompare(other));
    this.author.dom.hidden = names.size < 2 && !chosen;
    this.author.field.replaceChildren(
      el("option", { value: "", textContent: t("suggestionsEverybody") }),
      ...options.map(([value, name]) => el("option", { value, textContent: name })),
    );
    this.author.field.value = names.has(chosen) ? chosen : "";
  }

  private drawAll(mine: Suggestion[]): void {
    if (this.all.querySelector("form")) return; // being confirmed
    this.all.hidden = mine.length < 2;
    this.all.replaceChildren(this.many("accept", mine), this.many("refuse", mine));
  }

  private many(answer: "accept" | "refuse", suggestions: Suggestion[]): HTMLElement {
    const label = plural(answer === "accept" ? "suggestionsAcceptAll" : "suggestionsRefuseAll", suggestions.length);
    const button = el("button", { type: "button", className: "btn quiet", textContent: label });
    button.addEventListener("click", () => this.confirm(answer, suggestions));
    return button;
  }

  /** What concerns many people's words is asked once more, with what will happen. */
  private confirm(answer: "accept" | "refuse", suggestions: Suggestion[]): void {
    const accepts = answer === "accept";
    const back = () => {
      this.all.replaceChildren();
      this.draw();
      this.all.querySelector("button")?.focus();
    };
    const form = askForReason(
      {
        label: accepts ? "suggestionsAllWord" : "suggestionWhyRefuse",
        help: plural(accepts ? "suggestionsAcceptAllHelp" : "suggestionsRefuseAllHelp", suggestions.length),
        send: accepts ? "suggestionsAcceptThem" : "suggestionsRefuseThem",
        required: !accepts,
      },
      async (reason) => {
        const sentence = await this.answerAll(answer, suggestions, reason);
        if (sentence === null) back();
        return sentence;
      },
      back,
    );
    this.all.replaceChildren(form.dom);
    form.focus();
  }

  private async answerAll(answer: "accept" | "refuse", suggestions: Suggestion[], reason: string): Promise<string | null> {
    try {
      const { answered, left } = await answerAll(answer, suggestions.map((one) => one.id), reason);
      const done = plural(answer === "accept" ? "suggestionsWereAccepted" : "suggestionsWereRefused", answered.length);
      const rest = left.length ? ` ${plural("suggestionsLeft", left.length)} ${left[0]?.detail ?? ""}` : "";
      this.told.textContent = `${done}${rest}`;
      this.say(this.told.textContent);
      this.store.refreshSoon();
      return null;
    } catch (refusal) {
      if (refusal instanceof Refusal) return refusal.message;
      throw refusal;
    }
  }
}

