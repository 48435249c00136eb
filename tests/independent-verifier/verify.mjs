#!/usr/bin/env node
// Verifies exported logs and proofs. Written from docs/audit-log-format.md alone, to find out whether that page is enough; it shares
// nothing with Argus. Needs Node 18 and nothing else. The first divergence is one line of JSON; exit codes: 0 good, 1 found wrong, 2 wrong usage, 3 could not read.
//
//   node verify.mjs verify DIR [--since FILE] [--key NOTE-KEY]... [--witness NOTE-KEY]... [--page audit-log-format.md]
//   node verify.mjs check PROOF-FILE (--keys keys.json | --key NOTE-KEY...) [--since FILE]
import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

const MIB = 1 << 20, NOTE = 1 << 16, BUNDLE = 256 * (65535 + 2), TILE = 256 * 32, DEPTH = 64;
const PAGE = new URL("../../docs/audit-log-format.md", import.meta.url);

class Divergence extends Error {
  constructor(name, where = {}) { super(name); this.report = { verified: false, divergence: { name, ...where } }; }
}
class Unreadable extends Error {}
class NoProof extends Error {}
const diverge = (name, where) => { throw new Divergence(name, where); };

// ---- Files: regular ones, reached without links, no longer than they may be ------------------------------------------------------------

/** The file's bytes, or null where there is none. `tooLong` is what it is called when it is longer than it can be. */
function readWithin(dir, name, limit, tooLong = "not_an_export", position = undefined) {
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
function readOwn(path, limit = MIB) {
  if (statSync(path).size > limit) throw new Unreadable(`${path}: too long`);
  return readFileSync(path);
}

// ---- JSON: UTF-8, no member twice, canonical where it must be -----------------------------------------------------------------------

const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

function strictJson(bytes) {
  const text = utf8(bytes), value = JSON.parse(text), open = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]+|\\.)*"(\s*:)?|[{}[\]]/gs)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token.endsWith(":")) {
      const name = JSON.parse(token.slice(0, -1));
      if (open.at(-1).has(name)) throw new SyntaxError(`"${name}" stands there twice`);
      open.at(-1).add(name);
    }
    if (open.length > DEPTH) throw new SyntaxError("nested too deep");
  }
  return value;
}

/** RFC 8785, integers only. */
function canonical(value, depth = 0) {
  if (depth > DEPTH) throw new SyntaxError("nested too deep");
  if (typeof value === "string" && /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value)) throw new SyntaxError("half a surrogate pair");
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new SyntaxError("not an integer");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(",")}]`;
  return `{${Object.keys(value).sort().map((name) => `${canonical(name)}:${canonical(value[name], depth + 1)}`).join(",")}}`;
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

function base64(text, length) {
  const bytes = Buffer.from(String(text), "base64");
  if (bytes.toString("base64") !== text || (length !== undefined && bytes.length !== length)) throw new SyntaxError("not the base64 that it should be");
  return bytes;
}

// ---- The tree (RFC 6962) ------------------------------------------------------------------------------------------------------------

const sha256 = (...parts) => { const hash = createHash("sha256"); for (const part of parts) hash.update(part); return hash.digest(); };
const LEAF = Buffer.from([0]), NODE = Buffer.from([1]);
const leafHash = (entry) => sha256(LEAF, entry);
const node = (left, right) => sha256(NODE, left, right);

/** The roots of the complete subtrees, largest first: enough to grow the tree and to know its root at any moment. */
class Frontier {
  size = 0; roots = [];
  push(leaf) {
    for (let bits = this.size++; bits % 2 === 1; bits = (bits - 1) / 2) leaf = node(this.roots.pop(), leaf);
    this.roots.push(leaf);
  }
  root() { return this.size === 0 ? sha256() : this.roots.reduceRight((right, left) => node(left, right)); }
}

const rootOf = (hashes) => { const tree = new Frontier(); hashes.forEach((hash) => tree.push(hash)); return tree.root(); };

/** RFC 9162 §2.1.3.2. Null where the path has not the right length. */
function rootOfInclusion(leaf, position, size, path) {
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
function consistent(first, firstRoot, second, secondRoot, proof) {
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

// ---- Notes and keys -------------------------------------------------------------------------------------------------------------------

const spki = (type, key) => createPublicKey({ key: type === 5 ? key : Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]), format: "der", type: "spki" });
const u64 = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64BE(BigInt(value)); return bytes; };

/** A note key in text form: name+id+base64 of the type's byte and the key. */
function noteKey(text) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(String(text)) ?? [];
  if (!name) throw new SyntaxError("not a note key");
  const bytes = base64(encoded), type = bytes[0], raw = bytes.subarray(1);
  if (![1, 4, 5].includes(type) || (type !== 5 && raw.length !== 32)) throw new SyntaxError("not a key of a known type");
  const expected = sha256(name, Buffer.from([0x0a, type]), type === 5 ? sha256(raw) : raw).subarray(0, 4).toString("hex");
  if (id !== expected) throw new SyntaxError(`the key's id is ${expected}`);
  const key = spki(type, raw);
  if (type === 5 && (key.asymmetricKeyType !== "rsa" || key.asymmetricKeyDetails.modulusLength < 2048)) throw new SyntaxError("not RSA of 2048 bits or more");
  return { name, id, type, raw, key, from: -1, until: Infinity };
}

