// What `replay` must find in a tenant's log: projections that were altered, and histories that cannot be.
import { BEGIN, changed } from "./fixture-log.mjs";
import { SETTINGS, Told, begun, digest, idAt, keys, made as generated, opened, rotated, user, whole } from "./fixture-tenant.mjs";
import { Projections } from "./projections/all.mjs";

/** Histories that cannot be, each by its last entries, and some that nearly cannot. */
function* impossible() {
  const cannot = (name, found, made, position = made.entries.length - 1) => ({ name: `history-${name}`, made, found, position });
  const [subject, log] = (() => { const log = begun(); return [user(log, "alice"), log]; })(), from = () => Object.assign(new Told(), { entries: [...log.entries], versions: new Map(log.versions), keys: [...log.keys] });
  const at = (made, change) => rotated(made, change(made), subject, 1);
  yield cannot("under-an-unknown-key", "unknown_key", from().token("billing", keys[2].kid));
  yield cannot("under-a-key-that-waits", "issued_under_inactive_key", (() => { const made = from(); made.add("keys", "key.generated", generated(keys[1], made.now)); return made.token("billing", keys[1].kid); })());
  yield cannot("to-an-unknown-client", "issued_to_unknown_client", from().token("nobody"));
  yield cannot("token-twice", "token_issued_twice", (() => { const made = from(), jti = made.id("twice"); return made.token("billing", keys[0].kid, { jti }).token("billing", keys[0].kid, { jti }); })());
  yield cannot("token-that-lives-too-long", "token_malformed", (() => { const made = from(); return made.token("billing", keys[0].kid, { exp: made.now + 3601 }); })());
  yield cannot("two-active-keys", "two_active_keys", (() => { const made = from(); return made.add("keys", "key.generated", generated(keys[1], made.now)).add("keys", "key.published", { activates_at: made.now, at: made.now, kid: keys[1].kid }).add("keys", "key.activated", { at: made.now, kid: keys[1].kid }).token("billing", keys[1].kid); })(), log.entries.length + 2);
  yield cannot("after-a-revocation", "rotation_after_revocation", at(from(), (made) => { const id = opened(made, "f", subject); made.add(`family:${id}`, "family.revoked", { reason: "reuse" }); return id; }));
  yield cannot("two-successors", "two_live_refresh_tokens", at(from(), (made) => { const id = opened(made, "f", subject); rotated(made, id, subject, 1); return id; }));
  yield cannot("client-before-it-was", "event_out_of_life", from().add("client:nobody", "client.changed", { settings: SETTINGS }));
  yield cannot("user-twice", "event_out_of_life", (() => { const made = from(); user(made, "alice"); return made; })());
  yield cannot("to-a-disabled-client", "issued_by_disabled_client", late(from().add("client:billing", "client.disabled"), 91).token());
  yield cannot("to-a-client-that-was-disabled-just-now", null, from().add("client:billing", "client.disabled").token());
  yield cannot("by-a-disabled-tenant", "issued_by_disabled_tenant", late(from().add("tenant", "tenant.disabled"), 91).token());
  yield cannot("stream-of-another-time", "stream_out_of_time", (() => { const made = from(); return made.token("billing", keys[0].kid, { jti: idAt(BEGIN - 7_200_000, "early") }); })());
  yield cannot("stream-with-a-gap", "stream_gap", (() => { const made = from().add("client:billing", "client.changed", { settings: SETTINGS }); made.entries.push(changed(made.entries.pop(), { stream_version: 9 })); return made; })());
}

/** Nothing happens for so many seconds. */
function late(log, seconds) {
  for (let i = 0; i < seconds; i++) log.add(`refusal:${log.id(`wait ${i}`)}`, "client.authentications_refused", { refused: [] }, 2);
  return log;
}

/** What `replay` must find: each {name, made: a log, found: a name or null, position}. */
export function* histories() {
  yield { name: "projections-of-every-kind", made: whole(), found: null };
  const names = Object.keys(new Projections().all);
  for (const name of names) {
    const log = whole(), claim = log.projections.findLast((item) => item.name === name);
    claim.digest = digest("another");
    yield { name: `projection-altered-${name}`, made: log, found: "projection_differs", position: claim.position };
  }
  yield { name: "projections-beyond", made: Object.assign(begun(), { projections: [{ name: "tenant", position: 4000, digest: digest("far") }] }), found: null };
  yield { name: "projection-of-nothing", made: Object.assign(begun(), { projections: names.map((name) => ({ name, position: -1, digest: new Projections().digest(name) })) }), found: null };
  yield* impossible();
}
