// The tab that tells what one may do here, who is here, how long the text is, and the keyboard shortcuts.
import type { Editor } from "@tiptap/core";

import { el } from "../../dom";
import { t } from "../../messages";
import { type Person, quality } from "../../sync/presence";
import { config, type Role } from "../config";
import { face } from "../faces";
import { describeLength, measure } from "../stats";
import { blockTypes, history, insertions, lists, marks, moreMarks } from "../toolbar/actions";
import { keyNames } from "../toolbar/keys";

const ROLES = { view: "roleView", comment: "roleComment", suggest: "roleSuggest", change: "roleChange", manage: "roleManage" } as const;

function section(title: string, ...children: (Node | string)[]): HTMLElement {
  return el("section", { className: "facts-section" }, [el("h2", { textContent: title }), ...children]);
}

function row(keys: string, label: string): HTMLElement {
  return el("tr", {}, [el("td", { textContent: label }), el("td", {}, [el("kbd", { textContent: keys })])]);
}

function shortcuts(): HTMLElement {
  const known = [...marks, ...moreMarks, ...blockTypes, ...lists, ...insertions, ...history].filter((action) => action.keys);
  const body = el("tbody", {}, [
    row("Alt F10", t("shortcutToolbar")),
    row(keyNames("Mod-k"), t("link")),
    row(keyNames("Mod-Alt-m"), t("commentAdd")),
    ...known.map((action) => row(keyNames(action.keys ?? ""), t(action.label))),
  ]);
  return el("details", { className: "doc-shortcuts" }, [
    el("summary", { textContent: t("shortcuts") }),
    el("p", { className: "soft small", textContent: t("shortcutMarkdown") }),
    el("table", {}, [el("caption", { className: "visually-hidden", textContent: t("shortcuts") }), body]),
  ]);
}

export class Facts {
  readonly dom = el("div", { className: "doc-facts" });
  private readonly role = el("p");
  private readonly length = el("p");
  private readonly people = el("ul", { className: "doc-people" });
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly editor: Editor,
    private readonly onLength: (sentence: string) => void,
  ) {
    this.dom.append(
      section(t("factsRole"), this.role),
      section(t("factsPeople"), this.people),
      section(t("factsLength"), this.length),
      ...(config().mayWrite ? [shortcuts()] : []),
    );
    editor.on("update", this.later);
    this.count();
    this.showRole(config().role);
    this.showPeople([]);
  }

  showRole(role: Role): void {
    this.role.textContent = t(ROLES[role]);
  }

  showPeople(people: Person[]): void {
    const { me } = config();
    const rows = people.map((person) => this.person(person, false));
    if (me) rows.unshift(this.person(me, true));
    this.people.replaceChildren(...rows);
  }

  destroy(): void {
    if (this.timer) clearTimeout(this.timer);
    this.editor.off("update", this.later);
  }

  private person(person: Person, isMe: boolean): HTMLLIElement {
    const told = quality(person);
    return el("li", {}, [
      face(person),
      el("span", {}, [
        el("b", { textContent: person.name }),
        isMe && el("span", { className: "soft", textContent: ` ${t("you")}` }),
        told && el("span", { className: "soft small person-quality", textContent: told }),
      ]),
    ]);
  }

  private readonly later = (): void => {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.count(), 600);
  };

  private count(): void {
    if (this.editor.isDestroyed) return;
    const sentence = describeLength(measure(this.editor.state.doc));
    this.length.textContent = sentence;
    this.onLength(sentence);
  }
}
