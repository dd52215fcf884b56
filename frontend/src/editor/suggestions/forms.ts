// The small forms of proposals: why one refuses, and whether many are answered at once.
import { el, uniqueId } from "../../dom";
import { type Word, t } from "./words";

export interface AnswerForm {
  dom: HTMLElement;
  focus: () => void;
}

const LONGEST = 1000;

interface Asked {
  label: Word;
  help?: string;
  send: Word;
  required: boolean;
  look?: string;
}

/** A reason, sent with one button; `send` resolves with the sentence of a refusal, which stays beside the field. */
export function askForReason(asked: Asked, send: (reason: string) => Promise<string | null>, onCancel: () => void): AnswerForm {
  const area = el("textarea", { id: uniqueId("reason"), rows: 2, maxLength: LONGEST });
  const error = el("p", { className: "field-error", id: uniqueId("error") });
  error.setAttribute("role", "alert");
  const help = asked.help ? el("p", { className: "field-help", id: uniqueId("help"), textContent: asked.help }) : null;
  if (help) area.setAttribute("aria-describedby", help.id);
  const cancel = el("button", { type: "button", className: "btn", textContent: t("cancel") });
  const dom = el("form", { className: "proposal-form", noValidate: true }, [
    el("label", { htmlFor: area.id, textContent: t(asked.label) }),
    help,
    area,
    error,
    el("div", { className: "dialog-actions" }, [
      el("button", { type: "submit", className: asked.look ?? "btn primary", textContent: t(asked.send) }),
      cancel,
    ]),
  ]);
  cancel.addEventListener("click", onCancel);
  dom.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dom.requestSubmit();
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  });
  dom.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = area.value.trim();
    error.textContent = asked.required && !reason ? t("suggestionReasonWanted") : "";
    area.setAttribute("aria-invalid", String(Boolean(error.textContent)));
    if (error.textContent) return area.focus();
    void send(reason).then((sentence) => { error.textContent = sentence ?? ""; });
  });
  return { dom, focus: () => (asked.required || !asked.help ? area : dom.querySelector<HTMLElement>("[type=submit]"))?.focus() };
}

export function reasonForm(send: (reason: string) => Promise<string | null>, onCancel: () => void): AnswerForm {
  return askForReason({ label: "suggestionWhyRefuse", help: t("suggestionWhyRefuseHelp"), send: "suggestionRefuse", required: true }, send, onCancel);
}
