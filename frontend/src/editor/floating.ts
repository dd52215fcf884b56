// Small windows beside a button or a passage: where they stand, and when they close.

const MARGIN = 8;

/** Puts a `position: fixed` element under (or over) a place of the page, inside what can be seen above the keyboard. */
export function placeBeside(floating: HTMLElement, anchor: DOMRect): void {
  const viewport = window.visualViewport;
  const width = viewport?.width ?? window.innerWidth;
  const top = viewport?.offsetTop ?? 0;
  const bottom = top + (viewport?.height ?? window.innerHeight);
  const box = floating.getBoundingClientRect();
  const left = Math.max(MARGIN, Math.min(anchor.left, width - box.width - MARGIN));
  const below = anchor.bottom + 6;
  const fits = below + box.height + MARGIN <= bottom;
  const over = Math.max(top + MARGIN, anchor.top - box.height - 6);
  floating.style.setProperty("left", `${left}px`);
  floating.style.setProperty("top", `${fits ? below : over}px`);
  floating.style.setProperty("max-height", `${Math.max(160, bottom - (fits ? below : over) - MARGIN)}px`);
}

/** Closes on Escape and on a press elsewhere; returns how to stop listening. */
export function closeWhenLeft(floating: HTMLElement, opener: HTMLElement | null, close: (byEscape: boolean) => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close(true);
  };
  const onPress = (event: Event) => {
    const target = event.target as Node;
    if (!floating.contains(target) && !opener?.contains(target)) close(false);
  };
  floating.addEventListener("keydown", onKey);
  opener?.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", onPress, true);
  return () => {
    floating.removeEventListener("keydown", onKey);
    opener?.removeEventListener("keydown", onKey);
    document.removeEventListener("pointerdown", onPress, true);
  };
}
