#!/usr/bin/env node
// Writes correct, damaged and hostile exports, made by hand from docs/audit-log-format.md, so that verifiers can be compared on them.
//
//   node fixtures.mjs DIR     one line of JSON each on stdout: {"name", "command", "target", "args", "exit", "divergence", "position"}; the last two are absent where it is good
import { generateKeyPairSync, sign } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BEGIN, Key, Log, ORIGIN, bundle, canonical, changed, leaf, sha256 } from "./fixture-log.mjs";
import { histories } from "./fixture-histories.mjs";

const SIZE = 700, out = process.argv[2];
const log = new Log().rotate().append("tenant", "tenant.created", { display_name: "Acme", hosts: [], policy: {}, tenant: "acme" }).tokens(98).checkpoint().tokens(199).rotate().checkpoint().tokens(SIZE - 301).checkpoint();
const other = new Log("auth.example.com/t/other", "other").rotate().tokens(699);
const witness = new Key("witness.example"), stranger = new Key(ORIGIN);
const since = join(out, "since.note"), rsa = log.keys[1].key.noteKey(5), oldRsa = log.keys[0].key.noteKey(5);

mkdirSync(out, { recursive: true });
writeFileSync(since, log.checkpoints[1].note);
log.write(join(out, "good"));
writeFileSync(join(out, "good", "left-over"), "not a part of the export");

function emit(name, expected, options = {}) { console.log(JSON.stringify({ name, command: options.command ?? "verify", target: join(out, options.target ?? name), args: options.args ?? [], exit: expected === null ? 0 : options.exit ?? 1, ...(expected === null ? {} : { divergence: expected, position: options.position }) })); }

/** A copy of the good export with something done to it. */
function damage(name, found, position, act, args) {
  const dir = join(out, name);
  cpSync(join(out, "good"), dir, { recursive: true });
  act((file) => join(dir, file), (file, edit) => writeFileSync(join(dir, file), edit(readFileSync(join(dir, file)))));
  emit(name, found, { position, args });
}

/** An export of another history than the one whose checkpoint the auditor kept. */
function history(name, made, found, position, args) { made.write(join(out, name)); emit(name, found, { position, args }); }

const flip = (at) => (bytes) => { const copy = Buffer.from(bytes); copy[at < 0 ? copy.length + at : at] ^= 1; return copy; };
const json = (edit) => (bytes) => { const value = JSON.parse(bytes); return JSON.stringify(edit(value) ?? value); };
const rebundle = (edit) => (bytes) => { const entries = []; for (let at = 0; at < bytes.length;) { const end = at + 2 + bytes.readUInt16BE(at); entries.push(bytes.subarray(at + 2, end)); at = end; } return bundle(edit(entries) ?? entries); };
const resigned = (line) => (note) => { const lines = String(note).split("\n"), [dash, name, signature] = lines[line].split(" "); lines[line] = [dash, name, flip(-20)(Buffer.from(signature, "base64")).toString("base64")].join(" "); return lines.join("\n"); };
const swap = (list, a, b) => { [list[a], list[b]] = [list[b], list[a]]; };

// Good ones.
emit("good", null);
emit("good-since", null, { target: "good", args: ["--since", since] });
emit("good-pinned", null, { target: "good", args: ["--key", rsa, "--key", oldRsa] });
for (const size of [1, 2, 255, 256, 257, 512]) { new Log().rotate().tokens(size - 1).write(join(out, `good-${size}`)); emit(`good-${size}`, null); }
damage("good-earlier-partial-tiles", null, undefined, (path) => {
  mkdirSync(path("tile/0/001.p")); mkdirSync(path("tile/entries/001.p"));
  writeFileSync(path("tile/0/001.p/44"), Buffer.concat(log.entries.slice(256, 300).map(leaf)));
  writeFileSync(path("tile/entries/001.p/44"), bundle(log.entries.slice(256, 300)));
});
damage("good-cosigned", null, undefined, (path, edit) => edit("checkpoint", (note) => witness.cosign(String(note), 1769860000)), ["--witness", witness.noteKey(4)]);
damage("good-unknown-line", null, undefined, (path, edit) => edit("checkpoint", (note) => witness.cosign(String(note), 1769860000)));

