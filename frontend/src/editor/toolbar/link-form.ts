// A small window to make, change or remove a link.
import type { Editor } from "@tiptap/core";

import { el, uniqueId } from "../../dom";
import { t } from "../../messages";
import { isSafeLink } from "../extensions/link";
import { closeWhenLeft, placeBeside } from "../floating";

/** "exemple.fr" is an address, "jo@exemple.fr" an e-mail: people rarely type the beginning. */
export function completeAddress(typed: string): string {
  const address = typed.trim();
  if (!address || isSafeLink(address)) return address;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(address)) return `mailto:${address}`;
  return /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address) || address.startsWith("//") ? "" : `https://${address}`;
}

function anchorOf(editor: Editor): DOMRect {
  const { from, to } = editor.state.selection;
  const start = editor.view.coordsAtPos(from);
  const end = editor.view.coordsAtPos(to);
  return new DOMRect(start.left, Math.min(start.top, end.top), 1, Math.abs(end.bottom - start.top));
}

interface Fields {
  form: HTMLFormElement;
  address: HTMLInputElement;
  words: HTMLInputElement;
  error: HTMLElement;
  remove: HTMLButtonElement;
}

function build(href: string, asksForWords: boolean): Fields {
  const address = el("input", { type: "text", id: uniqueId("link"), value: href, inputMode: "url", autocomplete: "off" });
  const words = el("input", { type: "text", id: uniqueId("link") });
  const error = el("p", { className: "field-error", id: uniqueId("error") });
  const remove = el("button", { type: "button", className: "btn", textContent: t("linkRemove") });
  const form = el("form", { className: "floating link-form", noValidate: true }, [
    el("label", { htmlFor: address.id, textContent: t("linkAddress") }),
    address,
    error,
    asksForWords && el("label", { htmlFor: words.id, textContent: t("linkText") }),
    asksForWords && words,
    el("div", { className: "dialog-actions" }, [
      el("button", { type: "submit", className: "btn primary", textContent: t("linkApply") }),
      href ? remove : null,
    ]),
  ]);
  error.setAttribute("role", "alert");
  form.setAttribute("role", "dialog");
  form.setAttribute("aria-label", t("link"));
  return { form, address, words, error, remove };
}

export class LinkForm {
  private stop: (() => void) | null = null;
  private dom: HTMLFormElement | null = null;

  constructor(
    private readonly editor: Editor,
    private readonly host: HTMLElement,
  ) {}

  open(): void {
    this.close();
    const { editor } = this;
    const known = (editor.getAttributes("link").href as string | undefined) ?? "";
    if (known) editor.commands.extendMarkRange("link");
    const { empty } = editor.state.selection;
    const { form, address, words, error, remove } = build(known, empty);
    remove.addEventListener("click", () => {
      this.close();
      editor.chain().focus().extendMarkRange("link").unsetLink().run();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const href = completeAddress(address.value);
      if (href) {
        this.apply(href, empty ? words.value.trim() || address.value.trim() : null);
        return;
      }
      error.textContent = t("linkInvalid");
      address.setAttribute("aria-invalid", "true");
      address.setAttribute("aria-describedby", error.id);
      address.focus();
    });
    this.show(form);
    address.select();
  }

  close(): void {
    this.stop?.();
    this.dom?.remove();
    this.stop = null;
    this.dom = null;
  }

  private show(form: HTMLFormElement): void {
    this.dom = form;
    this.host.append(form);
    placeBeside(form, anchorOf(this.editor));
    this.stop = closeWhenLeft(form, null, (byEscape) => {
      this.close();
      if (byEscape) this.editor.commands.focus();
    });
  }

  private apply(href: string, newText: string | null): void {
    this.close();
    const chain = this.editor.chain().focus();
    if (newText === null) chain.setLink({ href }).run();
    else {
      const marks = [{ type: "link", attrs: { href, title: null } }];
      chain.insertContent({ type: "text", text: newText, marks }).unsetMark("link").run();
    }
  }
}
