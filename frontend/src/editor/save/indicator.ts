// What the page says about saving, in its header: a drawing, a few words, and how many changes wait; pressing it opens the panel.
import { CloudAlert, CloudCheck, CloudOff, CloudUpload, Eye, type IconNode } from "lucide";

import { el, icon } from "../../dom";
import { plural } from "../../messages";
import type { SaveState } from "../../sync/state";
import { closeWhenLeft, placeBeside } from "../floating";
import { countPassages } from "./changes";
import { SavePanel, type SaveSource } from "./panel";
import { type Circumstances, isTrouble, saveMeaning, saveWords } from "./words";

const DRAWINGS: Record<SaveState["kind"], IconNode> = {
  opening: CloudUpload,
  saved: CloudCheck,
  saving: CloudUpload,
  offline: CloudOff,
  unsaved: CloudAlert,
  refused: CloudAlert,
};

/** Shows the state in words; the screen reader hears only when trouble begins or ends, never each keystroke. */
export class SaveIndicator {
  private readonly words = el("span", { className: "save-words" });
  private readonly drawing = el("span", { className: "save-drawing" });
  private readonly count = el("span", { className: "save-count", hidden: true });
  private readonly spoken = el("span", { className: "visually-hidden" });
  private readonly button = el("button", { type: "button", className: "save-button", hidden: true }, [
    this.drawing,
    this.words,
    this.count,
  ]);
  private readonly panel: SavePanel;
  private stopListening: (() => void) | null = null;
  private troubled = false;
  private shown = "";

  constructor(
    private readonly host: HTMLElement,
    private readonly source: SaveSource,
  ) {
    this.panel = new SavePanel(source);
    this.spoken.setAttribute("role", "status");
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-controls", this.panel.dom.id);
    this.button.setAttribute("aria-haspopup", "dialog");
    this.button.addEventListener("click", () => this.toggle(Boolean(this.panel.dom.hidden)));
    this.panel.onClose = () => this.toggle(false, true);
    host.replaceChildren(this.button, this.panel.dom, this.spoken);
  }

  /** To be called at each change of the state, and at each change that begins to wait. */
  show(state: SaveState, circumstances: Circumstances): void {
    const words = saveWords(state, circumstances);
    const waiting = isTrouble(state) && circumstances.mayWrite ? countPassages(this.source.unsentChanges()) : 0;
    const key = [state.kind, words, waiting, circumstances.mayWrite, circumstances.via].join(" ");
    if (key !== this.shown) this.draw(state, circumstances, words, waiting);
    this.shown = key;
    if (!this.panel.dom.hidden) this.panel.show(state, words, saveMeaning(state, circumstances));
  }

  private draw(state: SaveState, { mayWrite }: Circumstances, words: string, waiting: number): void {
    const reading = !mayWrite && !isTrouble(state);
    const waits = plural("unsent", waiting);
    this.host.dataset.kind = reading ? "reader" : state.kind;
    this.button.hidden = false; // until then it would be a button without a name
    this.button.title = waiting ? `${words} (${waits})` : words;
    this.words.textContent = words;
    this.count.hidden = waiting === 0;
    this.count.replaceChildren(
      el("span", { textContent: String(waiting), ariaHidden: "true" }),
      el("span", { className: "visually-hidden", textContent: ` (${waits})` }),
    );
    this.drawing.replaceChildren(icon(reading ? Eye : DRAWINGS[state.kind]));
    const trouble = isTrouble(state);
    const recovered = this.troubled && state.kind === "saved";
    if (trouble || recovered) this.spoken.textContent = words;
    if (trouble || state.kind === "saved") this.troubled = trouble;
    if (!this.panel.dom.hidden) this.place();
  }

  /** On a phone the words have no room in the header: pressing the drawing is how one reads them. */
  private toggle(open: boolean, giveFocusBack = false): void {
    const { dom } = this.panel;
    dom.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.stopListening?.();
    this.stopListening = null;
    if (giveFocusBack) this.button.focus();
    if (!open) return;
    this.source.refresh();
    this.place();
    dom.focus({ preventScroll: true });
    const stop = closeWhenLeft(dom, this.button, (escaped) => this.toggle(false, escaped));
    const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
      const to = relatedTarget as Node | null;
      if (to && !dom.contains(to) && !this.button.contains(to)) this.toggle(false);
    };
    dom.addEventListener("focusout", onFocusOut);
    this.stopListening = () => {
      stop();
      dom.removeEventListener("focusout", onFocusOut);
    };
  }

  private place(): void {
    placeBeside(this.panel.dom, this.button.getBoundingClientRect());
  }
}
