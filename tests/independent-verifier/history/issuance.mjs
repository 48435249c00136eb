// Who may be given a token: by a tenant, to a client, for a user, that are there and enabled. Each token is issued once, and lives as long as tokens may.
import { issuedBy, timeOf } from "./findings.mjs";

/** Seconds. */
const LONGEST = 3600;

export class Issuance {
  clients = new Map(); users = new Map(); families = new Map(); issued = new Set();
  constructor(findings) { Object.assign(this, { findings }); }

  take(entry) {
    const { type, stream, data } = entry, token = issuedBy(entry), off = /\.(disabled|removed|erased)$/.test(type) ? timeOf(entry) : undefined;
    if (token) this.check(token, entry);
    if (/^tenant\.(disabled|enabled)$/.test(type)) this.tenantOff = off;
    if (/^client\.(registered|disabled|enabled|removed)$/.test(type)) this.clients.set(stream.slice("client:".length), type === "client.registered" ? undefined : off);
    if (type === "user.registered") this.users.set(data.subject, { stream });
    if (/^user\.(disabled|enabled|removed|erased)$/.test(type)) for (const user of this.users.values()) if (user.stream === stream && !user.isGone) Object.assign(user, { off, isGone: /removed|erased/.test(type) });
    if (type === "family.authorized") this.families.set(stream, data.subject);
  }

  check(token, entry) {
    const { jti, client_id, exp, iat, aud } = token, subject = this.families.get(entry.stream), user = this.users.get(subject);
    if (this.issued.has(jti)) this.findings.add("token_issued_twice", entry);
    this.issued.add(jti);
    if (entry.type === "token.issued" ? entry.stream !== `token:${jti}` : jti !== `${entry.stream.slice("family:".length)}.${entry.stream_version}`) this.findings.add("token_misplaced", entry);
    if (exp <= iat || exp - iat > LONGEST || !aud?.length) this.findings.add("token_malformed", entry);
    this.findings.addSince("issued_by_disabled_tenant", entry, this.tenantOff);
    if (!this.clients.has(client_id)) this.findings.add("issued_to_unknown_client", entry);
    else this.findings.addSince("issued_by_disabled_client", entry, this.clients.get(client_id));
    if (subject === undefined) return;
    if (!user) this.findings.add("issued_to_unknown_user", entry);
    else this.findings.addSince("issued_to_disabled_user", entry, user.off);
  }
}
