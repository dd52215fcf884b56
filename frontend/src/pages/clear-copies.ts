// Signing out, and saying that a device is shared, take one's copies off this device; asked first when one holds something unsent.
import { type Copy, copiesOf, deleteCopy } from "../sync/copies";
import { documentLinks } from "./document-links";

/** What was typed a moment ago may still be on its way. */
const ON_ITS_WAY = 1500;

async function settledCopies(account: string): Promise<Copy[]> {
  const copies = await copiesOf(account);
  if (!copies.some((copy) => copy.pending)) return copies;
  await new Promise((resolve) => setTimeout(resolve, ON_ITS_WAY));
  return copiesOf(account);
}

/** Names the documents that wait, and tells what the person chose; null is to go no further. */
function ask(dialog: HTMLDialogElement, waiting: Copy[]): Promise<"keep" | "delete" | null> {
  const list = document.createElement("ul");
  list.append(...documentLinks(waiting));
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

async function clearThenGo(form: HTMLFormElement, account: string, dialog: HTMLDialogElement): Promise<void> {
  try {
    const copies = await settledCopies(account);
    const waiting = copies.filter((copy) => copy.pending);
    const choice = waiting.length ? await ask(dialog, waiting) : "delete";
    if (choice === null) return;
    const doomed = choice === "delete" ? copies : copies.filter((copy) => !copy.pending);
    await Promise.all(doomed.map((copy) => deleteCopy(copy.name)));
  } catch {
    // A browser that keeps no copies, or will not say: there is nothing to clear, and one may always go on.
  }
  form.submit();
}

export function comfortClearing(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-clears-copies]")) {
    const dialog = form.parentElement?.querySelector<HTMLDialogElement>("dialog[data-unsent]");
    const account = form.dataset.clearsCopies;
    if (!dialog || !account || !globalThis.indexedDB) continue;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void clearThenGo(form, account, dialog);
    });
  }
}
