// What happens when the server will take no more from this page: the unsent changes are offered as files, then all is loaded afresh.
import { el, uniqueId } from "../dom";
import { t } from "../messages";

interface Rescue {
  title: string;
  code: string;
  detail: string;
  unsent: Uint8Array | null;
  text: string;
  /** Throws away the document and its local copy. */
  forget: () => Promise<void>;
}

function fileName(title: string, ending: string): string {
  const stem = title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "document";
  return `${stem}-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.${ending}`;
}

function download(label: string, name: string, content: Blob): HTMLAnchorElement {
  return el("a", { className: "btn quiet", href: URL.createObjectURL(content), download: name, textContent: label });
}

function explanation(code: string, detail: string): string {
  if (detail) return detail;
  if (code === "4401") return t("stopSignedOut");
  if (code === "4403") return t("stopForbidden");
  if (code === "4404") return t("stopGone");
  if (code === "4409") return t("stopOutdated");
  if (code === "4413") return t("stopTooLarge");
  return t("stopRefused");
}

/** A plain dialog that stays until the person has chosen; nothing is deleted before. */
export function offerUnsent({ title, code, detail, unsent, text, forget }: Rescue): void {
  const heading = el("h2", { id: uniqueId("rescue"), textContent: t(unsent ? "stopTitleUnsent" : "stopTitle") });
  const gone = code === "4403" || code === "4404"; // nothing would come back at this address
  const next = gone ? "stopHome" : unsent ? "stopReload" : "reload";
  const resume = el("button", { type: "button", className: "btn primary", textContent: t(next) });
  const dialog = el("dialog", { className: "rescue dialog" }, [
    heading,
    el("p", { textContent: explanation(code, detail) }),
    unsent && el("p", { textContent: t("stopUnsentHelp") }),
    unsent &&
      el("div", { className: "dialog-actions" }, [
        download(t("stopText"), fileName(title, "txt"), new Blob([text], { type: "text/plain;charset=utf-8" })),
        download(t("stopUpdate"), fileName(title, "bin"), new Blob([unsent as Uint8Array<ArrayBuffer>])),
      ]),
    el("div", { className: "dialog-actions" }, [resume]),
  ]);
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => dialog.showModal()); // a second Escape closes whatever the first was told
  resume.addEventListener("click", async () => {
    resume.disabled = true;
    await forget();
    if (gone) window.location.assign("/");
    else window.location.reload();
  });
  document.body.append(dialog);
  dialog.showModal();
}
