// A passage one can fold away. Whether it is open belongs to the reader, so nothing about it is stored.
import {
  Details as TiptapDetails,
  DetailsContent as TiptapDetailsContent,
  DetailsSummary as TiptapDetailsSummary,
} from "@tiptap/extension-details";

import { el } from "../../dom";
import { t } from "../../messages";
import { localOnly } from "./local-only";

export const DetailsSummary = TiptapDetailsSummary.extend({ content: "inline*" });

export const DetailsContent = TiptapDetailsContent.extend({
  addNodeView: () => () => {
    const dom = el("div", { className: "details-content" });
    return { dom, contentDOM: dom };
  },
});

export const Details = TiptapDetails.extend({
  addNodeView: () => () => {
    const contentDOM = el("div", { className: "details-body" });
    const toggle = el("button", { type: "button", className: "details-toggle", contentEditable: "false" });
    const dom = el("div", { className: "details" }, [toggle, contentDOM]);
    const show = (open: boolean) => {
      dom.classList.toggle("is-open", open);
      toggle.setAttribute("aria-expanded", String(open));
      toggle.setAttribute("aria-label", t(open ? "detailsClose" : "detailsOpen"));
    };
    toggle.addEventListener("mousedown", (event) => event.preventDefault());
    toggle.addEventListener("click", () => show(!dom.classList.contains("is-open")));
    show(true);
    return {
      dom,
      contentDOM,
      ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
    };
  },
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(localOnly);
  },
});
