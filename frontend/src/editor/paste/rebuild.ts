// The page written anew with nothing but what our content model means: no class, no style, no id can come along.
import { isSafeLink } from "../extensions/link";
import { dressed, type Look, lookIn, PLAIN } from "./looks";
import { type Page, styleOf } from "./sheet";

/** Elements whose meaning we keep; every other one that makes a block is one, and the rest is looked through. */
const KEPT = /^(?:P|H[1-6]|UL|OL|LI|BLOCKQUOTE|TABLE|TBODY|TR|TD|TH|PRE|HR|BR|DETAILS|SUMMARY)$/;
const BOXES = /^(?:DIV|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|NAV|CENTER|ADDRESS|DL|DT|DD|FIGURE|FIGCAPTION|FORM|FIELDSET|LEGEND|DIR|MENU)$/;
const WIDEST = 100;

interface Work {
  page: Page;
  office: boolean;
  /** The element that a picture leaves, or nothing. */
  picture: (image: Element) => Node | null;
}

/** What our own reading pages say with attributes. */
const OURS: [string, string[]][] = [
  ["div[data-callout]", ["data-callout"]],
  ["div[data-page-break]", ["data-page-break"]],
  ["span[data-footnote]", ["data-footnote"]],
  ["span[data-language][lang]", ["data-language", "lang"]],
];

function ours(element: Element, dom: Document): HTMLElement | null {
  for (const [selector, names] of OURS) {
    if (!element.matches(selector)) continue;
    const made = dom.createElement(element.tagName);
    for (const name of names) made.setAttribute(name, element.getAttribute(name) ?? "");
    return made;
  }
  return null;
}

/** Titles by their style's name or their outline level; a Word title is the first level. */
function headingLevel(element: Element, page: Page): number {
  const real = /^H([1-6])$/.exec(element.tagName)?.[1];
  if (real) return Number(real);
  if (!/^(?:P|DIV)$/.test(element.tagName)) return 0;
  if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level") ?? 1) || 1;
  if (element.tagName !== "P") return 0;
  const named = [...element.classList].map((name) => /^(?:Mso)?(?:Heading|Titre)([1-9])$/i.exec(name)?.[1]).find(Boolean);
  const level = Number(named ?? styleOf(element, page.sheet).get("mso-outline-level") ?? 0);
  if (level) return Math.min(level, 6);
  return element.classList.contains("MsoTitle") ? 1 : 0;
}

function isQuote(element: Element): boolean {
  return element.tagName === "P" && [...element.classList].some((name) => /^Mso(?:Intense)?Quote/.test(name));
}

/** The shell for an element: a node to fill, null for one that is looked through. */
function shell(element: Element, { page }: Work): HTMLElement | null {
  const { dom } = page;
  const own = ours(element, dom);
  if (own) return own;
  const level = headingLevel(element, page);
  if (level) return dom.createElement(`h${Math.min(level, 6)}`);
  const { tagName } = element;
  if (BOXES.test(tagName)) return dom.createElement("div");
  if (tagName === "CAPTION") return dom.createElement("p");
  if (!KEPT.test(tagName)) return null;
  const heads = tagName === "TD" && element.closest("thead") && element.closest("table") === element.closest("thead")?.parentElement;
  const made = dom.createElement(heads ? "th" : tagName);
  for (const name of ["colspan", "rowspan"]) {
    const span = Number.parseInt(element.getAttribute(name) ?? "1", 10);
    if (/^T[DH]$/.test(tagName) && span > 1) made.setAttribute(name, String(Math.min(span, WIDEST)));
  }
  const start = Number.parseInt(element.getAttribute("start") ?? "1", 10);
  if (tagName === "OL" && start !== 1 && start >= 0) made.setAttribute("start", String(start));
  return made;
}

function isPageBreak(element: Element, page: Page): boolean {
  const style = styleOf(element, page.sheet);
  return /^(?:always|page)$/.test(style.get("page-break-before") ?? style.get("break-before") ?? "");
}

function newBreak(dom: Document): HTMLElement {
  const made = dom.createElement("div");
  made.setAttribute("data-page-break", "");
  return made;
}

