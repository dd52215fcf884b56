// Sends an update over plain HTTP: for those too large for a frame of the socket.

export type Posted = { ok: true } | { ok: false; final: boolean; code: string; detail: string };

const FINAL = new Set([400, 401, 403, 404, 409, 413, 422]);

export function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

export async function postUpdate(url: string, update: Uint8Array): Promise<Posted> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": csrfToken() },
      body: update as Uint8Array<ArrayBuffer>,
    });
  } catch {
    return { ok: false, final: false, code: "network", detail: "" };
  }
  if (response.ok) return { ok: true };
  const answer = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  return {
    ok: false,
    final: FINAL.has(response.status),
    code: answer.code ?? String(response.status),
    detail: typeof answer.detail === "string" ? answer.detail : "",
  };
}
