// What happens when the server will take no more from this page: what it did not take is offered as files, then all is loaded afresh.
import { el, uniqueId } from "../../dom";
import { t } from "../../messages";
import { config } from "../config";
import { keepLinks, type Kept } from "./downloads";
import { isLimit, stopWords } from "./stops";
import { UnsentList } from "./unsent-list";

interface Rescue {
  code: string;
  /** The server's own sentence, for a code that this page does not know. */
  detail: string;
  /** What there is to keep; its `update` is null when the server has everything. */
  kept: Kept;
  /** Throws away the document and its local copy. */
  forget: () => Promise<void>;
}

/** A plain dialog that stays until the person has chosen; nothing is deleted before. */
export function offerUnsent({ code, detail, kept, forget }: Rescue): void {
  const unsent = kept.update !== null;
  const replaced = code === "4409"; // after a backup, what was saved since may be in this page alone
  const offered = unsent || replaced;
  const words = stopWords(code);
  const next = words?.next ?? "reload";
  const button = { home: "stopHome", signIn: "stopSignIn", reload: offered ? "stopReload" : "reload" } as const;
  const heading = el("h2", { id: uniqueId("rescue"), textContent: t(unsent ? "stopTitleUnsent" : "stopTitle") });
  const resume = el("button", { type: "button", className: "btn primary", textContent: t(button[next]) });
  const dialog = el("dialog", { className: "rescue dialog" }, [
    heading,
    el("p", { textContent: words ? t(words.why) : detail || t("stopRefused") }),
    el("p", { textContent: t(replaced ? "stopKeptReplaced" : unsent ? "stopKeptElse" : "stopKeptAll") }),
    ...(offered ? waiting(kept) : []),
    offered && el("p", { textContent: t(words?.todo ?? "stopDoAgain") }),
    isLimit(code) && el("p", {}, [el("a", { href: config().urls.limits, target: "_blank", textContent: t("limitsLink") })]),
    el("div", { className: "dialog-actions" }, [resume]),
  ]);
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => dialog.showModal()); // a second Escape closes whatever the first was told
  resume.addEventListener("click", async () => {
    resume.disabled = true;
    await forget();
    if (next === "home") window.location.assign("/");
    else if (next === "signIn") window.location.assign(config().urls.signIn);
    else window.location.reload();
  });
  document.body.append(dialog);
  dialog.showModal();
  if (offered) dialog.querySelector("a")?.focus();
}

function waiting(kept: Kept): Node[] {
  const list = new UnsentList("lost");
  list.show(kept.passages);
  const shown = kept.passages.length ? [list.title, list.list] : [];
  const links = keepLinks(() => kept);
  if (kept.update === null) return [el("div", { className: "dialog-actions" }, links.slice(0, 1))];
  return [
    ...shown,
    el("div", { className: "dialog-actions" }, links),
    el("p", { className: "soft small", textContent: t("stopFiles") }),
  ];
}
