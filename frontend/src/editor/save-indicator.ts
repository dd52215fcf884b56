// What the page says about saving: a drawing, a few words, and what they mean for whoever presses them.
import { CloudAlert, CloudCheck, CloudOff, CloudUpload, Eye, type IconNode } from "lucide";

import { el, icon, uniqueId } from "../dom";
import { type MessageKey, savedAt, t } from "../messages";
import type { SaveState } from "../sync/state";
import { closeWhenLeft, placeBeside } from "./floating";

const DRAWINGS: Record<SaveState["kind"], IconNode> = {
  opening: CloudUpload,
  saved: CloudCheck,
  saving: CloudUpload,
  offline: CloudOff,
  unsaved: CloudAlert,
  refused: CloudAlert,
};

interface Circumstances {
  mayWrite: boolean;
  /** A copy is kept in this browser; without it, what is unsent lives as long as the page. */
  hasCopy: boolean;
  /** The text has been seen at least once. */
  loaded: boolean;
}

export function saveWords(state: SaveState, { mayWrite, hasCopy, loaded }: Circumstances): string {
  if (state.kind === "offline" && !loaded) return t("saveOfflineUnloaded");
  if (!mayWrite) return t(state.kind === "offline" ? "saveOfflineReader" : "saveReader");
  switch (state.kind) {
    case "opening":
      return t("saveOpening");
    case "saved":
      return savedAt(state.at);
    case "saving":
      return t("saveSaving");
    case "offline":
      return t(hasCopy ? "saveOffline" : "saveOfflineNoCopy");
    case "unsaved":
      return t("saveUnsaved", { detail: state.detail || t("saveUnsavedDetail") });
    case "refused":
      return t(state.unsent ? "saveRefused" : "saveStopped");
  }
}

/** What it means for the person, and what to do. */
function saveHelp({ kind }: SaveState, { mayWrite, hasCopy, loaded }: Circumstances): MessageKey {
  if (kind === "refused") return "saveHelpStopped";
  if (kind === "offline" && !loaded) return "saveHelpUnloaded";
  if (!mayWrite) return kind === "offline" ? "saveHelpOfflineReader" : "saveHelpReader";
  if (kind === "offline") return hasCopy ? "saveHelpOffline" : "saveHelpOfflineNoCopy";
  return kind === "unsaved" ? "saveHelpUnsaved" : "saveHelpSaved";
}

/** Shows the state in words; the screen reader hears only when trouble begins or ends, never each keystroke. */
export class SaveIndicator {
  private readonly words = el("span", { className: "save-words" });
  private readonly drawing = el("span", { className: "save-drawing" });
  private readonly spoken = el("span", { className: "visually-hidden" });
  private readonly button = el("button", { type: "button", className: "save-button", hidden: true }, [this.drawing, this.words]);
  private readonly told = el("b");
  private readonly meaning = el("p");
  private readonly help = el("div", { id: uniqueId("save-help"), className: "floating save-help", hidden: true }, [this.told, this.meaning]);
  private stopListening: (() => void) | null = null;
  private troubled = false;
  private shown = "";

  constructor(private readonly host: HTMLElement) {
    this.spoken.setAttribute("role", "status");
    this.help.setAttribute("role", "status");
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-controls", this.help.id);
    this.button.addEventListener("click", () => this.explain(Boolean(this.help.hidden)));
    this.help.addEventListener("click", () => this.explain(false));
    host.replaceChildren(this.button, this.help, this.spoken);
  }

  show(state: SaveState, circumstances: Circumstances): void {
    const words = saveWords(state, circumstances);
    const reading = !circumstances.mayWrite && state.kind !== "offline";
    const key = `${state.kind} ${words}`;
    if (key === this.shown) return;
    this.shown = key;
    this.host.dataset.kind = reading ? "reader" : state.kind;
    this.button.hidden = false; // until then it would be a button without a name
    this.button.title = words;
    this.words.textContent = words;
    this.told.textContent = words;
    this.meaning.textContent = t(saveHelp(state, circumstances));
    this.drawing.replaceChildren(icon(reading ? Eye : DRAWINGS[state.kind]));
    const trouble = ["offline", "unsaved", "refused"].includes(state.kind);
    const recovered = this.troubled && state.kind === "saved";
    if (trouble || recovered) this.spoken.textContent = words;
    if (trouble || state.kind === "saved") this.troubled = trouble;
  }

  /** On a phone the words have no room in the header: pressing the drawing is how one reads them. */
  private explain(open: boolean, byEscape = false): void {
    this.help.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.stopListening?.();
    this.stopListening = null;
    if (byEscape) this.button.focus();
    if (!open) return;
    placeBeside(this.help, this.button.getBoundingClientRect());
    this.stopListening = closeWhenLeft(this.help, this.button, (escaped) => this.explain(false, escaped));
  }
}
