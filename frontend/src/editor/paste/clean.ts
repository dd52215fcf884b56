// A pasted page made ready for our content model: its structure kept, all that only its program understood taken off.
import { restoreLists } from "./lists";
import { restoreNotes } from "./notes";
import { fileFromData, type Picture, picturesOfRtf } from "./pictures";
import { rebuild } from "./rebuild";
import { nothingTaken, PICTURE, takeRubbish, type Taken } from "./rubbish";
import { readPage } from "./sheet";
import { tidy } from "./tidy";

export interface Cleaned {
  /** Bare elements; a sign of `rubbish.ts` stands where a marker or a picture was. */
  html: string;
  /** The words of the markers that were taken off, in the order of their signs. */
  markers: string[];
  pictures: Picture[];
  taken: Taken;
}

/** Programs for writing, which say with `<del>` or a colour what a web page does not. */
const OFFICE = /mso-|urn:schemas-microsoft-com|docs-internal-guid|content="?(?:LibreOffice|OpenOffice|Microsoft|Word)|OutlineElement|SCXW/i;

/** A sign of a mail or a chat: its description is the sign. */
const EMOJI = /^\p{Extended_Pictographic}/u;

interface Found {
  pictures: Picture[];
  taken: Taken;
  /** Pictures of Word's RTF, one for each that the page only names; empty where they cannot be matched. */
  beside: File[];
}

function takePicture(image: Element, dom: Document, found: Found): Node | null {
  const address = image.getAttribute("data-src") ?? "";
  const alt = (image.getAttribute("alt") ?? "").replace(/\s+/g, " ").trim();
  if (Number.parseInt(image.getAttribute("width") ?? "9", 10) <= 1) return null; // counts who reads a mail
  if (EMOJI.test(alt) && alt.length < 12) return dom.createTextNode(alt);
  const file = address.startsWith("data:") ? fileFromData(address) : /^file:/i.test(address) ? found.beside.shift() : null;
  if (file) {
    found.pictures.push({ file, alt });
    return dom.createTextNode(PICTURE);
  }
  found.taken.pictures += 1;
  return alt ? dom.createTextNode(` ${alt} `) : null;
}

/** `rtf` is what the same clipboard holds for old programs. */
export function clean(html: string, rtf = ""): Cleaned {
  const office = OFFICE.test(html);
  const page = readPage(html);
  const taken = nothingTaken();
  const markers = takeRubbish(page, office, taken);
  restoreNotes(page);
  restoreLists(page);
  const named = page.body.querySelectorAll('img[data-src^="file:"]').length;
  const beside = named && rtf ? picturesOfRtf(rtf) : [];
  const found: Found = { pictures: [], taken, beside: beside.length === named ? beside : [] };
  const body = rebuild(page, office, (image) => takePicture(image, page.dom, found));
  tidy(body, page.dom);
  return { html: body.innerHTML, markers, pictures: found.pictures, taken };
}
