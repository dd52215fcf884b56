// Footnotes and endnotes: the number in the text and the words at its foot become one note in the line.
import type { Page } from "./sheet";

function named(body: HTMLElement): Map<string, HTMLElement> {
  const found = new Map<string, HTMLElement>();
  for (const element of body.querySelectorAll<HTMLElement>("[name], [id]")) {
    for (const name of [element.getAttribute("name"), element.id]) if (name && !found.has(name)) found.set(name, element);
  }
  return found;
}

const target = (link: Element): string => decodeURIComponentSafely(/#(.+)$/.exec(link.getAttribute("href") ?? "")?.[1] ?? "");

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const BODY = '[data-style*="mso-element:footnote"], [data-style*="mso-element:endnote"], [data-style*="mso-element: footnote"], div[id^="sdfootnote"], div[id^="sdendnote"], div[id^="ftn"], div[id^="edn"]';
const LIST = '[data-style*="mso-element:footnote-list"], [data-style*="mso-element:endnote-list"], [data-style*="mso-element: footnote-list"]';

/** Where the words of a note stand: a box of its own in Word and LibreOffice, else the item or the paragraph. */
function bodyOf(mark: Element): Element | null {
  const box = mark.closest(BODY);
  return box && !box.matches(LIST) ? box : mark.closest("li, p, dd");
}

/** Both point at each other, whatever program wrote them: the one that comes first is in the text. */
export function restoreNotes({ body, dom }: Page): void {
  const names = named(body);
  const gone = new Set<Element>();
  for (const link of [...body.querySelectorAll("a[href]")]) {
    const mark = names.get(target(link));
    if (!mark || mark === link || !body.contains(link) || gone.has(link) || !(link.compareDocumentPosition(mark) & 4)) continue;
    const back = mark.matches("a[href]") ? mark : mark.querySelector('a[href*="#"]') ?? mark.closest("li, p")?.querySelector('a[href*="#"]');
    const here = back && names.get(target(back));
    if (!back || !here || !(here === link || here.contains(link) || link.contains(here))) continue;
    const words = bodyOf(mark);
    if (!words || words.contains(link)) continue;
    gone.add(back);
    back.remove();
    const note = dom.createElement("span");
    note.setAttribute("data-footnote", "");
    note.textContent = [...words.querySelectorAll("p")].map((one) => one.textContent).join(" ").trim() || words.textContent;
    note.textContent = (note.textContent ?? "").replace(/\s+/g, " ").trim();
    const around = link.parentElement;
    (around?.tagName === "SUP" && around.textContent === link.textContent ? around : link).replaceWith(note);
    words.remove();
  }
  for (const list of [...body.querySelectorAll(LIST)]) if (!list.querySelector("p, li")) list.remove();
}
