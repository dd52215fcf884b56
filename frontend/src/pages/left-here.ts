// On a shared device: copies made before it was said to be shared go, and those that hold something unsent are named.
import { copiesOf, deleteCopy } from "../sync/copies";
import { documentLinks } from "./document-links";

async function clear(template: HTMLTemplateElement, account: string): Promise<void> {
  const copies = await copiesOf(account);
  const waiting = copies.filter((copy) => copy.pending);
  await Promise.all(copies.filter((copy) => !copy.pending).map((copy) => deleteCopy(copy.name)));
  if (!waiting.length) return;
  template.before(template.content.cloneNode(true));
  const notice = template.previousElementSibling;
  notice?.querySelector("ul")?.append(...documentLinks(waiting));
  notice?.querySelector("button")?.addEventListener("click", async () => {
    await Promise.all(waiting.map((copy) => deleteCopy(copy.name)));
    notice.remove();
    document.getElementById("content")?.focus({ preventScroll: true });
  });
}

/** Not in the editor: what its page holds of a copy is the editor's to send and to delete. */
export function comfortSharedDevice(): void {
  const template = document.querySelector<HTMLTemplateElement>("template[data-left-here]");
  const account = template?.dataset.leftHere;
  if (!template || !account || !globalThis.indexedDB || document.querySelector("tablee-editor")) return;
  void clear(template, account).catch(() => undefined); // a browser that keeps no copies, or will not say
}
