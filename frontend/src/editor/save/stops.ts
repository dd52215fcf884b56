// Why a page stopped for good, in words: what happened, and what one does next. Codes: DESIGN §11 and realtime's refusals.
import type { MessageKey } from "../../messages";

export interface StopWords {
  /** What happened. */
  why: MessageKey;
  /** What to do with changes that were not taken. */
  todo: MessageKey;
  /** Where the button leads: this page again, the door, or home where nothing would come back at this address. */
  next: "reload" | "signIn" | "home";
}

const again = { todo: "stopDoAgain", next: "reload" } as const;

const STOPS: Record<string, StopWords> = {
  "4400": { why: "stopRefused", ...again },
  "4401": { why: "stopSignedOut", todo: "stopDoAgain", next: "signIn" },
  "4403": { why: "stopForbidden", todo: "stopDoAsk", next: "home" },
  "4404": { why: "stopGone", todo: "stopDoAsk", next: "home" },
  "4409": { why: "stopReplaced", ...again },
  "4413": { why: "stopTooLarge", todo: "stopDoParts", next: "reload" },
  "4529": { why: "stopFlood", ...again },
  role: { why: "stopRole", todo: "stopDoAsk", next: "reload" },
  gone: { why: "stopForbidden", todo: "stopDoAsk", next: "home" },
  crowded: { why: "noticeCrowded", todo: "stopDoLater", next: "reload" },
  gate: { why: "stopGate", ...again },
  full: { why: "stopFull", todo: "stopDoSplit", next: "reload" },
  backlog: { why: "stopBacklog", todo: "stopDoLater", next: "reload" },
  quarantine: { why: "stopQuarantine", todo: "stopDoAdmin", next: "reload" },
  flood: { why: "stopFlood", ...again },
};

/** Null for a code that this page does not know: then the server's own sentence is all there is. */
export function stopWords(code: string): StopWords | null {
  return STOPS[code] ?? null;
}

/** Limits explain these; a link to their page stands in the window. */
export function isLimit(code: string): boolean {
  return ["4413", "4529", "full", "backlog", "flood", "crowded"].includes(code);
}
