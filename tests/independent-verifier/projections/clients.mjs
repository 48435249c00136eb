// Clients with their secrets.

export class Clients {
  clients = new Map();

  take(entry) {
    const { type, stream, data } = entry, id = stream.slice("client:".length), client = this.clients.get(id);
    if (type === "client.registered") this.clients.set(id, { client_id: data.client_id, enabled: true, secrets: [], settings: data.settings });
    if (type === "client.changed") client.settings = data.settings;
    if (type === "client.disabled" || type === "client.enabled") client.enabled = type === "client.enabled";
    if (type === "client.removed") this.clients.delete(id);
    if (type === "client.secret_set") client.secrets = [{ id: "described", secret: data.secret }];
    if (type === "client.secret_added") client.secrets = added(client.secrets, data);
    if (type === "client.secret_removed") client.secrets = client.secrets.filter((secret) => secret.id !== data.id);
  }

  items() { return [...this.clients.values()]; }
}

/** Those before it end with the overlap, if they do not end earlier; whose time is over at that moment is gone. */
function added(before, { overlap, ...secret }) {
  const until = before.map((kept) => ({ ...kept, expires_at: Math.min(kept.expires_at ?? Infinity, secret.created_at + overlap) }));
  return [...until.filter((kept) => kept.expires_at > secret.created_at), secret];
}
