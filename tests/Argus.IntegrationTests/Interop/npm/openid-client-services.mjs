// The same with openid-client, which asks again by itself where a nonce is wanted.
import * as openid from 'openid-client';
import { importJWK } from 'jose';
import { Walker } from './signInWalker.mjs';

const { issuer, client, jwk, api, resource, scope, user, redirectUri, algorithm } = JSON.parse(process.argv[2]);
const signs = openid.PrivateKeyJwt({ key: await importJWK(jwk, 'RS256'), kid: jwk.kid });
const config = await openid.discovery(new URL(issuer), client, undefined, signs, { execute: [openid.allowInsecureRequests] });
const seen = { nonces: 0 };
config[openid.customFetch] = async (...request) => {
  const response = await fetch(...request);
  if (response.status === 400 && (await response.clone().json()).error === 'use_dpop_nonce') seen.nonces += 1;
  return response;
};
const [own, other] = await Promise.all([1, 2].map(async () => ({ DPoP: openid.getDPoPHandle(config, await openid.randomDPoPKeyPair(algorithm)) })));
const refusal = (asked) => asked.then(() => 'nothing was refused', ({ error, status, cause }) => ({ error: error ?? cause[0].parameters.error, status }));
const wanted = { resource, scope: 'orders.read' };
const call = async (token, options) => (await openid.fetchProtectedResource(config, token, new URL(api), 'GET', undefined, undefined, options)).text();

seen.plain = (await openid.clientCredentialsGrant(config, wanted)).token_type;
const granted = await openid.clientCredentialsGrant(config, wanted, own);
seen.bound = granted.token_type;
seen.active = await openid.tokenIntrospection(config, granted.access_token);
seen.thumbprint = await own.DPoP.calculateThumbprint();
seen.called = await call(granted.access_token, own);
seen.stolen = await refusal(call(granted.access_token, other));
seen.asBearer = await refusal(call(granted.access_token));
await openid.tokenRevocation(config, granted.access_token);
seen.revoked = await openid.tokenIntrospection(config, granted.access_token);

const browser = new Walker(user);
async function redeem(options, redeeming = options) {
  const [pkceCodeVerifier, expectedState] = [openid.randomPKCECodeVerifier(), openid.randomState()];
  const url = await openid.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: redirectUri, scope, resource, state: expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
  }, options);
  const callback = await browser.walk(url.href, redirectUri);
  return openid.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState }, undefined, redeeming);
}

const first = await redeem(own);
const second = await openid.refreshTokenGrant(config, first.refresh_token, { resource }, own);
seen.user = [first, second].map(({ token_type }) => token_type);
seen.userCalled = await call(second.access_token, own);
const { sub } = first.claims();
seen.isUser = (await openid.fetchUserInfo(config, first.access_token, sub, own)).sub === sub;
seen.codeOfAnother = await refusal(redeem(own, other));
console.log(JSON.stringify(seen));
