/**
 * Rows never move under the pointer. While it moves over the list, rows stay in the places where the hand saw them;
 * those that come meanwhile stand at the end, those that go elsewhere keep their place until the pointer rests or leaves.
 */

import type { AgentRow } from "../../../widget/src/wire/wire";
import { SECTIONS, type Sections } from "./order";

export function steady(shown: Sections | null, now: Sections, held: boolean): Sections {
  if (!held || !shown) return now;
  const fresh = new Map<string, AgentRow>();
  for (const section of SECTIONS) for (const row of now[section]) fresh.set(row.id, row);
  const placed = new Set<string>();
  const result: Record<string, AgentRow[]> = {};
  for (const section of SECTIONS) {
    result[section] = shown[section].map((row) => {
      placed.add(row.id);
      return fresh.get(row.id) ?? row;
    });
  }
  for (const section of SECTIONS) result[section]?.push(...now[section].filter((row) => !placed.has(row.id)));
  return result as Record<keyof Sections, AgentRow[]>;
}
