// What the server tells the editor page about the document and the person, read from the page itself.

import type { Person } from "../sync/presence";

export type Role = "view" | "comment" | "suggest" | "change" | "manage";

export interface Config {
  id: string;
  title: string;
  workspace: { slug: string; name: string; url: string };
  role: Role;
  mayWrite: boolean;
  /** Readers with an account may comment here too. */
  readersComment: boolean;
  maySuggest: boolean;
  /** The text is adopted: nobody edits it, whatever their role. */
  frozen: boolean;
  me: Person | null;
  account: string;
  /** Others use this device too: nothing may stay in its browser. */
  sharedDevice: boolean;
  epoch: string;
  schema: number;
  /** The size that a document cannot grow beyond, in bytes. */
  largestState: number;
  savedAt: string | null;
  language: "fr" | "en";
  urls: {
    socket: string;
    sync: string;
    images: string;
    /** Address of one image, with `{id}` where the attachment's id goes. */
    image: string;
    read: string;
    stage: string;
    docx: string;
    limits: string;
    signIn: string;
    rename?: string;
    share?: string | null;
  };
}

let known: Config | null = null;

export function config(): Config {
  known ??= JSON.parse(document.getElementById("document-config")?.textContent ?? "null") as Config;
  return known;
}

export function imageUrl(id: string): string {
  return config().urls.image.replace("{id}", encodeURIComponent(id));
}

export function socketUrl(path: string): string {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
