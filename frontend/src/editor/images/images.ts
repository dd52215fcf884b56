// Pictures by button, drop and paste: each is described, sent, then put into the text as a figure.
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";

import { el } from "../../dom";
import { describeAndUpload } from "./image-dialog";
import { ACCEPTED } from "./upload";
import { restoreWordLists } from "./word-lists";

/** One after the other: each asks for its description. `at` follows what others write meanwhile only roughly. */
export async function addImages(editor: Editor, files: File[], at?: number): Promise<void> {
  for (const file of files) {
    const described = await describeAndUpload(file);
    if (editor.isDestroyed) return;
    if (!described) continue;
    const figure = { type: "figure", attrs: { ...described, width: null } };
    const place = Math.min(at ?? editor.state.selection.to, editor.state.doc.content.size);
    const $place = editor.state.doc.resolve(place);
    const inText = $place.depth > 0;
    const empty = inText && $place.parent.type.name === "paragraph" && $place.parent.content.size === 0;
    const after = inText ? $place.after() : place;
    // The text must be able to go on after a picture that ends it.
    const content = after === editor.state.doc.content.size ? [figure, { type: "paragraph" }] : figure;
    editor.chain().focus().insertContentAt(empty ? { from: $place.before(), to: after } : after, content).run();
  }
}

export function pickImages(editor: Editor): void {
  const input = el("input", { type: "file", accept: ACCEPTED.join(","), multiple: true });
  input.addEventListener("change", () => void addImages(editor, [...(input.files ?? [])]));
  input.click();
}

function picturesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}

async function fileFromData(address: string): Promise<File | null> {
  const match = /^data:(image\/(?:png|jpeg|webp));base64,([a-z0-9+/=\s]+)$/i.exec(address);
  if (!match?.[1] || !match[2]) return null;
  const bytes = Uint8Array.from(atob(match[2].replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  return new File([bytes], `image.${match[1].slice(6)}`, { type: match[1] });
}

/** Pictures inside a pasted page: those it carries are sent; those it only points to leave their description. */
function takePictures(page: Document, carried: (address: string) => void): void {
  for (const image of page.querySelectorAll("img")) {
    if (image.closest("figure[data-image]")) continue;
    const address = image.getAttribute("src") ?? "";
    if (address.startsWith("data:")) carried(address);
    image.replaceWith(page.createTextNode(image.alt ? ` ${image.alt} ` : ""));
  }
}

export const Images = Extension.create({
  name: "images",
  addProseMirrorPlugins() {
    const { editor } = this;
    const send = (addresses: string[]) =>
      void Promise.all(addresses.map(fileFromData)).then((files) => addImages(editor, files.filter((file) => file !== null)));
    return [
      new Plugin({
        key: new PluginKey("images"),
        props: {
          handlePaste(_view, event) {
            const pictures = picturesOf(event.clipboardData);
            if (!pictures.length || event.clipboardData?.getData("text/html")) return false;
            void addImages(editor, pictures);
            return true;
          },
          handleDrop(view, event) {
            const pictures = picturesOf(event.dataTransfer);
            if (!pictures.length) return false;
            event.preventDefault();
            void addImages(editor, pictures, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos);
            return true;
          },
          transformPastedHTML(html) {
            if (!/<img|mso-list/i.test(html)) return html;
            const page = new DOMParser().parseFromString(html, "text/html");
            const carried: string[] = [];
            takePictures(page, (address) => carried.push(address));
            restoreWordLists(page);
            if (carried.length) setTimeout(() => send(carried));
            return page.body.innerHTML;
          },
        },
      }),
    ];
  },
});
