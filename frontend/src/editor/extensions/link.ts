// Links hold an address and a title, nothing else, and only addresses that the server would show as links.
import { Link as TiptapLink } from "@tiptap/extension-link";

import { localOnly } from "./local-only";

/** The twin of `SAFE_LINK` in documents/schema.py: no `javascript:`, no `data:`, no `//host`. */
export const SAFE_LINK = /^(?:https?:\/\/|mailto:|tel:|\/(?![/\\\s])|#)/i;

export function isSafeLink(href: string): boolean {
  return SAFE_LINK.test(href.trim());
}

export const Link = TiptapLink.extend({
  addAttributes: () => ({ href: { default: null }, title: { default: null } }),
  parseHTML: () => [
    { tag: "a[href]", getAttrs: (element) => (isSafeLink(element.getAttribute("href") ?? "") ? null : false) },
  ],
  renderHTML({ HTMLAttributes }) {
    const { href, title } = HTMLAttributes as { href: string | null; title: string | null };
    if (!href || !isSafeLink(href)) return ["span", 0];
    return ["a", { href, title, rel: "noopener noreferrer nofollow" }, 0];
  },
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(localOnly);
  },
}).configure({
  openOnClick: false,
  defaultProtocol: "https",
  HTMLAttributes: { target: null, rel: null, class: null },
  isAllowedUri: (href) => isSafeLink(href ?? ""),
});
