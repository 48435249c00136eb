// A tenant with every kind of event that a projection is made of.
import { AT, BEGIN, Key, Log, ORIGIN, sha256 } from "./fixture-log.mjs";
import { Projections } from "./projections/all.mjs";

const API = "https://api.acme.example", DIGITS = "0123456789abcdefghijklmnopqrstuv";
const POLICY = { clock_skew: 0, context_retention: 7776000, crypto_profile: "baseline", jwks_max_age: 5, key_announce: 5, key_bits: 2048, key_grace: 0, key_rotation_period: 7776000, refresh_absolute_lifetime: 2592000,
  refresh_concurrency_window: 5, refresh_idle_lifetime: 604800, refresh_retry_window: 30, rotation_verifier_patience: 604800, rotation_verifier_share: 0, service_token_lifetime: 300, session_lifetime: 43200,
  user_token_lifetime: 600, verification_audit: "batched", verifier_poll_interval: 1 };
export const SETTINGS = { grant_types: ["client_credentials"], introspects: [], resources: [API], scope: ["orders.read"] };
export const digest = (text) => sha256(text).toString("base64url");
const secret = (text) => ({ hash: digest(text), scheme: "sha-256" }), userOf = (name) => `user:${digest(name)}`;
export const keys = Array.from({ length: 3 }, () => new Key(ORIGIN));
export const made = (key, at) => ({ at, bits: 2048, custody: "file", kid: key.kid, n: key.jwk.n });

/** A UUIDv7 of that time (milliseconds since 1970), as logs write identifiers. */
export function idAt(time, salt) {
  const bytes = sha256(salt).subarray(0, 16);
  bytes.writeUIntBE(time, 0, 6); bytes[6] = 0x70 | (bytes[6] & 15); bytes[8] = 0x80 | (bytes[8] & 63);
  const bits = BigInt(`0x${bytes.toString("hex")}`) << 2n;
  return Array.from({ length: 26 }, (_, i) => DIGITS[Number((bits >> BigInt(125 - 5 * i)) & 31n)]).join("");
}

/** A log that tells its own second: of entry N, N seconds after the first. */
export class Told extends Log {
  get now() { return AT + this.entries.length; }
  id(salt) { return idAt(BEGIN + this.entries.length * 1000, salt); }
  add(stream, type, data = {}, type_version = 1) { return this.append(stream, type, data, { type_version }); }

  token(client_id = "billing", kid = keys[0].kid, changes = {}) {
    const jti = changes.jti ?? this.id(`token ${this.entries.length}`), iat = this.now;
    return this.add(`token:${jti}`, "token.issued", { aud: [API], client_id, digest: digest(jti), exp: iat + 300, iat, jti, kid, scope: "orders.read", sub: `client:${client_id}`, ...changes });
  }

  family(id, client_id, subject, kid = keys[0].kid) {
    const version = this.versions.get(`family:${id}`) ?? 0, jti = `${id}.${version}`, iat = this.now;
    return { aud: [API], client_id, digest: digest(jti), exp: iat + 600, iat, jti, kid, scope: "orders.read", sub: subject };
  }

  claims(position = this.entries.length - 1) {
    const projections = new Projections();
    for (const entry of this.entries.slice(0, position + 1)) projections.take(JSON.parse(entry));
    this.projections.push(...Object.keys(projections.all).map((name) => ({ name, position, digest: projections.digest(name) })));
    return this;
  }
}

/** A tenant with a key that signs, a client and a user. */
export function begun() {
  const log = new Told().rotate().add("tenant", "tenant.created", { display_name: "Acme", hosts: [], policy: POLICY, tenant: "acme" });
  log.add("keys", "key.generated", made(keys[0], log.now)).add("keys", "key.published", { activates_at: log.now, at: log.now, kid: keys[0].kid }).add("keys", "key.activated", { at: log.now, kid: keys[0].kid });
  log.add(`resource:${API}`, "resource.registered", { resource: API, scopes: ["orders.read"] });
  log.add("client:billing", "client.registered", { client_id: "billing", settings: SETTINGS }).add("client:billing", "client.secret_set", { secret: secret("first") });
  return log.token();
}

export function user(log, name) {
  const subject = log.id(name), sealed = { key: `user:${subject}`, sealed: "AAAA" };
  log.add(userOf(name), "user.registered", { claims: sealed, subject, username: sealed }, 2);
  return subject;
}

/** Every kind of event that a projection is made of. */
export function whole() {
  const log = begun(), alice = user(log, "alice");
  tenancy(log); clients(log); users(log); ring(log); outside(log); endings(log, alice); verifiers(log);
  return log.claims();
}

