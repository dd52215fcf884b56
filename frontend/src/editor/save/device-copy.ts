// The copy of this document on this device: none on a shared one, and none of an earlier history without a question.
import { IndexeddbPersistence } from "y-indexeddb";
import { Doc, encodeStateAsUpdate, XmlElement, type XmlFragment, XmlText } from "yjs";

import { type Copy, copiesOf, deleteCopy } from "../../sync/copies";
import { OfflineCopy } from "../../sync/offline";
import { config } from "../config";

async function copiesOfThis(): Promise<Copy[]> {
  const { account, id } = config();
  if (account === "anonymous" || !globalThis.indexedDB) return [];
  const all = await copiesOf(account).catch(() => []); // a browser that keeps none, or will not say
  return all.filter((copy) => copy.documentId === id);
}

/**
 * Loads this device's copy into the document. On a shared device there is none, but for one made before it was said to
 * be shared that still holds something unsent: it is read a last time, and deleted by the page once the server has it.
 */
export async function openDeviceCopy(doc: Doc, onGone: () => void): Promise<OfflineCopy | null> {
  const { account, id, epoch, sharedDevice } = config();
  if (sharedDevice) {
    const left = await copiesOfThis();
    if (!left.some((copy) => copy.pending)) {
      await Promise.all(left.map((copy) => deleteCopy(copy.name)));
      return null;
    }
  }
  return OfflineCopy.open(doc, account, id, epoch, onGone);
}

export interface OlderCopy {
  /** Null when the server had everything: what was saved after the backup may still be in this copy alone. */
  update: Uint8Array | null;
  text: string;
  forget: () => Promise<void>;
}

/** What this device kept of an earlier history of the document: it can no longer be merged, only taken away. */
export async function olderCopy(): Promise<OlderCopy | null> {
  const older = (await copiesOfThis()).filter((copy) => !copy.name.endsWith(`:${config().epoch}`));
  for (const { name, pending } of older) {
    const { update, text } = await readWhole(name);
    if (pending || text) return { update: pending ? update : null, text, forget: () => deleteCopy(name) };
  }
  return null;
}

async function readWhole(name: string): Promise<{ update: Uint8Array; text: string }> {
  const doc = new Doc();
  const persistence = new IndexeddbPersistence(name, doc);
  await persistence.whenSynced;
  const found = { update: encodeStateAsUpdate(doc), text: plainText(doc.getXmlFragment("default")) };
  await persistence.destroy();
  return found;
}

/** The words of a stored text, a line for each block. */
function plainText(parent: XmlFragment): string {
  const lines = parent.toArray().map((child) => {
    if (child instanceof XmlText) return (child.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === "string" ? insert : "")).join("");
    return child instanceof XmlElement ? plainText(child) : "";
  });
  const inline = parent.toArray().some((child) => child instanceof XmlText);
  return lines.filter(Boolean).join(inline ? "" : "\n\n");
}
