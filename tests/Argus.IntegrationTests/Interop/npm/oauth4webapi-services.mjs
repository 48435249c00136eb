// A client without a secret, with oauth4webapi: it signs an assertion for each request (RFC 7523) and shows its key with each token (RFC 9449), nonces and all.
import * as oauth from 'oauth4webapi';
import { importJWK } from 'jose';
import { Walker } from './signInWalker.mjs';

const { issuer, client, jwk, api, resource, scope, user, redirectUri, algorithm } = JSON.parse(process.argv[2]);
const http = { [oauth.allowInsecureRequests]: true };
const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), http));
const app = { client_id: client };
const signs = oauth.PrivateKeyJwt({ key: await importJWK(jwk, 'RS256'), kid: jwk.kid });
const [own, other] = await Promise.all([1, 2].map(async () => ({ ...http, DPoP: oauth.DPoP(app, await oauth.generateKeyPair(algorithm)) })));
const seen = { nonces: 0 };

/** Sends again what lacked a nonce, as RFC 9449 §8 wants it. */
const answered = async (request, process) => process(await request()).catch(async (error) => {
  if (!oauth.isDPoPNonceError(error)) throw error;
  seen.nonces += 1;
  return process(await request());
});
const refusal = (asked) => asked.then(() => 'nothing was refused', ({ error, status, cause }) => ({ error: error ?? cause[0].parameters.error, status }));
const introspect = async (token) => oauth.processIntrospectionResponse(server, app, await oauth.introspectionRequest(server, app, signs, token, http));
const grant = (options) => answered(
  () => oauth.clientCredentialsGrantRequest(server, app, signs, { resource, scope: 'orders.read' }, options),
  (response) => oauth.processClientCredentialsResponse(server, app, response));
const call = async (token, options) => (await oauth.protectedResourceRequest(token, 'GET', new URL(api), undefined, undefined, options)).text();

seen.plain = (await grant(http)).token_type;
const granted = await grant(own);
seen.bound = granted.token_type;
seen.active = await introspect(granted.access_token);
seen.thumbprint = await own.DPoP.calculateThumbprint();
seen.called = await call(granted.access_token, own);
seen.stolen = await refusal(call(granted.access_token, other));
seen.asBearer = await refusal(call(granted.access_token, http));
await oauth.processRevocationResponse(await oauth.revocationRequest(server, app, signs, granted.access_token, http));
seen.revoked = await introspect(granted.access_token);

const browser = new Walker(user);
async function authorize(options) {
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  const parameters = {
    response_type: 'code', redirect_uri: redirectUri, scope, resource, state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  };
  const { request_uri } = await answered(
    () => oauth.pushedAuthorizationRequest(server, app, signs, parameters, options),
    (response) => oauth.processPushedAuthorizationResponse(server, app, response));
  const callback = await browser.walk(`${server.authorization_endpoint}?${new URLSearchParams({ client_id: client, request_uri })}`, redirectUri);
  return { verifier, parameters: oauth.validateAuthResponse(server, app, callback, state) };
}
const redeem = ({ verifier, parameters }, options) => answered(
  () => oauth.authorizationCodeGrantRequest(server, app, signs, parameters, redirectUri, verifier, options),
  (response) => oauth.processAuthorizationCodeResponse(server, app, response));

const first = await redeem(await authorize(own), own);
const second = await answered(
  () => oauth.refreshTokenGrantRequest(server, app, signs, first.refresh_token, { ...own, additionalParameters: { resource } }),
  (response) => oauth.processRefreshTokenResponse(server, app, response));
seen.user = [first, second].map(({ token_type }) => token_type);
seen.userCalled = await call(second.access_token, own);
const { sub } = oauth.getValidatedIdTokenClaims(first);
seen.isUser = (await answered(
  () => oauth.userInfoRequest(server, app, first.access_token, own),
  (response) => oauth.processUserInfoResponse(server, app, sub, response))).sub === sub;
seen.codeOfAnother = await refusal(authorize(own).then((asked) => redeem(asked, other)));
console.log(JSON.stringify(seen));
