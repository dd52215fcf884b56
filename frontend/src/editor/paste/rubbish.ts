// What never belongs in a text: scripts, what is hidden, remarks and their markers, what was deleted, contents pages.
import { type Page, styleOf } from "./sheet";

/** What was taken off and is told; pictures that cannot be had are counted where they stood. */
export interface Taken {
  deletions: number;
  insertions: number;
  remarks: number;
  hidden: number;
  contents: boolean;
  pictures: number;
}

export const nothingTaken = (): Taken => ({ deletions: 0, insertions: 0, remarks: 0, hidden: 0, contents: false, pictures: 0 });

const NEVER = "script, style, title, meta, link, base, template, noscript, iframe, object, embed, audio, video, canvas, svg, button, select, textarea, xml";
const CONTENTS = /^(?:MsoToc(?:\d|Heading)|toc\d?|contents-(?:heading|\d)|TOC\d)$/i;

/** A character that no text holds (Unicode reserves it for programs): where a marker stood, until its place is known. */
export const MARKER = "\ufdd0";
/** The same for a picture. */
export const PICTURE = "\ufdd1";

/** `[GA1]`: what stands in brackets where Word shows a remark. */
const IN_BRACKETS = /^\s*\[[^\][]{1,16}\]\s*$/;

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** LibreOffice puts what was said of a passage in a comment of the page. */
function takeComments({ body, dom }: Page, fromLibreOffice: boolean, taken: Taken): void {
  const walker = dom.createTreeWalker(body, 128); // NodeFilter.SHOW_COMMENT
  const found: Node[] = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) {
    if (fromLibreOffice && !/^(?:Start|End)Fragment$|^\[/.test(comment.nodeValue ?? "")) taken.remarks += 1;
    comment.parentNode?.removeChild(comment);
  }
}

/** `<o:p>`, `<st1:place>`, `<w:Sdt>` hold words; drawings and formulas come a second time as pictures. */
function takeOffice({ body }: Page): void {
  for (const element of [...body.querySelectorAll("*")]) {
    const [prefix, name] = element.localName.split(":");
    if (!name) continue;
    if (prefix === "v" || prefix === "m" || /^(?:sdtpr|oleobject|wrap|anchorlock)$/.test(name)) element.remove();
    else unwrap(element);
  }
}

/** Remarks of Word: their bodies go; a marker that Word itself calls one becomes a sign, and its words are returned. */
export function takeRemarks(page: Page, taken: Taken): string[] {
  const { body, dom } = page;
  for (const list of body.querySelectorAll('[data-style*="mso-element:comment-list"], [data-style*="mso-element: comment-list"]')) {
    taken.remarks += list.querySelectorAll('[data-style*="mso-comment-author"]').length || 1;
    list.remove();
  }
  for (const passage of body.querySelectorAll('a[data-style*="mso-comment-reference"]')) unwrap(passage);
  const markers: string[] = [];
  const found = [...body.querySelectorAll<HTMLElement>('.MsoCommentReference, .msocomanchor, a[href*="#_msocom_"], [data-style*="mso-special-character:comment"]')];
  for (const element of found) {
    if (!body.contains(element)) continue;
    const words = element.textContent?.replaceAll("\u00a0", " ") ?? "";
    if (!words.trim()) element.remove();
    else if (IN_BRACKETS.test(words)) {
      markers.push(words.trim());
      element.replaceWith(dom.createTextNode(MARKER));
    } else unwrap(element);
  }
  return markers;
}

function isHidden(element: Element, page: Page): boolean {
  const style = styleOf(element, page.sheet);
  return style.get("display") === "none" || style.get("mso-hide") === "all" || element.hasAttribute("hidden");
}

function takeHidden(page: Page, taken: Taken): void {
  for (const element of [...page.body.querySelectorAll("[data-style], [class], [hidden]")]) {
    if (!page.body.contains(element) || !isHidden(element, page)) continue;
    if (element.textContent?.trim()) taken.hidden += 1;
    element.remove();
  }
}

/** `<del>` of a web page is struck text; Word's, LibreOffice's and Word online's name whoever deleted, or say it by a class. */
function takeChanges({ body }: Page, office: boolean, taken: Taken): void {
  const told = "del[cite], del[datetime], .msoDel, .TrackChangeTextDeletion";
  const touched = new Set<Element>();
  for (const element of [...body.querySelectorAll(office ? `del, ${told}` : told)]) {
    if (!body.contains(element)) continue;
    if (element.textContent?.trim()) taken.deletions += 1;
    const block = element.closest("p, li, tr");
    if (block) touched.add(block);
    element.remove();
  }
  for (const block of touched) if (!block.textContent?.trim() && !block.querySelector("img")) block.remove();
  for (const element of [...body.querySelectorAll("ins, .TrackChangeTextInsertion")]) {
    const isTold = office || element.hasAttribute("cite") || element.hasAttribute("datetime") || element.tagName !== "INS";
    if (!isTold) continue;
    if (element.textContent?.trim()) taken.insertions += 1;
    unwrap(element);
  }
}

/** The page of contents of a file: its page numbers mean nothing here, and the editor has an outline. */
function takeContents({ body }: Page, taken: Taken): void {
  for (const box of [...body.querySelectorAll('div[id^="Table of Contents"], div[id^="Table des mati"]')]) {
    taken.contents = true;
    box.remove();
  }
  for (const line of [...body.querySelectorAll("p[class], h1[class]")]) {
    if (![...line.classList].some((name) => CONTENTS.test(name))) continue;
    taken.contents = true;
    line.remove();
  }
}

export function takeRubbish(page: Page, office: boolean, taken: Taken): string[] {
  const { body } = page;
  // A page that holds these signs itself would be taken for ours.
  const fromLibreOffice = Boolean(page.dom.querySelector('meta[content*="LibreOffice"], meta[content*="OpenOffice"]'));
  const walker = page.dom.createTreeWalker(body, 4); // NodeFilter.SHOW_TEXT
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (/[\ufdd0\ufdd1]/.test(text.data)) text.data = text.data.replace(/[\ufdd0\ufdd1]/g, "");
  }
  takeComments(page, fromLibreOffice, taken);
  for (const element of [...body.querySelectorAll(NEVER)]) element.remove();
  takeOffice(page);
  takeChanges(page, office, taken);
  const markers = takeRemarks(page, taken);
  takeHidden(page, taken);
  takeContents(page, taken);
  return markers;
}
