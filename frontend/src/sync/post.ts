// The two requests of sync over plain HTTP: ask for what is new, send what is unsent.

/** `code` of a final refusal is a code of realtime's refusals or of the socket's closings: the page explains both alike. */
export type Failed = { ok: false; final: boolean; code: string; detail: string };
export type Posted = { ok: true } | Failed;
export type Pulled = { ok: true; update: Uint8Array; number: number; role: string } | Failed;

/** A number no log reaches: asking for what comes after it costs next to nothing, and tells that HTTP works. */
const BEYOND = Number.MAX_SAFE_INTEGER;
const PROBE_PATIENCE = 4000;
/** Milliseconds until the answer begins; a large change on a slow line needs longer (20 bytes for each of them). */
const PATIENCE = 30_000;
const BYTES_A_MILLISECOND = 20;

const CLOSINGS: Record<number, string> = { 400: "4400", 401: "4401", 403: "4403", 404: "4404", 409: "4409", 413: "4413", 422: "4400" };
/** Refusals that have a name of their own. */
const NAMED = new Set(["gate", "gap", "role", "gone", "full", "backlog", "quarantine", "flood"]);

export function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** The address of one document's sync, with the history and content model that this page belongs to. */
export class SyncAddress {
  constructor(
    private readonly path: string,
    private readonly belongs: { epoch: string; schema: string },
  ) {}

  with(more: Record<string, string> = {}): string {
    return `${this.path}?${new URLSearchParams({ ...this.belongs, ...more })}`;
  }
}

export async function postUpdate(address: SyncAddress, update: Uint8Array): Promise<Posted> {
  const response = await attempt(address.with(), {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body: update as Uint8Array<ArrayBuffer>,
    patience: PATIENCE + update.byteLength / BYTES_A_MILLISECOND,
  });
  if (!response) return noNetwork();
  return response.ok ? { ok: true } : failure(response);
}

interface Question {
  /** What was stored after this number of the log… */
  after: number;
  /** …or happens in so many seconds, */
  wait: number;
  /** or whether this is not our role any more. */
  role: string;
}

export async function pullUpdates(address: SyncAddress, { after, wait, role }: Question, signal?: AbortSignal): Promise<Pulled> {
  const patience = after === BEYOND ? PROBE_PATIENCE : PATIENCE + wait * 1000;
  const response = await attempt(address.with({ after: String(after), wait: String(wait), role }), { patience, signal });
  if (!response) return noNetwork();
  if (!response.ok) return failure(response);
  try {
    const update = new Uint8Array(await response.arrayBuffer());
    const number = Number(response.headers.get("X-Log-Number") ?? "none");
    if (!Number.isSafeInteger(number)) return noNetwork(); // a page of the network itself, as in hotels
    return { ok: true, update, number, role: response.headers.get("X-Role") ?? "" };
  } catch {
    return noNetwork();
  }
}

/** Whether HTTP reaches our server, told without reading the text. */
export async function httpWorks(address: SyncAddress): Promise<boolean> {
  return (await pullUpdates(address, { after: BEYOND, wait: 0, role: "" })).ok;
}

/** Null when no answer began in time. */
async function attempt(url: string, { patience, signal, ...request }: RequestInit & { patience: number }): Promise<Response | null> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  signal?.addEventListener("abort", () => giveUp.abort(), { once: true });
  const response = await fetch(url, { ...request, signal: giveUp.signal }).catch(() => null);
  clearTimeout(timer);
  return response;
}

function noNetwork(): Failed {
  return { ok: false, final: false, code: "network", detail: "" };
}

async function failure(response: Response): Promise<Failed> {
  const answer = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  const code = answer.code ?? "";
  const closing = CLOSINGS[response.status];
  return {
    ok: false,
    // A page of something between us and the server (a proxy, a hotel) is no answer; too large is too large for it too.
    final: (closing !== undefined && Boolean(code)) || response.status === 413 || code === "quarantine",
    code: NAMED.has(code) ? code : (closing ?? (code || String(response.status))),
    detail: typeof answer.detail === "string" ? answer.detail : "",
  };
}
