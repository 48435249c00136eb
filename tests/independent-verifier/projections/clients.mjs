import { secondOf } from "./digest.mjs";

export class Clients {
  clients = new Map();

  take(entry) {
    const { type, stream, data } = entry, id = stream.slice("client:".length), client = this.clients.get(id);
    if (type === "client.registered") this.clients.set(id, { client_id: data.client_id, enabled: true, secrets: [], settings: data.settings });
    if (type === "client.changed") client.settings = data.settings;
    if (type === "client.disabled" || type === "client.enabled") client.enabled = type === "client.enabled";
    if (type === "client.removed") this.clients.delete(id);
    if (type === "client.secret_set") client.secrets = [{ secret: data.secret }];
    if (type === "client.secret_added") client.secrets = [...client.secrets.map((secret) => ending(secret, data.created_at + data.overlap)), { created_at: data.created_at, expires_at: data.expires_at, id: data.id, secret: data.secret }];
    if (type === "client.secret_removed") client.secrets = client.secrets.filter((secret) => secret.id !== data.id);
  }

  items() { return [...this.clients.values()]; }
}

/** A secret that ends then, if it does not end before. */
const ending = (secret, at) => ({ ...secret, expires_at: Math.min(secret.expires_at ?? Infinity, at) });
