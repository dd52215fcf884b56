// The copy of the document kept in this browser (IndexedDB), so that what was written without a network is not lost.
import { IndexeddbPersistence } from "y-indexeddb";
import type { Doc } from "yjs";

import { accountPrefix, deleteCopy, PENDING, TITLE } from "./copies";

const PATIENCE = 3000;

function copyPrefix(account: string, documentId: string): string {
  return `${accountPrefix(account)}${documentId}:`;
}

/** A restored backup, a name taken out begin a new epoch: copies of the text before it must not be merged into it. */
async function deleteOtherEpochs(account: string, documentId: string, epoch: string): Promise<void> {
  const prefix = copyPrefix(account, documentId);
  const databases = (await indexedDB.databases?.()) ?? [];
  for (const { name } of databases) {
    if (name?.startsWith(prefix) && name !== prefix + epoch) indexedDB.deleteDatabase(name);
  }
}

export class OfflineCopy {
  private constructor(
    private readonly persistence: IndexeddbPersistence,
    /** Whether the page was last left with changes that the server had not acknowledged. */
    readonly hadUnsent: boolean,
  ) {}

  /**
   * Loads the copy into the document. Null where there can be none: no account, private window, full disk.
   * `onGone` is called when another page of this browser deletes it, as signing out does.
   */
  static async open(doc: Doc, account: string, documentId: string, epoch: string, onGone: () => void): Promise<OfflineCopy | null> {
    if (account === "anonymous" || !globalThis.indexedDB) return null;
    try {
      await deleteOtherEpochs(account, documentId, epoch).catch(() => undefined);
      const persistence = new IndexeddbPersistence(copyPrefix(account, documentId) + epoch, doc);
      const failed = new Promise<never>((_resolve, reject) => {
        setTimeout(() => reject(new Error("the local copy does not open")), PATIENCE);
        persistence._db.catch(reject);
      });
      await Promise.race([persistence.whenSynced, failed]);
      // The store is closing: a change written to it now would throw before the provider has heard of that change.
      (await persistence._db).addEventListener("versionchange", () => {
        void persistence.destroy();
        onGone();
      });
      return new OfflineCopy(persistence, Boolean(await persistence.get(PENDING)));
    } catch {
      return null;
    }
  }

  /** Remembers, beyond this page, whether something is still unsent. */
  markPending(pending: boolean): void {
    void this.persistence.set(PENDING, pending ? 1 : 0).catch(() => undefined);
  }

  /** Remembers what the document is called, for the page that speaks of what is unsent. */
  name(title: string): void {
    void this.persistence.set(TITLE, title).catch(() => undefined);
  }

  async delete(): Promise<void> {
    const { name } = this.persistence;
    await this.persistence.destroy();
    await deleteCopy(name);
  }
}
