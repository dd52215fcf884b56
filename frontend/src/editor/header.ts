// The title of the document, which those who write may change in place.
import { el } from "../dom";
import { t } from "../messages";
import { csrfToken } from "../sync/post";
import { config } from "./config";

/**
 * Makes the title a field: Enter or leaving it sends it, Escape gives the old one back.
 * Returns how to send again what the network kept back.
 */
export function editableTitle(heading: HTMLElement, onChange: (title: string) => void): () => void {
  const address = config().urls.rename;
  if (!address || !config().mayWrite) return () => undefined;
  let title = config().title;
  let waits = false;
  const field = el("span", { className: "title-field", textContent: title, spellcheck: true });
  field.setAttribute("contenteditable", "plaintext-only");
  if (!field.isContentEditable && field.contentEditable !== "plaintext-only") field.contentEditable = "true";
  field.setAttribute("role", "textbox");
  field.setAttribute("aria-label", t("titleLabel"));
  const error = el("p", { className: "field-error title-error" });
  error.setAttribute("role", "alert");
  heading.replaceChildren(field);
  heading.after(error);
  const commit = async () => {
    const wanted = (field.textContent ?? "").replace(/\s+/g, " ").trim();
    field.textContent = wanted || title;
    error.textContent = "";
    waits = false;
    if (!wanted || wanted === title) return;
    const sentence = await rename(address, wanted);
    if (sentence) {
      error.textContent = sentence;
      waits = sentence === t("titleNoNetwork");
      return;
    }
    title = wanted;
    onChange(wanted);
  };
  field.addEventListener("blur", () => void commit());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.textContent = title;
    if (event.key !== "Escape" && (event.key !== "Enter" || event.isComposing)) return;
    event.preventDefault();
    field.blur();
  });
  return () => {
    if (waits && document.activeElement !== field) void commit();
  };
}

async function rename(address: string, title: string): Promise<string | null> {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: new URLSearchParams({ title }),
    });
    if (response.ok) return null;
    const answer = (await response.json().catch(() => ({}))) as { detail?: string };
    return answer.detail || t("titleFailed");
  } catch {
    return t("titleNoNetwork");
  }
}