function tenancy(log) {
  log.add("tenant", "tenant.renamed", { display_name: "Acme \u20ac \ud83d\ude00 \u00e9" }).add("tenant", "tenant.hosts_changed", { hosts: ["b.example", "a.example"] }).add("tenant", "tenant.policy_changed", { policy: { ...POLICY, clock_skew: 1 } });
  log.add("tenant", "tenant.sign_in_changed", { handoff_uri: "https://acme.example/sign-in" }).add("tenant", "tenant.disabled").add("tenant", "tenant.enabled");
  log.add("resource:https://b.example", "resource.registered", { resource: "https://b.example", scopes: ["z", "b"].sort() }).add("resource:https://b.example", "resource.scopes_changed", { scopes: ["b"] }).add("resource:https://b.example", "resource.disabled");
}

function clients(log) {
  for (const name of ["shop", "gone", "back"]) log.add(`client:${name}`, "client.registered", { client_id: name, settings: { ...SETTINGS, client_name: name } });
  log.add("client:billing", "client.secret_added", { created_at: log.now, expires_at: log.now + 86400, id: "s1", overlap: 3600, secret: secret("second") });
  log.add("client:billing", "client.secret_added", { created_at: log.now, id: "s2", overlap: 86400, secret: secret("third") }).claims();
  log.add("client:billing", "client.secret_added", { created_at: log.now + 7200, id: "s3", overlap: 60, secret: secret("fourth") });
  log.add("client:billing", "client.secret_removed", { id: "s1" });
  log.add("client:shop", "client.changed", { settings: { ...SETTINGS, client_name: "The shop" } }).add("client:shop", "client.disabled");
  log.add("client:gone", "client.removed").add("client:back", "client.removed").add("client:back", "client.registered", { client_id: "back", settings: SETTINGS });
}

function users(log) {
  for (const name of ["bob", "carol", "dave"]) user(log, name);
  log.add(userOf("bob"), "user.disabled").add(userOf("carol"), "user.removed");
  log.add(userOf("dave"), "user.erased", { subjects: [JSON.parse(log.entries.findLast((e) => JSON.parse(e).stream === userOf("dave"))).data.subject] });
}

function ring(log) {
  const [first, second, third] = keys.map((key) => key.kid);
  log.add("keys", "key.rotation_requested", { at: log.now, force: false }).claims().add("keys", "key.generated", made(keys[1], log.now)).add("keys", "key.published", { activates_at: log.now + 60, at: log.now, kid: second });
  log.add("keys", "key.activation_held", { at: log.now, kid: second, needed: 1, share: 50, verifiers: 2 }).add("keys", "key.activation_held", { at: log.now, kid: second, needed: 2, share: 50, verifiers: 2 }).claims();
  log.add("keys", "key.hold_lapsed", { at: log.now, kid: second, needed: 2, share: 50, verifiers: 2 }).claims().add("keys", "key.activation_held", { at: log.now, kid: second, needed: 2, share: 50, verifiers: 2 });
  log.add("keys", "key.scheduled", { activates_at: log.now + 9, at: log.now, kid: second }).claims().add("keys", "key.rotation_requested", { at: log.now, force: true }).claims();
  const verify_until = log.now + 4000;
  log.add("keys", "key.deactivated", { at: log.now, kid: first, verify_until }).add("keys", "key.activated", { at: log.now, kid: second }).add("keys", "key.private_key_destroyed", { at: log.now, kid: first }).token("billing", second);
  log.add("keys", "key.imported", made(keys[2], log.now)).add("keys", "key.published", { activates_at: log.now + 60, at: log.now, kid: third }).claims();
  log.add("keys", "key.revoked", { at: log.now, compromised_since: AT, kid: third, reason: "left on a train" });
}

function outside(log) {
  const settings = { audiences: [API], issuer: "https://auth.ally.example", pinned_kids: [], scope: ["orders.read"], subject_prefix: "ally:" };
  log.add("peer:ally", "peer.trusted", { name: "ally", settings }).add("peer:ally", "peer.key_added", { at: log.now, kid: "p1", n: keys[2].jwk.n, source: "public_keys" });
  log.add("peer:ally", "peer.key_added", { at: log.now, kid: "p2", n: keys[1].jwk.n, source: "public_keys" }).add("peer:ally", "peer.key_removed", { at: log.now, kid: "p2" });
  log.add("peer:far", "peer.trusted", { name: "far", settings: { ...settings, issuer: "https://far.example", jwks_uri: "https://far.example/jwks", subject_prefix: "far:" } });
  log.add("peer:far", "peer.key_added", { at: log.now, kid: "f1", n: new Key(ORIGIN).jwk.n, source: "jwks_uri" }).claims().add("peer:far", "peer.keys_confirmed", { at: log.now }).add("peer:ally", "peer.disabled").add("peer:ally", "peer.enabled").add("peer:far", "peer.removed");
  log.add("provider:google", "provider.described", { client_id: "x", display_name: "G\u00f6gle", issuer: "https://g.example", name: "google", scope: ["openid"] });
  log.add("spiffe:prod.example", "spiffe.trust_domain_described", { bundle: '{"keys":[]}', trust_domain: "prod.example" });
  log.add("provider:old", "provider.described", { client_id: "y", display_name: "Old", issuer: "https://o.example", name: "old", scope: ["openid"] }).add("provider:old", "provider.removed");
}

