// The words of comments, loaded with them; what other parts say too stands in words/.
import { speaker } from "../../messages";
import { en } from "./words-en";
import { fr } from "./words-fr";

export type Word = keyof typeof fr;

export const { t, plural } = speaker(fr, en);
