// The tables of the page itself: which events there are, and how streams are named.
import { readFileSync } from "node:fs";

export const PAGE = new URL("../../docs/audit-log-format.md", import.meta.url);

/** The tables of the page itself: type → {versions, members of data}, and how streams are named. */
export function readPage(file) {
  const page = readFileSync(file, "utf8"), section = page.slice(page.indexOf("\n## Event types"), page.indexOf("\n## Tree")), types = new Map();
  const quoted = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  for (const [, names, versions, data] of section.matchAll(/^\| (`[a-z_]+\.[^|]+) \| ([0-9, ]+) \| [a-z]+ \| (.*)\|$/gm)) {
    for (const name of quoted(names)) types.set(name, { versions: versions.split(",").map(Number), members: quoted(data) });
  }
  for (const type of types.values()) type.members = new Set(type.members.flatMap((name) => [name, ...(types.get(name)?.members ?? [])]));
  const streams = quoted(/^\| `stream` \|(.*)$/m.exec(page)[1]).map((name) => name.split("{")[0]);
  return { types, streams };
}
