// One key signs at a time, and no token outlives it.
import { issuedBy, timeOf } from "./findings.mjs";

export class Ring {
  keys = new Map();
  constructor(findings) { Object.assign(this, { findings }); }

  take(entry) {
    const { type, data } = entry, key = this.keys.get(data.kid), token = issuedBy(entry);
    if (token) this.check(token, entry);
    if (type === "key.generated" || type === "key.imported") this.keys.set(data.kid, { state: "pending" });
    if (type === "key.activated") {
      if ([...this.keys.values()].some((other) => other !== key && other.state === "active")) this.findings.add("two_active_keys", entry);
      key.state = "active";
    }
    if (["key.deactivated", "key.revoked"].includes(type)) Object.assign(key, { state: "over", since: key.since ?? timeOf(entry), until: data.verify_until ?? key.until });
  }

  check({ kid, exp }, entry) {
    const key = this.keys.get(kid);
    if (!key) this.findings.add("unknown_key", entry);
    else if (key.state === "pending") this.findings.add("issued_under_inactive_key", entry);
    else if (exp > key.until) this.findings.add("token_outlives_key", entry);
    else this.findings.addSince("issued_under_inactive_key", entry, key.since);
  }
}
