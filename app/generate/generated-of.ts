import type { GeneratedPicture } from "@graphiti/protocol/generate-link.ts";
import { decodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import type { JobSummary } from "../_data/views.ts";

/** Whether a job makes its picture from parameters alone. */
export const isGenerating = (job: JobSummary): boolean => job.service?.kind === serviceKinds.generate;

/** What a generating job makes its picture from; undefined for other jobs, and for parameters that are none. */
export function generatedOf(job: JobSummary): GeneratedPicture | undefined {
  if (!isGenerating(job)) return undefined;
  const { serviceName: service, width, height } = job;
  try {
    return { service, params: decodeGenerateParams(job.work.params), width, height };
  } catch {
    return undefined;
  }
}
