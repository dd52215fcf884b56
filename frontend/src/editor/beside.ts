// What stands beside the text: the panel with its tabs, and the companions (comments…) that bring a tab and buttons.
import type { Editor } from "@tiptap/core";
import { Info, ListTree } from "lucide";

import { t } from "../messages";
import { watchPeople } from "../sync/presence";
import type { DocumentProvider } from "../sync/provider";
import { openAuthors } from "./authors/authors";
import { openComments } from "./comments/comments";
import { config, type Role } from "./config";
import { showFaces } from "./faces";
import type { Notices } from "./notices";
import { Facts } from "./panel/facts";
import { Outline } from "./panel/outline";
import { Panel, type Tab } from "./panel/panel";
import { openSuggestions } from "./suggestions/suggestions";
import type { Action } from "./toolbar/actions";

/** What a companion is given to work with. */
export interface Desk {
  editor: Editor;
  provider: DocumentProvider;
  /** The <tablee-editor> element: small windows are added to it. */
  host: HTMLElement;
  notices: Notices;
  panel: Panel;
}

export interface Companion {
  tab?: Tab;
  /** Buttons of the format bar, for those who have one. */
  actions?: Action[];
  /** Ways of working between which the format bar switches, at its beginning. */
  modes?: Action[];
  onRole?: (role: Role) => void;
  destroy: () => void;
}

const COMPANIONS: ((desk: Desk) => Companion)[] = [openComments, openSuggestions, openAuthors];

interface Page extends Omit<Desk, "panel"> {
  /** A part of the template, marked with `data-part`. */
  place: (name: string) => HTMLElement;
  opener: () => HTMLElement | null;
}

export class Beside {
  readonly panel: Panel;
  private readonly facts: Facts;
  private readonly companions: Companion[];
  private readonly endings: (() => void)[];

  constructor(page: Page) {
    const { editor, provider, host, notices, place } = page;
    const toggle = host.querySelector<HTMLButtonElement>("[data-part=panel-toggle]");
    const outline = new Outline(editor, () => this.panel.leaveOnPhone());
    this.facts = new Facts(editor, (sentence) => { place("length").textContent = sentence; });
    this.panel = new Panel(place("panel"), () => page.opener() ?? toggle);
    this.panel.add({ id: "outline", label: t("outline"), icon: ListTree, content: outline.dom });
    this.panel.add({ id: "facts", label: t("facts"), icon: Info, content: this.facts.dom });
    this.companions = COMPANIONS.map((open) => open({ editor, provider, host, notices, panel: this.panel }));
    for (const { tab } of this.companions) if (tab) this.panel.add(tab);
    this.panel.start();
    toggle?.addEventListener("click", () => this.panel.toggle());
    const faces = place("faces");
    this.endings = [
      watchPeople(provider.awareness, config().me?.id ?? null, (people) => {
        showFaces(faces, people, () => this.panel.show("facts"));
        this.facts.showPeople(people);
      }),
      () => outline.destroy(),
      () => this.facts.destroy(),
      () => this.panel.destroy(),
      ...this.companions.map((companion) => companion.destroy),
    ];
  }

  /** What the companions put in the format bar. */
  get actions(): Action[] {
    return this.companions.flatMap((companion) => companion.actions ?? []);
  }

  get modes(): Action[] {
    return this.companions.flatMap((companion) => companion.modes ?? []);
  }

  onRole(role: Role): void {
    this.facts.showRole(role);
    for (const companion of this.companions) companion.onRole?.(role);
  }

  destroy(): void {
    for (const end of this.endings) end();
  }
}
