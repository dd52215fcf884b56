// The words of authors and of what is new, loaded with them.
import { speaker } from "../../messages";
import { en } from "./words-en";
import { fr } from "./words-fr";

export type Word = keyof typeof fr;

export const { t, plural } = speaker(fr, en);
