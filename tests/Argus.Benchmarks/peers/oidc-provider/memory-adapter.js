// oidc-provider's in-memory adapter without its bound of 1,000 entries, which would evict the tokens of other stores. Nothing expires: a run is short.
const storage = new Map();
const grants = new Map();

export default class MemoryAdapter {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload) {
    const key = this.key(id);
    storage.set(key, payload);
    if (!payload.grantId || this.model === 'Grant') return;
    if (!grants.has(payload.grantId)) grants.set(payload.grantId, new Set());
    grants.get(payload.grantId).add(key);
  }

  async find(id) {
    return storage.get(this.key(id));
  }

  async consume(id) {
    storage.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    storage.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const key of grants.get(grantId) ?? []) storage.delete(key);
    grants.delete(grantId);
  }
}
