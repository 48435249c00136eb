// Logs and exports, made by hand from docs/audit-log-format.md.
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const sha256 = (...parts) => { const hash = createHash("sha256"); for (const part of parts) hash.update(part); return hash.digest(); };
export const leaf = (entry) => sha256(Buffer.from([0]), entry);
const rootOf = (hashes) => {
  if (hashes.length < 2) return hashes[0] ?? sha256();
  return sha256(Buffer.from([1]), rootOf(hashes.slice(0, half(hashes.length))), rootOf(hashes.slice(half(hashes.length))));
};
export const canonical = (value) => value === null || typeof value !== "object" ? JSON.stringify(value)
  : Array.isArray(value) ? `[${value.map(canonical)}]` : `{${Object.keys(value).sort().map((k) => `${JSON.stringify(k)}:${canonical(value[k])}`)}}`;
const half = (n) => { let k = 1; while (k * 2 < n) k *= 2; return k; };
const inclusion = (m, hashes) => hashes.length < 2 ? [] : m < half(hashes.length) ? [...inclusion(m, hashes.slice(0, half(hashes.length))), rootOf(hashes.slice(half(hashes.length)))]
  : [...inclusion(m - half(hashes.length), hashes.slice(half(hashes.length))), rootOf(hashes.slice(0, half(hashes.length)))];
const subproof = (m, hashes, known) => {
  if (m === hashes.length) return known ? [] : [rootOf(hashes)];
  const k = half(hashes.length), left = hashes.slice(0, k), right = hashes.slice(k);
  return m <= k ? [...subproof(m, left, known), rootOf(right)] : [...subproof(m - k, right, false), rootOf(left)];
};
const u64 = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64BE(BigInt(value)); return bytes; };

// ---- Keys --------------------------------------------------------------------------------------------------------------------------------

export class Key {
  constructor(origin) {
    Object.assign(this, { origin, rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }), ed25519: generateKeyPairSync("ed25519") });
    this.spki = this.rsa.publicKey.export({ format: "der", type: "spki" });
    this.ed = this.ed25519.publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const { kty, n, e } = this.rsa.publicKey.export({ format: "jwk" });
    this.jwk = { kty, n, e }; this.kid = sha256(canonical({ e, kty, n })).toString("base64url");
  }
  id(type) { return sha256(this.origin, Buffer.from([0x0a, type]), type === 5 ? sha256(this.spki) : this.ed).subarray(0, 4); }
  noteKey(type) { return `${this.origin}+${this.id(type).toString("hex")}+${Buffer.concat([Buffer.from([type]), type === 5 ? this.spki : this.ed]).toString("base64")}`; }
  line(type, signature) { return `\u2014 ${this.origin} ${Buffer.concat([this.id(type), signature]).toString("base64")}\n`; }

  sign(size, root, at) {
    const text = `${this.origin}\n${size}\n${root.toString("base64")}\n`, time = u64(at);
    const rsa = sign("sha256", Buffer.concat([Buffer.from([0, 1]), time, u64(size), root]), this.rsa.privateKey), length = Buffer.from([rsa.length >> 8, rsa.length & 255]);
    return `${text}\n${this.line(5, Buffer.concat([time, Buffer.from([4, 1]), length, rsa]))}${this.line(1, sign(null, Buffer.from(text), this.ed25519.privateKey))}`;
  }

  cosign(note, seconds) {
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    return note + this.line(4, Buffer.concat([u64(seconds), sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), this.ed25519.privateKey)]));
  }
}

// ---- A log and its export --------------------------------------------------------------------------------------------------------------------

export const ORIGIN = "auth.example.com/t/acme", BEGIN = Date.UTC(2026, 0, 31, 9), AT = 1769850000;

export class Log {
  entries = []; versions = new Map(); checkpoints = []; keys = []; projections = [];
  constructor(origin = ORIGIN, tenant = "acme") { Object.assign(this, { origin, tenant }); }

  append(stream, type, data, changes = {}) {
    const version = this.versions.get(stream) ?? 0, position = this.entries.length;
    this.versions.set(stream, version + 1);
    const time = new Date(BEGIN + position * 1000).toISOString().replace(/\.(\d{3})Z/, ".$1000Z");
    this.entries.push(Buffer.from(canonical({ actor: "node:first-start", context: {}, correlation_id: `start:${position}`, data, position, stream, stream_version: version,
      tenant: this.tenant, time, type, type_version: 1, ...changes })));
    return this;
  }

  rotate(key = new Key(this.origin)) {
    const old = this.keys.at(-1);
    if (old) { old.retired = this.entries.length; this.append("log-keys", "log_key.retired", { at: AT, kid: old.key.kid }); }
    this.keys.push({ key, activated: this.entries.length });
    return this.append("log-keys", "log_key.activated", { at: AT, bits: 2048, custody: "file", ed25519: key.ed.toString("base64url"), kid: key.kid, n: key.jwk.n, origin: this.origin });
  }

