// The words of pasting, loaded with it, beside those that every part of the editor has.
import { speaker } from "../../messages";
import { en } from "./words-en";
import { fr } from "./words-fr";

export const { t, plural } = speaker(fr, en);
