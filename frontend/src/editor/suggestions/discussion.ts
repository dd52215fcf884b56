// The discussion of a proposal: the thread that belongs to it, or the field in which its first words are written.
import { el } from "../../dom";
import type { DocumentProvider } from "../../sync/provider";
import { ThreadsApi } from "../comments/api";
import { CommentField } from "../comments/comment-field";
import { ThreadCard } from "../comments/thread-card";
import { Threads } from "../comments/threads";
import { config } from "../config";
import type { Suggestion } from "./api";
import type { AnswerForm } from "./forms";
import { t } from "./words";

export class Discussions {
  private readonly threads: Threads;
  private readonly stop: () => void;

  constructor(
    { beside }: DocumentProvider,
    private readonly onOpened: () => void,
  ) {
    const { id, me } = config();
    this.threads = new Threads(new ThreadsApi(id), me ? Number(me.id) : null);
    this.stop = beside.subscribe((topic) => {
      if (this.shown.size && (topic === "threads" || topic === "")) this.threads.soon();
    });
    this.threads.list.subscribe((list) => {
      for (const [key, card] of this.shown) {
        const thread = list.find((one) => one.id === key);
        if (thread) card.update(thread);
        if (!card.dom.isConnected) this.shown.delete(key);
      }
    });
  }

  open(suggestion: Suggestion, onClose: () => void): AnswerForm {
    const dom = el("div", { className: "proposal-discussion" });
    if (suggestion.thread) void this.show(dom, suggestion.thread);
    else if (suggestion.may.discuss) this.begin(dom, suggestion, onClose);
    return { dom, focus: () => dom.querySelector<HTMLElement>("textarea, article")?.focus() };
  }

  destroy(): void {
    this.stop();
    this.threads.stop();
  }

  private readonly shown = new Map<string, ThreadCard>();

  private async show(dom: HTMLElement, id: string): Promise<void> {
    const answer = await this.threads.api.one(id);
    if (!answer.ok) {
      dom.replaceChildren(el("p", { className: "field-error", textContent: answer.sentence }));
      return;
    }
    const card = new ThreadCard(this.threads, answer.value, {}, true);
    this.shown.set(id, card);
    dom.replaceChildren(el("ul", { className: "threads" }, [card.dom]));
    card.dom.querySelector("textarea")?.focus();
  }

  private begin(dom: HTMLElement, suggestion: Suggestion, onClose: () => void): void {
    const field = new CommentField({
      api: this.threads.api,
      label: t("suggestionDiscussLabel"),
      placeholder: t("suggestionDiscussHere"),
      submit: t("suggestionDiscussSend"),
      cancel: onClose,
      send: async (said) => {
        const answer = await this.threads.api.discuss(said, suggestion.id);
        if (answer.ok) {
          this.onOpened();
          await this.show(dom, answer.value.id);
        }
        return answer;
      },
    });
    dom.replaceChildren(field.form);
  }
}
