// The header of the editor page: the title one can change, and what the page says about saving.
import { CloudAlert, CloudCheck, CloudOff, CloudUpload, Eye, type IconNode } from "lucide";

import { el, icon } from "../dom";
import { savedAt, t } from "../messages";
import { csrfToken } from "../sync/post";
import type { SaveState } from "../sync/state";
import { config } from "./config";

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

/** Shows the state in words; the screen reader hears only when trouble begins or ends, never each keystroke. */
export class SaveIndicator {
  private readonly words = el("span", { className: "save-words" });
  private readonly drawing = el("span", { className: "save-drawing" });
  private readonly spoken = el("span", { className: "visually-hidden" });
  private troubled = false;
  private shown = "";

  constructor(private readonly host: HTMLElement) {
    this.spoken.setAttribute("role", "status");
    host.replaceChildren(this.drawing, this.words, this.spoken);
  }

  show(state: SaveState, circumstances: Circumstances): void {
    const words = saveWords(state, circumstances);
    const reading = !circumstances.mayWrite && state.kind !== "offline";
    const key = `${state.kind} ${words}`;
    if (key === this.shown) return;
    this.shown = key;
    this.host.dataset.kind = reading ? "reader" : state.kind;
    this.host.title = words;
    this.words.textContent = words;
    this.drawing.replaceChildren(icon(reading ? Eye : DRAWINGS[state.kind]));
    const trouble = ["offline", "unsaved", "refused"].includes(state.kind);
    const recovered = this.troubled && state.kind === "saved";
    if (trouble || recovered) this.spoken.textContent = words;
    if (trouble || state.kind === "saved") this.troubled = trouble;
  }
}

/** Makes the title a field: Enter or leaving it sends it, Escape gives the old one back. */
export function editableTitle(heading: HTMLElement, onChange: (title: string) => void): void {
  const address = config().urls.rename;
  if (!address || !config().mayWrite) return;
  let title = config().title;
  const field = el("span", { className: "title-field", textContent: title, spellcheck: true });
  field.setAttribute("contenteditable", "plaintext-only");
  if (!field.isContentEditable && field.contentEditable !== "plaintext-only") field.contentEditable = "true";
  field.setAttribute("role", "textbox");
  field.setAttribute("aria-label", t("titleLabel"));
  const error = el("p", { className: "field-error title-error" });
  error.setAttribute("role", "alert");
  heading.replaceChildren(field);
  heading.after(error);
  const commit = async () => {
    const wanted = (field.textContent ?? "").replace(/\s+/g, " ").trim();
    field.textContent = wanted || title;
    error.textContent = "";
    if (!wanted || wanted === title) return;
    const sentence = await rename(address, wanted);
    if (sentence) {
      error.textContent = sentence;
      return;
    }
    title = wanted;
    onChange(wanted);
  };
  field.addEventListener("blur", () => void commit());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.textContent = title;
    if (event.key !== "Escape" && (event.key !== "Enter" || event.isComposing)) return;
    event.preventDefault();
    field.blur();
  });
}

async function rename(address: string, title: string): Promise<string | null> {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: new URLSearchParams({ title }),
    });
    if (response.ok) return null;
    const answer = (await response.json().catch(() => ({}))) as { detail?: string };
    return answer.detail || t("titleFailed");
  } catch {
    return t("titleNoNetwork");
  }
}
