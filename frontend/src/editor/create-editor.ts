// Puts the content model, collaboration and our tools together into one Tiptap editor.
import { Editor, Extension } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Dropcursor, Gapcursor, Placeholder } from "@tiptap/extensions";
import type { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";

import { t } from "../messages";
import { Passages } from "./comments/passages";
import { Carets } from "./extensions/carets";
import { Images } from "./images/images";
import type { Notices } from "./notices";
import { Paste } from "./paste/paste";
import { contentModel } from "./schema";
import { roomLeft } from "./server-notices";
import { SuggestionPlaces } from "./suggestions/places";

interface Wanted {
  element: HTMLElement;
  doc: Doc;
  awareness: Awareness;
  editable: boolean;
  onLink: () => void;
  onToolbar: () => void;
  /** A paste was refused: it is longer than the bytes that the document can still take. */
  onTooLarge: (room: number) => void;
  notices: () => Notices | null;
}

function shortcuts(onLink: () => void, onToolbar: () => void): Extension {
  return Extension.create({
    name: "pageShortcuts",
    addKeyboardShortcuts: () => ({
      "Mod-k": () => {
        onLink();
        return true;
      },
      "Alt-F10": () => {
        onToolbar();
        return true;
      },
    }),
  });
}

/** One schema for every role: an editor with a poorer one would delete what it does not know from everybody's text. */
export function createEditor({ element, doc, awareness, editable, onLink, onToolbar, onTooLarge, notices }: Wanted): Editor {
  return new Editor({
    element,
    editable,
    injectCSS: false,
    extensions: [
      ...contentModel,
      Collaboration.configure({ document: doc, field: "default" }),
      Carets.configure({ awareness }),
      Passages,
      Placeholder.configure({ placeholder: t("placeholder") }),
      Gapcursor,
      Dropcursor.configure({ width: 2, color: false, class: "drop-cursor" }),
      Images,
      SuggestionPlaces,
      Paste.configure({ room: () => roomLeft(doc), onTooLarge, notices }),
      shortcuts(onLink, onToolbar),
    ],
    editorProps: {
      attributes: { class: "text", "aria-label": t("textLabel"), spellcheck: "true" },
      scrollMargin: { top: 90, bottom: 110, left: 0, right: 0 }, // the header and the bar of a phone
      scrollThreshold: { top: 70, bottom: 90, left: 0, right: 0 },
    },
  });
}

/** A press under the last block goes on writing there, even after a table or a picture. */
export function writeBelow(editor: Editor): void {
  const { doc, schema } = editor.state;
  const last = doc.lastChild;
  if (last?.type.name !== "paragraph") {
    editor.view.dispatch(editor.state.tr.insert(doc.content.size, schema.nodes.paragraph!.create()));
  }
  editor.commands.focus("end");
}