// Damaged ones: somebody changed the files.
damage("byte-of-an-entry", "entry_changed", 300, (path, edit) => edit("tile/entries/001", rebundle((e) => { e[44] = flip(30)(e[44]); })));
damage("first-entry", "entry_changed", 0, (path, edit) => edit("tile/entries/000", rebundle((e) => { e[0] = flip(30)(e[0]); })));
damage("last-entry", "entry_changed", 699, (path, edit) => edit("tile/entries/002.p/188", rebundle((e) => { e[187] = flip(-3)(e[187]); })));
damage("time-of-an-entry", "entry_changed", 400, (path, edit) => edit("tile/entries/001", rebundle((e) => { e[144] = changed(e[144], { time: "2026-01-31T08:00:00.000000Z" }); })));
damage("length-of-an-entry", "entry_changed", 256, (path, edit) => edit("tile/entries/001", flip(1)));
damage("neighbours-swapped", "entries_reordered", 300, (path, edit) => edit("tile/entries/001", rebundle((e) => swap(e, 44, 45))));
damage("two-swapped", "entries_reordered", 300, (path, edit) => edit("tile/entries/001", rebundle((e) => swap(e, 44, 144))));
damage("entry-dropped", "entry_missing", 300, (path, edit) => edit("tile/entries/001", rebundle((e) => { e.splice(44, 1); })));
damage("middle-dropped", "entry_missing", 300, (path, edit) => edit("tile/entries/001", rebundle((e) => { e.splice(44, 10); })));
damage("last-of-a-bundle-dropped", "entry_missing", 511, (path, edit) => edit("tile/entries/001", rebundle((e) => { e.pop(); })));
damage("one-too-many-in-a-bundle", "entry_inserted", 512, (path, edit) => edit("tile/entries/001", rebundle((e) => { e.push(e[0]); })));
damage("entry-inserted", "entry_inserted", 300, (path, edit) => edit("tile/entries/001", rebundle((e) => { e.splice(44, 0, changed(e[44], { actor: "client:billing" })); })));
damage("entry-of-another-tenant", "entry_changed", 300, (path, edit) => edit("tile/entries/001", rebundle((e) => { e[44] = changed(e[44], { tenant: "other" }); })));
damage("bundle-cut", "truncated", 511, (path, edit) => edit("tile/entries/001", (b) => b.subarray(0, -1)));
damage("bundle-gone", "truncated", 256, (path) => rmSync(path("tile/entries/001")));
damage("last-bundle-gone", "truncated", 512, (path) => rmSync(path("tile/entries/002.p"), { recursive: true }));
damage("tile-flipped", "tile_differs", 300, (path, edit) => edit("tile/0/001", flip(44 * 32)));
damage("upper-tile-flipped", "tile_differs", 256, (path, edit) => edit("tile/1/000.p/2", flip(32)));
damage("tile-cut", "truncated", 256, (path, edit) => edit("tile/0/001", (b) => b.subarray(0, -1)));
damage("tile-gone", "truncated", 256, (path) => rmSync(path("tile/0/001")));
damage("tiles-exchanged", "tile_differs", 0, (path) => { renameSync(path("tile/0/000"), path("x")); renameSync(path("tile/0/001"), path("tile/0/000")); renameSync(path("x"), path("tile/0/001")); });
damage("bundles-exchanged", "entry_changed", 0, (path) => { renameSync(path("tile/entries/000"), path("x")); renameSync(path("tile/entries/001"), path("tile/entries/000")); renameSync(path("x"), path("tile/entries/001")); });
damage("signature-flipped", "signature_bad", SIZE, (path, edit) => edit("checkpoint", resigned(4)));
damage("ed25519-flipped", "signature_bad", SIZE, (path, edit) => edit("checkpoint", resigned(5)));
damage("root-of-the-checkpoint", "root_differs", SIZE, (path, edit) => edit("checkpoint", (note) => String(note).replace(/\n700\n[^\n]+/, `\n700\n${sha256("x").toString("base64")}`)));
damage("signed-by-a-stranger", "unknown_key", SIZE, (path, edit) => edit("checkpoint", () => stranger.sign(SIZE, log.root(), BEGIN)));
damage("signed-by-a-retired-key", "unknown_key", SIZE, (path, edit) => edit("checkpoint", () => log.note(SIZE, log.keys[0].key)));
damage("checkpoint-with-a-line-of-the-retired-key", null, undefined, (path, edit) => edit("checkpoint", (note) => String(note) + log.note(SIZE, log.keys[0].key).split("\n")[4] + "\n"));
damage("pinned-by-ed25519", null, undefined, () => {}, ["--key", log.keys[1].key.noteKey(1), "--key", log.keys[0].key.noteKey(1)]);
damage("pinned-without-keys-json", null, undefined, (path) => rmSync(path("keys.json")), ["--key", rsa, "--key", oldRsa]);
damage("without-rsa", "unknown_key", SIZE, (path, edit) => edit("checkpoint", (note) => { const lines = String(note).split("\n"); lines.splice(4, 1); return lines.join("\n"); }));
damage("another-pinned", "unknown_key", SIZE, () => {}, ["--key", stranger.noteKey(5)]);
for (const [name, type] of [["rsa", 5], ["ed25519", 1]]) {
  damage(`another-log-under-a-pinned-${name}-key`, "signature_bad", SIZE, (path, edit) => {
    const key = log.keys[1].key, origin = other.origin;
    edit("manifest.json", json((m) => { m.origin = origin; }));
    edit("checkpoint", (note) => {
      const text = String(note).split("\n\n")[0].replace(key.origin, origin) + "\n", line = String(note).split("\n").find((l) => l.startsWith("\u2014"));
      return `${text}\n${type === 5 ? line + "\n" : key.line(1, sign(null, Buffer.from(text), key.ed25519.privateKey))}`;
    });
  }, ["--key", log.keys[1].key.noteKey(type)]);
}
damage("not-cosigned", "not_witnessed", SIZE, () => {}, ["--witness", witness.noteKey(4)]);
damage("badly-cosigned", "signature_bad", SIZE, (path, edit) => edit("checkpoint", (note) => String(note) + witness.cosign(log.note(100, log.keys[0].key), 1769860000).split("\n").at(-2) + "\n"), ["--witness", witness.noteKey(4)]);
damage("earlier-checkpoint-flipped", "signature_bad", 100, (path, edit) => edit("checkpoints/100", resigned(4)));
damage("earlier-checkpoint-of-another-size", "checkpoint_inconsistent", 100, (path) => renameSync(path("checkpoints/301"), path("checkpoints/100")));
damage("earlier-checkpoint-of-a-fork", "checkpoint_inconsistent", 301, (path, edit) => edit("checkpoints/301", () => log.keys[1].key.sign(301, sha256("fork"), BEGIN)));
damage("manifest-root", "root_differs", SIZE, (path, edit) => edit("manifest.json", json((m) => { m.root = sha256("x").toString("base64"); })));
damage("head-behind", "head_differs", 301, (path, edit) => edit("manifest.json", json((m) => { m.head = { size: 301, root: log.root(301).toString("base64") }; })));
damage("head-another", "head_differs", SIZE, (path, edit) => edit("manifest.json", json((m) => { m.head.root = sha256("x").toString("base64"); })));

