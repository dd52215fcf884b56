// One proposal: who makes it, what it changes and why, who is for it, and what one may answer.
import type { Schema } from "@tiptap/pm/model";
import { Check, ChevronDown, LocateFixed, MessageSquare, PencilLine, ThumbsDown, ThumbsUp, Undo2, X } from "lucide";

import { el, icon, uniqueId } from "../../dom";
import { timeOf } from "../../messages";
import { nameOf, personFace, qualityOf } from "../comments/person";
import { accept, refuse, type Suggestion, vote, withdraw } from "./api";
import { drawDiff } from "./draw";
import { type AnswerForm, reasonForm } from "./forms";
import { readSuggestion } from "./in-place";
import { told } from "./told";
import { type Word, plural, t } from "./words";

export interface CardTools {
  schema: Schema;
  /** Sends an answer; resolves with the sentence of a refusal, or null. `said` is announced. */
  act: (act: () => Promise<Suggestion>, said: Word | null) => Promise<string | null>;
  /** Opens the small editor on what would be put in. */
  acceptWithChanges: (suggestion: Suggestion) => void;
  goTo: (suggestion: Suggestion) => void;
  discussion: (suggestion: Suggestion, onClose: () => void) => AnswerForm;
}

type Where = "text" | "panel";

const STATES = {
  open: "suggestionOpen",
  accepted: "suggestionAccepted",
  refused: "suggestionRefused",
  withdrawn: "suggestionWithdrawn",
  outdated: "suggestionOutdated",
} as const;

export class Card {
  readonly dom = el("article", { className: "proposal" });
  private readonly facts = el("div", { className: "proposal-facts" });
  private readonly buttons = el("div", { className: "proposal-actions" });
  private readonly error = el("p", { className: "field-error" });
  private readonly body = el("div", { className: "proposal-body", id: uniqueId("proposal") });
  private readonly head: HTMLElement;
  private form: { dom: HTMLElement; kind: string } | null = null;
  private shown = "";

  constructor(
    private suggestion: Suggestion,
    private readonly tools: CardTools,
    private readonly where: Where,
    /** The text shows its words already. */
    private inPlace = false,
  ) {
    this.dom.lang = document.documentElement.lang;
    this.error.setAttribute("role", "alert");
    this.head = el(where === "text" ? "button" : "div", { className: "proposal-head" });
    if (this.head instanceof HTMLButtonElement) this.head.type = "button";
    this.head.addEventListener("click", () => where === "text" && this.open(!this.isOpen));
    this.body.append(this.facts, this.buttons, this.error);
    this.dom.append(this.head, this.body);
    this.open(where === "panel" || !inPlace);
    this.update(suggestion, inPlace);
  }

  get isOpen(): boolean {
    return !this.body.hidden;
  }

  get id(): string {
    return this.suggestion.id;
  }

  open(open = true): void {
    this.body.hidden = !open;
    this.dom.classList.toggle("is-open", open);
    if (this.where === "panel") return;
    this.head.setAttribute("aria-expanded", String(open));
    this.head.setAttribute("aria-controls", this.body.id);
  }

  focus(): void {
    (this.where === "text" ? this.head : this.buttons.querySelector<HTMLElement>("button"))?.focus();
  }

  /** As the server tells it now; what one is writing in it stays. */
  update(suggestion: Suggestion, inPlace = this.inPlace): void {
    const key = JSON.stringify(suggestion) + String(inPlace);
    if (key === this.shown) return;
    this.shown = key;
    const begun = !this.suggestion.thread && Boolean(suggestion.thread);
    this.suggestion = suggestion;
    this.inPlace = inPlace;
    const act = (document.activeElement as HTMLElement | null)?.dataset.act;
    const held = act && this.buttons.contains(document.activeElement) ? act : "";
    this.dom.setAttribute("aria-label", t("suggestionBy", { name: this.name }));
    this.dom.dataset.state = suggestion.state;
    this.dom.dataset.suggestion = suggestion.id;
    this.drawHead();
    this.drawFacts();
    this.drawButtons();
    if (held) this.buttons.querySelector<HTMLElement>(`[data-act="${held}"]`)?.focus();
    if (begun) this.joinDiscussion();
  }

  /** Somebody else said the first words while the field for them stood here empty. */
  private joinDiscussion(): void {
    const { form } = this;
    if (form?.kind !== "discuss" || form.dom.querySelector(".threads") || form.dom.querySelector("textarea")?.value) return;
    form.dom.remove();
    this.form = null;
    this.discuss();
  }

  /** With the organisation that one speaks for. */
  private get name(): string {
    return this.suggestion.signature || nameOf(this.suggestion.author);
  }

  private get sentence(): string {
    const known = readSuggestion(this.suggestion, this.tools.schema);
    return known ? told(known.before, known.after) : t("suggestionUnreadable");
  }

  private drawHead(): void {
    const { author, state, made_at: at } = this.suggestion;
    const inText = this.where === "text";
    const words = el("span", { className: "proposal-words" }, [
      el("span", {}, [el("b", { textContent: this.name }), ` ${t("suggestionProposes")}`]),
      inText && el("span", { className: "proposal-told soft", textContent: this.sentence }),
      !inText && el("span", { className: "soft small", textContent: [qualityOf(author), timeOf(new Date(at))].filter(Boolean).join(" · ") }),
    ]);
    const tag = state !== "open" && el("span", { className: "tag plain", textContent: t(STATES[state]) });
    this.head.replaceChildren(...[personFace(author), words, tag, inText && icon(ChevronDown)].filter((part) => part !== false));
  }

