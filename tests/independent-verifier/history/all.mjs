// Whether a history can be: the rules of docs/audit.md that can be told from that page and the format's.
// Not looked for: expired_code_used and retry_after_window (how long is too long follows from policies), key_retired_early, issued_from_untrusted_peer, issued_after_revocation.
import { Families } from "./families.mjs";
import { Findings } from "./findings.mjs";
import { Issuance } from "./issuance.mjs";
import { Lives } from "./lives.mjs";
import { Ring } from "./ring.mjs";
import { Streams } from "./streams.mjs";

export class History {
  findings = new Findings(); lives = new Lives(this.findings);
  rules = [Streams, Families, Ring, Issuance].map((Rule) => new Rule(this.findings));

  /** Whether what the entry changes is there: what is not cannot be folded. */
  take(entry) {
    const canBeFolded = this.lives.take(entry);
    if (canBeFolded) for (const rule of this.rules) rule.take(entry);
    return canBeFolded;
  }
}