/** keys.json: every key with the sizes for which its signature counts. */
function keyHistory(document, origin = document.origin) {
  onlyMembers(document, "origin", "keys");
  if (document.origin !== origin) diverge("other_origin", { file: "keys.json", expected: origin, found: document.origin });
  return document.keys.flatMap((entry) => {
    onlyMembers(entry, "kid", "jwk", "note_key", "ed25519_note_key", "activated_at", "activated_position", "retired_at", "retired_position");
    const from = entry.activated_position, until = entry.retired_position ?? Infinity;
    if (!isCount(from) || (until !== Infinity && !isCount(until))) throw new SyntaxError("not a position");
    const rsa = noteKey(entry.note_key), { kty, n, e } = entry.jwk, jwk = rsa.key.export({ format: "jwk" });
    const kid = sha256(canonical({ e, kty, n })).toString("base64url");
    if (rsa.type !== 5 || jwk.n !== n || jwk.e !== e || kty !== "RSA" || kid !== entry.kid) throw new SyntaxError(`${entry.kid}: the jwk, the note key and the kid are not of one key`);
    const keys = [rsa, ...(entry.ed25519_note_key === undefined ? [] : [noteKey(entry.ed25519_note_key)])];
    if (keys.some((key) => key.name !== origin) || (keys[1] && keys[1].type !== 1)) throw new SyntaxError("a key of another name");
    const [since, end] = [entry.activated_at, entry.retired_at].map((time) => time === undefined ? Infinity : Date.parse(time) / 1000);
    return keys.map((key) => ({ ...key, kid, n, from, until, since, end }));
  });
}

/** A checkpoint: {origin, size, root, text, lines}. Throws SyntaxError where it is none. */
function checkpoint(bytes) {
  const whole = utf8(bytes), end = whole.indexOf("\n\n"), text = whole.slice(0, end + 1);
  const [, origin, digits, encoded] = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n$/.exec(text) ?? [];
  if (end < 0 || !origin || !isCount(Number(digits))) throw new SyntaxError("not a checkpoint");
  const lines = whole.slice(end + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0) throw new SyntaxError("no signatures");
  return { origin, size: Number(digits), root: base64(encoded, 32), text, lines: lines.map(signatureLine) };
}

function signatureLine(line) {
  const [, name, encoded] = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line) ?? [];
  if (!name) throw new SyntaxError("not a signature line");
  const bytes = base64(encoded);
  if (bytes.length < 5) throw new SyntaxError("too short for a signature");
  return { name, id: bytes.subarray(0, 4).toString("hex"), signature: bytes.subarray(4) };
}

