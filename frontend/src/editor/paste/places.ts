// Places in the text that are found again while others write: by Yjs where there is one, else through each change.
import type { Editor } from "@tiptap/core";
import type { Transaction } from "@tiptap/pm/state";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import type { Doc, RelativePosition, XmlFragment } from "yjs";

interface Sync {
  type: XmlFragment;
  doc: Doc;
  binding: { mapping: Map<never, never> } | null;
}

export interface Places {
  /** Where each is now; null for one whose surroundings are gone. */
  now: () => (number | null)[];
  forget: () => void;
}

function byYjs(editor: Editor, positions: number[]): Places {
  const sync = () => ySyncPluginKey.getState(editor.state) as Sync;
  const { type, binding } = sync();
  const kept = positions.map((pos) => absolutePositionToRelativePosition(pos, type, binding!.mapping) as RelativePosition);
  const now = () => {
    const here = sync();
    return kept.map((place) => relativePositionToAbsolutePosition(here.doc, here.type, place, here.binding!.mapping));
  };
  return { now, forget: () => undefined };
}

function byChanges(editor: Editor, positions: number[]): Places {
  let kept: (number | null)[] = positions;
  const follow = ({ transaction }: { transaction: Transaction }) => {
    kept = kept.map((pos) => {
      const result = pos === null ? null : transaction.mapping.mapResult(pos);
      return result && !result.deletedAcross ? result.pos : null;
    });
  };
  editor.on("transaction", follow);
  return { now: () => kept, forget: () => editor.off("transaction", follow) };
}

export function follow(editor: Editor, positions: number[]): Places {
  const sync = ySyncPluginKey.getState(editor.state) as Sync | undefined;
  return sync?.binding ? byYjs(editor, positions) : byChanges(editor, positions);
}
