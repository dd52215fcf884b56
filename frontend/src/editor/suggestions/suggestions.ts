// The tab of the proposals and the switch between writing and proposing; what they show comes once the text is there.
import { FileDiff, PenLine } from "lucide";

import { el } from "../../dom";
import { t } from "../../messages";
import type { Companion, Desk } from "../beside";
import { config, type Role } from "../config";
import { later } from "../later";
import type { Action } from "../toolbar/actions";
import type { Review } from "./review";

export function openSuggestions(desk: Desk): Companion {
  const content = el("div");
  let role: Role = config().role;
  let gone = false;
  let review: Review | null = null;
  const loading = later(() => import("./review")).then((part) => {
    if (!gone) review = new part.Review(desk, content, role);
  });
  const propose = (on: boolean) => void loading.then(() => review?.propose(on));
  const isProposing = () => review?.isProposing ?? false;
  const modes: Action[] = [
    { id: "mode-write", label: "modeWrite", icon: PenLine, run: () => propose(false), active: () => !isProposing() },
    { id: "mode-propose", label: "modePropose", icon: FileDiff, run: () => propose(true), active: isProposing },
  ];
  return {
    tab: { id: "suggestions", label: t("suggestions"), icon: FileDiff, content },
    modes: config().mayWrite && config().maySuggest ? modes : [],
    onRole: (now) => {
      role = now;
      review?.onRole(now);
    },
    destroy: () => {
      gone = true;
      review?.destroy();
    },
  };
}
