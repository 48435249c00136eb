// The ring of the tenant's signing keys, and the keys of its log.
import { sha256 } from "../tree.mjs";

const SHOWN = ["next", "active", "retiring"];

export class Keys {
  keys = new Map();

  take({ type, data }) {
    const key = this.keys.get(data.kid), { at } = data;
    const made = (imported) => this.keys.set(data.kid, { bits: data.bits, created_at: at, custody: data.custody, imported, kid: data.kid, n: data.n, state: "pending" });
    switch (type) {
      case "key.generated": made(false); break;
      case "key.imported": made(true); break;
      case "key.published": Object.assign(key, { state: "next", published_at: at, activates_at: data.activates_at }); this.meet(); break;
      case "key.scheduled": Object.assign(key, { activates_at: data.activates_at, held_since: undefined }); this.meet(); break;
      case "key.rotation_requested": this.requested = data.force; break;
      case "key.activation_held": key.held_since ??= at; break;
      case "key.hold_lapsed": key.held_since = undefined; break;
      case "key.activated": Object.assign(key, { state: "active", activates_at: at, held_since: undefined }); this.requested = undefined; break;
      case "key.deactivated": Object.assign(key, { state: "retiring", deactivated_at: at, verify_until: data.verify_until }); break;
      case "key.private_key_destroyed": key.destroyed_at = at; break;
      case "key.retired": Object.assign(key, { state: "retired", retired_at: at, held_since: undefined, activates_at: key.state === "next" ? undefined : key.activates_at }); break;
      case "key.revoked": Object.assign(key, { state: "revoked", revoked_at: key.revoked_at ?? at, held_since: undefined, compromised_since: data.compromised_since, reason: data.reason }); break;
    }
  }

  /** A key with an announced turn meets the wish for one, but not the wish for one at once. */
  meet() { if (this.requested === false) this.requested = undefined; }

  items() { return [...this.keys.values(), { jwks: sha256(this.jwks()).toString("base64url"), requested: this.requested }]; }

  /** The bytes that `jwks_uri` serves; none where there is no key to show. */
  jwks() {
    const shown = [...this.keys.values()].filter((key) => SHOWN.includes(key.state));
    return shown.length === 0 ? "" : JSON.stringify({ keys: shown.map(({ kid, n }) => ({ kty: "RSA", use: "sig", alg: "RS256", kid, n, e: "AQAB" })) });
  }
}

export class LogKeys {
  keys = new Map();

  take({ type, data, position }) {
    const { at, ...of } = data;
    if (type === "log_key.activated") this.keys.set(data.kid, { ...of, activated_at: at, activated_position: position });
    if (type === "log_key.retired") Object.assign(this.keys.get(data.kid), { retired_at: at, retired_position: position });
  }

  items() { return [...this.keys.values()]; }
}
