// How words look once all that wraps them is counted: bold in a bold style and not bold in it are told apart.
import { ownStyle, type Page, type Style, styleOf } from "./sheet";

export interface Look {
  strong: boolean;
  em: boolean;
  u: boolean;
  s: boolean;
  sup: boolean;
  sub: boolean;
  mark: boolean;
  code: boolean;
}

export const PLAIN: Look = { strong: false, em: false, u: false, s: false, sup: false, sub: false, mark: false, code: false };

const BY_TAG: Record<string, Partial<Look>> = {
  B: { strong: true }, STRONG: { strong: true },
  I: { em: true }, EM: { em: true }, CITE: { em: true }, DFN: { em: true }, VAR: { em: true },
  U: { u: true }, INS: { u: true },
  S: { s: true }, STRIKE: { s: true }, DEL: { s: true },
  SUP: { sup: true, sub: false }, SUB: { sub: true, sup: false },
  MARK: { mark: true },
  CODE: { code: true }, TT: { code: true }, KBD: { code: true }, SAMP: { code: true },
}; // prettier-ignore

const NO_COLOUR = /^(?:transparent|none|inherit|initial|auto|white|window|#fff(?:fff)?\b|rgba?\(255, ?255, ?255|rgba\(\d+, ?\d+, ?\d+, ?0\))/;

/** A colour behind words is a highlight where a program for writing set it; on a web page it is decoration. */
function highlighted(style: Style, office: boolean): boolean {
  const word = style.get("mso-highlight");
  if (word !== undefined) return word !== "none";
  const behind = style.get("background-color") ?? style.get("background");
  return office && behind !== undefined && /^(?:#|rgb|yellow|lime|aqua|cyan|fuchsia|magenta|orange|pink)/.test(behind) && !NO_COLOUR.test(behind);
}

function byStyle(style: Style, inline: boolean, office: boolean): Partial<Look> {
  const look: Partial<Look> = {};
  const weight = style.get("font-weight");
  if (weight) look.strong = /^(?:bold|bolder|[6-9]00)/.test(weight);
  const slant = style.get("font-style");
  if (slant) look.em = /^(?:italic|oblique)/.test(slant);
  const line = `${style.get("text-decoration") ?? ""} ${style.get("text-decoration-line") ?? ""}`;
  if (line.includes("underline")) look.u = true;
  if (line.includes("line-through")) look.s = true;
  const height = style.get("vertical-align");
  if (inline && height === "super") Object.assign(look, { sup: true, sub: false });
  if (inline && height === "sub") Object.assign(look, { sub: true, sup: false });
  if (inline && highlighted(style, office)) look.mark = true;
  return look;
}

const INLINE = /^(?:SPAN|FONT|B|STRONG|I|EM|U|S|STRIKE|DEL|INS|A|SUP|SUB|MARK|CODE|SMALL|BIG|ABBR|Q|TT|LABEL)$/;

/** The look inside an element. A style sheet's rules for a paragraph are its kind's, not emphasis: only its own style counts. */
export function lookIn(element: Element, around: Look, page: Page, office: boolean): Look {
  const inline = INLINE.test(element.tagName);
  const style = inline ? styleOf(element, page.sheet) : ownStyle(element, page.sheet);
  const look = { ...around, ...BY_TAG[element.tagName], ...byStyle(style, inline, office) };
  if (look.u && element.closest("a[href]")) look.u = around.u; // links are underlined anyway
  return look;
}

const TAGS = ["strong", "em", "u", "s", "sup", "sub", "mark", "code"] as const;

/** The words in elements that mean their look, and nothing else. */
export function dressed(node: Node, look: Look, dom: Document): Node {
  let inner = node;
  for (const tag of TAGS) {
    if (!look[tag]) continue;
    const wrapper = dom.createElement(tag);
    wrapper.append(inner);
    inner = wrapper;
  }
  return inner;
}
