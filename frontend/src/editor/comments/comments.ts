// The comments' tab, button and shortcut; what fills them comes once the text is there.
import { MessageSquare, MessageSquarePlus } from "lucide";

import { el } from "../../dom";
import { t } from "../../messages";
import type { Companion, Desk } from "../beside";
import { config, type Role } from "../config";
import { later } from "../later";
import type { Conversation } from "./conversation";

const M = 77;

export function openComments(desk: Desk): Companion {
  const content = el("div");
  let role: Role = config().role;
  let gone = false;
  let conversation: Conversation | null = null;
  const loading = later(() => import("./conversation")).then((part) => {
    if (!gone) conversation = new part.Conversation(desk, content, role);
  });
  // In the next frame: the editor hears a little late of a selection just made.
  const run = () => void loading.then(() => requestAnimationFrame(() => conversation?.onShortcut()));
  const onKey = (event: KeyboardEvent) => {
    // By the number of the key: with Alt its sign is another one; with AltGr it is a sign that somebody types.
    if (event.keyCode !== M || !event.altKey || !(event.ctrlKey || event.metaKey) || event.getModifierState("AltGraph")) return;
    event.preventDefault();
    run();
  };
  window.addEventListener("keydown", onKey);
  return {
    tab: { id: "comments", label: t("comments"), icon: MessageSquare, content },
    actions: [{ id: "comment", label: "commentAdd", icon: MessageSquarePlus, keys: "Mod-Alt-m", run }],
    onRole: (now) => {
      role = now;
      conversation?.onRole(now);
    },
    destroy: () => {
      gone = true;
      window.removeEventListener("keydown", onKey);
      conversation?.destroy();
    },
  };
}
