// Who takes care of a thread: a small window with a field that finds people.
import { el, uniqueId } from "../../dom";
import { closeWhenLeft, placeBeside } from "../floating";
import type { Thread } from "./api";
import { PeopleList } from "./people-list";
import type { Threads } from "./threads";
import { t } from "./words";

export function askForAssignee(opener: HTMLElement, thread: Thread, threads: Threads): void {
  const field = el("input", { type: "text", id: uniqueId("assignee"), autocomplete: "off" });
  const error = el("p", { className: "field-error" });
  const nobody = el("button", { type: "button", className: "btn", textContent: t("threadAssignNobody") });
  const floating = el("div", { className: "floating assign-form" }, [
    el("label", { htmlFor: field.id, textContent: t("threadAssignTo") }),
    el("div", { className: "assign-field" }, [field]),
    error,
    thread.assigned_to && nobody,
  ]);
  floating.setAttribute("role", "dialog");
  floating.setAttribute("aria-label", t("threadAssign"));
  error.setAttribute("role", "alert");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  const close = (back: boolean) => {
    stop();
    floating.remove();
    if (back) opener.focus();
  };
  const choose = async (person: number | null) => {
    const answer = await threads.after(threads.api.assign(thread.id, person));
    if (answer.ok) close(true);
    else error.textContent = answer.sentence;
  };
  const list = new PeopleList(threads.api, field, (person) => void choose(person.id));
  field.addEventListener("input", () => list.ask(field.value.trim()));
  nobody.addEventListener("click", () => void choose(null));
  (opener.closest("tablee-editor") ?? document.body).append(floating);
  placeBeside(floating, opener.getBoundingClientRect());
  const stop = closeWhenLeft(floating, opener, (byEscape) => close(byEscape));
  field.focus();
  list.ask("");
}
