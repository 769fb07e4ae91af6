/**
 * Every error code that a person can meet, with what it means and what to do.
 * `docs/errors.md` has one anchor for each; a test holds the two together.
 */
export const errorCodes = {
  BAD_ENVIRONMENT: "A setting is missing or malformed. Correct the variable that the message names.",
  BAD_INPUT: "A value that you gave is not usable. The message names it and says what is accepted.",
  CHAIN_UNREACHABLE: "The chain's RPC does not answer. Check RPC_URL and that the chain is running.",
  CHAIN_MISMATCH: "The RPC serves another chain than the one configured. Correct GRAPHITI_CHAIN or RPC_URL.",
  DEPLOYMENT_MISSING: "No deployment is known for this chain. Deploy first, or point DEPLOYMENT_FILE at one.",
  CARD_INVALID: "The art card (title, description, rights …) breaks a limit. The message names the field.",
  CID_INVALID: "The content id is not one that Graphiti uses (CIDv0/v1 with SHA-256).",
  PICTURE_EMPTY: "The file has no bytes. Choose the picture again.",
  PICTURE_UNREADABLE: "The file is not a complete PNG, JPEG, WebP, TIFF or AVIF picture. Export it again.",
  PICTURE_FORMAT: "The format is not accepted. Use PNG, JPEG, WebP, TIFF or AVIF.",
  PICTURE_TOO_LARGE: "The picture has too many pixels or bytes. Scale it down or split it.",
  DISK_FULL: "The disk has no room left. Free some space and try again; nothing was lost.",
  SERVICE_UNKNOWN: "No such service. Use one of the names listed in the message.",
  STACK_NOT_RUNNING: "The local network is not running. Start it with `npm start`.",
  INDEXER_UNREACHABLE: "The index does not answer. Wait a moment; locally check that `npm start` still runs.",
  INTERNAL: "Something failed that should not have. The log has the details; nothing was charged.",
} as const;
