// Whom a tenant trusts outside: peers, SPIFFE trust domains, OpenID Providers.

const read = (peer, at) => { peer.fetched_at = Math.max(peer.fetched_at ?? at, at); };

export class Peers {
  peers = new Map();

  take({ type, stream, data }) {
    const name = stream.slice("peer:".length), peer = this.peers.get(name);
    switch (type) {
      case "peer.trusted": this.peers.set(name, { enabled: true, keys: [], name: data.name, settings: data.settings }); break;
      case "peer.changed": peer.settings = data.settings; break;
      case "peer.key_added": peer.keys = [...peer.keys, { kid: data.kid, n: data.n, since: data.at, source: data.source }]; if (data.source === "jwks_uri") read(peer, data.at); break;
      case "peer.key_removed": peer.keys = peer.keys.filter((key) => key.kid !== data.kid); break;
      case "peer.keys_confirmed": read(peer, data.at); break;
      case "peer.disabled": case "peer.enabled": peer.enabled = type === "peer.enabled"; break;
      case "peer.removed": this.peers.delete(name); break;
    }
  }

  items() { return [...this.peers.values()]; }
}

/** What is described as a whole, again and again, and removed. */
class Described {
  described = new Map();
  constructor(type, members) { Object.assign(this, { type, members }); }

  take({ type, stream, data }) {
    if (type === `${this.type}_described`) this.described.set(stream, Object.fromEntries(this.members.map((member) => [member, data[member]])));
    if (type === `${this.type}_removed`) this.described.delete(stream);
  }

  items() { return [...this.described.values()]; }
}

export class Spiffe extends Described { constructor() { super("spiffe.trust_domain", ["bundle", "trust_domain"]); } }

export class Providers extends Described {
  constructor() { super("provider", ["client_id", "display_name", "issuer", "name", "scope"]); }
  take(entry) { super.take({ ...entry, type: entry.type.replace(/^provider\./, "provider_") }); }
}
