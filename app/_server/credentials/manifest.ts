import type { Address, Hex } from "viem";

/** What a delivered copy says of where it comes from. Times and prices are in the receipt. */
export type Provenance = {
  title: string;
  mimeType: string;
  chainId: number;
  escrow: Address;
  /** Contract of the token, whose id is the job's. */
  art: Address;
  jobId: string;
  service: { name: string; kind: number; modelDigest: Hex };
  inputCid: string;
  imageCid: string;
  outputRoot?: Hex | undefined;
  receiptUrl: string;
};

const sourceTypes = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/**
 * IPTC's term for how the work came about. Faithful networks, and the fast one, which is the same in coarser numbers,
 * only say more finely what is there; the others were trained to invent detail that is plausible. The generators are
 * formulas: nothing was sampled to train them.
 */
function digitalSourceType({ service }: Provenance): string {
  if (service.kind === 2) return `${sourceTypes}algorithmicMedia`;
  return /^(faithful|fast)-/.test(service.name)
    ? `${sourceTypes}algorithmicallyEnhanced`
    : `${sourceTypes}compositeWithTrainedAlgorithmicMedia`;
}

const generator = { name: "Graphiti", version: "0.1.0" };

/** The C2PA manifest, as its builder takes it, with its intent and the ingredient that it was made from. */
export function manifestOf(work: Provenance) {
  const isGenerated = work.service.kind === 2;
  const sourceType = digitalSourceType(work);
  const agent = { name: `Graphiti ${work.service.name}`, version: generator.version };
  const made = {
    action: "c2pa.edited",
    description: "Made larger by an exact network; every tile can be recomputed and compared.",
    digitalSourceType: sourceType,
    softwareAgent: agent,
  };
  const transcoded = { action: "c2pa.transcoded", softwareAgent: generator };
  const actions = [...(isGenerated ? [] : [made]), ...(work.mimeType === "image/png" ? [] : [transcoded])];
  return {
    intent: isGenerated ? { create: sourceType } : "edit",
    ingredient: isGenerated
      ? undefined
      : {
          title: "The artist's picture",
          format: "image/png",
          relationship: "parentOf",
          instance_id: `ipfs://${work.inputCid}`,
        },
    definition: {
      claim_generator_info: [generator],
      title: work.title,
      format: work.mimeType,
      assertions: [
        ...(actions.length > 0 ? [{ label: "c2pa.actions.v2", data: { actions } }] : []),
        {
          label: "org.graphiti.job",
          data: {
            chainId: work.chainId,
            escrow: work.escrow,
            jobId: work.jobId,
            token: { contract: work.art, id: work.jobId },
            service: work.service.name,
            model: work.service.modelDigest,
            input: `ipfs://${work.inputCid}`,
            result: `ipfs://${work.imageCid}`,
            ...(work.outputRoot && { outputRoot: work.outputRoot }),
            receipt: work.receiptUrl,
          },
        },
      ],
    },
  };
}

export type Manifest = ReturnType<typeof manifestOf>;
