/** The payload of a Play Integrity token (classic requests), as far as it is looked at. */
import * as z from "zod";

export const IntegrityPayload = z.object({
  requestDetails: z.object({
    requestPackageName: z.string(),
    nonce: z.string().min(1).max(500),
    timestampMillis: z.string().regex(/^\d{1,15}$/),
  }),
  appIntegrity: z.object({
    appRecognitionVerdict: z.string().optional(),
    /** Absent where Play did not evaluate the app. */
    packageName: z.string().optional(),
  }),
  deviceIntegrity: z.object({ deviceRecognitionVerdict: z.array(z.string()).default([]) }),
});
export type IntegrityPayload = z.output<typeof IntegrityPayload>;
