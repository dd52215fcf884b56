// Asks what a picture shows while it is being sent; without an answer it is not put into the text.
import { el, uniqueId } from "../../dom";
import { t } from "../../messages";
import { ACCEPTED, refusal, upload } from "./upload";

export interface Described {
  image: string;
  alt: string;
  decorative: boolean;
}

function build(file: File) {
  const heading = el("h2", { id: uniqueId("image"), textContent: t("imageTitle") });
  const alt = el("textarea", { id: uniqueId("alt"), rows: 3, required: true });
  const help = el("p", { className: "field-help", id: uniqueId("help"), textContent: t("imageAltHelp") });
  const decorative = el("input", { type: "checkbox" });
  const progress = el("progress", { max: 1, value: 0 });
  const status = el("p", { className: "image-status", textContent: t("imageSending", { name: file.name }) });
  const insert = el("button", { type: "submit", className: "btn primary", textContent: t("imageInsert") });
  const cancel = el("button", { type: "button", className: "btn", textContent: t("cancel") });
  const form = el("form", {}, [
    heading,
    ACCEPTED.includes(file.type) && el("img", { src: URL.createObjectURL(file), alt: "" }),
    status,
    progress,
    el("label", { htmlFor: alt.id, textContent: t("figureAlt") }),
    help,
    alt,
    el("label", { className: "choice" }, [decorative, t("figureIsDecorative")]),
    el("div", { className: "dialog-actions" }, [insert, cancel]),
  ]);
  const dialog = el("dialog", { className: "dialog image-dialog" }, [form]);
  dialog.setAttribute("aria-labelledby", heading.id);
  alt.setAttribute("aria-describedby", help.id);
  status.setAttribute("role", "status");
  progress.setAttribute("aria-label", t("imageProgress"));
  return { dialog, form, alt, decorative, progress, status, insert, cancel };
}

/** Says why the picture cannot be taken; all that is left is to close. */
function fail({ status, progress, insert, alt, decorative, cancel }: ReturnType<typeof build>, sentence: string): void {
  status.textContent = sentence;
  status.classList.add("field-error");
  progress.hidden = true;
  insert.hidden = true;
  alt.disabled = decorative.disabled = true;
  cancel.textContent = t("close");
  cancel.focus();
}

/** The stored picture with its description, or null when the person gave up or the server refused. */
export function describeAndUpload(file: File, described = ""): Promise<Described | null> {
  const parts = build(file);
  const { dialog, form, alt, decorative, progress, status, insert, cancel } = parts;
  const wrong = refusal(file);
  const sending = wrong ? null : upload(file, (share) => { progress.value = share; });
  alt.value = described;
  document.body.append(dialog);
  dialog.showModal();
  if (wrong) fail(parts, wrong);
  else alt.focus();
  sending?.done.then(
    () => { status.textContent = t("imageSent", { name: file.name }); progress.value = 1; },
    (error: Error) => fail(parts, error.message),
  );
  decorative.addEventListener("change", () => { alt.disabled = decorative.checked; });
  cancel.addEventListener("click", () => dialog.close());
  return new Promise((resolve) => {
    const finish = (answer: Described | null) => {
      dialog.remove();
      resolve(answer);
    };
    dialog.addEventListener("close", () => {
      sending?.cancel();
      finish(null);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      insert.disabled = true;
      const image = await sending?.done.catch(() => null);
      insert.disabled = false;
      if (image && dialog.open) finish({ image, alt: decorative.checked ? "" : alt.value.trim(), decorative: decorative.checked });
    });
  });
}
