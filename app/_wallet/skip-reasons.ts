import type { SkipReason } from "@graphiti/protocol/states.ts";

/** Why a seal was passed by, in words; what to do about it is in docs/errors.md under CHECK_PASSED_BY. */
export const skipReasonTexts: Record<SkipReason, string> = {
  none: "no reason was given",
  notSubmitted: "the lot had been decided already",
  otherSubmission: "the lot held another result by then",
  notWanted: "nobody was asked to check this lot",
  windowOver: "the time for checking was over",
  ownWork: "it was the operator’s own work",
  panelFull: "enough others had sealed before",
  alreadyAttested: "the operator had sealed it before",
  stakeTooRecent: "the operator had added to its stake after the result came",
  seedPending: "the draw was not known yet",
  seedGone: "the draw had to be made again",
  notDrawn: "the operator was not drawn yet",
  stakeTooLow: "too little of the stake was free",
};
