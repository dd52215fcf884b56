// Spaces and blank paragraphs by which Word lays a page out: only those that a reader would miss are kept.
import { MARKER } from "./rubbish";

const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, td, th, div, blockquote, summary";
const HOLDS = "img, hr, table, pre, ul, ol, [data-footnote], [data-page-break], [data-callout]";
const ENDS = "p, h1, h2, h3, h4, h5, h6, div, blockquote";

/** Several spaces are one; the unbreakable one that French puts before its signs stays. */
export function oneSpace(text: string): string {
  return text.replace(/[ \t\r\n\u00a0]{2,}/g, (run, at: number) => {
    if (!run.includes("\u00a0")) return run;
    const sign = /[;:!?»%€]/.test(text[at + run.length] ?? "") || text[at - 1] === "«";
    return sign ? "\u00a0" : " ";
  });
}

function textsIn(root: Node, dom: Document): Text[] {
  const walker = dom.createTreeWalker(root, 4); // NodeFilter.SHOW_TEXT
  const found: Text[] = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement?.closest("pre")) found.push(walker.currentNode as Text);
  return found;
}

/** Unbreakable spaces draw an indent at the beginning of a block, and nothing at its end. */
function trim(block: Element): void {
  for (const [end, run] of [["firstChild", /^[\s\u00a0]+/], ["lastChild", /[\s\u00a0]+$/]] as const) {
    let node: ChildNode | null = block[end];
    while (node && node.nodeType === 1 && !(node as Element).matches(`${BLOCKS}, pre, [data-footnote]`)) node = node[end];
    if (node?.nodeType === 3) (node as Text).data = (node as Text).data.replace(run, "");
  }
}

/** Two line breaks in a row are the end of a paragraph in mails and old pages. */
function splitAtBlankLines(block: Element, dom: Document): void {
  const direct = [...block.childNodes].filter((node) => node.nodeType === 1 || node.textContent?.trim());
  if (!direct.some((node, at) => node.nodeName === "BR" && direct[at + 1]?.nodeName === "BR")) return;
  if (direct.some((node) => node.nodeType === 1 && (node as Element).matches(`${BLOCKS}, ${HOLDS}`))) return;
  const parts: Node[][] = [[]];
  direct.forEach((node, at) => {
    const [before, after] = [direct[at - 1]?.nodeName, direct[at + 1]?.nodeName];
    if (node.nodeName !== "BR" || (before !== "BR" && after !== "BR")) parts.at(-1)!.push(node);
    else if (parts.at(-1)!.length) parts.push([]);
  });
  const paragraphs = parts.filter((part) => part.length).map((part) => {
    const made = dom.createElement("p");
    made.append(...part);
    return made;
  });
  block.replaceWith(...paragraphs);
}

/** A line break between two blocks is how programs draw a blank line. */
function isBetweenBlocks(line: Element): boolean {
  const beside = (step: "previousSibling" | "nextSibling") => {
    let node = line[step];
    while (node && node.nodeType === 3 && !node.textContent?.trim()) node = node[step];
    return node;
  };
  const isBlock = (node: Node | null) => node?.nodeType === 1 && (node as Element).matches(`${BLOCKS}, pre, hr, table, ul, ol`);
  const [before, after] = [beside("previousSibling"), beside("nextSibling")];
  return isBlock(before) || isBlock(after);
}

function isBlank(block: Element): boolean {
  return !block.textContent?.replace(/[\s\u00a0\u200b\ufeff]/g, "") && !block.querySelector(HOLDS) && !block.matches(HOLDS);
}

export function tidy(body: HTMLElement, dom: Document): void {
  body.normalize();
  for (const text of textsIn(body, dom)) {
    text.data = oneSpace(text.data).replace(new RegExp(`[ \u00a0]+(${MARKER}+)(?=[\\s.,;:!?)»])`, "g"), "$1");
  }
  for (const line of [...body.querySelectorAll("br")].reverse()) if (isBetweenBlocks(line)) line.remove();
  for (const block of [...body.querySelectorAll("p, div")]) splitAtBlankLines(block, dom);
  for (const block of [...body.querySelectorAll(BLOCKS)]) trim(block);
  for (const block of [...body.querySelectorAll(ENDS)].reverse()) if (isBlank(block)) block.remove();
}