  private drawFacts(): void {
    const { author, made_at: at, reason, answer, answered_by: by, answered_at: when, state, merged } = this.suggestion;
    const known = readSuggestion(this.suggestion, this.tools.schema);
    const soft = (text: string) => el("p", { className: "soft small", textContent: text });
    const unclear = state === "open" && merged === null;
    const parts = [
      this.where === "text" && soft([qualityOf(author), timeOf(new Date(at))].filter(Boolean).join(" · ")),
      this.where === "panel" && el("p", { className: "visually-hidden", textContent: this.sentence }),
      known && !this.inPlace && this.diff(known.after.length ? drawDiff(known.before, known.after) : drawDiff(known.before, [])),
      reason && el("p", { className: "proposal-reason", textContent: t("suggestionReasonQuoted", { reason }) }),
      unclear && el("p", { className: "proposal-warning", textContent: t("suggestionUnclear") }),
      when && soft(t(answeredWord(state), { name: nameOf(by), time: timeOf(new Date(when)) })),
      answer && el("p", { className: "proposal-reason", textContent: t("suggestionReasonQuoted", { reason: answer }) }),
    ];
    this.facts.replaceChildren(...parts.filter((part): part is HTMLElement => part instanceof HTMLElement));
  }

  private diff(drawn: HTMLElement): HTMLElement {
    drawn.lang = document.querySelector("[data-part=text]")?.getAttribute("lang") ?? "";
    return drawn;
  }

  private drawButtons(): void {
    const { may, state, merged, thread } = this.suggestion;
    const open = state === "open" || state === "outdated";
    const votes = el("div", { className: "proposal-votes" }, [this.voteButton(1), this.voteButton(-1)]);
    const buttons = [
      open && may.answer && merged !== null && this.button("accept", Check, "suggestionAccept", () => this.accept(), "btn quiet is-yes"),
      open && may.answer && this.button("refuse", X, "suggestionRefuse", () => this.askReason(), "btn quiet"),
      open && may.answer && this.button("change", PencilLine, "suggestionChange", () => this.tools.acceptWithChanges(this.suggestion)),
      open && may.withdraw && this.button("withdraw", Undo2, "suggestionWithdraw", () => this.send(() => withdraw(this.id), "suggestionWasWithdrawn")),
      (may.discuss || thread) && this.button("discuss", MessageSquare, "suggestionDiscuss", () => this.discuss()),
      this.where === "panel" && open && this.button("go", LocateFixed, "suggestionGo", () => this.tools.goTo(this.suggestion)),
    ];
    this.buttons.replaceChildren(...(open ? [votes] : []), ...buttons.filter((button) => button instanceof HTMLElement));
  }

  private button(act: string, drawing: Parameters<typeof icon>[0], label: Word, run: () => void, look = "btn"): HTMLButtonElement {
    const button = el("button", { type: "button", className: look }, [icon(drawing), el("span", { textContent: t(label) })]);
    button.dataset.act = act;
    button.addEventListener("click", run);
    return button;
  }

  private voteButton(value: 1 | -1): HTMLElement {
    const { votes, may } = this.suggestion;
    const count = value === 1 ? votes.for : votes.against;
    const drawing = icon(value === 1 ? ThumbsUp : ThumbsDown);
    const said = plural(value === 1 ? "votesFor" : "votesAgainst", count);
    if (!may.vote) return el("span", { className: "vote", title: said }, [drawing, el("span", { className: "visually-hidden", textContent: said }), this.figure(count)]);
    const button = el("button", { type: "button", className: "vote", title: said }, [drawing, this.figure(count)]);
    button.dataset.act = value === 1 ? "for" : "against";
    button.setAttribute("aria-pressed", String(votes.mine === value));
    button.setAttribute("aria-label", `${t(value === 1 ? "voteFor" : "voteAgainst")}, ${said}`);
    button.addEventListener("click", () => this.send(() => vote(this.id, this.suggestion.votes.mine === value ? 0 : value), null));
    return button;
  }

  private figure(count: number): HTMLElement {
    const figure = el("span", { textContent: String(count) });
    figure.setAttribute("aria-hidden", "true");
    return figure;
  }

  private accept(): void {
    void this.send(() => accept(this.id), "suggestionWasAccepted");
  }

  private askReason(): void {
    this.toggleForm("refuse", reasonForm((reason) => this.send(() => refuse(this.id, reason), "suggestionWasRefused"), () => this.closeForm("refuse")));
  }

  private discuss(): void {
    this.toggleForm("discuss", this.tools.discussion(this.suggestion, () => this.closeForm("discuss")));
  }

  /** One at a time under the buttons; the same button closes it. */
  private toggleForm(kind: string, form: AnswerForm): void {
    const before = this.form?.kind;
    this.form?.dom.remove();
    this.form = null;
    if (before === kind) return;
    this.form = { dom: form.dom, kind };
    this.body.append(form.dom);
    form.focus();
  }

  private closeForm(act: string): void {
    this.form?.dom.remove();
    this.form = null;
    this.buttons.querySelector<HTMLElement>(`[data-act="${act}"]`)?.focus();
  }

  private async send(act: () => Promise<Suggestion>, said: Word | null): Promise<string | null> {
    if (this.dom.getAttribute("aria-busy") === "true") return null;
    this.dom.setAttribute("aria-busy", "true");
    this.error.textContent = "";
    const sentence = await this.tools.act(act, said);
    this.dom.removeAttribute("aria-busy");
    this.error.textContent = sentence ?? "";
    return sentence;
  }
}

function answeredWord(state: Suggestion["state"]): Word {
  if (state === "accepted") return "suggestionAcceptedBy";
  return state === "refused" ? "suggestionRefusedBy" : "suggestionAnsweredAt";
}
