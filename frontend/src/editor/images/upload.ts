// Sends a picture to the server and tells how far it is.
import { t } from "../../messages";
import { csrfToken } from "../../sync/post";
import { config } from "../config";

export const ACCEPTED = ["image/png", "image/jpeg", "image/webp"];
const LARGEST = 10 * 1024 * 1024;

/** A sentence for the person when a file cannot be taken, before anything is sent. */
export function refusal(file: File): string | null {
  if (!ACCEPTED.includes(file.type)) return t("imageWrongType");
  if (file.size > LARGEST) return t("imageTooLarge");
  return null;
}

export interface Upload {
  /** The id of the stored image. Fails with a sentence for the person. */
  done: Promise<string>;
  cancel: () => void;
}

export function upload(file: File, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest(); // fetch does not tell how far an upload is
  const done = new Promise<string>((resolve, reject) => {
    request.open("POST", config().urls.images);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const answer = request.response as { id?: string; detail?: string } | null;
      if (request.status === 201 && answer?.id) resolve(answer.id);
      else reject(new Error(answer?.detail || t("imageFailed")));
    });
    request.addEventListener("error", () => reject(new Error(t("imageNoNetwork"))));
    const form = new FormData();
    form.append("image", file, file.name);
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}
