// Word pastes its lists as paragraphs with a drawn bullet: this makes them lists again, nested as they were.

import { STYLE } from "./styles";

interface Line {
  element: HTMLElement;
  level: number;
  ordered: boolean;
}

function readLine(element: Element): Line | null {
  const style = element.getAttribute(STYLE) ?? "";
  const level = /mso-list:[^;"]*level(\d)/i.exec(style)?.[1];
  if (!level) return null;
  const markers = [...element.querySelectorAll<HTMLElement>(`[${STYLE}*="mso-list"]`)];
  const marker = markers.find((span) => /mso-list:\s*Ignore/i.test(span.getAttribute(STYLE) ?? ""));
  const drawn = (marker?.textContent ?? "").trim();
  marker?.remove();
  return { element: element as HTMLElement, level: Number(level), ordered: /^\(?(?:\d+|[a-z]{1,4})[.)]/i.test(drawn) };
}

function runsOf(page: Document): Line[][] {
  const runs: Line[][] = [];
  let previous: Element | null = null;
  for (const element of page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    const line = readLine(element);
    if (!line) continue;
    if (previous && element.previousElementSibling === previous) runs.at(-1)?.push(line);
    else runs.push([line]);
    previous = element;
  }
  return runs;
}

function newList(page: Document, ordered: boolean): HTMLElement {
  return page.createElement(ordered ? "ol" : "ul");
}

export function restoreWordLists(page: Document): void {
  for (const run of runsOf(page)) {
    const first = run[0];
    if (!first) continue;
    const place = page.createComment("list");
    first.element.before(place);
    const open: HTMLElement[] = [];
    const roots: HTMLElement[] = [];
    for (const { element, level, ordered } of run) {
      while (open.length > level) open.pop();
      if (open.length && (open.at(-1)?.tagName === "OL") !== ordered && open.length === level) open.pop();
      while (open.length < level) {
        const list = newList(page, ordered);
        const parent = open.at(-1);
        if (!parent) roots.push(list);
        else (parent.lastElementChild ?? parent.appendChild(page.createElement("li"))).append(list);
        open.push(list);
      }
      const item = page.createElement("li");
      const paragraph = page.createElement("p");
      paragraph.append(...element.childNodes);
      item.append(paragraph);
      open.at(-1)?.append(item);
      element.remove();
    }
    place.replaceWith(...roots);
  }
}
