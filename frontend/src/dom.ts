// Small helpers to build elements and icons without a framework.
import { createElement, type IconNode } from "lucide";

type Properties<Tag extends keyof HTMLElementTagNameMap> = Partial<Omit<HTMLElementTagNameMap[Tag], "style">>;
type Child = Node | string | null | undefined | false;

/** An element with its properties (not attributes) and children. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties<Tag> = {},
  children: Child[] = [],
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  for (const child of children) if (child) element.append(child);
  return element;
}

/** A drawing beside words or in a labelled button: hidden from assistive technology. */
export function icon(node: IconNode): SVGElement {
  const svg = createElement(node) as SVGElement;
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon-drawing");
  return svg;
}

let counter = 0;

/** An id for labels and controlled elements, unique on this page. */
export function uniqueId(prefix: string): string {
  counter += 1;
  return `${prefix}-${counter}`;
}
