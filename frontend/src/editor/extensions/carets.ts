// The carets and selections of the others, drawn with the colour and the name that the server stamped.
import { Extension } from "@tiptap/core";
import { yCursorPlugin } from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";

import { el } from "../../dom";
import { readPerson } from "../../sync/presence";

const SHOWN_FOR = 2500;

/** A person's colour and name go in by CSSOM and data attributes: no text in the document, no style attribute. */
function drawCaret(user: unknown, client: number): HTMLElement {
  const person = readPerson(user);
  const caret = el("span", { className: "caret" });
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

/** Names show while somebody moves, in the margin, then leave: they never cover the text. */
function showWhileActive(root: HTMLElement, awareness: Awareness): () => void {
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  const places = new Map<number, string>();
  const find = (client: number) => root.querySelector<HTMLElement>(`.caret[data-client="${client}"]`);
  const onChange = ({ added, updated }: { added: number[]; updated: number[] }) => {
    for (const client of [...added, ...updated]) {
      const place = JSON.stringify(awareness.getStates().get(client)?.cursor ?? null);
      if (client === awareness.clientID || place === "null" || places.get(client) === place) continue;
      places.set(client, place);
      clearTimeout(timers.get(client));
      requestAnimationFrame(() => find(client)?.classList.add("is-active"));
      timers.set(client, setTimeout(() => find(client)?.classList.remove("is-active"), SHOWN_FOR));
    }
  };
  awareness.on("change", onChange);
  return () => {
    awareness.off("change", onChange);
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

export const Carets = Extension.create<{ awareness: Awareness | null }>({
  name: "carets",
  addOptions: () => ({ awareness: null }),
  onCreate() {
    const { awareness } = this.options;
    if (awareness) this.editor.on("destroy", showWhileActive(this.editor.view.dom, awareness));
  },
  addProseMirrorPlugins() {
    const { awareness } = this.options;
    return awareness ? [yCursorPlugin(awareness, { cursorBuilder: drawCaret, selectionBuilder: drawSelection })] : [];
  },
});
