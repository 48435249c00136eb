#!/usr/bin/env node
// Verifies exported logs and proofs. Written from docs/audit-log-format.md alone, to find out whether that page is enough; it shares
// nothing with Argus. Needs Node 18 and nothing else. The first divergence is one line of JSON; exit codes: 0 good, 1 found wrong, 2 wrong usage, 3 could not read.
//
//   node verify.mjs verify DIR [--since FILE] [--key NOTE-KEY]... [--witness NOTE-KEY]... [--page audit-log-format.md]
//   node verify.mjs replay DIR [--page audit-log-format.md]
//   node verify.mjs check PROOF-FILE (--keys keys.json | --key NOTE-KEY...) [--since FILE]
import { readOwn } from "./files.mjs";
import { strictJson } from "./json.mjs";
import { keyHistory, noteKey } from "./notes.mjs";
import { PAGE } from "./page.mjs";
import { checkProof } from "./proofs.mjs";
import { replayExport } from "./replay.mjs";
import { Divergence, NoProof, Unreadable } from "./report.mjs";
import { verifyExport } from "./verification.mjs";

function main([command, target, ...rest]) {
  const options = { keys: [], witnesses: [], page: PAGE };
  const take = { "--since": (v) => { options.since = v; }, "--page": (v) => { options.page = v; }, "--keys": (v) => options.keys.push(...keyHistory(strictJson(readOwn(v)))),
    "--key": (v) => { options.keys.push(noteKey(v)); options.pinned = true; }, "--witness": (v) => options.witnesses.push(noteKey(v)) };
  const run = { verify: verifyExport, replay: replayExport, check: checkProof }[command];
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
  console.error(`${why}\nnode verify.mjs verify DIR [--since FILE] [--key K]... [--witness K]... | replay DIR | check PROOF (--keys FILE | --key K) [--since FILE]`);
  return 2;
}

process.exitCode = main(process.argv.slice(2));