function isGood(line, key, note) {
  const { signature } = line;
  if (key.type !== 4 && key.name !== note.origin) return false;
  if (key.type === 1) return signature.length === 64 && verifySignature(null, Buffer.from(note.text), key.key, signature);
  if (key.type === 4) {
    if (signature.length !== 72) return false;
    return verifySignature(null, Buffer.from(`cosignature/v1\ntime ${signature.readBigUInt64BE(0)}\n${note.text}`), key.key, signature.subarray(8));
  }
  if (signature.length < 12 || signature[8] !== 4 || signature[9] !== 1 || signature.readUInt16BE(10) !== signature.length - 12) return false;
  return verifySignature("sha256", Buffer.concat([Buffer.from([0, 1]), signature.subarray(0, 8), u64(note.size), note.root]), key.key, signature.subarray(12));
}

/** Every line of a key that counts at the size must be good, one must be there (the log's RSA key; of pinned keys any), and each witness must have cosigned. */
function verifyNote(note, { keys, pinned }, witnesses, where) {
  const lineOf = (key) => note.lines.filter((line) => line.name === key.name && line.id === key.id);
  const counting = keys.filter((key) => key.from < note.size && key.until >= note.size);
  for (const key of [...counting, ...witnesses]) {
    if (lineOf(key).some((line) => !isGood(line, key, note))) diverge("signature_bad", { ...where, position: note.size, key: `${key.name}+${key.id}` });
  }
  if (!counting.some((key) => (pinned || key.type === 5) && lineOf(key).length > 0)) diverge("unknown_key", { ...where, position: note.size });
  for (const witness of witnesses.filter((key) => lineOf(key).length === 0)) diverge("not_witnessed", { ...where, position: note.size, key: witness.name });
}

// ---- Entries --------------------------------------------------------------------------------------------------------------------------

const MEMBERS = ["actor", "context", "correlation_id", "data", "position", "stream", "stream_version", "tenant", "time", "type", "type_version"];
const TIME = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{6}Z", COUNT = "(0|[1-9]\\d{0,15})";
const TAIL = new RegExp(`^\\{.*,"position":${COUNT},"stream":"(?:[ !#-[\\]-~]|\\\\.)+","stream_version":${COUNT},"tenant":"[^"\\\\]*","time":"${TIME}","type":"[^"\\\\]*","type_version":${COUNT}\\}$`, "s");

