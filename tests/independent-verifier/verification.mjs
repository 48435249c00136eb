// An export, against its checkpoint, its keys and what the auditor kept.
import { MIB, NOTE, readOwn, readWithin } from "./files.mjs";
import { Envelopes } from "./entries.mjs";
import { Export, differ, manifestOf } from "./export.mjs";
import { strictJson } from "./json.mjs";
import { KeyEvents } from "./key-events.mjs";
import { checkpoint, keyHistory, verifyNote } from "./notes.mjs";
import { readPage } from "./page.mjs";
import { Unreadable, diverge } from "./report.mjs";
import { Walk } from "./walk.mjs";

/** Whether an export is what was signed. Throws at the first divergence. */
export function verifyExport(dir, options) {
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
export function readSince(file, note, trusted) {
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
