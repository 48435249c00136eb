// Every projection by its name.
import { Clients } from "./clients.mjs";
import { digestOf } from "./digest.mjs";
import { Logouts, Revocations } from "./endings.mjs";
import { Keys, LogKeys } from "./keys.mjs";
import { Labels } from "./labels.mjs";
import { Peers, Providers, Spiffe } from "./outside.mjs";
import { Resources, Tenant, Users } from "./tenancy.mjs";

export class Projections {
  all = { tenant: new Tenant(), resources: new Resources(), clients: new Clients(), users: new Users(), keys: new Keys(), log_keys: new LogKeys(), peers: new Peers(),
    spiffe: new Spiffe(), providers: new Providers(), logouts: new Logouts(), revocations: new Revocations(), labels: new Labels() };

  take(entry) { for (const projection of Object.values(this.all)) projection.take(entry); }

  has(name) { return Object.hasOwn(this.all, name); }

  /** What the entries that were taken so far make of it. */
  digest(name) { return digestOf(this.all[name].items(), name === "labels"); }
}
