// The two files in which unsent changes can be taken away: one to read, one that an administrator can put back.
import { el } from "../../dom";
import { dayAndTime, t, timeOf } from "../../messages";
import { type Passage, tell } from "./changes";

/** What is taken away: the passages that wait, and the whole text as it stands on the screen. */
export interface Kept {
  title: string;
  passages: Passage[];
  update: Uint8Array | null;
  text: string;
}

function fileName(title: string, ending: string): string {
  const stem = title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "document";
  return `${stem}-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.${ending}`;
}

export function whatChanged(passage: Passage): string {
  const { what, text } = tell(passage.update);
  return text || t(({ text: "changePassage", passage: "changePassage", format: "changeFormat", image: "changeImage", deletion: "changeDeletion" } as const)[what]);
}

/** The readable file: what waits first, since that is what would be missed, then everything. */
export function keptText({ title, passages, text }: Kept): string {
  const waiting = passages.map((passage) => `${timeOf(passage.at)}\n${whatChanged(passage)}\n`);
  const heads = [t("keptWaiting"), t("keptWhole")].map((head) => `— ${head} —\n`);
  const first = waiting.length ? [heads[0], ...waiting, heads[1]] : [];
  return [title, `${t("keptAt", { when: dayAndTime(new Date()) })}\n`, ...first, text, ""].join("\n");
}

/** Links that make their file when they are pressed: what waits may have grown since they were drawn. */
export function keepLinks(kept: () => Kept): HTMLAnchorElement[] {
  return [
    download(t("stopText"), () => {
      const all = kept();
      return [fileName(all.title, "txt"), new Blob([keptText(all)], { type: "text/plain;charset=utf-8" })];
    }),
    download(t("stopUpdate"), () => {
      const { title, update } = kept();
      return [fileName(title, "bin"), new Blob(update ? [update as Uint8Array<ArrayBuffer>] : [])];
    }),
  ];
}

function download(label: string, make: () => [name: string, content: Blob]): HTMLAnchorElement {
  const link = el("a", { className: "btn quiet", href: "#", textContent: label });
  link.addEventListener("click", () => {
    URL.revokeObjectURL(link.href);
    const [name, content] = make();
    link.href = URL.createObjectURL(content);
    link.download = name;
  });
  return link;
}