/** A box to tick: of GitHub and others an <input>, of Google Docs a part of the item. */
function readTask(item: Element): boolean | null {
  if (item.getAttribute("role") === "checkbox") {
    item.querySelector(":scope > img")?.remove();
    return item.getAttribute("aria-checked") === "true";
  }
  const box = item.querySelector(':scope > input[type="checkbox"], :scope > p:first-child > input[type="checkbox"], :scope > label:first-child input[type="checkbox"]');
  box?.remove();
  return box ? box.hasAttribute("checked") : null;
}

function makeTask(made: HTMLElement, into: Node, done: boolean): void {
  made.setAttribute("data-type", "taskItem");
  made.setAttribute("data-checked", String(done));
  if (into instanceof HTMLElement && into.tagName === "UL") into.setAttribute("data-type", "taskList");
}

function copyCode(element: Element, into: Node, dom: Document): void {
  for (const line of element.querySelectorAll("br")) line.replaceWith("\n");
  const pre = dom.createElement("pre");
  const code = dom.createElement("code");
  const language = /(?:^|\s)(language-[\w+-]+)/.exec(`${element.className} ${element.querySelector("code")?.className ?? ""}`)?.[1];
  if (language) code.className = language;
  code.textContent = element.textContent;
  pre.append(code);
  into.appendChild(pre);
}

function link(element: Element, dom: Document): HTMLElement | null {
  const href = element.getAttribute("href") ?? "";
  if (element.tagName !== "A" || !href || href.startsWith("#") || !isSafeLink(href)) return null;
  const made = dom.createElement("a");
  made.setAttribute("href", href.trim());
  return made;
}

/** Elements that say nothing by themselves: their own words, nothing around. */
function copyElement(element: Element, into: Node, look: Look, work: Work): void {
  const { page } = work;
  const { tagName } = element;
  if (tagName === "PRE") return copyCode(element, into, page.dom);
  if (tagName === "IMG") {
    const left = work.picture(element);
    if (left) into.appendChild(left);
    return;
  }
  if (isPageBreak(element, page)) {
    into.appendChild(newBreak(page.dom));
    if (tagName === "BR") return;
  }
  if (tagName === "CAPTION") return; // already before its table
  const made = shell(element, work);
  if (tagName === "TABLE") for (const one of element.querySelectorAll(":scope > caption")) into.appendChild(copied(one, "p", work));
  const inner = lookIn(element, made && /^H\d$/.test(made.tagName) ? PLAIN : look, page, work.office);
  if (made && /^H\d$/.test(made.tagName)) inner.strong = false;
  const anchor = made ? null : link(element, page.dom);
  let place: Node = into;
  if (isQuote(element)) place = quoteIn(into, page.dom);
  const host = made ?? anchor;
  if (tagName === "LI") {
    const done = readTask(element);
    if (done !== null) makeTask(made!, into, done);
  }
  if (host) place.appendChild(host);
  copyAll(element, host ?? place, inner, work);
  if (made && /^H\d$/.test(made.tagName)) undress(made);
}

function copied(element: Element, tag: string, work: Work): HTMLElement {
  const made = work.page.dom.createElement(tag);
  copyAll(element, made, PLAIN, work);
  return made;
}

/** Quotations that follow each other are one. */
function quoteIn(into: Node, dom: Document): Node {
  const last = into.lastChild;
  if (last instanceof HTMLElement && last.tagName === "BLOCKQUOTE") return last;
  return into.appendChild(dom.createElement("blockquote"));
}

/** What a title is as a whole, its level says already. */
function undress(heading: HTMLElement): void {
  const only = heading.firstElementChild;
  if (only && heading.childNodes.length === 1 && /^(?:STRONG|EM|U)$/.test(only.tagName)) {
    only.replaceWith(...only.childNodes);
    undress(heading);
  }
}

function copyAll(from: Element, into: Node, look: Look, work: Work): void {
  for (const node of [...from.childNodes]) {
    if (node.nodeType === 3) into.appendChild(dressed(work.page.dom.createTextNode((node as Text).data), look, work.page.dom));
    else if (node.nodeType === 1) copyElement(node as Element, into, look, work);
  }
}

export function rebuild(page: Page, office: boolean, picture: Work["picture"]): HTMLElement {
  const made = page.dom.createElement("body");
  copyAll(page.body, made, PLAIN, { page, office, picture });
  return made;
}
