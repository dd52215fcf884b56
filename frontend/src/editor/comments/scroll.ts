// Brings something before the eyes in what scrolls around it, and moves nothing else: the browser's own way would also
// push the header of the page out of sight.

const HEAD = 66; // what stays at the top: the tabs of the panel, the header of a phone; what is above hides wholly behind it
const FOOT = 90; // and at the bottom of a phone

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY) && parent.scrollHeight > parent.clientHeight) return parent;
  }
  return null;
}

/** `start` at the top, `center` in the middle, `nearest` not at all if it is seen whole. */
export function bring(element: HTMLElement, where: "start" | "center" | "nearest"): void {
  const scroller = scrollerOf(element);
  const frame = scroller?.getBoundingClientRect();
  const top = Math.max(0, frame?.top ?? 0) + HEAD;
  const bottom = Math.min(window.innerHeight, frame?.bottom ?? window.innerHeight) - (scroller ? 12 : FOOT);
  const box = element.getBoundingClientRect();
  const fits = box.height <= bottom - top;
  let move = box.top - top;
  if (where === "center" && fits) move = (box.top + box.bottom - top - bottom) / 2;
  if (where === "nearest" && fits) {
    if (box.top >= top && box.bottom <= bottom) return;
    move = box.top < top ? box.top - top : box.bottom - bottom;
  }
  (scroller ?? window).scrollBy({ top: move, behavior: "instant" });
}
