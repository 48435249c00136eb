// The files of an export.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { NOTE, TILE, readWithin } from "./files.mjs";
import { base64, isCount, onlyMembers, strictJson } from "./json.mjs";
import { checkpoint } from "./notes.mjs";
import { Divergence, Unreadable, diverge } from "./report.mjs";

export const inThrees = (n) => {
  let path = String(n % 1000).padStart(3, "0");
  for (n = Math.floor(n / 1000); n > 0; n = Math.floor(n / 1000)) path = `x${String(n % 1000).padStart(3, "0")}/${path}`;
  return path;
};

export class Export {
  constructor(dir) {
    if (!statSync(dir).isDirectory()) throw new Unreadable(`${dir}: not a directory`);
    this.dir = dir;
  }

  document(name, limit, parse) {
    const bytes = readWithin(this.dir, name, limit) ?? diverge("not_an_export", { file: name, why: "it is not there" });
    try { return parse(bytes); } catch (error) { if (error instanceof Divergence) throw error; return diverge("not_an_export", { file: name, why: error.message }); }
  }

  note(name) { return this.document(name, NOTE, checkpoint); }

  /** A tile of that width: the partial one, or the beginning of the full one that took its place. Earlier partial ones must be how it begins. */
  tile(level, number, width, limit) {
    const full = `tile/${level}/${inThrees(number)}`, position = number * 256 ** (level === "entries" ? 1 : level + 1), named = (file) => ({ file, position });
    const read = (file) => readWithin(this.dir, file, limit, "tile_differs", position);
    const exact = width < 256 ? `${full}.p/${width}` : full, partial = read(exact), bytes = partial ?? read(full);
    if (bytes === null) diverge("truncated", named(exact));
    for (const other of this.numbers(`${full}.p`).filter((w) => w > 0 && w < width)) {
      const earlier = read(`${full}.p/${other}`);
      if (!earlier.equals(bytes.subarray(0, level === "entries" ? earlier.length : 32 * other))) diverge("tile_differs", named(`${full}.p/${other}`));
    }
    return { bytes, position, exact: partial !== null || width === 256, file: partial === null ? full : exact };
  }

  hashes(level, number, width) {
    const { bytes, position, exact, file } = this.tile(level, number, width, TILE);
    if (bytes.length < 32 * width) diverge("truncated", { position, file });
    if (exact && bytes.length > 32 * width) diverge("tile_differs", { position, file });
    return Array.from({ length: width }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));
  }

  /** The files of a directory whose names are numbers, in order. */
  numbers(directory) {
    let names = [];
    if (statSync(join(this.dir, directory), { throwIfNoEntry: false })?.isDirectory()) names = readdirSync(join(this.dir, directory));
    return names.filter((name) => /^(0|[1-9][0-9]{0,15})$/.test(name)).map(Number).sort((a, b) => a - b);
  }
}

/** The two hashes, as a report tells them. */
export const differ = (expected, found) => ({ expected: expected.toString("base64"), found: found.toString("base64") });

/** The entries of a bundle: those that are whole, whether the next one is cut, and whether there are more than should be. */
export function unframe(bytes, width) {
  const entries = [];
  let at = 0;
  for (; at + 2 <= bytes.length && entries.length < width; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) break;
    entries.push(bytes.subarray(at + 2, end)); at = end;
  }
  return { entries, cut: at < bytes.length, more: at < bytes.length };
}

/** What `manifest.json` says. Throws SyntaxError where it is none. */
export function manifestOf(bytes) {
  const manifest = strictJson(bytes);
  onlyMembers(manifest, "format", "tenant", "origin", "issuer", "size", "root", "exported_at", "head", "projections");
  onlyMembers(manifest.head, "size", "root");
  if (manifest.format !== "argus-log-export/1") throw new SyntaxError("of another format");
  if (["tenant", "origin", "issuer", "exported_at"].some((m) => typeof manifest[m] !== "string")) throw new SyntaxError("a member is missing");
  if (!isCount(manifest.size) || !isCount(manifest.head.size)) throw new SyntaxError("not a size");
  for (const projection of manifest.projections) onlyMembers(projection, "name", "position", "digest");
  return { ...manifest, root: base64(manifest.root, 32), head: { size: manifest.head.size, root: base64(manifest.head.root, 32) } };
}
