// The signs under a comment: those that are there, and a small window with the six one may give.
import { SmilePlus } from "lucide";

import { el, icon } from "../../dom";
import { formatNumber } from "../../messages";
import { closeWhenLeft, placeBeside } from "../floating";
import type { Comment } from "./api";
import { t, type Word } from "./words";

export const SIGNS: Record<string, Word> = {
  "👍": "signAgree",
  "❤️": "signLove",
  "🎉": "signBravo",
  "👀": "signLook",
  "❓": "signAsk",
  "✅": "signDone",
};

function nameOfSign(sign: string): string {
  return sign in SIGNS ? t(SIGNS[sign]!) : sign;
}

type React = (sign: string, on: boolean) => void;

/** `react` is null for those who may only look. */
export function reactions(comment: Comment, react: React | null): HTMLElement | null {
  const given = comment.reactions.filter((reaction) => reaction.count > 0);
  if (!given.length && !react) return null;
  const row = el("div", { className: "reactions" });
  for (const { sign, count, mine, people } of given) {
    const told = t("reactionTold", { sign: nameOfSign(sign), people: people.join(", ") });
    const look = { className: "reaction", title: told };
    const words = [el("span", { textContent: sign }), el("span", { textContent: formatNumber(count) })];
    const shown = react ? el("button", { type: "button", ...look }, words) : el("span", look, words);
    for (const part of words) part.setAttribute("aria-hidden", "true");
    shown.dataset.key = sign;
    if (react) {
      shown.setAttribute("aria-label", told);
      shown.setAttribute("aria-pressed", String(mine));
      shown.addEventListener("click", () => react(sign, !mine));
    } else shown.append(el("span", { className: "visually-hidden", textContent: told }));
    row.append(shown);
  }
  if (react) row.append(adder(comment, react));
  return row;
}

function adder(comment: Comment, react: React): HTMLElement {
  const opener = el("button", { type: "button", className: "reaction reaction-add", title: t("reactionAdd") }, [icon(SmilePlus)]);
  opener.setAttribute("aria-label", t("reactionAddTo", { name: comment.signature }));
  opener.setAttribute("aria-haspopup", "dialog");
  opener.dataset.key = "add";
  opener.addEventListener("click", () => openSigns(opener, comment, react));
  return opener;
}

function openSigns(opener: HTMLElement, comment: Comment, react: React): void {
  const floating = el("div", { className: "floating signs" });
  floating.setAttribute("role", "dialog");
  floating.setAttribute("aria-label", t("reactionAdd"));
  const close = (back: boolean) => {
    stop();
    floating.remove();
    if (back) opener.focus();
  };
  for (const [sign, name] of Object.entries(SIGNS)) {
    const mine = comment.reactions.some((reaction) => reaction.sign === sign && reaction.mine);
    const button = el("button", { type: "button", textContent: sign, title: t(name) });
    button.setAttribute("aria-label", t(name));
    button.setAttribute("aria-pressed", String(mine));
    button.addEventListener("click", () => {
      close(true);
      react(sign, !mine);
    });
    floating.append(button);
  }
  floating.addEventListener("keydown", (event) => {
    const buttons = [...floating.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[(next + buttons.length) % buttons.length]?.focus();
  });
  (opener.closest("tablee-editor") ?? document.body).append(floating);
  placeBeside(floating, opener.getBoundingClientRect());
  const stop = closeWhenLeft(floating, opener, (byEscape) => close(byEscape));
  floating.querySelector("button")?.focus();
}
