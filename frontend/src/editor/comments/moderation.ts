// A reason asked in a small window: to report a comment to those who manage, or, for them, to hide it.
import { el, uniqueId } from "../../dom";
import { closeWhenLeft, placeBeside } from "../floating";
import type { Answer } from "./api";
import { t } from "./words";

const LONGEST = 500; // documents/models/discussion.py

export interface Asking {
  title: string;
  help: string;
  submit: string;
  send: (reason: string) => Promise<Answer<unknown>>;
  /** Said in place of the form once it is done; without it the window closes. */
  done?: string;
}

export function askForReason(opener: HTMLElement, { title, help, submit, send, done }: Asking): void {
  const area = el("textarea", { id: uniqueId("reason"), rows: 3, maxLength: LONGEST });
  const hint = el("p", { className: "field-help", id: uniqueId("help"), textContent: help });
  const error = el("p", { className: "field-error" });
  const leave = el("button", { type: "button", className: "btn", textContent: t("cancel") });
  const form = el("form", { className: "reason-form", noValidate: true }, [
    el("label", { htmlFor: area.id, textContent: title }),
    hint,
    area,
    error,
    el("div", { className: "comment-foot" }, [el("button", { type: "submit", className: "btn primary", textContent: submit }), leave]),
  ]);
  const floating = el("div", { className: "floating" }, [form]);
  floating.setAttribute("role", "dialog");
  floating.setAttribute("aria-label", title);
  error.setAttribute("role", "alert");
  area.setAttribute("aria-describedby", hint.id);
  const close = (back: boolean) => {
    stop();
    floating.remove();
    if (back) (opener.isConnected ? opener : document.querySelector<HTMLElement>(".thread.is-current"))?.focus();
  };
  leave.addEventListener("click", () => close(true));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send(area.value.trim());
    if (!answer.ok) {
      error.textContent = answer.sentence;
      area.setAttribute("aria-invalid", "true");
      area.focus();
    } else if (done) thank(form, done, () => close(true));
    else close(true);
  });
  (opener.closest("tablee-editor") ?? document.body).append(floating);
  placeBeside(floating, opener.getBoundingClientRect());
  const stop = closeWhenLeft(floating, opener, (byEscape) => close(byEscape));
  area.focus();
}

function thank(form: HTMLElement, sentence: string, close: () => void): void {
  const button = el("button", { type: "button", className: "btn quiet", textContent: t("close") });
  button.addEventListener("click", close);
  const told = el("p", { className: "field-help", id: uniqueId("told"), textContent: sentence });
  button.setAttribute("aria-describedby", told.id);
  form.replaceChildren(told, button);
  button.focus();
}
