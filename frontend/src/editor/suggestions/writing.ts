// A proposal being written: the small editor stands in place of the block until it is sent or put away.
import type { Editor } from "@tiptap/core";

import type { Notices } from "../notices";
import { accept, type Content, propose, Refusal, type Suggestion } from "./api";
import { redraw } from "./places";
import { type Found, findBlocks, type Shown } from "./shown";
import { listAround, SmallEditor } from "./small-editor";
import { t } from "./words";

interface Desk {
  editor: Editor;
  shown: Shown;
  notices: Notices;
  /** A proposal as it was made or answered, to be shown at once and announced. */
  onSent: (suggestion: Suggestion, made: boolean) => void;
  /** Nobody writes in the text itself meanwhile: a browser takes an editor inside another for a part of it. */
  onOpened: () => void;
  /** Puts the focus where the form was. */
  onClosed: (block: string) => void;
}

/** In a copy of a block, one of its own is what has been written of it. */
function withWritten(content: Content, block: string, written: Content[]): Content[] {
  if (content.attrs?.id === block) return written;
  return [{ ...content, ...(content.content ? { content: content.content.flatMap((child) => withWritten(child, block, written)) } : {}) }];
}

export class Writing {
  private small: SmallEditor | null = null;

  constructor(private readonly desk: Desk) {}

  get isOpen(): boolean {
    return this.small !== null;
  }

  /** Proposes on a block; what is begun elsewhere is not thrown away for it. */
  propose(block: string, begun?: { content: Content[]; reason: string }): void {
    const found = this.find(block);
    if (!found || !this.leave()) return;
    let before = found.node.toJSON() as Content;
    const around = this.around(found);
    this.open(block, found, {
      content: begun?.content ?? [before],
      label: t("suggestionTextLabel"),
      send: "suggestionSend",
      asksReason: true,
      onWiden: around ? () => this.widen(block, around) : null,
      onSend: (content, reason) =>
        this.send(() => propose(block, before, content, reason), true, () => {
          before = this.now(block) ?? before;
        }),
    });
    if (begun && this.small) this.small.why = begun.reason;
  }

  /** Accepts a proposal with changes of one's own. */
  change(suggestion: Suggestion): void {
    const found = this.find(suggestion.block);
    if (!found || !this.leave()) return;
    let seen = found.node.toJSON() as Content;
    this.open(suggestion.block, found, {
      content: suggestion.merged ?? suggestion.proposed,
      label: t("suggestionChangeLabel"),
      send: "suggestionAcceptChanged",
      asksReason: false,
      onWiden: null,
      onSend: (applied) =>
        this.send(() => accept(suggestion.id, { applied, seen }), false, () => {
          seen = this.now(suggestion.block) ?? seen;
        }),
    });
  }

  close(): void {
    const { shown, editor, onClosed } = this.desk;
    const block = shown.written?.block;
    this.small?.destroy();
    this.small = null;
    shown.written = null;
    redraw(editor.view);
    if (block) onClosed(block);
  }

  destroy(): void {
    this.small?.destroy();
    this.small = null;
  }

  private find(block: string): Found | undefined {
    return findBlocks(this.desk.editor.state.doc, [block]).get(block);
  }

  private now(block: string): Content | undefined {
    return this.find(block)?.node.toJSON() as Content | undefined;
  }

  /** Whether another form may open: one that holds words takes the focus instead. */
  private leave(): boolean {
    if (!this.small) return true;
    if (this.small.isChanged) {
      this.small.say(t("suggestionFirst"));
      this.small.focus();
      return false;
    }
    this.close();
    return true;
  }

  private around({ pos }: Found): string | null {
    const $pos = this.desk.editor.state.doc.resolve(pos);
    for (let depth = $pos.depth; depth > 0; depth -= 1) {
      const id = $pos.node(depth).attrs.id as string | null | undefined;
      if (id) return id;
    }
    return null;
  }

  private widen(block: string, around: string): void {
    const found = this.find(around);
    const { small } = this;
    if (!found || !small) return;
    const content = withWritten(found.node.toJSON() as Content, block, small.contents());
    const reason = small.why;
    small.destroy();
    this.small = null;
    this.propose(around, { content, reason });
  }

  private open(
    block: string,
    { pos }: Found,
    wanted: Omit<ConstructorParameters<typeof SmallEditor>[0], "wrap" | "onCancel" | "notices">,
  ): void {
    const { editor, shown, notices } = this.desk;
    const parent = editor.state.doc.resolve(pos).parent;
    this.small = new SmallEditor({ ...wanted, wrap: listAround(editor.schema, parent), onCancel: () => this.close(), notices });
    this.desk.onOpened();
    shown.written = { block, form: this.small.dom, covers: true, at: pos };
    redraw(editor.view);
    this.small.dom.scrollIntoView({ block: "nearest" });
    this.small.focus();
  }

  /** What one has written stays when the server says no; when the passage has changed, it shows again above the form. */
  private async send(act: () => Promise<Suggestion>, made: boolean, onMoved: () => void): Promise<string | null> {
    try {
      const suggestion = await act();
      this.close();
      this.desk.onSent(suggestion, made);
      return null;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (refusal.code !== "block_changed") return refusal.message;
      onMoved();
      const { shown, editor } = this.desk;
      if (shown.written) shown.written.covers = false;
      redraw(editor.view);
      return t("suggestionMoved");
    }
  }
}
