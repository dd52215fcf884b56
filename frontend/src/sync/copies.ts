// How the copies of documents kept in this browser are named, and what is written in them beside the text.

/** The store where y-indexeddb keeps a copy's own notes. */
export const NOTES = "custom";
/** 1 while something in the copy has not been acknowledged by the server. */
export const PENDING = "pending";
/** The title of the document, to speak of it on other pages. */
export const TITLE = "title";

/** Every copy of an account begins with this; the document's id and its epoch follow. */
export function accountPrefix(account: string): string {
  return `tablee:${account}:`;
}

export function deleteCopy(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