// Rewritten ones: the operator has the keys and signed again.
history("fork-signed-again", log.forged((e) => { e[250] = changed(e[250], { actor: "client:other" }); return e; }), "history_rewritten", 301, ["--since", since]);
history("tail-dropped-signed-again", log.forged((e) => e.slice(0, 301)), null);
history("rolled-back", log.forged((e) => e.slice(0, 299)), "unknown_key", 301, ["--since", since]);
writeFileSync(join(out, "last.note"), log.note());
history("rolled-back-behind-a-rotation", log.forged((e) => e.slice(0, 400)), "log_shrunk", 400, ["--since", join(out, "last.note")]);
history("time-runs-back-signed", log.forged((e) => { e[400] = changed(e[400], { time: "2026-01-31T09:00:00.000000Z" }); return e; }), "time_runs_back", 400);
history("tenant-re-wrapped-signed", log.forged((e) => { e[400] = changed(e[400], { tenant: "other" }); return e; }), "other_tenant", 400);
history("position-twice-signed", log.forged((e) => { e[400] = changed(e[400], { position: 399 }); return e; }), "entries_reordered", 400);
history("swapped-signed", log.forged((e) => { swap(e, 400, 401); return e; }), "entry_missing", 400);
{ const mixed = log.forged((e) => e); mixed.write(join(out, "since-of-another-log")); writeFileSync(join(out, "other.note"), other.note()); emit("since-of-another-log", "other_origin", { args: ["--since", join(out, "other.note")] }); }
{ const wrong = log.forged((e) => e), dir = join(out, "root-signed-wrong"); wrong.write(dir); const root = sha256("x"); writeFileSync(join(dir, "checkpoint"), log.keys[1].key.sign(SIZE, root, BEGIN)); const m = JSON.parse(readFileSync(join(dir, "manifest.json"))); m.root = m.head.root = root.toString("base64"); writeFileSync(join(dir, "manifest.json"), JSON.stringify(m)); emit("root-signed-wrong", "root_differs", { position: SIZE }); }

