// Calm messages over the text: they stop nobody, stay until they are read, and can be put away.
import { CircleAlert, Eye, FileWarning, type IconNode, X } from "lucide";

import { el, icon } from "../dom";
import { t } from "../messages";

export interface Notice {
  /** One message for each code: another one takes its place. */
  code: string;
  sentence: string;
  advice?: string;
  /** Its drawing where the code has none here; `warm` asks to be looked at. */
  drawing?: IconNode;
  warm?: boolean;
  /** What one can do about it; a link when it has an address. */
  action?: { label: string; href?: string; run?: () => void };
}

const DRAWINGS: Record<string, IconNode> = { large: FileWarning, paste: FileWarning, quarantine: CircleAlert };
/** Said again only when its sentence has changed: these come with each connection. */
const REPEATED = new Set(["large"]);

export class Notices {
  private readonly shown = new Map<string, HTMLElement>();
  private readonly putAway = new Map<string, string>();

  /** `host` is a live region, there from the beginning; `after` takes the focus when a message is put away. */
  constructor(
    private readonly host: HTMLElement,
    private readonly after: () => void,
  ) {}

  show({ code, sentence, advice, action, drawing, warm = code in DRAWINGS }: Notice): void {
    if (REPEATED.has(code) && this.putAway.get(code) === sentence) return;
    if (this.shown.get(code)?.dataset.sentence === sentence) return;
    const close = el("button", { type: "button", className: "btn square" }, [icon(X)]);
    close.setAttribute("aria-label", t("noticeClose"));
    close.addEventListener("click", () => {
      this.putAway.set(code, sentence);
      this.remove(code);
      this.after();
    });
    const words = el("div", { className: "grow" }, [
      el("p", { textContent: sentence }),
      advice && el("p", { className: "small", textContent: advice }),
    ]);
    const notice = el("div", { className: `notice doc-notice${warm ? " warm" : ""}` }, [
      icon(drawing ?? DRAWINGS[code] ?? Eye),
      words,
      action && this.button(action),
      close,
    ]);
    notice.dataset.sentence = sentence;
    const before = this.shown.get(code);
    this.shown.set(code, notice);
    if (before) before.replaceWith(notice);
    else this.host.append(notice);
  }

  remove(code: string): void {
    this.shown.get(code)?.remove();
    this.shown.delete(code);
  }

  private button({ label, href, run }: NonNullable<Notice["action"]>): HTMLElement {
    if (href) return el("a", { className: "btn quiet", href, textContent: label });
    const button = el("button", { type: "button", className: "btn quiet", textContent: label });
    button.addEventListener("click", () => run?.());
    return button;
  }
}
