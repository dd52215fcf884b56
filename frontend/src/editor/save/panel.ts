// The small window under the state of saving: what it means, what waits to be sent, how to take it away or try again.
import { X } from "lucide";

import { el, icon, uniqueId } from "../../dom";
import { t } from "../../messages";
import type { SaveState } from "../../sync/state";
import { config } from "../config";
import { passages, type UnsentChange } from "./changes";
import { keepLinks, type Kept } from "./downloads";
import { UnsentList } from "./unsent-list";

/** What the panel asks of the page it stands on. */
export interface SaveSource {
  kept: () => Kept;
  unsentChanges: () => UnsentChange[];
  tryAgain: () => void;
  /** Draws the state again, with what waits now. */
  refresh: () => void;
}

const PATIENCE = 2000;

export class SavePanel {
  readonly dom = el("div", { id: uniqueId("save-panel"), className: "floating save-panel", hidden: true, tabIndex: -1 });
  /** Called by the panel's own button; the focus goes back to what opened it. */
  onClose: () => void = () => undefined;

  private readonly heading = el("h2", { id: uniqueId("save-now") });
  private readonly meaning = el("p", { id: uniqueId("save-meaning") });
  private readonly list = new UnsentList("unsent");
  private readonly waiting: HTMLElement;
  private readonly again = el("button", { type: "button", className: "btn primary", textContent: t("saveAgain") });
  private readonly trying = el("p", { className: "soft small save-trying" });

  constructor(private readonly source: SaveSource) {
    const close = el("button", { type: "button", className: "btn square save-close" }, [icon(X)]);
    close.setAttribute("aria-label", t("close"));
    close.addEventListener("click", () => this.onClose());
    this.again.addEventListener("click", () => this.tryAgain());
    this.trying.setAttribute("role", "status");
    this.waiting = el("div", { className: "save-waiting" }, [
      this.list.title,
      this.list.list,
      el("div", { className: "dialog-actions" }, keepLinks(source.kept)),
    ]);
    const limits = el("a", { className: "soft small", href: config().urls.limits, target: "_blank", textContent: t("limitsLink") });
    this.dom.setAttribute("role", "dialog");
    this.dom.setAttribute("aria-labelledby", this.heading.id);
    this.dom.setAttribute("aria-describedby", this.meaning.id);
    this.dom.append(
      el("div", { className: "save-head" }, [this.heading, close]),
      this.meaning,
      el("div", { className: "save-retry" }, [this.again, this.trying]),
      this.waiting,
      el("p", { className: "save-foot" }, [limits]),
    );
  }

  show(state: SaveState, words: string, meaning: string): void {
    const changes = this.source.unsentChanges();
    const mayRetry = state.kind === "offline" || state.kind === "unsaved";
    const lists = changes.length > 0 && (mayRetry || state.kind === "refused");
    if (this.heading.textContent !== words) this.heading.textContent = words;
    if (this.meaning.textContent !== meaning) this.meaning.textContent = meaning;
    const hadFocus = this.dom.contains(document.activeElement);
    (this.again.parentElement as HTMLElement).hidden = !mayRetry;
    this.waiting.hidden = !lists;
    if (lists) this.list.show(passages(changes));
    // What had the focus may just have gone: the panel itself keeps the reader where they were.
    if (hadFocus && !document.activeElement?.checkVisibility()) this.dom.focus({ preventScroll: true });
  }

  private tryAgain(): void {
    this.trying.textContent = t("saveTrying");
    this.again.setAttribute("aria-disabled", "true");
    this.source.tryAgain();
    setTimeout(() => {
      this.again.removeAttribute("aria-disabled");
      this.trying.textContent = this.again.parentElement?.hidden ? "" : t("saveTried");
    }, PATIENCE);
  }
}