// What a reader of envelopes alone does not see: the log's own node wrote it and signed it.
history("envelope-not-canonical", log.forged((e) => { e[400] = Buffer.from(JSON.stringify(JSON.parse(e[400]), null, 1)); return e; }), "not_an_entry", 400);
history("envelope-unknown-type", log.forged((e) => { e[400] = changed(e[400], { type: "token.invented" }); return e; }), "unreadable_entry", 400);
history("envelope-unknown-member", log.forged((e) => { e[400] = changed(e[400], { data: { ...JSON.parse(e[400]).data, price: 1 } }); return e; }), "unreadable_entry", 400);
history("envelope-unknown-stream", log.forged((e) => { e[400] = changed(e[400], { stream: "invented:1", stream_version: 0 }); return e; }), "unreadable_entry", 400);
history("envelope-member-twice", log.forged((e) => { e[400] = Buffer.from(String(e[400]).replace('"type_version":1', '"type_version":1,"type_version":1')); return e; }), "not_an_entry", 400);
history("envelope-inner-member-twice", log.forged((e) => { e[400] = Buffer.from(String(e[400]).replace('"context":{}', '"context":{},"context":{}')); return e; }), "unreadable_entry", 400);
history("envelope-invalid-utf-8", log.forged((e) => { const bytes = Buffer.from(e[400]); bytes[bytes.indexOf("billing") + 1] = 0xff; e[400] = bytes; return e; }), "unreadable_entry", 400);
history("stream-with-a-gap", log.forged((e) => { e[400] = changed(e[400], { stream_version: 1 }); return e; }), "stream_gap", 400);
history("key-that-keys-json-hides", (() => { const hidden = log.forged((e) => e), keysJson = hidden.keysJson(); keysJson.keys.shift(); hidden.keysJson = () => keysJson; hidden.checkpoints = []; return hidden; })(), "keys_differ", 0);
damage("keys-of-another-time", "keys_differ", 300, (path, edit) => edit("keys.json", json((k) => { k.keys[1].activated_at = "2026-01-30T00:00:00Z"; })));
damage("keys-of-another-history", "keys_differ", 300, (path, edit) => edit("keys.json", json((k) => { k.keys[1].activated_position = 299; })));

