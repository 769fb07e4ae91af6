import local from "@graphiti/protocol/deployments/local.json" with { type: "json" };

const [hot, cold] = local.rules.classes;
if (!hot || !cold) throw new Error("the local deployment has a hot and a cold class");

/** Of the local deployment: the hot window, the cold one, and the time after them. */
export const { windowSeconds, graceSeconds } = hot;
export const coldSeconds = cold.windowSeconds;
