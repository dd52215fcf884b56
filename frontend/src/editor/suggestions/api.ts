// What the server says of proposals, and how it is asked: the endpoints under /api/v1/documents/<id>/suggestions/.
import { csrfToken } from "../../sync/post";
import { config } from "../config";
import { t } from "./words";

/** A node of the content model, as ProseMirror writes it. */
export interface Content {
  type: string;
  attrs?: Record<string, unknown>;
  content?: Content[];
  marks?: { type: string; attrs?: Record<string, unknown> }[];
  text?: string;
}

export type State = "open" | "accepted" | "refused" | "withdrawn" | "outdated";

export interface Author {
  id: number;
  name: string;
  kind: string;
  organisation: string;
  grade: string;
}

export interface Suggestion {
  id: string;
  block: string;
  before: Content;
  proposed: Content[];
  /** The block as it stands, null when it is gone. */
  today: Content | null;
  /** What accepting puts in; null while it is unclear. */
  merged: Content[] | null;
  state: State;
  author: Author | null;
  signature: string;
  grade: string;
  reason: string;
  made_at: string;
  answered_by: Author | null;
  answered_at: string | null;
  answer: string;
  votes: { for: number; against: number; mine: 1 | -1 | 0 };
  thread: string | null;
  may: { answer: boolean; withdraw: boolean; vote: boolean; discuss: boolean };
}

/** What an answer to many has done, and why it left the others. */
export interface Answered {
  answered: string[];
  left: { id: string; detail: string }[];
}

export interface Filter {
  state: State | "all";
  author?: string;
}

const PAGE = 100;

/** The server said no, in a sentence for the person; `code` is "network" when it was not reached. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`/api/v1/documents/${config().id}/${path}`, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch(() => null);
  if (!response) throw new Refusal("network", t("suggestionNoNetwork"));
  const answer = (await response.json().catch(() => null)) as { detail?: unknown; code?: string } | null;
  if (response.ok) return answer as Answer;
  const detail = typeof answer?.detail === "string" ? answer.detail : "";
  throw new Refusal(answer?.code ?? String(response.status), detail || t("suggestionFailed"));
}

/** All the proposals of a filter, however many pages they take; one that moves from page to page meanwhile comes once. */
export async function list(filter: Filter): Promise<Suggestion[]> {
  const items = new Map<string, Suggestion>();
  for (let offset = 0; ; ) {
    const asked = new URLSearchParams({ ...filter, limit: String(PAGE), offset: String(offset) });
    const page = await ask<{ items: Suggestion[]; count: number }>("GET", `suggestions/?${asked}`);
    for (const item of page.items) items.set(item.id, item);
    offset += page.items.length;
    if (!page.items.length || offset >= page.count) return [...items.values()];
  }
}

export const propose = (block: string, before: Content, proposed: Content[], reason: string): Promise<Suggestion> =>
  ask("POST", "suggestions/", { block, before, proposed, reason });

/** `applied` is what one made of it, looking at the block as `seen`. */
export const accept = (id: string, changed?: { applied: Content[]; seen: Content }): Promise<Suggestion> =>
  ask("POST", `suggestions/${id}/acceptance/`, changed ?? {});

export const refuse = (id: string, reason: string): Promise<Suggestion> => ask("POST", `suggestions/${id}/refusal/`, { reason });

export const withdraw = (id: string): Promise<Suggestion> => ask("POST", `suggestions/${id}/withdrawal/`, {});

export const vote = (id: string, value: 1 | -1 | 0): Promise<Suggestion> => ask("PUT", `suggestions/${id}/vote/`, { value });

export const answerAll = (answer: "accept" | "refuse", ids: string[], reason: string): Promise<Answered> =>
  ask("POST", "suggestions/answers/", { answer, ids, reason });
