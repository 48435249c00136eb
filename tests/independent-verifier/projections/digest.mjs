// How a projection becomes a digest.
import { canonical } from "../json.mjs";
import { sha256 } from "../tree.mjs";

/** SHA-256, base64url, over a line for each item. @param inOrder they are in order; else they are sorted by their bytes. */
export function digestOf(items, inOrder = false) {
  const lines = items.map((item) => Buffer.from(canonical(valued(item))));
  if (!inOrder) lines.sort(Buffer.compare);
  return sha256(...lines.flatMap((line) => [line, "\n"])).toString("base64url");
}

/** Without the members that have no value. */
const valued = (item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && value !== null));

/** The second of a commit, as NumericDate. */
export const secondOf = (entry) => Math.floor(Date.parse(entry.time) / 1000);
