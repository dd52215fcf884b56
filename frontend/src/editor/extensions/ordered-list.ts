// Numbered lists: the number of the first item is stored, its style is a matter of the page.
import { OrderedList as TiptapOrderedList } from "@tiptap/extension-list";

export const OrderedList = TiptapOrderedList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element: HTMLElement) => Number.parseInt(element.getAttribute("start") ?? "1", 10) || 1,
    },
  }),
});
