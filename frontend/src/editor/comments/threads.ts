// The threads as this page knows them: asked again whenever the server says that something was said.
import type { Answer, Comment, Thread, ThreadsApi } from "./api";
import { Observable } from "../../sync/state";

/** What others did since the last answer, for those who do not see the list move. */
export interface News {
  said: { thread: Thread; comment: Comment }[];
  resolved: Thread[];
  reopened: Thread[];
}

const TOGETHER = 120; // milliseconds in which several pieces of news make one question
const SPREAD = 400; // so that two hundred pages do not ask at the same instant

export class Threads {
  readonly list = new Observable<Thread[]>([]);
  /** The sentence of a failed question, "" when the list is right. */
  readonly trouble = new Observable("");
  readonly news = new Observable<News | null>(null);
  private loaded = false;
  private wantsResolved = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly own = new Set<string>();
  private running: Promise<void> | null = null;
  private again = false;

  constructor(
    readonly api: ThreadsApi,
    private readonly me: number | null,
  ) {}

  get(id: string): Thread | null {
    return this.list.value.find((thread) => thread.id === id) ?? null;
  }

  get isLoaded(): boolean {
    return this.loaded;
  }

  /** Resolved ones are asked for once somebody wants to see them. */
  async withResolved(): Promise<void> {
    if (this.wantsResolved) return;
    this.wantsResolved = true;
    await this.refresh();
  }

  soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      void this.refresh();
    }, TOGETHER + Math.random() * SPREAD);
  }

  /** Once it is done, the list holds at least what the server knew when this was asked. */
  refresh(): Promise<void> {
    this.again = this.running !== null;
    this.running ??= this.ask().finally(() => { this.running = null; });
    return this.running;
  }

  private async ask(): Promise<void> {
    do {
      this.again = false;
      const answer = await this.api.list(this.wantsResolved ? "all" : "open");
      if (answer.ok) this.take(answer.value);
      else this.trouble.set(answer.sentence);
    } while (this.again);
  }

  /** One that a link names, whatever its state. */
  async find(id: string): Promise<Thread | null> {
    const known = this.get(id);
    if (known) return known;
    const answer = await this.api.one(id);
    if (!answer.ok) return null;
    if (answer.value.state === "resolved") await this.withResolved();
    else await this.refresh();
    return this.get(id);
  }

  /** What one has just done oneself: the list follows, and its answer is handed on. */
  async after<Value>(act: Promise<Answer<Value>>): Promise<Answer<Value>> {
    const answer = await act;
    if (answer.ok || answer.status === 404) await this.refresh();
    return answer;
  }

  /** One's own act is no news to oneself. */
  async resolve(thread: Thread, resolved: boolean): Promise<boolean> {
    this.own.add(thread.id);
    const answer = await this.act(this.api.resolve(thread.id, resolved));
    this.own.delete(thread.id);
    return answer.ok;
  }

  /** The same, for what has no field that could show why it was refused. */
  async act<Value>(act: Promise<Answer<Value>>): Promise<Answer<Value>> {
    const answer = await this.after(act);
    if (!answer.ok) this.trouble.set(answer.sentence);
    return answer;
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private take(threads: Thread[]): void {
    const before = new Map(this.list.value.map((thread) => [thread.id, thread]));
    this.trouble.set("");
    this.list.set(threads);
    if (this.loaded) this.tell(before, threads);
    this.loaded = true;
  }

  private tell(before: Map<string, Thread>, threads: Thread[]): void {
    const news: News = { said: [], resolved: [], reopened: [] };
    const now = new Set(threads.map((thread) => thread.id));
    for (const thread of threads) {
      const was = before.get(thread.id);
      const knew = new Set(was?.comments.map((comment) => comment.id));
      for (const comment of thread.comments) {
        const fresh = !knew.has(comment.id) && comment.state === "shown" && comment.author?.id !== this.me;
        if (fresh && (was || thread.state === "open")) news.said.push({ thread, comment });
      }
      if (was && was.state !== thread.state && !this.own.has(thread.id)) {
        (thread.state === "open" ? news.reopened : news.resolved).push(thread);
      }
    }
    if (!this.wantsResolved) for (const [id, thread] of before) if (!now.has(id) && !this.own.has(id)) news.resolved.push(thread);
    if (news.said.length || news.resolved.length || news.reopened.length) this.news.set(news);
  }
}
