// Files: regular ones, reached without links, no longer than they may be.
import { closeSync, fstatSync, lstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { Unreadable, diverge } from "./report.mjs";

export const MIB = 1 << 20, NOTE = 1 << 16, BUNDLE = 256 * (65535 + 2), TILE = 256 * 32;

/** The file's bytes, or null where there is none. `tooLong` is what it is called when it is longer than it can be. */
export function readWithin(dir, name, limit, tooLong = "not_an_export", position = undefined) {
  let path = dir;
  for (const part of name.split("/")) {
    path = join(path, part);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found || (found.isFile() && path !== join(dir, name))) return null;
    if (path === join(dir, name) ? !found.isFile() : !found.isDirectory()) return diverge("not_an_export", { position, file: name, why: "not a regular file in a directory" });
  }
  const file = openSync(path, "r");
  try {
    const length = fstatSync(file).size, bytes = Buffer.alloc(Math.min(length, limit + 1));
    if (length > limit) diverge(tooLong, { position, file: name, why: "too long" });
    let at = 0;
    for (let n; at < length && (n = readSync(file, bytes, at, length - at, at)) > 0; at += n);
    return bytes.subarray(0, at);
  } finally { closeSync(file); }
}

/** A file of the auditor's own. */
export function readOwn(path, limit = MIB) {
  if (statSync(path).size > limit) throw new Unreadable(`${path}: too long`);
  return readFileSync(path);
}
