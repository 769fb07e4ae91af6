export const help = `phaestus: computes pictures for pay.

  phaestus start [--compute] [--attest] [--stop-at-once] [--device D]
                                    work until stopped; the first signal finishes what is claimed, the second stops
                                    at once (with --stop-at-once the first does). With --compute it only claims and
                                    computes, with --attest it only checks what others submit; without, both. D is
                                    cpu, webgpu, cuda or auto; what is not exact on D is computed on the cpu
  phaestus bench [--service NAME] [--device D] [--megapixels N] [--json]
                                    how many megapixels a second this machine computes, by service and device, and
                                    how busy that keeps it; kept in this home for pricing
  phaestus status [--json]          what this node has done, holds and could withdraw
  phaestus resume [--json]          lets the node claim again, after two late fees in a day have stopped that
  phaestus key [--operator 0x…] [--deadline SECONDS] [--json]
                                    the machine key's address; with an operator, its consent to work for that
                                    wallet, and a link that opens the gallery with it (valid until the deadline,
                                    Unix seconds; by default a day)
  phaestus withdraw --to 0x… [--json]
                                    pays out the operator's credit, where the operator's keystore is in this home;
                                    else says what the operator has to call
  phaestus assemble --job N [--json]
                                    for the artist of a job whose tiles nobody joins: fetches and checks them, joins
                                    and stores the picture, and prints the link with which the wallet hands it in
  phaestus verify N [--tiles K|all] [--json]
                                    checks token or job N from the chain and the file gateway alone: terms, input,
                                    metadata, file, and K tiles (8) or all of them, computed again; needs no key

Settings come from the environment (see .env.example): GRAPHITI_CHAIN, RPC_URL, DEPLOYMENT_FILE, STORAGE,
GATEWAY_URL, GALLERY_URL, PHAESTUS_HOME, PHAESTUS_PASSWORD_FILE, PHAESTUS_FLOOR_WEI_PER_TILE,
PHAESTUS_FLOOR_WEI_PER_HOUR, PHAESTUS_MAX_OPEN_LOTS, PHAESTUS_LOW_BALANCE_WEI, PHAESTUS_METRICS_PORT, PHAESTUS_SESSIONS,
PHAESTUS_DEVICE.

Exit codes: 0 done, 1 failed, 2 wrong arguments. Of verify: 0 all is right, 1 something is wrong,
2 something could not be checked.`;
