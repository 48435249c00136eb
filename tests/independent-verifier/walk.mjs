// Goes through the entries and tiles of an export, and makes every hash anew.
import { BUNDLE } from "./files.mjs";
import { differ, inThrees, unframe } from "./export.mjs";
import { diverge } from "./report.mjs";
import { Frontier, leafHash, rootOf } from "./tree.mjs";

/** Goes through the export once, in order. */
export class Walk {
  tree = new Frontier(); levels = [];
  constructor(source, note, envelopes, checkpoints) { Object.assign(this, { source, note, envelopes, checkpoints }); }

  run() {
    for (let number = 0; number * 256 < this.note.size; number++) this.bundle(number, Math.min(256, this.note.size - number * 256));
    const root = this.tree.root();
    if (!root.equals(this.note.root)) diverge("root_differs", { position: this.note.size, ...differ(this.note.root, root) });
  }

  bundle(number, width) {
    const first = number * 256, stored = this.source.hashes(0, number, width), tile = this.source.tile("entries", number, width, BUNDLE), { entries, cut, more } = unframe(tile.bytes, width);
    const found = entries.map(leafHash), at = found.findIndex((hash, i) => !hash.equals(stored[i]));
    for (let i = 0; i < (at < 0 ? found.length : at); i++) this.envelopes.check(entries[i], first + i);
    if (at >= 0) this.explain(number, stored, found, at);
    if (found.length < width) diverge(cut ? "truncated" : "entry_missing", { position: first + found.length, file: tile.file });
    if (more && tile.exact) diverge("entry_inserted", { position: first + width, file: tile.file });
    for (const hash of found) { this.tree.push(hash); this.checkpoints(this.tree); }
    if (width === 256) this.push(1, number, rootOf(found));
  }

  /** Why an entry's hash is not in its place: the tile lies if it does not agree with the hash above it, or with the root. */
  explain(number, stored, found, at) {
    const position = number * 256 + at, hashes = differ(stored[at], found[at]);
    if (!this.isRight(number, stored)) diverge("tile_differs", { position, file: `tile/0/${inThrees(number)}` });
    const swapped = stored.findIndex((hash, i) => i !== at && hash.equals(found[at]) && found[i]?.equals(stored[at]));
    const name = swapped >= 0 ? "entries_reordered" : found[at + 1]?.equals(stored[at]) ? "entry_inserted" : stored.slice(at + 1).some((hash) => hash.equals(found[at])) ? "entry_missing" : "entry_changed";
    diverge(name, { position, ...hashes });
  }

  isRight(number, stored) {
    const above = Math.floor(this.note.size / 256);
    if (number < above) return rootOf(stored).equals(this.above(1, number)[number % 256]);
    const tree = Object.assign(new Frontier(), { size: this.tree.size, roots: [...this.tree.roots] });
    stored.forEach((hash) => tree.push(hash));
    return tree.root().equals(this.note.root);
  }

  /** The tile of a level in which a hash is. */
  above(level, index) {
    const number = Math.floor(index / 256), kept = this.levels[level - 1] ??= { hashes: [] };
    if (kept.number !== number) Object.assign(kept, { number, stored: this.source.hashes(level, number, Math.min(256, Math.floor(this.note.size / 256 ** level) - number * 256)) });
    return kept.stored;
  }

  push(level, index, hash) {
    const stored = this.above(level, index)[index % 256], { hashes } = this.levels[level - 1];
    if (!stored.equals(hash)) diverge("tile_differs", { position: index * 256 ** level, file: `tile/${level}/${inThrees(Math.floor(index / 256))}`, ...differ(hash, stored) });
    hashes.push(hash);
    if (hashes.length === 256) this.push(level + 1, Math.floor(index / 256), rootOf(hashes.splice(0)));
  }
}
