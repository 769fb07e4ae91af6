import { until } from "./until.ts";
import type { World } from "./world.ts";

type Event = Awaited<ReturnType<World["events"]>>[number];
export type EventName = Event["eventName"];
export type Named<Name extends EventName> = Extract<Event, { eventName: Name }>;

/** The events of one name about a job and its lots, in order. */
export async function eventsOf<Name extends EventName>(
  world: World,
  jobId: bigint,
  name: Name,
): Promise<Named<Name>[]> {
  const events = await world.events(jobId);
  return events.filter((event): event is Named<Name> => event.eventName === name);
}

/** Waits until a job has so many events of one name. */
export const happens = (world: World, jobId: bigint, name: EventName, times = 1) =>
  until(`${times} × ${name}`, async () => (await eventsOf(world, jobId, name)).length >= times, 60);
