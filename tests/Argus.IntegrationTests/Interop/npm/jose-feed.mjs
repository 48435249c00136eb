// Follows a revocation feed and polls for security events with nothing but fetch and jose; prints the claims of what verified.
import { createRemoteJWKSet, jwtVerify, compactVerify } from 'jose';

const { issuer, client } = JSON.parse(process.argv[2]);
const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
const verify = async (jws) =>
  (await jwtVerify(jws, keys, { issuer, typ: 'revocations+jwt', algorithms: ['RS256'], requiredClaims: ['iat', 'kind', 'from', 'epoch', 'items'], maxTokenAge: '60s' })).payload;

const snapshot = await verify(await (await fetch(metadata.revocation_feed_endpoint)).text());
const delta = await verify(await (await fetch(`${metadata.revocation_feed_endpoint}?after=0`)).text());

const ssf = await (await fetch(`${issuer}/.well-known/ssf-configuration`)).json();
const authorization = `Basic ${btoa(`${client.id}:${client.secret}`)}`;
const [stream] = await (await fetch(ssf.configuration_endpoint, { headers: { authorization } })).json();
const poll = async (body) => (await fetch(stream.delivery.endpoint_url, {
  method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ returnImmediately: true, ...body }),
})).json();

const { sets } = await poll({});
const events = [];
for (const [jti, set] of Object.entries(sets)) {
  const { protectedHeader } = await compactVerify(set, keys, { algorithms: ['RS256'] });
  const { payload } = await jwtVerify(set, keys, { issuer: stream.iss, audience: stream.aud, typ: 'secevent+jwt', algorithms: ['RS256'] });
  events.push({ jti, typ: protectedHeader.typ, payload });
}
const after = await poll({ ack: Object.keys(sets) });
console.log(JSON.stringify({ snapshot, delta, ssf, stream, events, left: Object.keys(after.sets).length, moreAvailable: after.moreAvailable }));
