#!/usr/bin/env node
// Verifies exported logs and proofs. Written from docs/audit-log-format.md alone, to find out whether that page is enough; it shares
// nothing with Argus. Needs Node 18 and nothing else. The first divergence is one line of JSON; exit codes: 0 good, 1 found wrong, 2 wrong usage, 3 could not read.
//
//   node verify.mjs verify DIR [--since FILE] [--key NOTE-KEY]... [--witness NOTE-KEY]... [--page audit-log-format.md]
//   node verify.mjs check PROOF-FILE (--keys keys.json | --key NOTE-KEY...) [--since FILE]
import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";

const MIB = 1 << 20, BUNDLE = 256 * (65535 + 2), TILE = 256 * 32, DEPTH = 64;
const PAGE = new URL("../../docs/audit-log-format.md", import.meta.url);

class Divergence extends Error {
  constructor(name, where = {}) { super(name); this.report = { name, ...where }; }
}
class Unreadable extends Error {}
const diverge = (name, where) => { throw new Divergence(name, where); };

// ---- Files: regular ones within the directory, no longer than they may be --------------------------------------------------------

/** The file's bytes, or null where there is none. What cannot be a part of an export (a link out of it, a directory, too long) diverges. */
function readWithin(dir, name, limit) {
  let real;
  try { real = realpathSync(join(dir, name)); } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(error.code)) return null;
    if (error.code === "ELOOP") diverge("not_an_export", { file: name, why: "a link that leads nowhere" });
    throw new Unreadable(`${name}: ${error.code}`);
  }
  if (!real.startsWith(dir.endsWith(sep) ? dir : dir + sep)) diverge("not_an_export", { file: name, why: "leads out of the directory" });
  if (!lstatSync(real).isFile()) diverge("not_an_export", { file: name, why: "not a regular file" });
  return readLimited(real, name, limit);
}

function readLimited(path, name, limit) {
  let file;
  try { file = openSync(path, "r"); } catch (error) { throw new Unreadable(`${name}: ${error.code}`); }
  try {
    const length = fstatSync(file).size;
    if (length > limit) diverge("not_an_export", { file: name, why: `${length} bytes are more than ${limit}` });
    const bytes = Buffer.alloc(length);
    let at = 0;
    for (let n; at < length && (n = readSync(file, bytes, at, length - at, at)) > 0; at += n);
    return bytes.subarray(0, at);
  } finally { closeSync(file); }
}

