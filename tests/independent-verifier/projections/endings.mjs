// What is over: tokens, families, sessions.
import { secondOf } from "./digest.mjs";

/** The longest that an access token lives, in seconds. */
const LONGEST = 3600;

export class Logouts {
  logouts = new Map();

  take({ type, stream, data }) {
    if (type === "logout.due") this.logouts.set(stream, { pending: Object.fromEntries(data.clients.map((client) => [client, 0])), session: data.session, subject: data.subject });
    const logout = this.logouts.get(stream);
    if (type === "logout.attempted") logout.pending[data.client_id] = data.attempt;
    if (type === "logout.delivered" || type === "logout.abandoned") delete logout.pending[data.client_id];
    if (logout && Object.keys(logout.pending).length === 0) this.logouts.delete(stream);
  }

  items() { return [...this.logouts.values()]; }
}

export class Revocations {
  tokens = new Map(); families = new Map(); held = new Map(); peers = new Map(); issuers = new Map();

  take(entry) {
    const { type, stream, data, position } = entry, second = secondOf(entry);
    this.now = second;
    switch (type) {
      case "token.revoked": this.tokens.set(data.jti, { exp: data.exp, jti: data.jti }); break;
      case "family.revoked": { const family = stream.slice("family:".length); this.families.set(family, { exp: second + LONGEST, family }); break; }
      case "tokens.revoked": this.hold(data.subject, data.client_id, data.before ?? position, data.not_before); break;
      case "client.removed": this.hold(undefined, stream.slice("client:".length), position, second); break;
      case "peer.trusted": case "peer.changed": this.peers.set(stream, data.settings.issuer); break;
      case "peer.disabled": case "peer.removed": { const issuer = this.peers.get(stream); this.issuers.set(issuer, { before: position, issuer, not_before: second }); break; }
    }
  }

  hold(subject, client_id, before, not_before) {
    const key = JSON.stringify([subject, client_id]), held = this.held.get(key);
    this.held.set(key, { before: Math.max(before, held?.before ?? before), client_id, not_before: Math.max(not_before, held?.not_before ?? not_before), subject });
  }

  items() {
    const alive = (item) => item.exp >= this.now;
    return [...[...this.tokens.values()].filter(alive), ...[...this.families.values()].filter(alive), ...this.held.values(), ...this.issuers.values()];
  }
}
