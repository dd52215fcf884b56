// What comes in by the clipboard or is dropped, taken in hand before ProseMirror reads it; the work itself is loaded on the way.
import { type Editor, Extension } from "@tiptap/core";
import type { Slice } from "@tiptap/pm/model";
import { Plugin, PluginKey, Selection } from "@tiptap/pm/state";
import type { EditorProps, EditorView } from "@tiptap/pm/view";

import { t } from "../../messages";
import { later } from "../later";
import type { Notices } from "../notices";
import type { Clipboard } from "./bring";

interface Options {
  /** Bytes that the document can still take; asked only for pastes that could matter. */
  room: () => number;
  onTooLarge: (room: number) => void;
  /** Whether pictures that it carries are taken too. */
  pictures: boolean;
  notices: () => Pick<Notices, "show" | "remove"> | null;
}

/** Below this nobody's document overflows: its room is not even measured. */
const WORTH_MEASURING = 100_000;

/** Its keyboards compose all the time; elsewhere nothing is pasted into a letter that is being made. */
const ANDROID = /Android \d/.test(navigator.userAgent);

type Part = typeof import("./bring");
let part: Part | null = null;
const load = () => import("./bring").then((loaded) => (part = loaded));

function read(data: DataTransfer): Clipboard {
  return { html: data.getData("text/html"), text: data.getData("text/plain"), rtf: data.getData("text/rtf"), files: [...data.files] };
}

/** From an editor like this one, whose own marks ProseMirror reads. */
const isOurs = ({ html }: Clipboard) => html.includes("data-pm-slice");

const letters = (text: string) => text.replace(/\s/g, "");

class Hands {
  private plain = false;
  private copied = "";
  private strip: ((slice: Slice) => Slice) | null = null;

  constructor(
    private readonly editor: Editor,
    private readonly options: Options,
  ) {}

  get props(): EditorProps {
    const ordinary = () => {
      this.plain = false;
    };
    return {
      handleDOMEvents: {
        focus: (view) => void (part ?? (view.editable && load().catch(() => undefined))),
        keydown: (_view, event) => {
          this.plain = event.shiftKey && event.key !== "Insert";
        },
        keyup: ordinary,
        blur: ordinary,
        paste: (view, event) => this.onPaste(view, event),
        drop: (view, event) => this.onDrop(view, event),
      },
      // The content policy forbids style attributes, and reports them while a page is read.
      transformPastedHTML: (html) => html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=")),
      transformPasted: (slice) => this.strip?.(slice) ?? slice,
      transformCopied: (slice) => {
        this.copied = letters(slice.content.textBetween(0, slice.content.size));
        return slice;
      },
    };
  }

  private onPaste(view: EditorView, event: ClipboardEvent): boolean {
    const data = event.clipboardData;
    if (!view.editable || (view.composing && !ANDROID) || !data) return false;
    const clipboard = read(data);
    if (!this.isTooLarge(clipboard)) {
      const asText = this.plain || !clipboard.html || view.state.selection.$from.parent.type.spec.code;
      if (asText || isOurs(clipboard) || data.types.includes("vscode-editor-data")) {
        this.lookAfter(view, clipboard);
        return false;
      }
      this.bring(clipboard, event);
    }
    event.preventDefault();
    return true;
  }

  private onDrop(view: EditorView, event: DragEvent): boolean {
    const data = event.dataTransfer;
    if (!view.editable || view.dragging || !data) return false;
    const clipboard = read(data);
    if (!this.isTooLarge(clipboard)) {
      const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (!at || !clipboard.html || isOurs(clipboard) || clipboard.files.length) return false;
      view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
      view.focus();
      this.bring(clipboard, new ClipboardEvent("paste"));
    }
    event.preventDefault();
    return true;
  }

  /** Taken whole or not at all: half a paste would have to be looked for, and the server would refuse it whole. */
  private isTooLarge({ text, html }: Clipboard): boolean {
    const words = text || html; // the words alone count: what Word wraps around them is taken off
    if (words.length < WORTH_MEASURING) return false;
    const left = this.options.room();
    if (new Blob([words]).size <= left) return false;
    this.options.onTooLarge(left);
    return true;
  }

  private get desk() {
    const { notices, pictures } = this.options;
    return { editor: this.editor, notices: notices(), pictures };
  }

  private bring(clipboard: Clipboard, event: ClipboardEvent): void {
    const { editor, options } = this;
    /** Without a network before anything was written, or from a page that cannot be read: the words at least. */
    const asText = () => {
      if (clipboard.text) editor.view.pasteText(clipboard.text, event);
      else editor.view.pasteHTML(clipboard.html, event);
      options.notices()?.show({ code: "paste", sentence: t("noticePastePlain") });
    };
    const run = (loaded: Part) => {
      if (editor.isDestroyed || !editor.isEditable) return;
      if (!loaded.bringPage(this.desk, clipboard, event, (by) => { this.strip = by; })) asText();
    };
    if (part) run(part);
    else load().then(run, asText);
  }

  /** What ProseMirror pastes by itself is looked at once it is there; what was copied in this very text is meant to be there twice. */
  private lookAfter(view: EditorView, { text, html }: Clipboard): void {
    const before = view.state;
    const asText = this.plain || !html;
    if (html && this.copied && letters(text) === this.copied) return;
    setTimeout(() => {
      const after = view.state.doc;
      if (this.editor.isDestroyed || after === before.doc) return;
      void later(load).then((loaded) => !this.editor.isDestroyed && loaded.lookAt(this.desk, before, after, asText ? text : ""));
    });
  }
}

export const Paste = Extension.create<Options>({
  name: "cleanPaste",
  addOptions: () => ({ room: () => Infinity, onTooLarge: () => undefined, pictures: true, notices: () => null }),
  addProseMirrorPlugins() {
    return [new Plugin({ key: new PluginKey("cleanPaste"), props: new Hands(this.editor, this.options).props })];
  },
});
