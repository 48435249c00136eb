// Proofs: of one entry, and of two sizes.
import { readOwn } from "./files.mjs";
import { parseEntry } from "./entries.mjs";
import { base64, isCount, strictJson } from "./json.mjs";
import { checkpoint, verifyNote } from "./notes.mjs";
import { NoProof, Unreadable, diverge } from "./report.mjs";
import { consistent, leafHash, rootOfInclusion } from "./tree.mjs";
import { readSince } from "./verification.mjs";

export function checkProof(file, options) {
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
  const entry = parseEntry(bytes, position);
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