/** The tables of the page itself: type → {versions, members of data}, and how streams are named. */
function readPage(file) {
  const page = readFileSync(file, "utf8"), section = page.slice(page.indexOf("\n## Event types"), page.indexOf("\n## Tree")), types = new Map();
  const quoted = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  for (const [, names, versions, data] of section.matchAll(/^\| (`[a-z_]+\.[^|]+) \| ([0-9, ]+) \| [a-z]+ \| (.*)\|$/gm)) {
    for (const name of quoted(names)) types.set(name, { versions: versions.split(",").map(Number), members: quoted(data) });
  }
  for (const type of types.values()) type.members = new Set(type.members.flatMap((name) => [name, ...(types.get(name)?.members ?? [])]));
  const streams = quoted(/^\| `stream` \|(.*)$/m.exec(page)[1]).map((name) => name.split("{")[0]);
  return { types, streams };
}

/** What each envelope says of itself and of those before it. Holds a number per stream. */
class Envelopes {
  streams = new Map(); time = "";
  constructor(tenant, page, keys) { Object.assign(this, { tenant, page, keys }); }

  check(bytes, position) {
    const wrong = (name, expected, found) => diverge(name, { position, expected, found });
    if (!TAIL.test(bytes.toString("latin1"))) wrong("not_an_entry", "position to type_version at its end", "something else");
    const entry = this.parse(bytes, position);
    if (entry.position !== position) wrong(entry.position > position ? "entry_missing" : "entries_reordered", position, entry.position);
    if (entry.tenant !== this.tenant) wrong("other_tenant", this.tenant, entry.tenant);
    if (entry.time < this.time) wrong("time_runs_back", this.time, entry.time);
    if (entry.stream === "log-keys") this.keys?.compare(entry);
    this.compareWithPage(entry, wrong);
    const version = this.streams.get(entry.stream) ?? 0;
    if (entry.stream_version !== version) wrong("stream_gap", version, entry.stream_version);
    this.streams.set(entry.stream, version + 1);
    this.time = entry.time;
  }

  compareWithPage(entry, wrong) {
    const type = this.page.types.get(entry.type), unknown = Object.keys(entry.data).find((name) => !type?.members.has(name));
    if (!type?.versions.includes(entry.type_version)) wrong("unreadable_entry", "a type of the table", `${entry.type} ${entry.type_version}`);
    if (unknown !== undefined) wrong("unreadable_entry", "members of the table", `${entry.type} ${unknown}`);
    if (!this.page.streams.some((kind) => kind === entry.stream || (kind.endsWith(":") && entry.stream.startsWith(kind)))) wrong("unreadable_entry", "a stream of the table", entry.stream);
  }

  parse(bytes, position) {
    try {
      const entry = JSON.parse(utf8(bytes));
      if (!isObject(entry) || Object.keys(entry).join() !== MEMBERS.join()) throw new SyntaxError("not the members of an entry");
      if (!Buffer.from(canonical(entry)).equals(bytes)) throw new SyntaxError("not canonical");
      if (!isObject(entry.context) || !isObject(entry.data)) throw new SyntaxError("a member of another form");
      if (["actor", "correlation_id"].some((m) => typeof entry[m] !== "string")) throw new SyntaxError("a member that is not text");
      return entry;
    } catch (error) { return diverge("unreadable_entry", { position, why: error.message }); }
  }
}

/** keys.json must say of the log's keys what the events of stream log-keys say. */
class KeyEvents {
  told = new Set();
  constructor(keys) { this.keys = keys; }

  compare({ type, data, position }) {
    const rsa = this.keys.find((key) => key.type === 5 && key.kid === data.kid), ed = this.keys.find((key) => key.type === 1 && key.kid === data.kid);
    const same = type === "log_key.retired" ? rsa?.until === position && rsa.end === data.at
      : rsa?.from === position && rsa.since === data.at && rsa.n === data.n && rsa.name === data.origin && ed?.raw.toString("base64url") === data.ed25519;
    if (!same) diverge("keys_differ", { position, why: `keys.json tells of ${data.kid} otherwise` });
    this.told.add(position);
  }

  finish(size) {
    for (const position of this.keys.flatMap((key) => [key.from, key.until]).filter((at) => at < size && !this.told.has(at))) diverge("keys_differ", { position, why: "the log does not tell of it" });
  }
}

// ---- An export ------------------------------------------------------------------------------------------------------------------------

const inThrees = (n) => {
  let path = String(n % 1000).padStart(3, "0");
  for (n = Math.floor(n / 1000); n > 0; n = Math.floor(n / 1000)) path = `x${String(n % 1000).padStart(3, "0")}/${path}`;
  return path;
};

class Export {
  constructor(dir) { this.dir = dir; }

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

/** Goes through the export once, in order. */
class Walk {
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

const differ = (expected, found) => ({ expected: expected.toString("base64"), found: found.toString("base64") });

/** The entries of a bundle: those that are whole, whether the next one is cut, and whether there are more than should be. */
function unframe(bytes, width) {
  const entries = [];
  let at = 0;
  for (; at + 2 <= bytes.length && entries.length < width; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) break;
    entries.push(bytes.subarray(at + 2, end)); at = end;
  }
  return { entries, cut: at < bytes.length, more: at < bytes.length };
}

const onlyMembers = (value, ...names) => { if (!isObject(value) || Object.keys(value).some((name) => !names.includes(name))) throw new SyntaxError("not the members that it should have"); };

function manifestOf(bytes) {
  const manifest = strictJson(bytes);
  onlyMembers(manifest, "format", "tenant", "origin", "issuer", "size", "root", "exported_at", "head", "projections");
  onlyMembers(manifest.head, "size", "root");
  if (manifest.format !== "argus-log-export/1") throw new SyntaxError("of another format");
  if (["tenant", "origin", "issuer", "exported_at"].some((m) => typeof manifest[m] !== "string")) throw new SyntaxError("a member is missing");
  if (!isCount(manifest.size) || !isCount(manifest.head.size)) throw new SyntaxError("not a size");
  for (const projection of manifest.projections) onlyMembers(projection, "name", "position", "digest");
  return { ...manifest, root: base64(manifest.root, 32), head: { size: manifest.head.size, root: base64(manifest.head.root, 32) } };
}

function verifyExport(dir, options) {
  if (!statSync(dir).isDirectory()) throw new Unreadable(`${dir}: not a directory`);
  const source = new Export(dir), manifest = source.document("manifest.json", MIB, manifestOf), note = source.note("checkpoint"), pinned = options.keys.length > 0;
  const trusted = { pinned, keys: pinned ? options.keys : source.document("keys.json", MIB, (bytes) => keyHistory(strictJson(bytes), manifest.origin)) };
  if (note.origin !== manifest.origin) diverge("other_origin", { position: note.size, file: "checkpoint", expected: manifest.origin, found: note.origin });
  if (note.size !== manifest.size) diverge("checkpoint_inconsistent", { position: note.size, file: "checkpoint", expected: manifest.size, found: note.size });
  if (!note.root.equals(manifest.root)) diverge("root_differs", { position: note.size, file: "manifest.json", ...differ(note.root, manifest.root) });
  const { head } = manifest;
  if (head.size < note.size || (head.size === note.size && !head.root.equals(note.root))) diverge("head_differs", { position: head.size, ...differ(note.root, head.root) });
  verifyNote(note, trusted, options.witnesses, { file: "checkpoint" });
  const since = options.since && readSince(options.since, note, trusted), earlier = source.numbers("checkpoints").filter((size) => size > 0 && size <= note.size);
  const keys = pinned ? null : new KeyEvents(trusted.keys), envelopes = new Envelopes(manifest.tenant, readPage(options.page), keys), waiting = [...earlier];
  new Walk(source, note, envelopes, (tree) => {
    if (tree.size === since?.size && !tree.root().equals(since.root)) diverge("history_rewritten", { position: since.size, ...differ(since.root, tree.root()) });
    if (tree.size === waiting[0]) compareEarlier(source, waiting.shift(), note, trusted, tree.root());
  }).run();
  keys?.finish(note.size);
  return { verified: true, divergence: null, origin: note.origin, tenant: manifest.tenant, size: note.size, root: note.root.toString("base64"), checkpoints: earlier.length };
}

/** The checkpoint that the auditor kept. */
function readSince(file, note, trusted) {
  const since = readNote(file), where = { file, position: since.size };
  if (since.origin !== note.origin) diverge("other_origin", { ...where, expected: since.origin, found: note.origin });
  verifyNote(since, trusted, [], { file });
  if (since.size > note.size) diverge("log_shrunk", { file, position: note.size, expected: since.size, found: note.size });
  return since;
}

function readNote(file) {
  try { return checkpoint(readOwn(file)); } catch (error) { throw error.code ? error : new Unreadable(`${file}: ${error.message}`); }
}

function compareEarlier(source, size, note, trusted, root) {
  const file = `checkpoints/${size}`, where = { file, position: size }, bytes = readWithin(source.dir, file, NOTE, "checkpoint_inconsistent", size);
  let earlier;
  try { earlier = checkpoint(bytes); } catch (error) { diverge("checkpoint_inconsistent", { ...where, why: error.message }); }
  if (earlier.origin !== note.origin) diverge("other_origin", { ...where, expected: note.origin, found: earlier.origin });
  if (earlier.size !== size) diverge("checkpoint_inconsistent", { ...where, expected: size, found: earlier.size });
  verifyNote(earlier, trusted, [], { file });
  if (!root.equals(earlier.root)) diverge("checkpoint_inconsistent", { ...where, ...differ(earlier.root, root) });
}

// ---- Proofs ---------------------------------------------------------------------------------------------------------------------------

function checkProof(file, options) {
  let proof, note;
  try {
    proof = strictJson(readOwn(file));
    note = checkpoint(Buffer.from(String(proof.checkpoint)));
    proof.path = (proof.inclusion ?? proof.proof).map((hash) => base64(hash, 32));
  } catch (error) { if (error.code) throw error; throw new NoProof(error.message); }
  verifyNote(note, options, options.witnesses, { file });
  if (proof.format === "argus-log-proof/1") return checkInclusion(proof, note);
  if (proof.format === "argus-log-consistency/1") return checkConsistency(proof, note, options);
  throw new NoProof("of another format");
}

function checkInclusion(proof, note) {
  const bytes = Buffer.from(String(proof.entry), "base64"), { position, size } = proof;
  if (!isCount(position) || size !== note.size || position >= size) diverge("proof_wrong", { position, why: "not of the checkpoint's size" });
  const root = rootOfInclusion(leafHash(bytes), position, size, proof.path);
  if (!root?.equals(note.root)) diverge("proof_wrong", { position, expected: note.root.toString("base64"), found: root?.toString("base64") ?? null });
  const entry = new Envelopes().parse(bytes, position);
  if (entry.position !== position) diverge("entries_reordered", { position, found: entry.position });
  const issued = entry.type === "token.issued" ? entry.data : entry.data.token;
  if (proof.jti !== undefined && proof.jti !== issued?.jti) diverge("other_token", { position, expected: proof.jti, found: issued?.jti ?? null });
  return { verified: true, divergence: null, origin: note.origin, position, size, type: entry.type, ...(proof.jti ? { jti: proof.jti, digest: issued.digest } : {}) };
}

/** The proof leads from a root that the auditor knows to the one that is signed: the earlier checkpoint is the auditor's own. */
function checkConsistency(proof, note, options) {
  const since = options.since && readSince(options.since, note, options), { first, second } = proof;
  if (!since) throw new Unreadable("a consistency proof is checked against the earlier checkpoint: --since FILE");
  if (second !== note.size || first !== since.size || first > second) diverge("proof_wrong", { position: first, why: "not of the checkpoints' sizes" });
  if (!consistent(first, since.root, second, note.root, proof.path)) diverge("proof_wrong", { position: first });
  return { verified: true, divergence: null, origin: note.origin, first, second };
}

// ---- Command line -----------------------------------------------------------------------------------------------------------------------

function main([command, target, ...rest]) {
  const options = { keys: [], witnesses: [], page: PAGE };
  const take = { "--since": (v) => { options.since = v; }, "--page": (v) => { options.page = v; }, "--keys": (v) => options.keys.push(...keyHistory(strictJson(readOwn(v)))),
    "--key": (v) => { options.keys.push(noteKey(v)); options.pinned = true; }, "--witness": (v) => options.witnesses.push(noteKey(v)) };
  const run = { verify: verifyExport, check: checkProof }[command];
  if (!run || !target || rest.length % 2 !== 0) return usage("");
  for (let i = 0; i < rest.length; i += 2) {
    try { (take[rest[i]] ?? usage)(rest[i + 1]); } catch (error) { return usage(`${rest[i]}: ${error.message}`); }
  }
  try { console.log(JSON.stringify(run(target, options))); return 0; } catch (error) {
    if (error instanceof NoProof) { console.error(`no proof: ${error.message}`); return 1; }
    if (error instanceof Divergence) { console.log(JSON.stringify(error.report)); return 1; }
    if (error instanceof Unreadable || error.syscall) { console.error(error.message); return 3; }
    throw error;
  }
}

function usage(why) {
  console.error(`${why}\nnode verify.mjs verify DIR [--since FILE] [--key K]... [--witness K]... | check PROOF (--keys FILE | --key K) [--since FILE]`);
  return 2;
}

process.exitCode = main(process.argv.slice(2));
