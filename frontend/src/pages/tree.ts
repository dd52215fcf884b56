// Dragging a document to another place in the tree: among its neighbours at once, elsewhere after the page that tells
// who will see it there. The menu of each document does the same by keyboard and by touch.

type Aim = "before" | "after" | "inside";

export function comfortTree(): void {
  const tree = document.querySelector<HTMLElement>("[data-tree]");
  if (!tree) return;
  let dragged: HTMLElement | null = null;

  tree.addEventListener("dragstart", (event) => {
    dragged = branchOf(event.target);
    if (!dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("b")?.textContent ?? "");
  });
  tree.addEventListener("dragover", (event) => {
    const over = branchOf(event.target);
    unmark(tree);
    if (!dragged || !over || dragged.contains(over)) return;
    event.preventDefault();
    over.firstElementChild?.classList.add(`drop-${aimOf(event, over)}`);
  });
  tree.addEventListener("drop", (event) => {
    const over = branchOf(event.target);
    unmark(tree);
    if (!dragged || !over || dragged.contains(over)) return;
    event.preventDefault();
    drop(dragged, over, aimOf(event, over));
  });
  tree.addEventListener("dragend", () => {
    dragged = null;
    unmark(tree);
  });
}

function branchOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-branch]") : null;
}

function unmark(tree: HTMLElement): void {
  for (const marked of tree.querySelectorAll(".drop-before, .drop-after, .drop-inside")) {
    marked.classList.remove("drop-before", "drop-after", "drop-inside");
  }
}

/** The upper quarter of a row means before it, the lower one after it, the middle inside it. */
function aimOf(event: DragEvent, over: HTMLElement): Aim {
  const row = over.firstElementChild?.getBoundingClientRect();
  if (!row) return "inside";
  const at = (event.clientY - row.top) / row.height;
  return at < 0.25 ? "before" : at > 0.75 ? "after" : "inside";
}

function drop(dragged: HTMLElement, over: HTMLElement, aim: Aim): void {
  const place = aim === "inside" ? over.dataset.branch : over.dataset.place;
  const next = aim === "before" ? over : aim === "after" ? over.nextElementSibling : null;
  const before = next instanceof HTMLElement && next !== dragged ? (next.dataset.branch ?? "") : "";
  const form = dragged.querySelector<HTMLFormElement>(":scope > .branch form[data-order]");
  if (place === dragged.dataset.place && form) {
    form.append(hidden("before", before));
    form.submit();
  } else if (dragged.dataset.moves) {
    const asked = new URLSearchParams({ place: place ?? "", before });
    location.assign(`${dragged.dataset.moves}?${asked}`);
  }
}

function hidden(name: string, value: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}
