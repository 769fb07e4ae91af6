/** How the contracts encode what they keep by its hash. */

const workFields = [
  { name: "serviceId", type: "uint32" },
  { name: "width", type: "uint32" },
  { name: "height", type: "uint32" },
  { name: "hasAlpha", type: "bool" },
  { name: "params", type: "bytes32" },
  { name: "inputRoot", type: "bytes32" },
  { name: "inputDigest", type: "bytes32" },
  { name: "cardDigest", type: "bytes32" },
] as const;

const orderFields = [
  { name: "deadline", type: "uint40" },
  { name: "tilesPerLot", type: "uint16" },
  { name: "minPrice", type: "uint96" },
  { name: "maxPrice", type: "uint96" },
  { name: "rampSeconds", type: "uint32" },
  { name: "claimSeconds", type: "uint32" },
  { name: "finalityClass", type: "uint8" },
  { name: "attesters", type: "uint8" },
  { name: "sampleTiles", type: "uint16" },
  { name: "recipient", type: "address" },
  { name: "royaltyBps", type: "uint16" },
  { name: "royaltyReceiver", type: "address" },
  { name: "operatorShareBps", type: "uint16" },
] as const;

const termsFields = [
  { name: "artist", type: "address" },
  { name: "postedAt", type: "uint40" },
  { name: "tiles", type: "uint32" },
  { name: "workHash", type: "bytes32" },
  { name: "order", type: "tuple", components: orderFields },
] as const;

const claimFields = [
  { name: "operator", type: "address" },
  { name: "price", type: "uint96" },
  { name: "openSeconds", type: "uint32" },
] as const;

const submissionFields = [
  { name: "outputRoot", type: "bytes32" },
  { name: "metadataDigest", type: "bytes32" },
  { name: "seal", type: "bytes32" },
  { name: "l2Block", type: "uint64" },
] as const;

export const workAbi = { type: "tuple", components: workFields } as const;
export const termsAbi = { type: "tuple", components: termsFields } as const;
export const claimAbi = { type: "tuple", components: claimFields } as const;
export const submissionAbi = { type: "tuple", components: submissionFields } as const;
