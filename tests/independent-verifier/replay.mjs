// Folds an export's entries: what nodes must know of it, and whether such a history can be.
import { Export, manifestOf, unframe } from "./export.mjs";
import { Envelopes } from "./entries.mjs";
import { BUNDLE, MIB } from "./files.mjs";
import { History } from "./history/all.mjs";
import { readPage } from "./page.mjs";
import { Projections } from "./projections/all.mjs";
import { Divergence, diverge } from "./report.mjs";

/** Makes every projection of the manifest anew, and looks for what cannot have happened. The entries are believed: `verify` says whether they may be. */
export function replayExport(dir, options) {
  const source = new Export(dir), manifest = source.document("manifest.json", MIB, manifestOf), envelopes = new Envelopes(manifest.tenant, readPage(options.page));
  const projections = new Projections(), history = new History(), claims = manifest.projections.map((claim) => ({ ...claim, result: "beyond" }));
  const compare = (position) => { for (const claim of claims.filter((c) => c.position === position)) Object.assign(claim, resultOf(claim, projections)); };
  let position = -1;
  compare(position);
  for (const bytes of entriesOf(source, manifest.size)) {
    const entry = envelopes.check(bytes, ++position);
    if (history.take(entry)) projections.take(entry);
    compare(position);
  }
  return report(manifest, claims, history.findings);
}

/** The first that is impossible, else the first projection that differs. */
function report({ tenant, size }, projections, { impossible, late }) {
  const differing = projections.find((claim) => claim.result === "differs");
  const divergence = impossible[0] ?? (differing && { name: "projection_differs", position: differing.position, projection: differing.name, expected: differing.expected, found: differing.found }) ?? null;
  const found = { verified: divergence === null, divergence, tenant, size, projections, impossible, late };
  if (divergence) throw new Divergence(divergence.name, divergence, found);
  return found;
}

function resultOf({ name, digest }, projections) {
  const expected = projections.has(name) ? projections.digest(name) : null;
  return { expected, found: digest, result: expected === digest ? "same" : "differs" };
}

/** Every entry of an export, in order. */
function* entriesOf(source, size) {
  for (let number = 0; number * 256 < size; number++) {
    const width = Math.min(256, size - number * 256), { bytes } = source.tile("entries", number, width, BUNDLE), { entries } = unframe(bytes, width);
    yield* entries;
    if (entries.length < width) diverge("truncated", { position: number * 256 + entries.length });
  }
}