// Hostile ones.
damage("mixed-checkpoint", "other_origin", 700, (path, edit) => edit("checkpoint", () => other.note()));
damage("mixed-keys", "other_origin", undefined, (path, edit) => edit("keys.json", () => JSON.stringify(other.keysJson())));
damage("mixed-tiles", "other_tenant", 0, (path) => { other.write(path("other")); rmSync(path("tile"), { recursive: true }); renameSync(path("other/tile"), path("tile")); });
damage("no-manifest", "not_an_export", undefined, (path) => rmSync(path("manifest.json")));
damage("no-checkpoint", "not_an_export", undefined, (path) => rmSync(path("checkpoint")));
damage("no-keys", "not_an_export", undefined, (path) => rmSync(path("keys.json")));
damage("manifest-twice-a-member", "not_an_export", undefined, (path, edit) => edit("manifest.json", (m) => String(m).replace('"size":700', '"size":700,"size":701')));
damage("keys-twice-a-member", "not_an_export", undefined, (path, edit) => edit("keys.json", (m) => String(m).replace('"origin":', '"origin":"x","origin":')));
damage("manifest-invalid-utf-8", "not_an_export", undefined, (path, edit) => edit("manifest.json", (m) => { m[m.indexOf("acme")] = 0xff; return m; }));
damage("checkpoint-invalid-utf-8", "not_an_export", undefined, (path, edit) => edit("checkpoint", (m) => { m[3] = 0xff; return m; }));
damage("manifest-with-another-member", "not_an_export", undefined, (path, edit) => edit("manifest.json", json((m) => { m.more = 1; })));
damage("manifest-of-another-size", "checkpoint_inconsistent", SIZE, (path, edit) => edit("manifest.json", json((m) => { m.size = 699; })));
damage("manifest-deep", "not_an_export", undefined, (path, edit) => edit("manifest.json", () => "[".repeat(200000)));
damage("manifest-gigantic-size", "not_an_export", undefined, (path, edit) => edit("manifest.json", (m) => String(m).replaceAll('"size":700', '"size":9999999999999999999999')));
damage("manifest-negative-size", "not_an_export", undefined, (path, edit) => edit("manifest.json", (m) => String(m).replaceAll('"size":700', '"size":-1')));
damage("checkpoint-gigantic-size", "not_an_export", undefined, (path, edit) => edit("checkpoint", (m) => String(m).replace("\n700\n", "\n99999999999999999999999999\n")));
damage("checkpoint-size-with-zeros", "not_an_export", undefined, (path, edit) => edit("checkpoint", (m) => String(m).replace("\n700\n", "\n0700\n")));
damage("signed-gigantic-size", "truncated", 0, (path, edit) => {
  const size = 4000000000000000, root = sha256("x");
  edit("checkpoint", () => log.keys[1].key.sign(size, root, BEGIN));
  edit("manifest.json", json((m) => { m.size = m.head.size = size; m.root = m.head.root = root.toString("base64"); }));
});
damage("checkpoints-gigantic-name", null, undefined, (path) => writeFileSync(path("checkpoints/4000000000000000"), log.keys[1].key.sign(4000000000000000, sha256("x"), BEGIN)));
damage("sparse-bundle", "tile_differs", 256, (path) => truncateSync(path("tile/entries/001"), 1 << 30));
damage("sparse-tile", "tile_differs", 256, (path) => truncateSync(path("tile/0/001"), 1 << 30));
damage("sparse-manifest", "not_an_export", undefined, (path) => truncateSync(path("manifest.json"), 1 << 30));
damage("sparse-checkpoint", "not_an_export", undefined, (path) => truncateSync(path("checkpoint"), 1 << 30));
damage("sparse-keys", "not_an_export", undefined, (path) => truncateSync(path("keys.json"), 1 << 30));
damage("sparse-earlier-checkpoint", "checkpoint_inconsistent", 100, (path) => truncateSync(path("checkpoints/100"), 1 << 30));
damage("directory-for-manifest", "not_an_export", undefined, (path) => { rmSync(path("manifest.json")); mkdirSync(path("manifest.json")); });
damage("earlier-checkpoint-that-is-none", "checkpoint_inconsistent", 100, (path, edit) => edit("checkpoints/100", () => "nothing"));
damage("directory-for-checkpoint", "not_an_export", 100, (path) => { rmSync(path("checkpoints/100")); mkdirSync(path("checkpoints/100")); });
damage("directory-for-bundle", "not_an_export", 256, (path) => { rmSync(path("tile/entries/001")); mkdirSync(path("tile/entries/001")); });
damage("directory-for-tile", "not_an_export", 256, (path) => { rmSync(path("tile/0/001")); mkdirSync(path("tile/0/001")); });
damage("file-for-tiles", "truncated", 0, (path) => { rmSync(path("tile"), { recursive: true }); writeFileSync(path("tile"), "x"); });
damage("link-out", "not_an_export", 256, (path) => { rmSync(path("tile/entries/001")); symlinkSync("/etc/passwd", path("tile/entries/001")); });
damage("link-within", "not_an_export", undefined, (path) => { renameSync(path("keys.json"), path("keys")); symlinkSync("keys", path("keys.json")); });
damage("link-up", "not_an_export", 100, (path) => { rmSync(path("checkpoints"), { recursive: true }); symlinkSync("../good/checkpoints", path("checkpoints")); });
damage("link-to-itself", "not_an_export", undefined, (path) => { rmSync(path("keys.json")); symlinkSync("keys.json", path("keys.json")); });
damage("link-to-a-device", "not_an_export", 256, (path) => { rmSync(path("tile/0/001")); symlinkSync("/dev/zero", path("tile/0/001")); });
for (const [file, bytes] of [["tile/0/001.p/44", Buffer.alloc(44 * 32)], ["tile/entries/001.p/44", Buffer.alloc(900)], ["tile/1/000.p/1", Buffer.alloc(32)]]) {
  damage(`earlier-partial-that-lies-${file.split("/")[1]}`, "tile_differs", file.includes("/1/") ? 0 : 256, (path) => { mkdirSync(dirname(path(file)), { recursive: true }); writeFileSync(path(file), bytes); });
}
damage("partial-tile-that-lies", "tile_differs", 600, (path, edit) => edit("tile/0/002.p/188", flip(88 * 32)));
damage("key-with-a-wrong-id", "not_an_export", undefined, (path, edit) => edit("keys.json", json((k) => { k.keys[0].note_key = k.keys[0].note_key.replace(/\+[0-9a-f]{8}\+/, "+00000000+"); })));
damage("key-of-1024-bits", "not_an_export", undefined, (path, edit) => edit("keys.json", json((k) => { const spki = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "der", type: "spki" }); const id = sha256(ORIGIN, Buffer.from([0x0a, 5]), sha256(spki)).subarray(0, 4); k.keys[0].note_key = `${ORIGIN}+${id.toString("hex")}+${Buffer.concat([Buffer.from([5]), spki]).toString("base64")}`; })));
emit("nothing-there", undefined, { exit: 3 });
mkdirSync(join(out, "empty")); emit("empty", "not_an_export");

