/** What comes in its own time is waited for, and on a machine with much else to do that takes long. */
import { vi } from "vitest";

const PATIENCE_MS = 20_000;

/** Waits until `holds` no longer throws; where it must come soon, that soon. */
export const comes = (holds: () => void, within_ms = PATIENCE_MS): Promise<void> =>
  vi.waitFor(holds, within_ms);
