// What is said after a paste: what was taken off, what looks like a marker, what is there twice, lines that were cut.
import type { Node as ProseMirrorNode } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { ClipboardCheck, ClipboardList } from "lucide";

import { imageUrl } from "../config";
import type { Desk, Stretch } from "./bring";
import type { Cleaned } from "./clean";
import { cutsIn, linesAreCut, markersIn, repeatedIn, type Spot } from "./doubts";
import { follow } from "./places";
import type { Taken } from "./rubbish";
import { plural, t } from "./words";

/** A paste that is in the text. */
export interface Arrived extends Desk {
  /** The text as the paste left it, and where in it the paste is. */
  doc: ProseMirrorNode;
  stretch: Stretch;
  /** Where a place of `doc` is by now. */
  move: (pos: number) => number | null;
}

const CODES = ["pasteTaken", "pasteMarkers", "pasteTwice", "pasteCuts", "pasteForeign"] as const;
const NAMED = 4;

export function forgetTold({ notices }: Desk): void {
  for (const code of CODES) notices?.remove(code);
}

/** "[GA1], [JD2], [GA3], [MT1]…", the end of a sentence. */
function listed(words: string[]): string {
  const known = [...new Set(words)];
  return known.slice(0, NAMED).join(", ") + (known.length > NAMED ? "…" : ".");
}

function joined(parts: string[]): string {
  return new Intl.ListFormat(document.documentElement.lang || "fr", { type: "conjunction" }).format(parts);
}

function sentencesOf(taken: Taken): string[] {
  const away = [
    taken.remarks && plural("takenRemarks", taken.remarks),
    taken.deletions && plural("takenDeletions", taken.deletions),
    taken.hidden && plural("takenHidden", taken.hidden),
    taken.contents && t("takenContents"),
  ].filter((one) => typeof one === "string");
  return [
    away.length ? t("takenList", { list: joined(away) }) : "",
    taken.insertions ? plural("takenInsertions", taken.insertions) : "",
    taken.pictures ? plural("takenPictures", taken.pictures) : "",
  ].filter(Boolean);
}

/** Says it and goes back to the text, where the person was. */
function say({ notices, editor }: Desk, code: (typeof CODES)[number], sentence: string): void {
  notices?.show({ code, sentence, drawing: ClipboardCheck });
  editor.commands.focus();
}

/** The markers again where they were, as an edit of its own. */
function putBack(desk: Desk, markers: string[], now: (number | null)[]): void {
  const { editor } = desk;
  const { tr } = editor.state;
  let put = 0;
  for (let at = markers.length - 1; at >= 0; at -= 1) {
    const place = now[at];
    if (place === null || place === undefined || !tr.doc.resolve(place).parent.inlineContent) continue;
    tr.insertText(markers[at]!, place);
    put += 1;
  }
  if (put) editor.view.dispatch(tr);
  say(desk, "pasteTaken", t(put ? "putBackDone" : "placesGone"));
}

/** `places` are those of the markers that were taken off. */
export function tellTaken(desk: Desk, { markers, taken }: Cleaned, places: number[]): void {
  const sentences = sentencesOf(taken);
  if (!markers.length) {
    if (sentences.length) desk.notices?.show({ code: "pasteTaken", sentence: t("takenOthers"), advice: sentences.join(" "), drawing: ClipboardCheck });
    return;
  }
  const followed = follow(desk.editor, places);
  const sentence = plural("takenMarkers", markers.length).replace("{which}", listed(markers));
  const run = () => {
    putBack(desk, markers, followed.now());
    followed.forget();
  };
  desk.notices?.show({ code: "pasteTaken", sentence, advice: sentences.join(" ") || undefined, drawing: ClipboardCheck, action: { label: t("putBack"), run } });
}

function placed({ move }: Arrived, spots: Spot[]): Spot[] {
  return spots.flatMap(({ pos, words }) => {
    const now = move(pos);
    return now === null ? [] : [{ pos: now, words }];
  });
}

/** Those that still stand there, each with one of the spaces around it. */
function remove(desk: Desk, spots: Spot[], now: (number | null)[]): string[] {
  const { editor } = desk;
  const { tr } = editor.state;
  const removed: string[] = [];
  const places = spots.map((spot, at) => ({ words: spot.words, pos: now[at] })).sort((one, other) => (other.pos ?? 0) - (one.pos ?? 0));
  for (const { words, pos } of places) {
    if (pos === null || pos === undefined) continue;
    const $pos = tr.doc.resolve(pos);
    const end = pos + words.length;
    if (end > $pos.end() || tr.doc.textBetween(pos, end) !== words) continue;
    const before = pos > $pos.start() ? tr.doc.textBetween(pos - 1, pos, "", " ") : "";
    const after = end < $pos.end() ? tr.doc.textBetween(end, end + 1, "", " ") : "";
    const spare = before === " " && (after === "" || /[\s.,;)]/.test(after)) ? 1 : 0;
    tr.delete(pos - spare, end);
    removed.unshift(words);
  }
  if (removed.length) editor.view.dispatch(tr);
  return removed;
}

