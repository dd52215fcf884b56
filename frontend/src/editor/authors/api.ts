// Authors, and what is new since a visit, asked of the server: docs/api.md tells the same.
import { csrfToken } from "../../sync/post";

export interface Author {
  person: { id: number; name: string; kind: string; organisation: string; grade: string } | null;
  letters: number;
  percent: number;
  /** The numbers under which they write in the CRDT. */
  clients: number[];
}

export interface Place {
  block: string;
  start: number;
  end: number;
  kind: "added" | "removed" | "moved" | "changed";
}

export interface Changes {
  items: Place[];
  count: number;
  since: string | null;
  number: number;
}

const PAGE = 100;

export class AuthorsApi {
  private readonly root: string;

  constructor(documentId: string) {
    this.root = `/api/v1/documents/${documentId}`;
  }

  /** Everybody who wrote, most first; null where it cannot be told. */
  async authors(): Promise<Author[] | null> {
    const found: Author[] = [];
    for (;;) {
      const page = await this.get<{ items: Author[]; count: number }>(`/authors/?offset=${found.length}&limit=${PAGE}`);
      if (!page) return null;
      found.push(...page.items);
      if (found.length >= page.count || !page.items.length) return found;
    }
  }

  changes(): Promise<Changes | null> {
    return this.get(`/changes/?limit=${PAGE}`);
  }

  /** Sent while the page is being left, too. */
  seen(number: number | null): void {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
    void fetch(`${this.root}/visit/`, { method: "PUT", headers, body: JSON.stringify({ number }), keepalive: true }).catch(() => null);
  }

  private async get<Value>(address: string): Promise<Value | null> {
    const response = await fetch(this.root + address, { headers: { Accept: "application/json" } }).catch(() => null);
    return response?.ok ? ((await response.json()) as Value) : null;
  }
}
