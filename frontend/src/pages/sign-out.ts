// Signing out takes the copies of one's documents off this device, and asks first when one holds something unsent.
import { accountPrefix, deleteCopy, NOTES, PENDING, TITLE } from "../sync/copies";

interface Copy {
  name: string;
  documentId: string;
  title: string;
  pending: boolean;
}

/** What was typed a moment ago may still be on its way. */
const ON_ITS_WAY = 1500;

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

async function copiesOf(account: string): Promise<Copy[]> {
  const prefix = accountPrefix(account);
  const names = ((await indexedDB.databases?.()) ?? []).map(({ name }) => name ?? "");
  return Promise.all(names.filter((name) => name.startsWith(prefix)).map((name) => readCopy(name, prefix)));
}

async function settledCopies(account: string): Promise<Copy[]> {
  const copies = await copiesOf(account);
  if (!copies.some((copy) => copy.pending)) return copies;
  await new Promise((resolve) => setTimeout(resolve, ON_ITS_WAY));
  return copiesOf(account);
}

/** Names the documents that wait, and tells what the person chose; null is to stay. */
function ask(dialog: HTMLDialogElement, waiting: Copy[]): Promise<"keep" | "delete" | null> {
  const list = document.createElement("ul");
  list.append(
    ...waiting.map(({ documentId, title }) => {
      const link = Object.assign(document.createElement("a"), { href: `/documents/${documentId}/` });
      link.textContent = title || documentId;
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
  dialog.querySelector("ul")?.remove();
  dialog.querySelector("p")?.after(list);
  document.body.append(dialog); // out of the menu, which closes under it
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const { returnValue } = dialog;
      resolve(returnValue === "keep" || returnValue === "delete" ? returnValue : null);
    }, { once: true });
  });
}

async function clearThenLeave(form: HTMLFormElement, account: string, dialog: HTMLDialogElement): Promise<void> {
  try {
    const copies = await settledCopies(account);
    const waiting = copies.filter((copy) => copy.pending);
    const choice = waiting.length ? await ask(dialog, waiting) : "delete";
    if (choice === null) return;
    const doomed = choice === "delete" ? copies : copies.filter((copy) => !copy.pending);
    await Promise.all(doomed.map((copy) => deleteCopy(copy.name)));
  } catch {
    // A browser that keeps no copies, or will not say: there is nothing to clear, and one may always leave.
  }
  form.submit();
}

export function comfortSigningOut(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-signs-out]")) {
    const dialog = form.parentElement?.querySelector<HTMLDialogElement>("dialog[data-unsent]");
    const account = form.dataset.signsOut;
    if (!dialog || !account || !globalThis.indexedDB) continue;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void clearThenLeave(form, account, dialog);
    });
  }
}
