// The words of proposals, loaded with them, beside those that every part of the editor has.
import { speaker } from "../../messages";
import { en as commonEn } from "../../words/en";
import { fr as commonFr } from "../../words/fr";
import { en } from "./words-en";
import { fr } from "./words-fr";

const french = { ...commonFr, ...fr };

export type Word = keyof typeof french;

export const { t, plural } = speaker(french, { ...commonEn, ...en });
