// Verifies a token with jose and the node's remote key set; prints what became of it.
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { issuer, audience, token } = JSON.parse(process.argv[2]);
const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
try {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer, audience, typ: 'at+jwt', algorithms: metadata.introspection_signing_alg_values_supported, requiredClaims: ['jti', 'client_id'],
  });
  console.log(JSON.stringify({ verified: true, payload, protectedHeader }));
} catch (error) {
  console.log(JSON.stringify({ verified: false, code: error.code }));
}
