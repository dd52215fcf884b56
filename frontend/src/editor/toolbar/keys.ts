// Keyboard shortcuts in the words of this keyboard: "Ctrl B" or "⌘ B".
import { t } from "../../messages";

const APPLE = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "");

export function keyNames(keys: string): string {
  const names: Record<string, string> = {
    Mod: APPLE ? "⌘" : "Ctrl",
    Alt: APPLE ? "⌥" : "Alt",
    Shift: APPLE ? "⇧" : t("keyShift"),
    Enter: t("keyEnter"),
  };
  return keys
    .split("-")
    .map((key) => names[key] ?? key.toUpperCase())
    .join(" ");
}
