import { InferenceSession, listSupportedBackends } from "onnxruntime-node";
import { type Device, deviceNames } from "./device-names.ts";

/**
 * Devices that the installed runtime knows. Whether there is one, and the libraries of those that it does not bring along,
 * shows when it is tried.
 */
export function supportedDevices(): Device[] {
  const known = listSupportedBackends();
  return deviceNames.filter((device) => known.some(({ name }) => name === device));
}

/**
 * Opens a model on a device, with one thread of the CPU.
 * @param model its bytes are free to be given back afterwards
 */
export function openOn(device: Device, model: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    executionProviders: [device],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // Measured: without the arena the C library's heap fragments and grows; the pattern planner takes more, for no speed.
    enableCpuMemArena: true,
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
}