function tellMarkers(desk: Arrived): void {
  const { editor, notices } = desk;
  const spots = placed(desk, markersIn(desk.doc, desk.stretch.from, desk.stretch.to));
  if (!spots.length) return;
  const followed = follow(editor, spots.map(({ pos }) => pos));
  const run = () => {
    const removed = remove(desk, spots, followed.now());
    followed.forget();
    const done = plural("takenMarkers", removed.length).replace("{which}", listed(removed));
    say(desk, "pasteMarkers", removed.length ? done : t("placesGone"));
  };
  const which = spots.length === 1 ? spots[0]!.words : listed(spots.map(({ words }) => words));
  const sentence = plural("foundMarkers", spots.length).replace("{which}", which);
  const action = { label: plural("removeMarkers", spots.length), run };
  notices?.show({ code: "pasteMarkers", sentence, advice: t("foundMarkersAdvice"), drawing: ClipboardList, warm: true, action });
}

function goTo({ editor }: Desk, pos: number): void {
  const $pos = editor.state.doc.resolve(pos);
  editor.commands.focus();
  editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, $pos.start(), $pos.end())).scrollIntoView());
}

function tellTwice(desk: Arrived): void {
  const spots = placed(desk, repeatedIn(desk.doc, desk.stretch.from, desk.stretch.to));
  const [first] = spots;
  if (!first) return;
  const followed = follow(desk.editor, spots.map(({ pos }) => pos));
  let next = 0;
  const run = () => {
    const known = followed.now();
    for (let tried = 0; tried < known.length; tried += 1, next += 1) {
      const pos = known[next % known.length];
      if (pos === null || pos === undefined || !desk.editor.state.doc.resolve(pos).parent.isTextblock) continue;
      next += 1;
      return goTo(desk, pos);
    }
  };
  const words = first.words.split(" ").slice(0, 6).join(" ");
  const action = { label: plural("goThere", spots.length), run };
  const advice = plural("foundTwiceAdvice", spots.length).replace("{words}", `${words}…`);
  desk.notices?.show({ code: "pasteTwice", sentence: plural("foundTwice", spots.length), advice, drawing: ClipboardList, warm: true, action });
}

/** A word cut by a hyphen is one again where its second half begins small. */
function join(desk: Desk, now: (number | null)[]): number {
  const { editor } = desk;
  const { tr } = editor.state;
  let done = 0;
  for (const pos of [...now].reverse()) {
    if (pos === null || pos > tr.doc.content.size) continue;
    const { nodeBefore, nodeAfter } = tr.doc.resolve(pos);
    if (nodeBefore?.type.name !== "paragraph" || nodeAfter?.type !== nodeBefore.type) continue;
    const cut = /\p{L}-$/u.test(nodeBefore.textContent) && /^\p{Ll}/u.test(nodeAfter.textContent);
    tr.join(pos);
    if (cut) tr.delete(pos - 2, pos - 1);
    else if (!/\s$/.test(nodeBefore.textContent)) tr.insertText(" ", pos - 1);
    done += 1;
  }
  if (done) editor.view.dispatch(tr);
  return done;
}

function tellCuts(desk: Arrived, text: string): void {
  if (!linesAreCut(text)) return;
  const cuts = cutsIn(desk.doc, desk.stretch.from, desk.stretch.to).map(desk.move).filter((pos) => pos !== null);
  if (!cuts.length) return;
  const followed = follow(desk.editor, cuts);
  const run = () => {
    const done = join(desk, followed.now());
    followed.forget();
    say(desk, "pasteCuts", done ? plural("joinedLines", done) : t("placesGone"));
  };
  desk.notices?.show({ code: "pasteCuts", sentence: t("foundCuts"), drawing: ClipboardList, warm: true, action: { label: t("joinLines"), run } });
}

/** A picture belongs to its document: one that came with a passage of another cannot be shown here. */
async function tellForeign({ doc, notices, stretch: { from, to } }: Arrived): Promise<void> {
  const images = new Set<string>();
  doc.nodesBetween(from, to, (node) => {
    if (node.type.name === "figure" && node.attrs.image) images.add(node.attrs.image as string);
  });
  const missing = await Promise.all(
    [...images].map((id) => fetch(imageUrl(id), { method: "HEAD" }).then((answer) => answer.status === 404, () => false)),
  );
  const count = missing.filter(Boolean).length;
  if (count) notices?.show({ code: "pasteForeign", sentence: plural("foundForeign", count), drawing: ClipboardList, warm: true });
}

/** `text` is what the clipboard held, where that was plain text. */
export function tell(desk: Arrived, text: string): void {
  if (desk.stretch.to <= desk.stretch.from) return;
  tellMarkers(desk);
  tellTwice(desk);
  tellCuts(desk, text);
  void tellForeign(desk);
}
