// Keeps automatic corrections to the writer's own edits: what came from others is never "repaired" by every browser at once.
import type { Plugin, Transaction } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

/** Whether a transaction came through Yjs: someone else's edit, the first load, or an undo. */
export function cameFromYjs(transaction: Transaction): boolean {
  const change = transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
  return Boolean(change?.isChangeOrigin);
}

/** The same plugin, whose `appendTransaction` stays quiet about changes that came through Yjs. */
export function localOnly(plugin: Plugin): Plugin {
  const append = plugin.spec.appendTransaction;
  if (append) {
    plugin.spec.appendTransaction = (transactions, before, after) =>
      transactions.some(cameFromYjs) ? null : append.call(plugin, transactions, before, after);
  }
  return plugin;
}
