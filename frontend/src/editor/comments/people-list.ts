// A list of people under a field, for a mention or to assign a thread: arrows choose, Enter takes, Escape closes.
import { el, uniqueId } from "../../dom";
import type { Person, ThreadsApi } from "./api";
import { personFace, qualityOf } from "./person";
import { plural, t } from "./words";

type Field = HTMLInputElement | HTMLTextAreaElement;

const PAUSE = 150;
const SHOWN = 6;

export class PeopleList {
  readonly dom = el("ul", { className: "people-list", id: uniqueId("people"), hidden: true });
  private readonly told = el("span", { className: "visually-hidden" });
  private people: Person[] = [];
  private at = 0;
  private asked = "";
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly api: ThreadsApi,
    private readonly field: Field,
    private readonly onPick: (person: Person) => void,
  ) {
    this.dom.setAttribute("role", "listbox");
    this.dom.setAttribute("aria-label", t("peopleToName"));
    this.told.setAttribute("role", "status");
    field.after(this.dom, this.told);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.dom.id);
    field.addEventListener("keydown", (event) => this.onKey(event as KeyboardEvent));
    field.addEventListener("blur", () => this.close());
    this.dom.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  }

  get isOpen(): boolean {
    return !this.dom.hidden;
  }

  ask(words: string): void {
    if (this.timer) clearTimeout(this.timer);
    this.asked = words;
    this.timer = setTimeout(() => void this.find(words), PAUSE);
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.asked = "\0";
    this.dom.hidden = true;
    this.told.textContent = "";
    this.field.removeAttribute("aria-activedescendant");
    if (this.field instanceof HTMLInputElement) this.field.setAttribute("aria-expanded", "false");
  }

  private async find(words: string): Promise<void> {
    const people = await this.api.people(words);
    if (this.asked !== words) return; // somebody typed on
    this.people = people.slice(0, SHOWN);
    this.dom.replaceChildren(...this.people.map((person, index) => this.option(person, index)));
    this.dom.hidden = this.people.length === 0;
    if (this.field instanceof HTMLInputElement) this.field.setAttribute("aria-expanded", String(this.isOpen));
    this.told.textContent = this.people.length ? plural("peopleFound", this.people.length) : t("peopleNobody");
    this.choose(0);
  }

  private option(person: Person, index: number): HTMLElement {
    const item = el("li", { id: `${this.dom.id}-${index}` }, [
      personFace(person),
      el("span", { className: "person-words" }, [
        el("b", { textContent: person.name }),
        el("span", { className: "soft small", textContent: qualityOf(person) }),
      ]),
    ]);
    item.setAttribute("role", "option");
    item.addEventListener("click", () => this.take(index));
    return item;
  }

  private choose(at: number): void {
    this.at = at;
    [...this.dom.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === at));
      if (index === at && this.isOpen) {
        this.field.setAttribute("aria-activedescendant", item.id);
        this.dom.scrollTop = Math.max(0, (item as HTMLElement).offsetTop - this.dom.clientHeight / 2);
      }
    });
  }

  private take(index: number): void {
    const person = this.people[index];
    this.close();
    if (person) this.onPick(person);
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.isOpen || event.isComposing) return;
    const count = this.people.length;
    if (event.key === "ArrowDown") this.choose((this.at + 1) % count);
    else if (event.key === "ArrowUp") this.choose((this.at + count - 1) % count);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
