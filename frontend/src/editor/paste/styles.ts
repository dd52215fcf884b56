// What styles meant in a pasted page, said again with elements: the content policy keeps style attributes from being read.

/** The name under which a style attribute survives, so that the browser neither applies nor reports it. */
export const STYLE = "data-style";

/** The page without its style sheets, its style attributes renamed. Done on the text: parsing would already report them. */
export function readWithoutStyles(html: string): Document {
  const renamed = html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${STYLE}=`));
  return new DOMParser().parseFromString(renamed, "text/html");
}

const MEANINGS: [RegExp, string][] = [
  [/font-weight:\s*(?:bold|[6-9]00)/i, "strong"],
  [/font-style:\s*italic/i, "em"],
  [/text-decoration[^;]*underline/i, "u"],
  [/text-decoration[^;]*line-through/i, "s"],
  [/vertical-align:\s*super/i, "sup"],
  [/vertical-align:\s*sub(?!\w)/i, "sub"],
  [/mso-highlight:\s*(?!none)/i, "mark"],
];

export function giveStylesMeaning(page: Document): void {
  for (const element of page.querySelectorAll<HTMLElement>(`[${STYLE}]`)) {
    const style = element.getAttribute(STYLE) ?? "";
    element.removeAttribute(STYLE);
    // Google Docs wraps whole pages in <b style="font-weight: normal">.
    if (/^(?:B|STRONG)$/.test(element.tagName) && /font-weight:\s*(?:normal|400)/i.test(style)) {
      element.replaceWith(...element.childNodes);
      continue;
    }
    if (!/^(?:SPAN|FONT|B|I|U|EM|STRONG)$/.test(element.tagName) || element.closest("h1, h2, h3, h4, h5, h6")) continue;
    for (const [meaning, tag] of MEANINGS) {
      if (!meaning.test(style)) continue;
      const wrapper = page.createElement(tag);
      wrapper.append(...element.childNodes);
      element.append(wrapper);
    }
  }
}
