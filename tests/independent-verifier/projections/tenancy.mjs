// A tenant with its resources and users.

export class Tenant {
  take({ type, data }) {
    if (type === "tenant.created") this.tenant = { display_name: data.display_name, enabled: true, hosts: data.hosts, policy: data.policy };
    const changed = { "tenant.renamed": "display_name", "tenant.hosts_changed": "hosts", "tenant.policy_changed": "policy", "tenant.sign_in_changed": "handoff_uri" }[type];
    if (changed) this.tenant = { ...this.tenant, [changed]: data[changed] };
    if (type === "tenant.disabled" || type === "tenant.enabled") this.tenant.enabled = type === "tenant.enabled";
  }

  items() { return this.tenant ? [this.tenant] : []; }
}

export class Resources {
  resources = new Map();

  take({ type, stream, data }) {
    const resource = stream.slice("resource:".length);
    if (type === "resource.registered") this.resources.set(resource, { enabled: true, resource: data.resource, scopes: data.scopes });
    if (type === "resource.scopes_changed") this.resources.get(resource).scopes = data.scopes;
    if (type === "resource.disabled" || type === "resource.enabled") this.resources.get(resource).enabled = type === "resource.enabled";
  }

  items() { return [...this.resources.values()]; }
}

export class Users {
  users = new Map();

  take({ type, stream, data }) {
    if (type === "user.registered") this.users.set(stream, { name: stream, state: "enabled", subject: data.subject });
    if (type === "user.disabled" || type === "user.enabled") this.users.get(stream).state = type.slice("user.".length);
    if (type === "user.removed") this.users.delete(stream);
    if (type === "user.erased") this.users.set(stream, { name: stream, state: "erased" });
  }

  items() { return [...this.users.values()]; }
}