function endings(log, subject) {
  const [session, ended, done] = ["s1", "s2", "s3"].map((salt) => log.id(salt)), authentication = { acr: "pwd", amr: ["pwd"], auth_time: AT, request: digest("request") };
  for (const id of [session, ended, done]) log.add(`session:${id}`, "session.opened", { authentication, digest: digest(id), exp: log.now + 3600, subject });
  for (const [id, clients] of [[ended, ["back", "shop"]], [done, ["shop"]]]) log.add(`session:${id}`, "session.ended", { reason: "signed_out" }).add(`logout:${id}`, "logout.due", { clients, session: id, subject });
  for (const id of [ended, done]) log.add(`logout:${id}`, "logout.attempted", { attempt: 1, client_id: "shop", digest: digest("logout"), jti: log.id(`logout ${id}`), kid: keys[1].kid });
  log.claims().add(`logout:${done}`, "logout.delivered", { client_id: "shop" }).add(`logout:${ended}`, "logout.attempted", { attempt: 2, client_id: "shop", digest: digest("again"), jti: log.id("again"), kid: keys[1].kid });
  opened(log, "f1", subject, keys[1].kid);
  const family = opened(log, "f2", subject, keys[1].kid), device = log.id("device");
  log.add(`family:${family}`, "family.revoked", { reason: "reuse" });
  log.add(`family:${device}`, "family.device_requested", { client_id: "billing", digest: digest("device"), exp: log.now + 600, resources: [API], scope: ["orders.read"] });
  log.add(`family:${device}`, "family.authorized", { acr: "pwd", amr: ["pwd"], auth_time: AT, client_id: "billing", resources: [API], scope: ["orders.read"], session, subject });
  revoke(log, 1); log.claims(); revoke(log, 300);
  log.add(`revocation:${log.id("r1")}`, "tokens.revoked", { not_before: log.now, reason: "left", subject }).add(`revocation:${log.id("r2")}`, "tokens.revoked", { before: 7, client_id: "billing", not_before: log.now, reason: "lost", subject: "client:billing" });
  log.add(`revocation:${log.id("r3")}`, "tokens.revoked", { before: 3, not_before: log.now - 9, reason: "left", subject }).add(`revocation:${log.id("r4")}`, "tokens.revoked", { client_id: "gone", not_before: log.now, reason: "lost" });
}

/** A token that lives for so many seconds, and is revoked. */
function revoke(log, seconds) {
  const jti = log.id(`revoked ${seconds}`), exp = log.now + seconds;
  log.token("billing", keys[1].kid, { exp, jti }).add(`token:${jti}`, "token.revoked", { exp, jti, ...(seconds > 1 ? { reason: "lost" } : {}) });
}

/** A family that was opened with a code, and its identifier. */
export function opened(log, salt, subject, kid = keys[0].kid) {
  const id = log.id(salt), stream = `family:${id}`, since = log.entries.length;
  log.add(stream, "family.authorized", { acr: "pwd", amr: ["pwd"], auth_time: log.now, client_id: "billing", code: { challenge: digest("challenge"), digest: digest(`code ${id}`), exp: log.now + 60, redirect_uri: "https://acme.example/back" },
    resources: [API], scope: ["offline_access", "orders.read"], session: log.id("session"), subject });
  log.add(stream, "family.opened", { digest: digest(`rt ${id}`), exp: log.now + 2592000, since, token: log.family(id, "billing", subject, kid) });
  return id;
}

export function rotated(log, id, subject, generation) {
  const { since } = JSON.parse(log.entries.find((entry) => JSON.parse(entry).stream === `family:${id}` && JSON.parse(entry).type === "family.opened")).data;
  return log.add(`family:${id}`, "refresh.rotated", { digest: digest(`${id} ${generation}`), generation, since, token: log.family(id, "billing", subject) });
}

function verifiers(log) {
  const record = (seq, at) => log.add("verifier:billing:v1", "verification.receipts_recorded", { at, digest: digest(`batch ${seq}`), jwks_age: 1, kids: [keys[1].kid], receipts: [], seq, totals: { accepted: 1, gaps: [], lost: 0, rejected: 0 }, unlisted: {} });
  record(1, log.now); record(2, log.now); record(3, log.now + 900);
  for (let seq = 4; seq < 264; seq++) record(seq, AT + 2000);
}