// Proofs.
const keysFile = join(out, "good", "keys.json");
function proof(name, found, position, made, args = []) {
  writeFileSync(join(out, `${name}.json`), typeof made === "string" ? made : JSON.stringify(made));
  emit(name, found, { command: "check", target: `${name}.json`, position, args: ["--keys", keysFile, ...args] });
}
for (const position of [0, 1, 255, 256, 299, 300, 699]) proof(`proof-of-${position}`, null, undefined, log.proof(position));
proof("proof-of-old-size", null, undefined, log.proof(42, 100));
proof("proof-of-another-entry", "proof_wrong", 400, { ...log.proof(400), entry: log.proof(401).entry });
proof("proof-at-another-position", "proof_wrong", 401, { ...log.proof(400), position: 401 });
proof("proof-with-a-hash-more", "proof_wrong", 400, { ...log.proof(400), inclusion: [...log.proof(400).inclusion, sha256("x").toString("base64")] });
proof("proof-with-a-hash-less", "proof_wrong", 400, { ...log.proof(400), inclusion: log.proof(400).inclusion.slice(1) });
proof("proof-of-another-jti", "other_token", 400, { ...log.proof(400), jti: log.proof(401).jti });
proof("proof-of-another-size", "proof_wrong", 400, { ...log.proof(400), size: 699 });
proof("proof-beyond-the-size", "proof_wrong", 700, { ...log.proof(400), position: 700 });
proof("proof-with-a-bad-signature", "signature_bad", undefined, { ...log.proof(400), checkpoint: resigned(4)(log.note()) });
proof("proof-of-a-stranger", "unknown_key", undefined, { ...log.proof(400), checkpoint: stranger.sign(SIZE, log.root(), BEGIN) });
proof("proof-of-another-format", undefined, undefined, { ...log.proof(400), format: "argus-log-proof/2" });
proof("proof-twice-a-member", undefined, undefined, JSON.stringify(log.proof(400)).replace('"size":700', '"size":700,"size":700'));
proof("proof-that-is-none", undefined, undefined, "[1,2");
for (const [first, second] of [[100, 301], [301, 700]]) { const kept = join(out, `at-${first}.note`); writeFileSync(kept, log.note(first, log.keyAt(first))); proof(`consistency-${first}-${second}`, null, undefined, log.consistency(first, second), ["--since", kept]); }
proof("consistency-of-a-fork", "proof_wrong", 301, log.forged((e) => { e[250] = changed(e[250], { actor: "client:other" }); return e; }).consistency(301), ["--since", since]);
proof("consistency-of-another-size", "proof_wrong", 300, log.consistency(300), ["--since", since]);

// What a hash does not see: projections that are not what the entries make, and histories that cannot be.
for (const { name, made, found, position } of histories()) {
  made.write(join(out, name));
  emit(name, found, { command: "replay", position });
}
