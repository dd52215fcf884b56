// What comes in by the clipboard from Word, from a web page or from another editor, made ready for our content model.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";

import { addImages } from "../images/images";
import { giveStylesMeaning, readWithoutStyles } from "./styles";
import { restoreWordLists } from "./word-lists";

async function fileFromData(address: string): Promise<File | null> {
  const match = /^data:(image\/(?:png|jpeg|webp));base64,([a-z0-9+/=\s]+)$/i.exec(address);
  if (!match?.[1] || !match[2]) return null;
  const bytes = Uint8Array.from(atob(match[2].replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  return new File([bytes], `image.${match[1].slice(6)}`, { type: match[1] });
}

/** Pictures that the page carries are returned; those it only points to leave their description in the text. */
function takePictures(page: Document): string[] {
  const carried: string[] = [];
  for (const image of page.querySelectorAll("img")) {
    const address = image.getAttribute("src") ?? "";
    if (address.startsWith("data:")) carried.push(address);
    image.replaceWith(page.createTextNode(image.alt ? ` ${image.alt} ` : ""));
  }
  return carried;
}

interface Options {
  /** Bytes that the document can still take; asked only for pastes that could matter. */
  room: () => number;
  onTooLarge: (room: number) => void;
  /** Whether pictures that it carries are taken too. */
  pictures: boolean;
}

/** Below this nobody's document overflows: its room is not even measured. */
const WORTH_MEASURING = 100_000;

/** The words alone count: what Word wraps around them is taken off before it enters the text. */
function wordsOf(data: DataTransfer | null): string {
  return data?.getData("text/plain") || data?.getData("text/html") || "";
}

export const Paste = Extension.create<Options>({
  name: "cleanPaste",
  addOptions: () => ({ room: () => Infinity, onTooLarge: () => undefined, pictures: true }),
  addProseMirrorPlugins() {
    const { editor } = this;
    const { room, onTooLarge, pictures } = this.options;
    const tooLarge = (data: DataTransfer | null): boolean => {
      const words = wordsOf(data);
      if (words.length < WORTH_MEASURING) return false;
      const left = room();
      if (new Blob([words]).size <= left) return false;
      onTooLarge(left);
      return true;
    };
    const send = async (addresses: string[]) => {
      const files = await Promise.all(addresses.map(fileFromData));
      await addImages(editor, files.filter((file) => file !== null));
    };
    return [
      new Plugin({
        key: new PluginKey("cleanPaste"),
        props: {
          // Taken whole or not at all: half a paste would have to be looked for, and the server would refuse it whole.
          handlePaste: (_view, event) => tooLarge(event.clipboardData),
          handleDrop: (_view, event) => tooLarge(event.dataTransfer),
          transformPastedHTML(html) {
            if (html.includes("data-pm-slice")) return html; // from an editor like this one
            const page = readWithoutStyles(html);
            const carried = takePictures(page);
            restoreWordLists(page);
            giveStylesMeaning(page);
            if (carried.length && pictures) setTimeout(() => void send(carried));
            return page.body.innerHTML;
          },
        },
      }),
    ];
  },
});
