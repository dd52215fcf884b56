// Finding people as one types their name: the same answers as the form gives without script.

const PAUSE = 250; // milliseconds without a key before the question is asked
const LEAST = 2; // letters

interface Person {
  id: number;
  name: string;
  quality: string;
}

export function comfortFindingPeople(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-finds-people]");
  const field = form?.querySelector("input");
  if (!form || !field) return;
  let waiting = 0;
  const ask = () => void find(form, field.value.trim());
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    ask();
  });
}

async function find(form: HTMLFormElement, words: string): Promise<void> {
  if (words.length < LEAST) return show([], false);
  const address = `${form.dataset.findsPeople}?q=${encodeURIComponent(words)}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || form.querySelector("input")?.value.trim() !== words) return; // somebody typed on
  const { items } = (await answer.json()) as { items: Person[] };
  show(items, true);
}

function show(people: Person[], asked: boolean): void {
  const list = document.querySelector("[data-found-people]");
  const told = document.querySelector("[data-found]");
  const row = document.querySelector<HTMLTemplateElement>("template[data-found-person]");
  const nobody = document.querySelector<HTMLTemplateElement>("template[data-found-nobody]");
  if (!list || !told || !row || !nobody) return;
  list.replaceChildren(...people.map((person) => drawn(row, person)));
  told.replaceChildren(...(asked && people.length === 0 ? [nobody.content.cloneNode(true)] : []));
}

function drawn(row: HTMLTemplateElement, person: Person): Node {
  const made = row.content.cloneNode(true) as DocumentFragment;
  const words = made.querySelector(".person-words");
  if (words?.children[0] && words.children[1]) {
    words.children[0].textContent = person.name;
    words.children[1].textContent = person.quality;
  }
  const key = made.querySelector<HTMLInputElement>("input[name=person]");
  if (key) key.value = String(person.id);
  const select = made.querySelector("select");
  const label = made.querySelector("label");
  if (select && label) {
    select.id = `known-${person.id}`;
    label.htmlFor = select.id;
    label.append(person.name);
  }
  made.querySelector("button .visually-hidden")?.append(person.name);
  return made;
}
