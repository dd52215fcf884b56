// How the copies of documents kept in this browser are named, found and deleted, and what is written in them beside the text.

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

export interface Copy {
  name: string;
  documentId: string;
  title: string;
  /** It holds something that the server had not acknowledged. */
  pending: boolean;
}

function answer<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function readCopy(name: string, prefix: string): Promise<Copy> {
  const copy = { name, documentId: name.slice(prefix.length).split(":")[0] ?? "", title: "", pending: false };
  const database = await answer(indexedDB.open(name));
  try {
    const notes = database.transaction(NOTES).objectStore(NOTES);
    const [pending, title] = await Promise.all([answer(notes.get(PENDING)), answer(notes.get(TITLE))]);
    return { ...copy, pending: Boolean(pending), title: typeof title === "string" ? title : "" };
  } catch {
    return copy; // a copy that was never filled
  } finally {
    database.close();
  }
}

/** The copies of an account in this browser; rejects where the browser keeps none or will not say. */
export async function copiesOf(account: string): Promise<Copy[]> {
  const prefix = accountPrefix(account);
  const names = ((await indexedDB.databases?.()) ?? []).map(({ name }) => name ?? "");
  return Promise.all(names.filter((name) => name.startsWith(prefix)).map((name) => readCopy(name, prefix)));
}
