import { ApiProblem, galleryUnreachable, problemIn } from "../_wallet/problem.ts";
import type { UploadView } from "./offer-view.ts";

const answerOf = (request: XMLHttpRequest): unknown => {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return undefined;
  }
};

/**
 * Sends a picture as the raw body. Only XMLHttpRequest tells how much of it has left.
 * @param onProgress called with 0 … 1
 * @throws ApiProblem
 */
export function uploadPicture(
  file: File,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<UploadView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/uploads");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener("load", () => {
      if (request.status === 200) resolve(answerOf(request) as UploadView);
      else reject(new ApiProblem(problemIn(answerOf(request))));
    });
    request.addEventListener("error", () => reject(new ApiProblem(galleryUnreachable)));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
