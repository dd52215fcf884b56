// The pictures of a paste: those whose bytes it carries, in the page or in the RTF that Word puts beside it, and the others.

/** A picture that can be sent, with the words that described it. */
export interface Picture {
  file: File;
  alt: string;
}

function bytesOf(text: string, width: number, read: (part: string) => number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor(text.length / width));
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = read(text.slice(at * width, at * width + width));
  return bytes;
}

export function fileFromData(address: string): File | null {
  const match = /^data:(image\/(?:png|jpeg|webp));base64,([a-z0-9+/=\s]+)$/i.exec(address);
  if (!match?.[1] || !match[2]) return null;
  try {
    const bytes = bytesOf(atob(match[2].replace(/\s/g, "")), 1, (letter) => letter.charCodeAt(0));
    return new File([bytes], `image.${match[1].slice(6)}`, { type: match[1].toLowerCase() });
  } catch {
    return null;
  }
}

/** Where the group that begins before `from` ends. */
function groupEnd(rtf: string, from: number): number {
  let depth = 1;
  for (let at = from; at < rtf.length; at += 1) {
    const sign = rtf[at];
    if (sign === "\\") at += 1;
    else if (sign === "{") depth += 1;
    else if (sign === "}" && (depth -= 1) === 0) return at;
  }
  return rtf.length;
}

function fileFromGroup(group: string): File | null {
  const kind = /\\(png|jpeg)blip/.exec(group)?.[1];
  if (!kind) return null; // the same picture as a drawing of Windows, for old programs
  let bare = group;
  for (let before = ""; before !== bare; ) {
    before = bare;
    bare = bare.replace(/\{[^{}]*\}/g, "");
  }
  const hex = bare.replace(/\\[a-z]+-?\d* ?/gi, "").replace(/\s/g, "");
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) return null;
  return new File([bytesOf(hex, 2, (pair) => Number.parseInt(pair, 16))], `image.${kind}`, { type: `image/${kind}` });
}

/** In the order of the text. */
export function picturesOfRtf(rtf: string): File[] {
  const found: File[] = [];
  for (let at = rtf.indexOf("{\\pict"); at >= 0; at = rtf.indexOf("{\\pict", at + 6)) {
    const file = fileFromGroup(rtf.slice(at + 6, groupEnd(rtf, at + 6)));
    if (file) found.push(file);
  }
  return found;
}
