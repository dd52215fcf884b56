// A pasted page with its styles read as words: the content policy keeps a browser from applying them, so nothing asks one to.

/** The names under which attributes survive that a browser would act on: it neither applies nor fetches nor reports them. */
const RENAMED = { style: "data-style", src: "data-src", srcset: "data-srcset", background: "data-background" } as const;

export type Style = Map<string, string>;

/** How one level of a list counts, as Word's style sheet says it. */
export interface Count {
  ordered: boolean;
  start: number;
}

export interface Sheet {
  classes: Map<string, Style>;
  /** By list and level, as in `l0:level1`. */
  counts: Map<string, Count>;
  /** Style attributes already read: a page says the same few thousands of times. */
  known: Map<string, Style>;
}

export interface Page {
  body: HTMLElement;
  dom: Document;
  sheet: Sheet;
}

export function declarations(text: string): Style {
  const found: Style = new Map();
  for (const one of text.split(";")) {
    const colon = one.indexOf(":");
    if (colon > 0) found.set(one.slice(0, colon).trim().toLowerCase(), one.slice(colon + 1).trim().toLowerCase());
  }
  return found;
}

function readRule(sheet: Sheet, selector: string, style: Style): void {
  const list = /@list\s+(l\d+):level(\d)/i.exec(selector);
  if (list) {
    const format = style.get("mso-level-number-format") ?? "decimal";
    const start = Number.parseInt(style.get("mso-level-start-at") ?? "1", 10) || 1;
    sheet.counts.set(`${list[1]}:level${list[2]}`, { ordered: !/^(?:bullet|image|none)$/.test(format), start });
    return;
  }
  for (const one of selector.split(",")) {
    const name = /^\s*[\w-]*\.([\w-]+)\s*$/.exec(one)?.[1];
    if (name) sheet.classes.set(name, new Map([...(sheet.classes.get(name) ?? []), ...style]));
  }
}

function readSheet(css: string): Sheet {
  const sheet: Sheet = { classes: new Map(), counts: new Map(), known: new Map() };
  const bare = css.replace(/<!--|-->|\/\*[\s\S]*?\*\//g, "");
  for (const [, selector, body] of bare.matchAll(/([^{}]+)\{([^{}]*)\}/g)) readRule(sheet, selector!, declarations(body!));
  return sheet;
}

/** On the text, before any parser sees it: parsing would already report the styles. */
export function readPage(html: string): Page {
  let css = "";
  const renamed = html
    .replace(/<style\b[^>]*>([\s\S]*?)<\/style>/gi, (_whole, rules: string) => {
      css += rules;
      return "";
    })
    .replace(/<[a-z][^>]*>/gi, (tag) =>
      tag.replace(/\s(style|srcset|src|background)(?=\s*=)/gi, (_whole, name: string) => ` ${RENAMED[name.toLowerCase() as keyof typeof RENAMED]}`),
    );
  const dom = new DOMParser().parseFromString(renamed, "text/html");
  return { body: dom.body, dom, sheet: readSheet(css) };
}

/** What the style attribute of an element says. */
export function ownStyle(element: Element, sheet: Sheet): Style {
  const said = element.getAttribute(RENAMED.style) ?? "";
  let style = sheet.known.get(said);
  if (!style) sheet.known.set(said, (style = declarations(said)));
  return style;
}

/** What an element's classes and its own style say of it; its own wins. */
export function styleOf(element: Element, sheet: Sheet): Style {
  const own = ownStyle(element, sheet);
  const named = [...element.classList].filter((name) => sheet.classes.has(name));
  return named.length ? new Map([...named.flatMap((name) => [...sheet.classes.get(name)!]), ...own]) : own;
}
