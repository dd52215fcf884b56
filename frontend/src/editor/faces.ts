// The faces of the people present, in the header: three at most, then how many more.
import { el } from "../dom";
import { plural, t } from "../messages";
import { describe, type Person } from "../sync/presence";

const SHOWN = 3;

export function face(person: Pick<Person, "initials" | "color">): HTMLElement {
  const element = el("span", { className: "face", textContent: person.initials });
  element.setAttribute("aria-hidden", "true");
  element.style.setProperty("--person", person.color);
  return element;
}

export function showFaces(host: HTMLElement, people: Person[], onMore: () => void): void {
  const list = el("ul", { className: "faces" });
  list.setAttribute("aria-label", t("peopleHere"));
  const shown = people.length > SHOWN ? people.slice(0, SHOWN - 1) : people;
  for (const person of shown) {
    const item = el("li", { title: describe(person) }, [
      face(person),
      el("span", { className: "visually-hidden", textContent: describe(person) }),
    ]);
    list.append(item);
  }
  const rest = people.length - shown.length;
  if (rest > 0) {
    const names = people.slice(shown.length).map(describe).join("\n");
    const more = el("button", { type: "button", className: "face face-more", title: names, textContent: `+${rest}` });
    more.setAttribute("aria-label", plural("morePeople", rest));
    more.addEventListener("click", onMore);
    list.append(el("li", {}, [more]));
  }
  host.replaceChildren(...(people.length ? [list] : []));
}
