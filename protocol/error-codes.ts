/**
 * Every error code that a person can meet, with what it means and what to do.
 * `docs/errors.md` has one anchor for each; a test holds the two together.
 */
export const errorCodes = {
  BAD_ENVIRONMENT: "A setting is missing or malformed. Correct the variable that the message names.",
  BAD_INPUT: "A value that was given cannot be used. Correct it and try again.",
  CHAIN_UNREACHABLE: "The chain's RPC does not answer. Check RPC_URL and that the chain is running.",
  CHAIN_MISMATCH: "The RPC serves another chain than the one configured. Correct GRAPHITI_CHAIN or RPC_URL.",
  DEPLOYMENT_FAILED:
    "The contracts were not deployed. The message says why; run `npm run deploy` again to resume.",
  DEPLOYMENT_MISSING: "No deployment is known for this chain. Deploy first, or point DEPLOYMENT_FILE at one.",
  CARD_INVALID: "The art card (title, description, rights …) breaks a limit. The message names the field.",
  CID_INVALID: "The content id is not one that Graphiti uses (CIDv0/v1 with SHA-256).",
  PARAMS_INVALID:
    "The parameters of a generated picture break a limit. Correct the one that the message names.",
  UPSCALE_OF_GENERATED:
    "The picture was generated here; enlarging it would only lose quality. Render it larger from the same seed.",
  PICTURE_EMPTY: "The file has no bytes, or nothing in it can be seen. Choose another picture.",
  PICTURE_UNREADABLE: "The file is not a complete PNG, JPEG, WebP, TIFF or AVIF picture. Export it again.",
  PICTURE_FORMAT: "The format is not accepted. Use PNG, JPEG, WebP, TIFF or AVIF.",
  PICTURE_TOO_LARGE: "The picture has too many pixels or bytes. Scale it down or split it.",
  PICTURE_BEYOND_FORMAT:
    "The work is larger than the chosen format can hold, or than it is made here. Download it as PNG or TIFF.",
  CREDENTIALS_UNAVAILABLE:
    "This gallery cannot sign content credentials for this copy. Download it without them; the message says why.",
  DISK_FULL: "The disk has no room left. Free some space and try again; nothing was lost.",
  SERVICE_UNKNOWN: "Choose one of the services that are offered.",
  STACK_NOT_RUNNING: "The local network is not running. Start it with `npm start`.",
  STACK_RUNNING: "The local network runs already. Open it, or stop it with Ctrl-C where it was started.",
  STACK_FAILED: "A part of the local network did not start. The message names its log.",
  PORT_BUSY: "A port that is needed is taken. Stop the other program or choose other ports.",
  TOOL_MISSING: "A program that is needed is not installed. The message names it.",
  INDEXER_UNREACHABLE: "The index does not answer. Wait a moment; locally check that `npm start` still runs.",
  INDEXER_FAILED:
    "The indexer ended and could not be started again. The message holds its last words; see its log.",
  NOT_FOUND: "There is nothing at this address. Check it, or start from the gallery.",
  ORIGIN_REFUSED: "Another site's page tried to use this gallery in your name. Open the gallery itself.",
  GALLERY_BUSY: "The gallery prepares as many pictures as it can. Wait a few seconds and try again.",
  NOT_A_CURATOR:
    "Only the wallets named in the gallery's CURATORS decide what it shows. Connect one of them.",
  RULING_REFUSED: "The decision about a work was not kept. The message says why; sign it again.",
  WORK_HIDDEN:
    "The curators of this gallery do not show this work. It is on the chain all the same: trade or check it there.",
  PROGRESS_REFUSED: "A progress report was not signed by the node that works on the lot, or came too late.",
  ORDER_REFUSED:
    "The signed listing or offer would not be honoured by the market, so this gallery does not keep it. The message says why.",
  FAUCET_LIMIT:
    "Play money is limited per wallet and minute. Wait a minute; it only exists on the local chain.",
  FAUCET_EMPTY: "The faucet cannot pay. Start the network anew with `npm start -- --fresh`.",
  WALLET_REJECTED:
    "You declined in your wallet. Nothing was sent and nothing was charged; you can try again.",
  WALLET_WRONG_NETWORK: "Your wallet is on another network. Switch it to the one that the gallery names.",
  WALLET_FUNDS: "The wallet holds less than the price and the fee of the network. Add funds and try again.",
  WALLET_FAILED:
    "The wallet did not do what it was asked. Open it, look for an open question, and try again.",
  CONTRACT_REFUSED: "The contract would refuse this now, so nothing was sent. The message says why.",
  CHECK_PASSED_BY:
    "The contract passed a check by without taking it; nothing was locked or lost but gas. The history says why. A draw that is not known or made again, and an operator that is not drawn yet, settle by themselves: the node tries again. For too little free stake, stake more or wait until lots in flight are final.",
  TRANSACTION_REVERTED: "The transaction failed on the chain. Only the network's fee was spent; try again.",
  TRANSACTION_LOST:
    "The transaction was dropped or replaced by another one. Look before repeating it; one key must not be used by two programs.",
  STORE_UNREACHABLE:
    "The file store does not answer, or broke off. Try again; check GATEWAY_URL and STORAGE.",
  STORE_NOT_FOUND: "The file store does not have this content (yet). Try again in a moment.",
  STORE_BYTES_MISMATCH: "The bytes are not the ones that the content id names. Use another gateway.",
  STORE_TOO_LARGE: "The content is larger than allowed here. Nothing of it was used.",
  STORE_REFUSED: "The file store or the gateway refused, or is not usable. The message says why.",
  NODE_RUNNING:
    "A phaestus already runs with this home or key. Stop it, or give this one another PHAESTUS_HOME.",
  PASSWORD_MISSING:
    "The keystore's password is not known. Set PHAESTUS_PASSWORD_FILE, or start in a terminal.",
  KEYSTORE_UNREADABLE:
    "The keystore cannot be opened. Check the password and the file that the message names.",
  KEY_NOT_REGISTERED: "No operator has registered this machine key. Run `phaestus key --operator 0x…`.",
  JOURNAL_UNREADABLE: "The node's journal is damaged or of another version. Restore it, or move it away.",
  JOURNAL_OF_ANOTHER_CHAIN: "The journal belongs to another deployment. Use another PHAESTUS_HOME.",
  DEVICE_DIFFERS:
    "This machine does not compute the exact result of the reference. It must not work for pay.",
  INPUT_REFUSED: "A job's files are not what its terms say. The node leaves the job alone.",
  MANIFEST_INVALID:
    "What a lot's manifest says is not what was submitted. The node does not use it; nothing was lost.",
  RESULT_DIFFERS: "What was written is not what was computed. Check the disk; the node computes it again.",
  TRANSACTION_REFUSED: "The contract would refuse the transaction. The message holds its reason.",
  MODEL_UNSOUND:
    "The model's sums could leave the range that float32 holds exactly. Do not use it; import it again.",
  MODEL_DIGEST_MISMATCH:
    "A model differs from the one its recipe pins. Restore models/ from version control.",
  ENGINE_FAILED:
    "This browser could not run the network. Try another browser, or use `phaestus verify` on your computer.",
  MODEL_MISSING: "A network's weights are not in models/networks. Restore them from version control.",
  MODEL_DAMAGED: "A model's file is cut short or malformed. Restore models/ from version control.",
  MODEL_SOURCE: "The published network is not the one that the import was written for. Check the package.",
  CONTRACTS_BROKEN:
    "The contracts do not compile, or their tests fail before anything was changed. Repair them first.",
  INTERNAL: "Something failed that should not have. The log has the details; nothing was charged.",
} as const;
