// A family's code is used once, each of its refresh tokens has one successor, and it ends.
import { timeOf } from "./findings.mjs";

export class Families {
  families = new Map();
  constructor(findings) { Object.assign(this, { findings }); }

  take(entry) {
    const { type, stream, data } = entry;
    if (type === "family.authorized") this.families.set(stream, { generation: 0 });
    const family = this.families.get(stream);
    if (!family) return;
    if (type === "family.opened") this.open(family, entry);
    if (type === "refresh.rotated" || type === "refresh.retried") this.goOn(family, entry);
    if (type === "family.revoked") family.isRevoked = true;
    if (type === "refresh.rotated") family.generation = Math.max(family.generation, data.generation);
  }

  open(family, entry) {
    if (family.isRevoked) this.findings.add("rotation_after_revocation", entry);
    else if (family.end !== undefined) this.findings.add("second_use_of_code", entry);
    family.end = entry.data.exp;
  }

  goOn(family, entry) {
    if (family.isRevoked) this.findings.add("rotation_after_revocation", entry);
    else if (family.end !== undefined) this.findings.addSince("rotation_after_end", entry, timeOf(entry) > family.end * 1000 ? family.end * 1000 : undefined);
    if (entry.type === "refresh.rotated" && entry.data.generation <= family.generation) this.findings.add("two_live_refresh_tokens", entry);
  }
}
