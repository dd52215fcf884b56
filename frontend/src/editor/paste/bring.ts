// One paste, from the clipboard to what is said of it: loaded when somebody begins to write.
import type { Editor } from "@tiptap/core";
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";
import { Fragment, Slice } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";

import { addImages } from "../images/images";
import type { Notices } from "../notices";
import { type Cleaned, clean } from "./clean";
import { follow } from "./places";
import { MARKER, PICTURE } from "./rubbish";
import { forgetTold, tell, tellTaken } from "./tell";

/** What a clipboard held. It is empty once its event is over, so it is read at once. */
export interface Clipboard {
  html: string;
  text: string;
  rtf: string;
  files: File[];
}

export interface Desk {
  editor: Editor;
  notices: Pick<Notices, "show" | "remove"> | null;
  /** Whether pictures are taken; otherwise they are told. */
  pictures: boolean;
}

/** A stretch of the text, as the paste left it. */
export interface Stretch {
  from: number;
  to: number;
}

interface Sign {
  sign: string;
  /** Letters of the paste before it. */
  after: number;
}

/** The slice without our signs, and where they stood. */
export function takeSigns(slice: Slice): { slice: Slice; signs: Sign[] } {
  const signs: Sign[] = [];
  let letters = 0;
  const without = (fragment: Fragment): Fragment => {
    const nodes: ProseMirrorNode[] = [];
    fragment.forEach((node) => {
      if (!node.isText) return void nodes.push(node.copy(without(node.content)));
      let kept = "";
      for (const letter of node.text!) {
        if (letter === MARKER || letter === PICTURE) signs.push({ sign: letter, after: letters });
        else {
          kept += letter;
          letters += letter.length;
        }
      }
      if (kept) nodes.push(node.type.schema.text(kept, node.marks));
    });
    return Fragment.fromArray(nodes);
  };
  return { slice: new Slice(without(slice.content), slice.openStart, slice.openEnd), signs };
}

/** What of the text is new: from where it first differs, or from the old selection, to what stood behind the selection. */
export function stretchOf(before: EditorState, after: ProseMirrorNode): Stretch {
  const differs = before.doc.content.findDiffStart(after.content) ?? before.selection.from;
  const to = Math.max(0, after.content.size - (before.doc.content.size - before.selection.to));
  return { from: Math.min(differs, before.selection.from, to), to };
}

/** The places of signs in what was pasted. */
function placesOf(doc: ProseMirrorNode, { from, to }: Stretch, signs: Sign[]): number[] {
  const places: number[] = [];
  let letters = 0;
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isText) return;
    const begin = Math.max(from, pos);
    const length = Math.min(to, pos + node.nodeSize) - begin;
    while (places.length < signs.length && signs[places.length]!.after <= letters + length) places.push(begin + signs[places.length]!.after - letters);
    letters += length;
  });
  while (places.length < signs.length) places.push(to);
  return places;
}

/** Where a sign stands at the end of a line, the line that it ended is meant, not the next. */
async function sendPictures(desk: Desk, cleaned: Cleaned, places: number[]): Promise<void> {
  const { editor } = desk;
  const followed = follow(editor, places);
  for (const [at, { file, alt }] of cleaned.pictures.entries()) {
    if (editor.isDestroyed) break;
    await addImages(editor, [file], followed.now()[at] ?? undefined, alt);
  }
  followed.forget();
}

function cleanOrNull({ html, rtf }: Clipboard): Cleaned | null {
  try {
    return clean(html, rtf);
  } catch (error) {
    console.error(error); // a page of a shape nobody foresaw: its words are pasted instead
    return null;
  }
}

/** A page from outside; `event` is what asked for it. False when it cannot be read. */
export function bringPage(desk: Desk, clipboard: Clipboard, event: ClipboardEvent, strip: (by: ((slice: Slice) => Slice) | null) => void): boolean {
  const { editor } = desk;
  const cleaned = cleanOrNull(clipboard);
  if (!cleaned) return false;
  // One picture copied by itself: its bytes are beside the page that only names it.
  const [only] = clipboard.files.filter((file) => file.type.startsWith("image/"));
  const before = editor.state;
  let signs: Sign[] = [];
  strip((slice) => {
    const taken = takeSigns(slice);
    signs = taken.signs;
    return taken.slice;
  });
  try {
    if (cleaned.html.trim()) editor.view.pasteHTML(cleaned.html, event);
    else if (!only && clipboard.text && !cleaned.taken.deletions) editor.view.pasteText(clipboard.text, event);
  } finally {
    strip(null);
  }
  const doc = editor.state.doc;
  const stretch = stretchOf(before, doc);
  const places = placesOf(doc, stretch, signs);
  const at = (sign: string) => places.filter((_place, index) => signs[index]!.sign === sign);
  if (only && cleaned.taken.pictures === 1 && !editor.state.doc.textBetween(stretch.from, stretch.to).trim()) {
    cleaned.taken.pictures = 0;
    cleaned.pictures.push({ file: only, alt: "" });
  }
  if (!desk.pictures) cleaned.taken.pictures += cleaned.pictures.length;
  forgetTold(desk);
  tellTaken(desk, cleaned, at(MARKER));
  tell({ ...desk, doc, stretch, move: (pos) => pos }, "");
  const pictures = at(PICTURE);
  if (desk.pictures && cleaned.pictures.length) void sendPictures(desk, cleaned, cleaned.pictures.map((_one, index) => pictures[index] ?? stretch.to));
  return true;
}

/** Where a place of one document is in a later one, as far as the change between them is beside it. */
function mover(old: ProseMirrorNode, now: ProseMirrorNode): (pos: number) => number | null {
  const start = old.content.findDiffStart(now.content);
  const end = old.content.findDiffEnd(now.content);
  if (start === null || !end) return (pos) => pos;
  return (pos) => (pos < start ? pos : pos > Math.max(end.a, start) ? pos + now.content.size - old.content.size : null);
}

/** What ProseMirror pasted by itself: plain text, or a passage of an editor like this one. `after` is the text as it then was. */
export function lookAt(desk: Desk, before: EditorState, after: ProseMirrorNode, text: string): void {
  forgetTold(desk);
  tell({ ...desk, doc: after, stretch: stretchOf(before, after), move: mover(after, desk.editor.state.doc) }, text);
}