function readOwn(path, limit = MIB) {
  try { if (!statSync(path).isFile()) throw new Unreadable(`${path}: not a file`); } catch (error) { throw new Unreadable(error.code ? `${path}: ${error.code}` : error.message); }
  return readLimited(path, path, limit);
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
function keyHistory(document) {
  if (!isObject(document) || typeof document.origin !== "string" || !Array.isArray(document.keys)) throw new SyntaxError("not a key history");
  return document.keys.flatMap((entry) => {
    const from = entry.activated_position, until = entry.retired_position ?? Infinity;
    if (!isCount(from) || (until !== Infinity && !isCount(until))) throw new SyntaxError("not a position");
    const rsa = noteKey(entry.note_key), { kty, n, e } = entry.jwk, jwk = rsa.key.export({ format: "jwk" });
    const kid = sha256(canonical({ e, kty, n })).toString("base64url");
    if (rsa.type !== 5 || jwk.n !== n || jwk.e !== e || kty !== "RSA" || kid !== entry.kid) throw new SyntaxError(`${entry.kid}: the jwk, the note key and the kid are not of one key`);
    const keys = [rsa, ...(entry.ed25519_note_key === undefined ? [] : [noteKey(entry.ed25519_note_key)])];
    if (keys.some((key) => key.name !== document.origin) || (keys[1] && keys[1].type !== 1)) throw new SyntaxError("a key of another name");
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
  if (key.type === 1) return signature.length === 64 && verifySignature(null, Buffer.from(note.text), key.key, signature);
  if (key.type === 4) {
    if (signature.length !== 72) return false;
    return verifySignature(null, Buffer.from(`cosignature/v1\ntime ${signature.readBigUInt64BE(0)}\n${note.text}`), key.key, signature.subarray(8));
  }
  if (signature.length < 12 || signature[8] !== 4 || signature[9] !== 1 || signature.readUInt16BE(10) !== signature.length - 12) return false;
  return verifySignature("sha256", Buffer.concat([Buffer.from([0, 1]), signature.subarray(0, 8), u64(note.size), note.root]), key.key, signature.subarray(12));
}

/** Every line of a known key must be good, one must be of the log's RSA key at that size, and each witness must have cosigned. */
function verifyNote(note, keys, witnesses, where) {
  let known = false;
  for (const line of note.lines) {
    const key = keys.find((k) => k.name === line.name && k.id === line.id);
    if (!key) continue;
    if (!isGood(line, key, note)) diverge("signature_bad", { ...where, position: note.size, key: `${key.name}+${key.id}` });
    known ||= key.type === 5 && key.from < note.size && key.until >= note.size;
  }
  if (!known) diverge("unknown_key", { ...where, position: note.size, why: "no line of a key of the log that was in use at this size" });
  for (const witness of witnesses) {
    const line = note.lines.find((l) => l.name === witness.name && l.id === witness.id);
    if (!line) diverge("unknown_key", { ...where, position: note.size, why: `not cosigned by ${witness.name}` });
    if (!isGood(line, witness, note)) diverge("signature_bad", { ...where, position: note.size, key: `${witness.name}+${witness.id}` });
  }
}

// ---- Entries --------------------------------------------------------------------------------------------------------------------------

const MEMBERS = ["actor", "context", "correlation_id", "data", "position", "stream", "stream_version", "tenant", "time", "type", "type_version"];
const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/** The table of the page itself: type → versions. */
function knownTypes(page) {
  const types = new Map(), section = page.slice(page.indexOf("\n## Event types"), page.indexOf("\n## Tree"));
  for (const [, names, versions] of section.matchAll(/^\| (`[a-z_]+\.[^|]+) \| ([0-9, ]+) \|/gm)) {
    for (const [, name] of names.matchAll(/`([^`]+)`/g)) types.set(name, versions.split(",").map(Number));
  }
  return types;
}

/** What each envelope says of itself and of those before it. Holds a number per stream. */
class Envelopes {
  streams = new Map(); time = ""; keyEvents = [];
  constructor(tenant, types) { this.tenant = tenant; this.types = types; }

  check(bytes, position) {
    const entry = this.parse(bytes, position), wrong = (name, expected, found) => diverge(name, { position, expected, found });
    if (entry.tenant !== this.tenant) wrong("other_tenant", this.tenant, entry.tenant);
    if (entry.position !== position) wrong("entries_reordered", position, entry.position);
    if (entry.time < this.time) wrong("time_runs_back", this.time, entry.time);
    if (!this.types.get(entry.type)?.includes(entry.type_version)) wrong("unreadable_entry", "a type of the table", `${entry.type} ${entry.type_version}`);
    const version = this.streams.get(entry.stream) ?? 0;
    if (entry.stream_version !== version) wrong("stream_gap", version, entry.stream_version);
    this.streams.set(entry.stream, version + 1);
    this.time = entry.time;
    if (entry.type.startsWith("log_key.")) this.keyEvents.push(entry);
  }

  parse(bytes, position) {
    try {
      const entry = JSON.parse(utf8(bytes));
      if (!isObject(entry) || Object.keys(entry).join() !== MEMBERS.join()) throw new SyntaxError("not the members of an entry");
      if (!Buffer.from(canonical(entry)).equals(bytes)) throw new SyntaxError("not canonical");
      if (!isObject(entry.context) || !isObject(entry.data) || !TIME.test(entry.time) || !/^[ -~]+$/.test(entry.stream)) throw new SyntaxError("a member of another form");
      if (["actor", "correlation_id", "tenant", "type"].some((m) => typeof entry[m] !== "string")) throw new SyntaxError("a member that is not text");
      if (["position", "stream_version", "type_version"].some((m) => !isCount(entry[m]))) throw new SyntaxError("a member that is not a count");
      return entry;
    } catch (error) { return diverge("unreadable_entry", { position, why: error.message }); }
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

  json(name) {
    const bytes = readWithin(this.dir, name, MIB) ?? diverge("not_an_export", { file: name, why: "it is not there" });
    try { return strictJson(bytes); } catch (error) { return diverge("not_an_export", { file: name, why: error.message }); }
  }

  note(name) {
    const bytes = readWithin(this.dir, name, MIB) ?? diverge("not_an_export", { file: name, why: "it is not there" });
    try { return checkpoint(bytes); } catch (error) { return diverge("not_an_export", { file: name, why: error.message }); }
  }

  /** A tile of that width: the partial one, or the beginning of the full one that took its place. */
  tile(level, number, width, limit) {
    const name = `tile/${level}/${inThrees(number)}`, partial = width < 256 ? readWithin(this.dir, `${name}.p/${width}`, limit) : null;
    return partial ?? readWithin(this.dir, name, limit);
  }

  hashes(level, number, width) {
    const bytes = this.tile(level, number, width, TILE);
    if (bytes === null) diverge("truncated", { position: number * 256 ** (level + 1), tile: `${level}/${number}` });
    if (bytes.length < 32 * width) diverge("truncated", { position: number * 256 ** (level + 1), tile: `${level}/${number}` });
    return Array.from({ length: width }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));
  }

  /** The entries of a bundle, as many of them as are whole. */
  bundle(number, width) {
    const bytes = this.tile("entries", number, width, BUNDLE), entries = [];
    for (let at = 0; bytes !== null && entries.length < width && at + 2 <= bytes.length;) {
      const end = at + 2 + bytes.readUInt16BE(at);
      if (end > bytes.length) break;
      entries.push(bytes.subarray(at + 2, end)); at = end;
    }
    return entries;
  }

  /** The earlier checkpoints, by size. */
  earlier() {
    let names;
    try { names = readdirSync(join(this.dir, "checkpoints")); } catch { return []; }
    return names.filter((name) => /^(0|[1-9][0-9]{0,15})$/.test(name)).map(Number).sort((a, b) => a - b);
  }
}

/** What stands at a position instead of the entry whose hash the tile has. */
function nameOfChange(entries, hashes, tile, at, tenant) {
  const displaced = hashes.some((hash) => hash.equals(tile[at])), strange = !tile.some((hash) => hash.equals(hashes[at]));
  if (displaced && strange) return "entry_inserted";
  if (displaced) return "entries_reordered";
  if (!strange) return "entry_missing";
  try { if (JSON.parse(utf8(entries[at])).tenant !== tenant) return "other_tenant"; } catch { /* no longer JSON: changed */ }
  return "entry_changed";
}

/** Reads everything once, in order; remembers the first leaf and the first tile that differ, and the roots at the sizes asked for. */
function walk(source, size, sizes, envelopes) {
  const tree = new Frontier(), tiles = new Frontier(), levels = [[]], roots = new Map([[0, sha256()]]);
  const seen = { entry: null, tile: null, roots };
  const compare = (level, number, found) => {
    const stored = source.hashes(level, number, found.length), at = stored.findIndex((hash, i) => !hash.equals(found[i]));
    if (at >= 0) seen.tile ??= { position: (number * 256 + at) * 256 ** level, tile: `${level}/${number}`, expected: found[at].toString("hex"), found: stored[at].toString("hex") };
    return stored;
  };
  const close = (level, number) => {                     // a full tile: its root is a hash of the level above
    const full = levels[level];
    if (level > 0) compare(level, number, full);
    levels[level] = [];
    (levels[level + 1] ??= []).push(rootOf(full));
    if (levels[level + 1].length === 256) close(level + 1, Math.floor(number / 256));
  };
  for (let number = 0; number * 256 < size; number++) {
    const first = number * 256, width = Math.min(256, size - first), entries = source.bundle(number, width), found = entries.map(leafHash);
    const stored = found.length === width ? compare(0, number, found) : source.hashes(0, number, width);
    const at = found.findIndex((hash, i) => !hash.equals(stored[i]));
    if (at >= 0) seen.entry ??= { name: nameOfChange(entries, found, stored, at, envelopes.tenant), position: first + at, expected: stored[at].toString("hex"), found: found[at].toString("hex") };
    for (let i = 0; i < found.length && !seen.entry; i++) envelopes.check(entries[i], first + i);
    if (found.length < width) {
      if (seen.entry) { const { name, ...where } = seen.entry; diverge(name, where); }
      diverge("truncated", { position: first + found.length, tile: `entries/${number}` });
    }
    found.forEach((hash, i) => { tree.push(hash); tiles.push(stored[i]); if (sizes.has(tree.size)) roots.set(tree.size, tree.root()); });
    levels[0] = found;
    if (width === 256) close(0, number);
  }
  for (let level = 1; level < levels.length; level++) if (levels[level].length > 0) compare(level, Math.floor(size / 256 ** (level + 1)), levels[level]);
  return { ...seen, root: tree.root(), tilesRoot: tiles.root() };
}

/** keys.json must say what the log's own events say, as far as this tree goes. */
function compareKeys(keys, events, size) {
  const said = new Map();
  for (const { position, type, data } of events) {
    if (type === "log_key.activated") said.set(data.kid, { n: data.n, ed25519: data.ed25519, from: position, until: Infinity, since: data.at, end: Infinity });
    else if (said.has(data.kid)) Object.assign(said.get(data.kid), { until: position, end: data.at });
    else diverge("unknown_key", { position, why: `${data.kid} is retired and was not activated` });
  }
  for (const key of keys.filter((k) => k.type === 5 && k.from < size)) {
    const log = said.get(key.kid), ed = keys.find((k) => k.type === 1 && k.kid === key.kid)?.raw.toString("base64url");
    const [until, end] = key.until < size ? [key.until, key.end] : [Infinity, Infinity];
    const published = { n: key.n, ed25519: ed, from: key.from, until, since: key.since, end };
    if (!log || Object.keys(published).some((member) => published[member] !== log[member])) diverge("unknown_key", { position: log?.from ?? key.from, why: `keys.json tells of ${key.kid} otherwise than the log` });
    said.delete(key.kid);
  }
  for (const [kid, { from }] of said) diverge("unknown_key", { position: from, why: `keys.json does not tell of ${kid}` });
}

function readManifest(source) {
  const manifest = source.json("manifest.json"), bad = (why) => diverge("not_an_export", { file: "manifest.json", why });
  if (!isObject(manifest) || manifest.format !== "argus-log-export/1") bad("not of the format argus-log-export/1");
  if (["tenant", "origin", "issuer", "root", "exported_at"].some((m) => typeof manifest[m] !== "string")) bad("a member is missing");
  if (!isCount(manifest.size) || !isObject(manifest.head) || !isCount(manifest.head.size) || !Array.isArray(manifest.projections)) bad("a member is missing");
  try { manifest.root = base64(manifest.root, 32); manifest.head.root = base64(manifest.head.root, 32); } catch (error) { bad(error.message); }
  return manifest;
}

function verifyExport(dir, options) {
  let real;
  try { real = realpathSync(dir); if (!statSync(real).isDirectory()) throw new Unreadable(`${dir}: not a directory`); } catch (error) { throw new Unreadable(error.code ? `${dir}: ${error.code}` : error.message); }
  const source = new Export(real), manifest = readManifest(source), note = source.note("checkpoint"), published = source.json("keys.json");
  let keys;
  try { keys = keyHistory(published); } catch (error) { diverge("not_an_export", { file: "keys.json", why: error.message }); }
  const trusted = options.keys.length > 0 ? options.keys : keys;
  if (published.origin !== manifest.origin || note.origin !== manifest.origin) diverge("other_origin", { expected: manifest.origin, found: note.origin === manifest.origin ? published.origin : note.origin });
  verifyNote(note, trusted, options.witnesses, { file: "checkpoint" });
  if (note.size !== manifest.size || !note.root.equals(manifest.root)) diverge("root_differs", { position: note.size, file: "manifest.json", expected: note.root.toString("base64"), found: manifest.root.toString("base64") });

  const since = options.since && readSince(options.since, note, trusted);
  const earlier = source.earlier(), sizes = new Set([...earlier, manifest.head.size, since?.size ?? 0]);
  const envelopes = new Envelopes(manifest.tenant, knownTypes(readFileSync(options.page, "utf8")));
  const walked = walk(source, note.size, sizes, envelopes);
  compareRoots(walked, note, since);
  for (const size of earlier) compareEarlier(source, size, note, trusted, walked.roots);
  if (manifest.head.size < note.size || (manifest.head.size === note.size && !manifest.head.root.equals(note.root))) {
    diverge("head_differs", { position: manifest.head.size, expected: note.root.toString("base64"), found: manifest.head.root.toString("base64") });
  }
  compareKeys(keys, envelopes.keyEvents, note.size);
  return { verified: dir, origin: note.origin, tenant: manifest.tenant, size: note.size, root: note.root.toString("base64"), checkpoints: earlier.length };
}

/** The checkpoint that the auditor kept. A log that has become shorter is told before its keys are looked at: it may have lost them too. */
function readSince(file, note, keys) {
  let since;
  try { since = checkpoint(readOwn(file)); } catch (error) { if (error instanceof SyntaxError || error instanceof TypeError) throw new Unreadable(`${file}: ${error.message}`); throw error; }
  if (since.origin !== note.origin) diverge("other_origin", { file, expected: since.origin, found: note.origin });
  if (since.size > note.size) diverge("log_shrunk", { file, position: note.size, expected: since.size, found: note.size });
  verifyNote(since, keys, [], { file });
  return since;
}

/** Where entries and tiles disagree, the signed root says which of them is right. */
function compareRoots(walked, note, since) {
  const entriesRight = walked.root.equals(note.root);
  if (!entriesRight && walked.entry) { const { name, ...where } = walked.entry; diverge(name, where); }
  if (!entriesRight) diverge("root_differs", { position: note.size, expected: note.root.toString("base64"), found: walked.root.toString("base64") });
  if (walked.tile) diverge("tile_differs", walked.tile);
  const root = since && walked.roots.get(since.size);
  if (since && !root.equals(since.root)) diverge("history_rewritten", { position: since.size, expected: since.root.toString("base64"), found: root.toString("base64") });
}

function compareEarlier(source, size, note, keys, roots) {
  const file = `checkpoints/${size}`, earlier = source.note(file), where = { file, position: size };
  if (earlier.origin !== note.origin) diverge("other_origin", { ...where, expected: note.origin, found: earlier.origin });
  verifyNote(earlier, keys, [], { file });
  if (earlier.size !== size || size > note.size) diverge("checkpoint_inconsistent", { ...where, expected: Math.min(size, note.size), found: earlier.size });
  if (!roots.get(size).equals(earlier.root)) diverge("checkpoint_inconsistent", { ...where, expected: earlier.root.toString("base64"), found: roots.get(size).toString("base64") });
}

// ---- Proofs ---------------------------------------------------------------------------------------------------------------------------

function checkProof(file, options) {
  let proof, note;
  try {
    proof = strictJson(readOwn(file));
    note = checkpoint(Buffer.from(String(proof.checkpoint)));
    proof.path = (proof.inclusion ?? proof.proof).map((hash) => base64(hash, 32));
  } catch (error) { if (error instanceof Unreadable) throw error; return diverge("not_a_proof", { file, why: error.message }); }
  verifyNote(note, options.keys, options.witnesses, { file });
  if (proof.format === "argus-log-proof/1") return checkInclusion(proof, note);
  if (proof.format === "argus-log-consistency/1") return checkConsistency(proof, note, options);
  return diverge("not_a_proof", { file, why: "of another format" });
}

function checkInclusion(proof, note) {
  const bytes = Buffer.from(String(proof.entry), "base64"), { position, size } = proof;
  if (!isCount(position) || size !== note.size || position >= size) diverge("not_a_proof", { position, why: "not of the checkpoint's size" });
  const root = rootOfInclusion(leafHash(bytes), position, size, proof.path);
  if (!root?.equals(note.root)) diverge("root_differs", { position, expected: note.root.toString("base64"), found: root?.toString("base64") ?? null });
  const entry = new Envelopes().parse(bytes, position);
  if (entry.position !== position) diverge("entries_reordered", { position, found: entry.position });
  const issued = entry.type === "token.issued" ? entry.data : entry.data.token;
  if (proof.jti !== undefined && proof.jti !== issued?.jti) diverge("entry_changed", { position, expected: proof.jti, found: issued?.jti ?? null });
  return { verified: "inclusion", origin: note.origin, position, size, type: entry.type, ...(proof.jti ? { jti: proof.jti, digest: issued.digest } : {}) };
}

/** The proof leads from a root that the auditor knows to the one that is signed: the earlier checkpoint is the auditor's own. */
function checkConsistency(proof, note, options) {
  const since = options.since && readSince(options.since, note, options.keys), { first, second } = proof;
  if (!since) throw new Unreadable("a consistency proof is checked against the earlier checkpoint: --since FILE");
  if (second !== note.size || first !== since.size || first > second) diverge("not_a_proof", { position: first, why: "not of the checkpoints' sizes" });
  if (!consistent(first, since.root, second, note.root, proof.path)) diverge("history_rewritten", { position: first });
  return { verified: "consistency", origin: note.origin, first, second };
}

// ---- Command line -----------------------------------------------------------------------------------------------------------------------

function main([command, target, ...rest]) {
  const options = { keys: [], witnesses: [], page: PAGE };
  const take = { "--since": (v) => { options.since = v; }, "--page": (v) => { options.page = v; }, "--keys": (v) => options.keys.push(...keyHistory(strictJson(readOwn(v)))),
    "--key": (v) => options.keys.push(noteKey(v)), "--witness": (v) => options.witnesses.push(noteKey(v)) };
  const run = { verify: verifyExport, check: checkProof }[command];
  if (!run || !target || rest.length % 2 !== 0) return usage("");
  for (let i = 0; i < rest.length; i += 2) {
    try { (take[rest[i]] ?? usage)(rest[i + 1]); } catch (error) { return usage(`${rest[i]}: ${error.message}`); }
  }
  try { console.log(JSON.stringify(run(target, options))); return 0; } catch (error) {
    if (error instanceof Divergence) { console.log(JSON.stringify(error.report)); return 1; }
    if (error instanceof Unreadable) { console.error(error.message); return 3; }
    throw error;
  }
}

function usage(why) {
  console.error(`${why}\nnode verify.mjs verify DIR [--since FILE] [--key K]... [--witness K]... | check PROOF (--keys FILE | --key K) [--since FILE]`);
  return 2;
}

process.exitCode = main(process.argv.slice(2));
