// The documents that wait in this browser, each a link that opens it: opening it online is what sends them.
import type { Copy } from "../sync/copies";

export function documentLinks(copies: Copy[]): HTMLLIElement[] {
  return copies.map(({ documentId, title }) => {
    const link = Object.assign(document.createElement("a"), { href: `/documents/${documentId}/` });
    link.textContent = title || documentId;
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
}
