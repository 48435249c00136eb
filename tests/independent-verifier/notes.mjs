// Checkpoints, and the keys that sign them.
import { createPublicKey, verify as verifySignature } from "node:crypto";
import { base64, canonical, isCount, onlyMembers, utf8 } from "./json.mjs";
import { diverge } from "./report.mjs";
import { sha256 } from "./tree.mjs";

const spki = (type, key) => createPublicKey({ key: type === 5 ? key : Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]), format: "der", type: "spki" });
const u64 = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64BE(BigInt(value)); return bytes; };

/** A note key in text form: name+id+base64 of the type's byte and the key. */
export function noteKey(text) {
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
export function keyHistory(document, origin = document.origin) {
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
export function checkpoint(bytes) {
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
export function verifyNote(note, { keys, pinned }, witnesses, where) {
  const lineOf = (key) => note.lines.filter((line) => line.name === key.name && line.id === key.id);
  const counting = keys.filter((key) => key.from < note.size && key.until >= note.size);
  for (const key of [...counting, ...witnesses]) {
    if (lineOf(key).some((line) => !isGood(line, key, note))) diverge("signature_bad", { ...where, position: note.size, key: `${key.name}+${key.id}` });
  }
  if (!counting.some((key) => (pinned || key.type === 5) && lineOf(key).length > 0)) diverge("unknown_key", { ...where, position: note.size });
  for (const witness of witnesses.filter((key) => lineOf(key).length === 0)) diverge("not_witnessed", { ...where, position: note.size, key: witness.name });
}
