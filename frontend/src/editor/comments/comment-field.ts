// Where one writes a comment: a field that grows, "@" for people, Ctrl Enter to send; a refusal takes no word away.
import { el, uniqueId } from "../../dom";
import type { Answer, Person, Said, ThreadsApi } from "./api";
import { PeopleList } from "./people-list";
import { t } from "./words";

const LONGEST = 5000; // documents/models/discussion.py
const MENTION = /(^|[\s(«])@([\p{L}\p{N}’'-]*(?: [\p{L}\p{N}’'-]+)?)$/u;

export interface FieldOptions {
  api: ThreadsApi;
  label: string;
  /** Seen in the empty field; the label is for the ear. */
  placeholder: string;
  submit: string;
  body?: string;
  /** Whom these words named already. */
  mentioned?: number[];
  send: (said: Said) => Promise<Answer<unknown>>;
  /** Escape or "Cancel"; without it the field stays and is only emptied. */
  cancel?: () => void;
  before?: (HTMLElement | null)[];
}

export class CommentField {
  readonly form: HTMLFormElement;
  readonly area: HTMLTextAreaElement;
  private readonly error = el("p", { className: "field-error", id: uniqueId("error") });
  private readonly button: HTMLButtonElement;
  private readonly list: PeopleList;
  private readonly named = new Map<string, number>();
  private sending = false;

  constructor(private readonly options: FieldOptions) {
    const { label, placeholder, submit, body, cancel, before } = options;
    this.area = el("textarea", { id: uniqueId("comment"), rows: 1, maxLength: LONGEST, placeholder, value: body ?? "" });
    this.area.setAttribute("aria-label", label);
    this.error.setAttribute("role", "alert");
    this.button = el("button", { type: "submit", className: "btn primary", textContent: submit });
    const leave = el("button", { type: "button", className: "btn", textContent: t("cancel") });
    leave.addEventListener("click", () => this.leave());
    const words = el("div", { className: "comment-words" }, [this.area]);
    const foot = el("div", { className: "comment-foot" }, [this.button, leave]);
    this.form = el("form", { className: cancel ? "comment-form is-open" : "comment-form" }, [...(before ?? []), words, this.error, foot]);
    this.list = new PeopleList(options.api, this.area, (person) => this.name(person));
    this.area.addEventListener("input", () => this.onInput());
    this.area.addEventListener("keydown", (event) => this.onKey(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    requestAnimationFrame(() => this.grow());
  }

  get isEmpty(): boolean {
    return !this.area.value.trim();
  }

  refuse(sentence: string): void {
    this.error.textContent = sentence;
    this.area.setAttribute("aria-invalid", String(Boolean(sentence)));
    if (sentence) this.area.setAttribute("aria-describedby", this.error.id);
    else this.area.removeAttribute("aria-describedby");
  }

  clear(): void {
    this.area.value = "";
    this.named.clear();
    this.refuse("");
    this.onInput();
  }

  private leave(): void {
    this.clear();
    this.area.blur();
    this.options.cancel?.();
  }

  private onInput(): void {
    this.grow();
    this.form.classList.toggle("has-words", !this.isEmpty);
    if (this.error.textContent) this.refuse("");
    const typed = this.area.value.slice(0, this.area.selectionStart);
    const mention = MENTION.exec(typed);
    if (mention && document.activeElement === this.area) this.list.ask(mention[2] ?? "");
    else this.list.close();
  }

  /** `field-sizing` does it where the browser knows it. */
  private grow(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.area.style.setProperty("height", "auto");
    this.area.style.setProperty("height", `${this.area.scrollHeight + 2}px`);
  }

  private name(person: Person): void {
    const at = this.area.selectionStart;
    const typed = this.area.value.slice(0, at);
    const mention = MENTION.exec(typed);
    if (!mention) return;
    const begin = mention.index + (mention[1] ?? "").length;
    this.area.setRangeText(`@${person.name} `, begin, at, "end");
    this.named.set(`@${person.name}`, person.id);
    this.onInput();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.send();
    } else if (event.key === "Escape" && (this.options.cancel || this.isEmpty)) {
      event.preventDefault();
      event.stopPropagation();
      this.leave();
    }
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    const body = this.area.value.trim();
    if (!body) {
      this.refuse(t("commentEmpty"));
      this.area.focus();
      return;
    }
    this.sending = true;
    this.button.setAttribute("aria-disabled", "true");
    const named = [...this.named].filter(([name]) => body.includes(name)).map(([, id]) => id);
    const known = body.includes("@") ? (this.options.mentioned ?? []) : [];
    const answer = await this.options.send({ body, mentioned: [...new Set([...known, ...named])] });
    this.sending = false;
    this.button.removeAttribute("aria-disabled");
    if (answer.ok) this.clear();
    else this.refuse(answer.sentence);
  }
}
