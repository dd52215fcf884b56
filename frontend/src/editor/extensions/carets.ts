// The carets and selections of the others, drawn with the colour and the name that the server stamped.
import { Extension } from "@tiptap/core";
import { yCursorPlugin } from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";

import { el } from "../../dom";
import { readPerson } from "../../sync/presence";

const SHOWN_FOR = 2500;

/** A person's colour and name go in by CSSOM and data attributes: no text in the document, no style attribute. */
function drawCaret(user: unknown, client: number, isActive: boolean): HTMLElement {
  const person = readPerson(user);
  const caret = el("span", { className: isActive ? "caret is-active" : "caret" });
  caret.setAttribute("aria-hidden", "true");
  caret.dataset.client = String(client);
  caret.dataset.name = person?.name ?? "";
  caret.dataset.initials = person?.initials ?? "";
  if (person) caret.style.setProperty("--person", person.color);
  return caret;
}

function drawSelection(user: unknown): { class: string; style: string } {
  const person = readPerson(user);
  return { class: "caret-selection", style: `--person: ${person?.color ?? "#5b625d"}` };
}

/** Who has just moved: their names show in the margin for a while, then leave; they never cover the text. */
class Activity {
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  private readonly places = new Map<number, string>();
  private root: HTMLElement | null = null;

  constructor(private readonly awareness: Awareness) {}

  has(client: number): boolean {
    return this.timers.has(client);
  }

  start(root: HTMLElement): void {
    this.root = root;
    this.awareness.on("change", this.onChange);
  }

  stop(): void {
    this.awareness.off("change", this.onChange);
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private readonly onChange = ({ added, updated }: { added: number[]; updated: number[] }): void => {
    for (const client of [...added, ...updated]) {
      const place = JSON.stringify(this.awareness.getStates().get(client)?.cursor ?? null);
      if (client === this.awareness.clientID || place === "null" || this.places.get(client) === place) continue;
      this.places.set(client, place);
      clearTimeout(this.timers.get(client));
      this.timers.set(client, setTimeout(() => this.end(client), SHOWN_FOR));
      this.find(client)?.classList.add("is-active");
    }
  };

  private end(client: number): void {
    this.timers.delete(client);
    this.find(client)?.classList.remove("is-active");
  }

  private find(client: number): HTMLElement | null {
    return this.root?.querySelector<HTMLElement>(`.caret[data-client="${client}"]`) ?? null;
  }
}

export const Carets = Extension.create<{ awareness: Awareness | null }, { activity: Activity | null }>({
  name: "carets",
  addOptions: () => ({ awareness: null }),
  addStorage: () => ({ activity: null }),
  onCreate() {
    this.storage.activity?.start(this.editor.view.dom);
  },
  onDestroy() {
    this.storage.activity?.stop();
  },
  addProseMirrorPlugins() {
    const { awareness } = this.options;
    if (!awareness) return [];
    const activity = new Activity(awareness);
    this.storage.activity = activity;
    return [
      yCursorPlugin(awareness, {
        cursorBuilder: (user, client: number) => drawCaret(user, client, activity.has(client)),
        selectionBuilder: drawSelection,
      }),
    ];
  },
});
