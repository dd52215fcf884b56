// One thing to do: a box to tick and blocks beside it.
import { TaskItem as TiptapTaskItem } from "@tiptap/extension-list";

import { t } from "../../messages";

export const TaskItem = TiptapTaskItem.configure({
  nested: true,
  a11y: { checkboxLabel: (node) => t("taskLabel", { text: node.firstChild?.textContent || t("taskEmpty") }) },
});
