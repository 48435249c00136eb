// Verifies a tenant's trust bundle with jose, and then a peer's token with nothing but what stands in it.
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';

const { issuer, audience, token } = JSON.parse(process.argv[2]);
const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const answer = await fetch(metadata.trust_bundle_uri);
const { payload: bundle, protectedHeader: header } = await jwtVerify(await answer.text(), createRemoteJWKSet(new URL(metadata.jwks_uri)), {
  issuer, typ: 'trust-bundle+jwt', algorithms: ['RS256'], requiredClaims: ['iat', 'exp', 'issuers'],
});
const peer = bundle.issuers.find((trusted) => trusted.issuer === decodeJwt(token).iss);
const { payload } = await jwtVerify(token, createLocalJWKSet(peer.jwks), {
  issuer: peer.issuer, audience: peer.audiences.filter((trusted) => trusted === audience), typ: 'at+jwt', algorithms: ['RS256'],
});
console.log(JSON.stringify({ header, issuers: bundle.issuers.map((trusted) => trusted.issuer), payload }));
