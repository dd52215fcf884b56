// The state of saving in words: a few for the header, and what they mean for whoever opens the panel.
import { type MessageKey, savedAt, t } from "../../messages";
import type { SaveState } from "../../sync/state";

export interface Circumstances {
  mayWrite: boolean;
  /** A copy is kept in this browser; without it, what is unsent lives as long as the page. */
  hasCopy: boolean;
  /** Others use this device too: no copy is made on purpose. */
  shared: boolean;
  /** The text has been seen at least once. */
  loaded: boolean;
  /** By what road changes travel: requests one after another where the network lets no socket through. */
  via: "socket" | "http";
}

export function isTrouble({ kind }: SaveState): boolean {
  return kind === "offline" || kind === "unsaved" || kind === "refused";
}

export function saveWords(state: SaveState, { mayWrite, hasCopy, loaded, via }: Circumstances): string {
  const slow = via === "http";
  if (state.kind === "offline" && !loaded) return t("saveOfflineUnloaded");
  if (state.kind === "refused") return t(state.unsent ? "saveRefused" : "saveStopped");
  if (!mayWrite) return t(state.kind === "offline" ? "saveOfflineReader" : slow ? "saveReaderSlow" : "saveReader");
  switch (state.kind) {
    case "opening":
      return t("saveOpening");
    case "saved":
      return slow ? t("saveSlow", { saved: savedAt(state.at) }) : savedAt(state.at);
    case "saving":
      return t("saveSaving");
    case "offline":
      return t(hasCopy ? "saveOffline" : "saveOfflineNoCopy");
    case "unsaved":
      return t("saveUnsaved");
  }
}

/** What it means for the person, and what to do. */
function meaning(state: SaveState, { mayWrite, hasCopy, loaded, shared }: Circumstances): MessageKey {
  const { kind } = state;
  if (kind === "refused") return state.unsent ? "saveHelpRefused" : "saveHelpStopped";
  if (kind === "offline" && !loaded) return "saveHelpUnloaded";
  if (!mayWrite) return kind === "offline" ? "saveHelpOfflineReader" : "saveHelpReader";
  if (kind === "offline") return hasCopy ? "saveHelpOffline" : shared ? "saveHelpOfflineShared" : "saveHelpOfflineNoCopy";
  if (kind === "unsaved") return hasCopy ? "saveHelpUnsaved" : "saveHelpUnsavedNoCopy";
  return kind === "saving" ? "saveHelpSaving" : kind === "opening" ? "saveHelpOpening" : "saveHelpSaved";
}

export function saveMeaning(state: SaveState, circumstances: Circumstances): string {
  const slow = circumstances.via === "http" && !isTrouble(state) ? [t("saveHelpSlow")] : [];
  const told = state.kind === "unsaved" && state.detail ? [state.detail] : [];
  return [...told, t(meaning(state, circumstances)), ...slow].join(" ");
}
