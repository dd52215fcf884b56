// What the server says without stopping the page, put in the page's words: full soon, too many writers, under repair.
import { type Doc, encodeStateAsUpdate } from "yjs";

import { formatNumber, formatSize, t } from "../messages";
import { config } from "./config";
import type { Notice } from "./notices";

/** Below this share, in per cent, what this page holds is not yet what the server has measured. */
const LEAST_TOLD = 75;

/** Codes after which one reads along, as long as the server says so. */
export function readsAlong(code: string): boolean {
  return code === "crowded" || code === "quarantine";
}

/** `sentence` is the server's own; it stands for codes that this page does not know. */
export function noticeOf(code: string, sentence: string, doc: Doc): Notice {
  if (code === "large") {
    const action = { label: t("limitsLink"), href: config().urls.limits };
    const share = shareUsed(doc);
    const counted = share >= LEAST_TOLD ? t("noticeLarge", { share: formatNumber(share) }) : sentence;
    return { code, sentence: counted, advice: t("noticeLargeAdvice"), action };
  }
  if (code === "crowded") {
    const action = { label: t("noticeTryWriting"), run: () => window.location.reload() };
    return { code, sentence: t("noticeCrowded"), advice: t("noticeCrowdedAdvice"), action };
  }
  if (code === "quarantine") return { code, sentence: t("stopQuarantine"), advice: t("noticeQuarantineAdvice") };
  return { code, sentence };
}

/** A paste was longer than the bytes that the document can still take. */
export function pasteNotice(room: number): Notice {
  const action = { label: t("limitsLink"), href: config().urls.limits };
  return { code: "paste", sentence: t("noticePaste"), advice: t("noticePasteAdvice", { room: formatSize(room) }), action };
}

/** Bytes that the document can still take, as far as this page can tell. */
export function roomLeft(doc: Doc): number {
  return Math.max(0, config().largestState - encodeStateAsUpdate(doc).byteLength);
}

/** How much of the largest size this document has reached, in per cent; what the server counts may differ by one or two. */
function shareUsed(doc: Doc): number {
  return Math.min(100, Math.floor((100 * encodeStateAsUpdate(doc).byteLength) / config().largestState));
}
