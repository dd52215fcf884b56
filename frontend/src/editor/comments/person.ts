// A person as the API gives them, drawn and told: a face, a name, and how well we know who speaks.
import { el } from "../../dom";
import type { Person } from "./api";
import { t, type Word } from "./words";

const COLOURS = 12; // accounts/palette.py

const KINDS: Record<string, Word> = {
  public_servant: "kindPublicServant",
  entrepreneur: "kindEntrepreneur",
  citizen: "kindCitizen",
  researcher: "kindResearcher",
  association: "kindAssociation",
};

const GRADES: Record<string, Word> = {
  verified_public_servant: "gradeVerifiedPublicServant",
  verified_organisation: "gradeVerifiedOrganisation",
  registered: "gradeRegistered",
  guest: "gradeGuest",
  anonymous: "gradeAnonymous",
};

function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  const ends = parts.length > 1 ? [parts[0], parts.at(-1)] : parts;
  return ends.map((part) => [...(part ?? "")][0] ?? "").join("").toUpperCase();
}

export function personFace(person: Person | null): HTMLElement {
  const colour = person ? ` face-c${person.id % COLOURS}` : "";
  const face = el("span", { className: `face${colour}`, textContent: person ? initials(person.name) : "?" });
  face.setAttribute("aria-hidden", "true");
  return face;
}

/** Who has no account is named as in the file that brought their words in, if one did. */
export function nameOf(person: Person | null, inFile = ""): string {
  return person?.name || inFile || t("commentNobody");
}

/** "Association · Les Communs · avec un compte". */
export function qualityOf(person: Person | null): string {
  if (!person) return "";
  const said = [KINDS[person.kind ?? ""], GRADES[person.grade ?? ""]].map((key) => key && t(key));
  return [said[0], person.organisation, said[1]].filter(Boolean).join(" · ");
}
