import { jobStates, lotStates } from "@graphiti/protocol/states.ts";
import { formatEther, type Hex } from "viem";

type Explained = { message: string; nextStep: string };
type Explain = (args: readonly unknown[]) => Explained;

const eth = (wei: unknown) => `${formatEther(BigInt(wei as bigint))} ETH`;
const clock = (seconds: unknown) =>
  `${new Date(Number(seconds as bigint) * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
const state = (names: readonly string[], value: unknown) => names[Number(value as number)] ?? "unknown";

/** In the order of the contract's `WorkState`. */
const workStates = ["not sold", "sold and not posted", "posted", "minted", "refunded"];

const says =
  (message: string, nextStep: string): Explain =>
  () => ({ message, nextStep });
const reload = "Reload the page: what it shows is older than the chain.";
const startOver = "Go back to the form, check what it says, and post again.";
const notForPeople = "This concerns people who run nodes; the node's own guide says what to do.";
const newConsent = "Run `phaestus key --operator` with this wallet’s address again, and use what it prints.";
const deployment = "This concerns whoever deploys the contracts; see the deployment guide.";

/** Every custom error of the contracts, as a sentence and a next step. A test holds it against the ABIs. */
export const contractErrors: Record<string, Explain> = {
  // Refused at post
  PostingIsPaused: says(
    "New jobs are paused on the contract. Jobs that exist go on, and money can be withdrawn.",
    "Try again later; your draft stays in this browser.",
  ),
  WrongValue: ([sent, wants]) => ({
    message: `The job needs exactly ${eth(wants)}, but ${eth(sent)} would be sent.`,
    nextStep: startOver,
  }),
  PriceOutOfRange: ([min, max, limit]) => ({
    message: `A price from ${eth(min)} to ${eth(max)} is outside what is allowed (at most ${eth(limit)}).`,
    nextStep: startOver,
  }),
  RampIsZero: says("The price has no time to rise in.", startOver),
  PictureIsEmpty: says("The picture has no pixels.", "Choose another picture."),
  DigestIsZero: says("A fingerprint of the picture or its card is missing.", startOver),
  TilesPerLotOutOfRange: ([tiles, max]) => ({
    message: `The picture needs ${tiles} tiles, and ${max} are the most.`,
    nextStep: "Scale the picture down, or split it.",
  }),
  TooManyLots: says("The picture is too large for one job.", "Scale the picture down, or split it."),
  TooManyAttesters: ([, max]) => ({
    message: `At most ${max} operators can be asked to check a lot.`,
    nextStep: startOver,
  }),
  SampleIsZero: says("Operators are asked to check, but not a single tile.", startOver),
  SampleTooLarge: says("A larger sample was asked for than the picture has tiles.", startOver),
  UnknownClass: says("The contract does not know this speed of finality.", startOver),
  UnknownService: ([id]) => ({
    message: `No service has the number ${id} on this chain.`,
    nextStep: "Choose the service again.",
  }),
  ClaimTooShort: ([, wants]) => ({
    message: `Nodes must have at least ${wants} seconds for this picture.`,
    nextStep: startOver,
  }),
  DeadlineTooFar: ([, latest]) => ({
    message: `The deadline may not lie after ${clock(latest)}.`,
    nextStep: startOver,
  }),
  DeadlineTooNear: ([, earliest]) => ({
    message: `The deadline is too near: the work could end at ${clock(earliest)} at the earliest.`,
    nextStep: "Reload the page, so that the deadline is counted from now.",
  }),
  RecipientRefused: says(
    "This address cannot receive the token.",
    "Name a wallet of yours, not the zero address or one of the contracts.",
  ),
  RoyaltyTooHigh: ([, max]) => ({
    message: `The royalty may be at most ${Number(max as bigint) / 100} %.`,
    nextStep: "Lower the royalty.",
  }),
  RoyaltyReceiverMissing: says(
    "A royalty needs somebody who receives it.",
    "Name a receiver, or set it to 0 %.",
  ),
  OperatorShareTooHigh: ([, max]) => ({
    message: `The share for the operators may be at most ${Number(max as bigint) / 100} %.`,
    nextStep: "Lower the share.",
  }),

  // Refused of batches
  BatchIsEmpty: says("There is nothing in this batch.", reload),
  BatchTooLarge: ([length, max]) => ({
    message: `${length} were to be done at once, and ${max} are the most.`,
    nextStep: "Do it in several steps.",
  }),

  // Refused later
  TermsMismatch: says("The job's terms are not those that the chain holds.", reload),
  ClaimMismatch: says("The lot has moved on since this page was loaded.", reload),
  UnknownLot: says("The chain knows no such lot.", "Check the address of the page."),
  WrongJobState: ([has, wants]) => ({
    message: `The job is ${state(jobStates, has)}; it would have to be ${state(jobStates, wants)}.`,
    nextStep: reload,
  }),
  WrongLotState: ([has, wants]) => ({
    message: `The work is ${state(lotStates, has)}; it would have to be ${state(lotStates, wants)}.`,
    nextStep: reload,
  }),
  TooEarly: ([opensAt]) => ({
    message: `That is possible from ${clock(opensAt)} on.`,
    nextStep: "Come back then; nobody can take the money in between.",
  }),
  TooLate: ([closedAt]) => ({
    message: `The time for that ended at ${clock(closedAt)}.`,
    nextStep: "Reload the page: it shows what is possible now.",
  }),
  PastDue: ([due]) => ({ message: `The claim was due at ${clock(due)}.`, nextStep: notForPeople }),
  PriceTooLow: ([price, minPay]) => ({
    message: `The price is ${eth(price)} now, below the ${eth(minPay)} that was asked for.`,
    nextStep: notForPeople,
  }),
  AttemptsExhausted: says("The work was tried too often.", "Close the job and take the money back."),
  AssemblyNotOpen: ([done, all]) => ({
    message: `Only ${done} of ${all} lots are final; the picture can be joined when all are.`,
    nextStep: "Wait for the others. The job's page shows who works on them.",
  }),
  MetadataTooSoon: says("Only the lot that makes the file has metadata.", notForPeople),
  NotTheArtist: says(
    "All tiles are computed and paid, so only the artist may do this now.",
    "Use the wallet that posted the job.",
  ),
  TileProbesMismatch: says("The probes of the tiles are not those that were sealed.", notForPeople),
  VoteLost: ([matching, others]) => ({
    message: `${matching} of those who checked agree and ${others} do not, so the lot cannot become final.`,
    nextStep: "When its time is over anybody can end it here, and it is open for others again.",
  }),
  SealMismatch: says("The opened seal does not fit the submitted one.", notForPeople),
  AmountIsZero: says("There is nothing to move: the amount is zero.", "Reload the page to see your money."),
  AddressIsZero: says("The zero address cannot be used here.", "Give a wallet of yours."),
  TransferFailed: ([to]) => ({
    message: `${to as Hex} did not accept the money.`,
    nextStep: "Withdraw to another address; your credit is unchanged.",
  }),

  // Operators
  StakeAboveLimit: ([, limit]) => ({
    message: `All stakes together may not be above ${eth(limit)}.`,
    nextStep: "Stake less, or wait until others have left.",
  }),
  StakeTooLow: ([free, needs]) => ({
    message: `Only ${eth(free)} of the stake is free, and this needs ${eth(needs)}.`,
    nextStep: "Take out less, stake more, or wait until lots in flight are final.",
  }),
  NotAKey: says(
    "This is nobody’s machine key.",
    "Reload the page; if it was to be stopped, it has been stopped before.",
  ),
  NotTheOperator: says(
    "The caller does not work for the operator who holds this.",
    "Use the wallet that owns it.",
  ),
  KeyTaken: ([, operator]) => ({
    message: `This machine key already works for ${operator as Hex}.`,
    nextStep: "Stop it there first, or register another key.",
  }),
  ConsentExpired: ([deadline]) => ({
    message: `The machine key’s consent was good until ${clock(deadline)}.`,
    nextStep: newConsent,
  }),
  ConsentInvalid: says(
    "This consent is not signed by that machine key for this wallet, or it was used before.",
    `Check that the wallet is the one that it was made for. ${newConsent}`,
  ),

  // The market
  PriceIsZero: says("A price must be above zero.", "Give an amount of ETH."),
  NotTheOwner: ([, owner]) => ({
    message: `The work belongs to ${owner as Hex} now.`,
    nextStep: "Use the owner's wallet, or reload the page to see who can act.",
  }),
  NotListed: says("The work is not listed by its owner any more.", `Nothing was paid. ${reload}`),
  Expired: ([expiredAt]) => ({
    message: `This was good until ${clock(expiredAt)}.`,
    nextStep: "Ask for a new one; nothing was paid.",
  }),
  TokenMoved: says(
    "The work has changed hands since its owner agreed to this, so the agreement is void.",
    `Nothing was paid. ${reload}`,
  ),
  NotApproved: says(
    "The owner has not allowed the market to hand this token over.",
    "The owner must approve the market for this token first.",
  ),
  PriceTooHigh: ([price, limit]) => ({
    message: `The price is ${eth(price)} now, and you agreed to at most ${eth(limit)}.`,
    nextStep: "Nothing was paid. Look at the new price, then decide again.",
  }),
  ValueTooLow: ([sent, price]) => ({
    message: `The price is ${eth(price)}, but only ${eth(sent)} would be sent.`,
    nextStep: reload,
  }),
  NonceIsSpent: says(
    "What was signed has been used or cancelled.",
    "Ask for a new one; nothing was paid. Reload the page to see what is left.",
  ),
  SignatureInvalid: says("The signature is not that of the account that it names.", "Ask for a new one."),
  NothingToWithdraw: says("The market owes this wallet nothing.", "Reload the page to see your money."),
  FeeTooHigh: says("The market's fee is above its limit.", deployment),
  ReferrerPartTooHigh: ([, limit]) => ({
    message: `Whoever brings the buyer can be given at most ${Number(limit as bigint) / 100} %.`,
    nextStep: "Lower that part.",
  }),
  NoShareDue: says(
    "Nothing is due: there was no sale since this lot's share was last taken.",
    "Come back after the next sale.",
  ),
  NoTilesComputed: says(
    "The lot that joins the tiles has no share of sales.",
    "Take the share of a lot of tiles.",
  ),
  NoOperatorShare: says("The artist gave the operators of this work no share of its sales.", reload),
  NotWrappedEther: says(
    "The market takes ether with a call only, and this would have been lost.",
    "Buy, bid or make an offer on the work's page.",
  ),
  NoOffer: says("This offer is gone: it was accepted or taken back.", reload),
  NotTheMaker: says(
    "Before it expires, an offer can be taken back only by whoever made it.",
    "Use the wallet that made it, or wait until it has expired.",
  ),
  OfferTooLow: ([amount, wants]) => ({
    message: `The offer is ${eth(amount)} now, below the ${eth(wants)} that you agreed to.`,
    nextStep: "Nothing was sold. Look at the offer, then decide again.",
  }),
  OutsideTheSet: says("The offer is not for this work.", "Choose an offer that is."),
  DurationOutOfRange: ([, least, most]) => ({
    message: `An auction runs for ${Number(least as bigint) / 60} minutes to ${Number(most as bigint) / 86_400} days.`,
    nextStep: "Choose another length.",
  }),
  NoAuction: says("There is no auction of this work any more.", reload),
  AuctionRuns: says(
    "The auction has a bid, so it cannot be cancelled.",
    "Wait until it ends, then settle it.",
  ),
  NotTheSeller: says("Only its seller can cancel an auction.", "Use the seller's wallet."),
  BidTooLow: ([bid, wants]) => ({
    message: `A bid of ${eth(bid)} is too low: ${eth(wants)} is the least now.`,
    nextStep: "Nothing was sent. Bid at least that much.",
  }),
  AuctionOver: ([endedAt]) => ({
    message: `The auction ended at ${clock(endedAt)}.`,
    nextStep: "Settle it, so that the work goes to the highest bidder.",
  }),
  NoBids: says("Nobody has bid yet, so there is nothing to settle.", reload),
  ReentrancyGuardReentrantCall: says(
    "The market was called from within itself.",
    "Call it from a wallet, one step at a time.",
  ),
  SafeERC20FailedOperation: says(
    "The wrapped ether could not be moved.",
    "Its owner must have it, and allow the market to take it.",
  ),
  ERC20InsufficientBalance: ([, balance, needed]) => ({
    message: `Only ${eth(balance)} of wrapped ether is there, and ${eth(needed)} is needed.`,
    nextStep: "The offer cannot be accepted until its maker has that much.",
  }),
  ERC20InsufficientAllowance: ([, allowance, needed]) => ({
    message: `The market may take ${eth(allowance)} of wrapped ether, and ${eth(needed)} is needed.`,
    nextStep: "The offer cannot be accepted until its maker allows that much.",
  }),
  ERC20InvalidApprover: says(
    "The account that allows wrapped ether is missing.",
    "Connect a wallet, then repeat.",
  ),
  ERC20InvalidSpender: says("Nobody was named who may take wrapped ether.", "Reload the page, then repeat."),
  ERC20InvalidSender: says(
    "The account that pays wrapped ether is missing.",
    "Reload the page, then repeat.",
  ),
  ERC20InvalidReceiver: says("Nobody was named who gets the wrapped ether.", "Reload the page, then repeat."),
  InsufficientBalance: says(
    "The contract has less ether than is to be sent.",
    "Ask for less, or wait until it has more.",
  ),

  // Drops
  NotADrop: says("This is not an open drop.", "Check the address of the page."),
  QuantityOutOfRange: ([, max]) => ({
    message: `One call takes from 1 to ${max} works.`,
    nextStep: "Choose a number in that range; do more in several steps.",
  }),
  TooFewLeft: ([left]) => ({
    message: BigInt(left as bigint) === 0n ? "All works are sold." : `Only ${left} of the works are left.`,
    nextStep: "Nothing was paid. Choose fewer, or look for works on the market.",
  }),
  NotOnTheList: ([account]) => ({
    message: `${account as Hex} is not on the drop's list, or the proof is somebody else's.`,
    nextStep: "Use a wallet that is on the list, or wait until everybody may buy.",
  }),
  WalletCapPassed: ([works, cap]) => ({
    message: `That would make ${works} works for this wallet, and ${cap} are the most.`,
    nextStep: "Nothing was paid. Choose fewer.",
  }),
  WrongWorkState: ([index, has, wants]) => ({
    message: `Work ${Number(index as bigint) + 1} is ${state(workStates, has)}; it would have to be ${state(workStates, wants)}.`,
    nextStep: reload,
  }),
  SeedPending: ([index]) => ({
    message: `The block that gives work ${Number(index as bigint) + 1} its seed is not there yet.`,
    nextStep: "Wait for two blocks, then try again.",
  }),
  JobPending: ([index, jobId]) => ({
    message: `Job ${jobId} of work ${Number(index as bigint) + 1} has neither minted nor given its price back.`,
    nextStep: "Wait for it. After its deadline anybody can end it on the job's page.",
  }),
  WorksPending: ([settled, sold]) => ({
    message: `${settled} of ${sold} works are settled; the rest is credited when all are.`,
    nextStep: "Settle the others first.",
  }),
  NotTheEscrow: says("A drop takes money only from the escrow, or for works.", "Buy works instead."),
  NotAGenerator: ([id]) => ({
    message: `Service ${id} makes no pictures from seeds.`,
    nextStep: "Choose a service that does.",
  }),
  SupplyOutOfRange: ([, max]) => ({
    message: `A drop has from 1 to ${max} works.`,
    nextStep: "Choose a number in that range.",
  }),
  WalletCapIsZero: says("Every wallet must be allowed at least one work.", "Raise that number."),
  SalePriceOutOfRange: ([start, floor, least]) => ({
    message: `A price from ${eth(start)} down to ${eth(floor)} is outside what is allowed: it may not rise, and its end is at least the ${eth(least)} of computing a work.`,
    nextStep: "Change the prices.",
  }),
  StartOutOfRange: ([, earliest, latest]) => ({
    message: `The sale must start between ${clock(earliest)} and ${clock(latest)}.`,
    nextStep: "Choose another start.",
  }),
  EndOutOfRange: ([, earliest, latest]) => ({
    message: `The sale must end between ${clock(earliest)}, when the price has fallen, and ${clock(latest)}.`,
    nextStep: "Choose another end.",
  }),
  FallIsZero: says("The price has no time to fall in.", "Give it some, however little."),

  // Owner and deployment
  FailedDeployment: says("The drop could not be made.", deployment),
  CloneArgumentsTooLong: says("The terms of the drop are too long.", deployment),
  OwnableUnauthorizedAccount: says("Only the contract's owner may do this.", "Use the owner's wallet."),
  OwnableInvalidOwner: says("The contract cannot be handed to this address.", "Name another owner."),
  OwnershipCannotBeRenounced: says("The contract must keep an owner.", "Hand it over instead."),
  ProtocolFeeTooHigh: says("The protocol fee is above its limit.", deployment),
  NotTheMinter: says("The token contract accepts only the escrow as its minter.", deployment),
  ClaimPaceIsZero: says("The shortest claim must not be zero.", deployment),
  AddressEmptyCode: says("A half of the escrow is missing on this chain.", deployment),
  FailedCall: says("A half of the escrow failed without a reason.", deployment),
  AnnexMismatch: says("The two halves of the escrow were deployed with different rules.", deployment),
  ClassOutOfOrder: says("A finality class is out of order.", deployment),
  TailWithoutReferee: says("Without a referee a final lot cannot be disputed.", deployment),
  ClassesOutOfRange: says("There are too few or too many finality classes.", deployment),
  ClassIncomplete: says("A finality class lacks one of its times.", deployment),
  CidLengthOutOfRange: says("The content id is too short or too long.", "Store the file again, then repeat."),
  InvalidShortString: says("A name inside the contract is malformed.", deployment),
  StringTooLong: says("A name inside the contract is too long.", deployment),
  ServiceIncomplete: says("The service lacks one of its fields.", deployment),

  // Token
  NotVerified: says("This token does not come from a finished job.", "Look at the job for its state."),
  ERC721NonexistentToken: says("There is no such token.", "Check the number."),
  ERC721IncorrectOwner: says("The token belongs to somebody else.", "Use the owner's wallet."),
  ERC721InsufficientApproval: says(
    "This wallet may not move the token.",
    "Use the owner's wallet, or approve it.",
  ),
  ERC721InvalidApprover: says("This wallet cannot approve for the token.", "Use the owner's wallet."),
  ERC721InvalidOperator: says("This address cannot be approved.", "Name another address."),
  ERC721InvalidOwner: says("The zero address owns nothing.", "Name a wallet."),
  ERC721InvalidReceiver: says("This address cannot receive the token.", "Name a wallet."),
  ERC721InvalidSender: says("The token exists already.", reload),
};

/** The sentence for a decoded custom error; unknown ones are named as they are. */
export function explainContractError(name: string, args: readonly unknown[] = []): Explained {
  const explain = Object.hasOwn(contractErrors, name) ? contractErrors[name] : undefined;
  return (
    explain?.(args) ?? {
      message: `The contract refuses this with "${name}".`,
      nextStep: "Reload the page and try again.",
    }
  );
}
