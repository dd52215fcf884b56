// The stage of the text while it is open: somebody adopts it, and nobody edits it any more; or unlocks it.
import { t } from "../messages";
import type { DocumentProvider } from "../sync/provider";
import { config } from "./config";
import type { Notices } from "./notices";

const TOPICS = new Set(["stage", ""]);

interface Page {
  provider: DocumentProvider;
  notices: Notices | null;
  /** Whether this person writes when nothing is locked. */
  writes: () => boolean;
  becomeReader: () => void;
}

/** From now on, as often as the text is locked or unlocked; the function that ends it. */
export function watchStage(page: Page): () => void {
  let first = true;
  const endings = [
    page.provider.beside.subscribe((topic) => {
      if (!first && TOPICS.has(topic)) void ask(page);
      first = false;
    }),
    // What changed before the page was in touch with the server, or while it was not, nobody told it.
    page.provider.synced.subscribe((synced) => synced && void ask(page)),
  ];
  return () => endings.forEach((end) => end());
}

async function ask(page: Page): Promise<void> {
  const answer = await fetch(config().urls.stage, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return; // the next one, or the page when it is loaded again, will tell
  const { frozen } = (await answer.json()) as { frozen: boolean };
  if (frozen === config().frozen) return;
  config().frozen = frozen;
  if (page.writes()) tell(page, frozen);
}

function tell({ provider, notices, becomeReader }: Page, frozen: boolean): void {
  if (!frozen) {
    const action = { label: t("reload"), run: () => window.location.reload() };
    notices?.show({ code: "stage", sentence: t("noticeUnlocked"), action });
  } else if (provider.unsent()) {
    provider.stop("frozen", t("stopFrozen"));
  } else {
    becomeReader();
    notices?.show({ code: "stage", sentence: t("noticeFrozen") });
  }
}
