// The conversation of a document, asked of the server and sent to it: docs/api.md tells the same.
import { csrfToken } from "../../sync/post";
import type { Anchor } from "./anchor";
import { t } from "./words";

export interface Person {
  id: number;
  name: string;
  organisation: string;
  /** Not told of people whom one might mention. */
  kind?: string;
  grade?: string;
}

export interface Reaction {
  sign: string;
  count: number;
  mine: boolean;
  people: string[];
}

export interface Comment {
  id: string;
  author: Person | null;
  signature: string;
  body: string;
  /** Written by the server: paragraphs, links and mentions, nothing else. */
  html: string;
  at: string;
  edited_at: string | null;
  state: "shown" | "waiting" | "hidden" | "deleted";
  public_reason: string;
  mentioned: number[];
  reactions: Reaction[];
  may: { edit: boolean; delete: boolean; react: boolean; show: boolean; hide: boolean; report: boolean };
}

export interface Thread {
  id: string;
  state: "open" | "resolved";
  /** Its passage stands in the text; false for one whose passage is gone, and for what is said of the whole. */
  anchored: boolean;
  /** A mark follows it; else it is a whole block (a picture). */
  marked: boolean;
  block: string;
  end_block: string;
  start: number;
  end: number;
  quote: string;
  title: string;
  opened_by: Person | null;
  opened_at: string;
  said_at: string;
  assigned_to: Person | null;
  resolved_by: Person | null;
  resolved_at: string | null;
  /** The proposal it discusses, which has a place of its own. */
  suggestion: string | null;
  comments: Comment[];
  may: { answer: boolean; resolve: boolean; assign: boolean };
}

export type Answer<Value> = { ok: true; value: Value } | { ok: false; status: number; code: string; sentence: string };

export interface Said {
  body: string;
  mentioned: number[];
}

const PAGE = 100;

export class ThreadsApi {
  private readonly root: string;

  constructor(documentId: string) {
    this.root = `/api/v1/documents/${documentId}`;
  }

  /** All of them, however many pages that is. */
  async list(state: "open" | "all"): Promise<Answer<Thread[]>> {
    const found: Thread[] = [];
    for (;;) {
      const address = `/threads/?state=${state}&offset=${found.length}&limit=${PAGE}`;
      const answer = await this.ask<{ items: Thread[]; count: number }>("GET", address);
      if (!answer.ok) return answer;
      found.push(...answer.value.items);
      if (found.length >= answer.value.count || !answer.value.items.length) return { ok: true, value: found };
    }
  }

  one(thread: string): Promise<Answer<Thread>> {
    return this.ask("GET", `/threads/${thread}/`);
  }

  /** Without an anchor it is about the whole document. */
  open(said: Said, anchor: Anchor | null): Promise<Answer<Thread>> {
    return this.ask("POST", "/threads/", { ...said, ...anchor });
  }

  /** The first words on a proposal: they open its thread. */
  discuss(said: Said, suggestion: string): Promise<Answer<Thread>> {
    return this.ask("POST", "/threads/", { ...said, suggestion });
  }

  answer(thread: string, said: Said): Promise<Answer<Comment>> {
    return this.ask("POST", `/threads/${thread}/comments/`, said);
  }

  edit(thread: string, comment: string, said: Said): Promise<Answer<Comment>> {
    return this.ask("PATCH", `/threads/${thread}/comments/${comment}/`, said);
  }

  remove(thread: string, comment: string): Promise<Answer<unknown>> {
    return this.ask("DELETE", `/threads/${thread}/comments/${comment}/`);
  }

  resolve(thread: string, resolved: boolean): Promise<Answer<unknown>> {
    return this.ask(resolved ? "PUT" : "DELETE", `/threads/${thread}/resolved/`);
  }

  assign(thread: string, person: number | null): Promise<Answer<unknown>> {
    return this.ask("PUT", `/threads/${thread}/assignee/`, { person });
  }

  react(thread: string, comment: string, sign: string, on: boolean): Promise<Answer<unknown>> {
    const address = `/threads/${thread}/comments/${comment}/reactions/${encodeURIComponent(sign)}/`;
    return this.ask(on ? "PUT" : "DELETE", address);
  }

  /** For who manages: one that waits, or that was hidden. */
  show(thread: string, comment: string): Promise<Answer<unknown>> {
    return this.ask("PUT", `/threads/${thread}/comments/${comment}/shown/`);
  }

  hide(thread: string, comment: string, reason: string): Promise<Answer<unknown>> {
    return this.ask("PUT", `/threads/${thread}/comments/${comment}/hidden/`, { reason });
  }

  report(thread: string, comment: string, reason: string): Promise<Answer<unknown>> {
    return this.ask("POST", `/threads/${thread}/comments/${comment}/reports/`, { reason });
  }

  /** People of the document whose name begins like this. */
  async people(words: string): Promise<Person[]> {
    const answer = await this.ask<{ items: Person[] }>("GET", `/people/?q=${encodeURIComponent(words)}`);
    return answer.ok ? answer.value.items : [];
  }

  private async ask<Value>(method: string, address: string, body?: unknown): Promise<Answer<Value>> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await fetch(this.root + address, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch(() => null);
    if (!response) return { ok: false, status: 0, code: "network", sentence: t("commentNoNetwork") };
    const told = (await response.json().catch(() => null)) as { detail?: string; code?: string } | null;
    if (response.ok) return { ok: true, value: told as Value };
    return { ok: false, status: response.status, code: told?.code ?? "", sentence: told?.detail || t("commentFailed") };
  }
}
