// Word pastes its lists as paragraphs with a drawn bullet, Word online as one list a line: both become lists in lists again.
import { type Page, styleOf } from "./sheet";

interface Line {
  /** What stands for the line in the page, and goes. */
  holder: Element;
  content: Node[];
  level: number;
  ordered: boolean;
  list: string;
  /** The number that the line shows, where it can be read. */
  number: number | null;
  /** Where its words begin, in points from the margin. */
  indent: number;
  /** A further paragraph of the item before it. */
  more: boolean;
}

const ROMAN: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };
const DRAWN = /^\(?(\d+|[a-z]{1,4})\s*[.)°\-–]?$/i;

/** 3 of "3.", "c)", "iii."; null of a bullet, and 4 of "2.4". */
export function numberOf(drawn: string): number | null {
  const last = /^\(?(?:\d+[.)])*(\d+)[.)°\-–]?$/.exec(drawn)?.[1];
  if (last) return Number(last);
  const word = DRAWN.exec(drawn)?.[1]?.toLowerCase();
  if (!word || word === "o" || word === "n") return null; // Word draws bullets with these letters of a font
  const roman = /^[ivxl]+$/.test(word) && (word.length > 1 || word === "i");
  if (roman) return [...word].reduce((sum, one, at) => sum + (ROMAN[one]! < (ROMAN[word[at + 1] ?? ""] ?? 0) ? -ROMAN[one]! : ROMAN[one]!), 0);
  return word.length === 1 ? word.charCodeAt(0) - 96 : null;
}

/** The drawn bullet or number, taken out of its paragraph. */
function takeDrawn(element: Element): string {
  const marker = [...element.querySelectorAll("[data-style]")].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute("data-style") ?? ""));
  const drawn = (marker?.textContent ?? "").replace(/[\s\u00a0]+/g, " ").trim();
  marker?.remove();
  return drawn;
}

function readWord(element: Element, page: Page): Line | null {
  const named = /^(l\d+)\s+level(\d+)(?:\s+(lfo\d+))?/.exec(styleOf(element, page.sheet).get("mso-list") ?? "");
  if (!named) return null;
  const drawn = takeDrawn(element);
  if (/^H\d$/.test(element.tagName) || element.closest("h1, h2, h3, h4, h5, h6")) {
    // A number that Word counts is not part of a title; "Article 3" is.
    if (/\p{L}{3}/u.test(drawn)) element.prepend(`${drawn} `);
    return null;
  }
  const count = page.sheet.counts.get(`${named[1]}:level${named[2]}`);
  const number = numberOf(drawn);
  const ordered = count?.ordered ?? number !== null;
  return { holder: element, content: [], level: Number(named[2]), ordered, list: `${named[1]} ${named[3] ?? ""}`, number, indent: indentOf(element, page), more: false };
}

function indentOf(element: Element, page: Page): number {
  const style = styleOf(element, page.sheet);
  const said = style.get("margin-left") ?? style.get("margin")?.split(" ")[3] ?? "";
  const points = { pt: 1, cm: 28.35, in: 72, px: 0.75, mm: 2.835 }[said.replace(/[-\d.]/g, "")] ?? 1;
  return Number.parseFloat(said) * points || 36; // Word's own style for paragraphs of lists
}

/** A further paragraph of an item looks like one of a list and has no bullet: it goes on at the level whose words begin where its own do. */
function readMore(element: Element, page: Page, run: Line[]): Line | null {
  if (![...element.classList].some((name) => /^(?:MsoListParagraph|MsoListContinue)/.test(name))) return null;
  const indent = indentOf(element, page);
  const distance = (line: Line) => Math.abs(line.indent - indent);
  const item = [...run].reverse().reduce((best, line) => (distance(line) < distance(best) ? line : best), run.at(-1)!);
  return { ...item, holder: element, content: [], indent, more: true };
}

function wordRuns(page: Page): Line[][] {
  const runs: Line[][] = [];
  let last: Element | null = null;
  for (const element of [...page.body.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6")]) {
    const follows = last !== null && element.previousElementSibling === last;
    const line = readWord(element, page) ?? (follows ? readMore(element, page, runs.at(-1)!) : null);
    if (!line) continue;
    const paragraph = page.dom.createElement("p");
    paragraph.append(...element.childNodes);
    line.content.push(paragraph);
    if (follows) runs.at(-1)?.push(line);
    else runs.push([line]);
    last = element;
  }
  return runs;
}

function onlineRuns(page: Page): Line[][] {
  const runs: Line[][] = [];
  let last: Element | null = null;
  for (const holder of page.body.querySelectorAll(".ListContainerWrapper")) {
    const follows = last !== null && holder.previousElementSibling === last;
    if (!follows) runs.push([]);
    for (const item of holder.querySelectorAll("li")) {
      const list = item.parentElement!;
      const ordered = list.tagName === "OL";
      const before = [...list.children].indexOf(item);
      const number = ordered ? (Number.parseInt(list.getAttribute("start") ?? "1", 10) || 1) + before : null;
      const level = Number(item.getAttribute("data-aria-level") ?? 1) || 1;
      runs.at(-1)?.push({ holder, content: [...item.childNodes], level, ordered, list: item.getAttribute("data-listid") ?? "", number, indent: 0, more: false });
    }
    last = holder;
  }
  return runs.filter((run) => run.length);
}

interface Open {
  level: number;
  list: string;
  ordered: boolean;
  dom: HTMLElement;
}

function openList(page: Page, line: Line, parent: Open | undefined, roots: HTMLElement[]): Open {
  const dom = page.dom.createElement(line.ordered ? "ol" : "ul");
  if (line.ordered && line.number !== null && line.number > 1) dom.setAttribute("start", String(line.number));
  if (parent) parent.dom.lastElementChild!.append(dom);
  else roots.push(dom);
  return { level: line.level, list: line.list, ordered: line.ordered, dom };
}

/** Another list, or a bullet among numbers: at the outermost level two lists that follow each other are told apart. */
function isOther(open: Open, line: Line): boolean {
  return open.ordered !== line.ordered || (open.list !== line.list && (line.number === null || line.number === 1));
}

function build(page: Page, run: Line[]): HTMLElement[] {
  const roots: HTMLElement[] = [];
  const open: Open[] = [];
  for (const line of run) {
    while (open.length && open.at(-1)!.level > line.level) open.pop();
    const top = open.at(-1);
    if (top && line.more) {
      top.dom.lastElementChild!.append(...line.content);
      continue;
    }
    if (top?.level === line.level && isOther(top, line)) open.pop();
    if (open.at(-1)?.level !== line.level) open.push(openList(page, line, open.at(-1), roots));
    const item = page.dom.createElement("li");
    item.append(...line.content);
    open.at(-1)!.dom.append(item);
  }
  return roots;
}

export function restoreLists(page: Page): void {
  for (const run of [...wordRuns(page), ...onlineRuns(page)]) {
    const place = page.dom.createElement("hr");
    run[0]!.holder.before(place);
    const roots = build(page, run);
    for (const line of run) line.holder.remove();
    place.replaceWith(...roots);
  }
}
