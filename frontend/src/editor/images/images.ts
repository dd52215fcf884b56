// Pictures by button, drop and paste: each is described, sent, then put into the text as a figure.
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";

import { el } from "../../dom";
import { describeAndUpload } from "./image-dialog";
import { ACCEPTED } from "./upload";

/** One after the other: each asks for its description. `at` follows what others write meanwhile only roughly. */
export async function addImages(editor: Editor, files: File[], at?: number, alt = ""): Promise<void> {
  for (const file of files) {
    const described = await describeAndUpload(file, alt);
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

export const Images = Extension.create({
  name: "images",
  addProseMirrorPlugins() {
    const { editor } = this;
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
        },
      }),
    ];
  },
});
