// Who wrote what and what is new: no tab of their own, a part of the panel's details; loaded once the text is there.
import { el } from "../../dom";
import type { Companion, Desk } from "../beside";
import { config } from "../config";
import { later } from "../later";

export function openAuthors(desk: Desk): Companion {
  const place = el("div", { className: "facts-authors" });
  desk.host.querySelector(".doc-facts")?.append(place);
  let ending: (() => void) | null = null;
  let gone = false;
  const parts = () => Promise.all([import("./api"), import("./colours"), import("./news")]);
  void later(parts).then(([api, colours, news]) => {
    const doc = desk.provider.doc;
    if (gone || desk.editor.isDestroyed) return;
    const asks = new api.AuthorsApi(config().id);
    const shown = new colours.Colours(desk.editor, doc, asks);
    const told = config().me ? new news.News(desk, asks) : null;
    place.append(shown.dom);
    ending = () => {
      shown.destroy();
      told?.destroy();
    };
  });
  return {
    destroy: () => {
      gone = true;
      ending?.();
    },
  };
}