  tokens(count, changes) {
    for (let i = 0; i < count; i++) {
      const jti = sha256(`${this.entries.length}`).toString("hex").slice(0, 25) + "0", at = AT + this.entries.length;
      this.append(`token:${jti}`, "token.issued", { aud: ["https://api.acme.example"], client_id: "billing", digest: sha256(jti).toString("base64url"), exp: at + 300, iat: at, jti, kid: "k1", scope: "orders.read", sub: "client:billing" }, changes);
    }
    return this;
  }

  root(size = this.entries.length) { return rootOf(this.entries.slice(0, size).map(leaf)); }
  note(size = this.entries.length, key = this.keys.at(-1).key) { return key.sign(size, this.root(size), BEGIN + size * 1000); }
  checkpoint() { this.checkpoints.push({ size: this.entries.length, note: this.note() }); return this; }

  keysJson() {
    const time = new Date(AT * 1000).toISOString();
    return { origin: this.origin, keys: this.keys.map(({ key, activated, retired }) => ({ kid: key.kid, jwk: key.jwk, note_key: key.noteKey(5), ed25519_note_key: key.noteKey(1), activated_at: time,
      activated_position: activated, ...(retired === undefined ? {} : { retired_at: time, retired_position: retired }) })) };
  }

  write(dir) {
    const size = this.entries.length, root = this.root().toString("base64");
    const put = (name, bytes) => { mkdirSync(dirname(join(dir, name)), { recursive: true }); writeFileSync(join(dir, name), bytes); };
    for (let n = 0; n * 256 < size; n++) put(tilePath("entries", n, Math.min(256, size - n * 256)), bundle(this.entries.slice(n * 256, n * 256 + 256)));
    for (let level = 0, hashes = this.entries.map(leaf); hashes.length > 0; level++) {
      for (let n = 0; n * 256 < hashes.length; n++) put(tilePath(level, n, Math.min(256, hashes.length - n * 256)), Buffer.concat(hashes.slice(n * 256, n * 256 + 256)));
      hashes = Array.from({ length: Math.floor(hashes.length / 256) }, (_, n) => rootOf(hashes.slice(n * 256, n * 256 + 256)));
    }
    put("keys.json", JSON.stringify(this.keysJson()));
    for (const { size: at, note } of this.checkpoints.filter((c) => c.size < size)) put(`checkpoints/${at}`, note);
    put("checkpoint", this.note());
    put("manifest.json", JSON.stringify({ format: "argus-log-export/1", tenant: this.tenant, origin: this.origin, issuer: `https://${this.origin}`, size, root, exported_at: "2026-02-01T00:00:00Z", head: { size, root }, projections: this.projections }));
  }

  proof(position, size = this.entries.length) {
    const entry = this.entries[position], path = inclusion(position, this.entries.slice(0, size).map(leaf)), { type, data } = JSON.parse(entry);
    return { format: "argus-log-proof/1", ...(type === "token.issued" ? { jti: data.jti } : {}), position, size, entry: entry.toString("base64"), inclusion: path.map((h) => h.toString("base64")), checkpoint: this.note(size, this.keyAt(size)) };
  }

  consistency(first, second = this.entries.length) {
    const proof = first === 0 || first === second ? [] : subproof(first, this.entries.slice(0, second).map(leaf), true);
    return { format: "argus-log-consistency/1", first, second, proof: proof.map((h) => h.toString("base64")), checkpoint: this.note(second, this.keyAt(second)) };
  }

  /** The same log with the entries that `change` makes of its own, signed again with the same keys: what an operator can do. */
  forged(change) {
    const log = new Log(this.origin, this.tenant);
    log.entries = change([...this.entries]);
    const size = log.entries.length;
    log.keys = this.keys.filter((k) => k.activated < size).map((k) => k.retired < size ? k : { ...k, retired: undefined });
    log.checkpoints = this.checkpoints.filter((c) => c.size < size).map((c) => ({ size: c.size, note: log.note(c.size, log.keyAt(c.size)) }));
    return log;
  }

  keyAt(size) { return this.keys.find((k) => k.activated < size && !(k.retired < size)).key; }
}

const tilePath = (level, n, width) => {
  const groups = [];
  for (let rest = n, first = true; first || rest > 0; rest = Math.floor(rest / 1000), first = false) groups.unshift((first ? "" : "x") + String(rest % 1000).padStart(3, "0"));
  return `tile/${level}/${groups.join("/")}${width < 256 ? `.p/${width}` : ""}`;
};
export const bundle = (entries) => Buffer.concat(entries.flatMap((entry) => [Buffer.from([entry.length >> 8, entry.length & 255]), entry]));
export const changed = (entry, change) => Buffer.from(canonical({ ...JSON.parse(entry), ...change }));
