// Parts of the editor that are fetched once the text is there: without a network they are tried again.
const AGAIN = 5000;

export function later<Part>(load: () => Promise<Part>): Promise<Part> {
  return load().catch(() => new Promise((resolve) => setTimeout(resolve, AGAIN)).then(() => later(load)));
}
