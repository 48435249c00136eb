// The tree (RFC 6962).
import { createHash } from "node:crypto";

export const sha256 = (...parts) => { const hash = createHash("sha256"); for (const part of parts) hash.update(part); return hash.digest(); };
const LEAF = Buffer.from([0]), NODE = Buffer.from([1]);
export const leafHash = (entry) => sha256(LEAF, entry);
const node = (left, right) => sha256(NODE, left, right);

/** The roots of the complete subtrees, largest first: enough to grow the tree and to know its root at any moment. */
export class Frontier {
  size = 0; roots = [];
  push(leaf) {
    for (let bits = this.size++; bits % 2 === 1; bits = (bits - 1) / 2) leaf = node(this.roots.pop(), leaf);
    this.roots.push(leaf);
  }
  root() { return this.size === 0 ? sha256() : this.roots.reduceRight((right, left) => node(left, right)); }
}

export const rootOf = (hashes) => { const tree = new Frontier(); hashes.forEach((hash) => tree.push(hash)); return tree.root(); };

/** RFC 9162 §2.1.3.2. Null where the path has not the right length. */
export function rootOfInclusion(leaf, position, size, path) {
  let at = position, last = size - 1, root = leaf;
  for (const hash of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      root = node(hash, root);
      while (at % 2 === 0 && at !== 0) { at /= 2; last = Math.floor(last / 2); }
    } else root = node(root, hash);
    at = Math.floor(at / 2); last = Math.floor(last / 2);
  }
  return last === 0 ? root : null;
}

/** RFC 9162 §2.1.4.2. */
export function consistent(first, firstRoot, second, secondRoot, proof) {
  if (first === 0) return proof.length === 0 && firstRoot.equals(sha256());
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
  let at = first - 1, last = second - 1;
  while (at % 2 === 1) { at = (at - 1) / 2; last = Math.floor(last / 2); }
  const path = at === 0 ? [firstRoot, ...proof] : [...proof];
  if (path.length === 0) return false;
  let one = path[0], two = path[0];
  for (const hash of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      one = node(hash, one); two = node(hash, two);
      while (at % 2 === 0 && at !== 0) { at /= 2; last = Math.floor(last / 2); }
    } else two = node(two, hash);
    at = Math.floor(at / 2); last = Math.floor(last / 2);
  }
  return last === 0 && one.equals(firstRoot) && two.equals(secondRoot);
}
