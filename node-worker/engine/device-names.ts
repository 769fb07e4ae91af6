/** What a session can run on. */
export const deviceNames = ["cpu", "webgpu", "cuda"] as const;
export type Device = (typeof deviceNames)[number];

/** A device by name, or whichever of the machine's is best. */
export type DeviceChoice = Device | "auto";
