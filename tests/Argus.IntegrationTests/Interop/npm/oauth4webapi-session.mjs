// The same session with oauth4webapi, which checks every answer on its own.
import * as oauth from 'oauth4webapi';
import { Walker } from './signInWalker.mjs';

const { issuer, app, api, resource, scope, user, redirectUri, postLogoutRedirectUri, pushed } = JSON.parse(process.argv[2]);
const http = { [oauth.allowInsecureRequests]: true };
const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), http));
const [asClient, asApi] = [{ client_id: app.id }, { client_id: api.id }];
const authentication = app.secret ? oauth.ClientSecretPost(app.secret) : oauth.None();
const browser = new Walker(user);
const seen = { issuer: server.issuer };

async function authorize(more = {}) {
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  let parameters = {
    client_id: app.id, response_type: 'code', redirect_uri: redirectUri, scope, resource, state, nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
  };
  if (pushed) {
    const response = await oauth.pushedAuthorizationRequest(server, asClient, authentication, parameters, http);
    const { request_uri } = await oauth.processPushedAuthorizationResponse(server, asClient, response);
    parameters = { client_id: app.id, request_uri };
  }
  const callback = await browser.walk(`${server.authorization_endpoint}?${new URLSearchParams(parameters)}`, redirectUri);
  return { verifier, state, nonce, callback };
}

const asked = await authorize({ prompt: 'consent', max_age: '600' });
const parameters = oauth.validateAuthResponse(server, asClient, asked.callback, asked.state);
seen.iss = parameters.get('iss');
const tokens = await oauth.processAuthorizationCodeResponse(server, asClient,
  await oauth.authorizationCodeGrantRequest(server, asClient, authentication, parameters, redirectUri, asked.verifier, http),
  { expectedNonce: asked.nonce, maxAge: 600, requireIdToken: true });
seen.idToken = oauth.getValidatedIdTokenClaims(tokens);
seen.scope = tokens.scope;
seen.userinfo = await oauth.processUserInfoResponse(server, asClient, seen.idToken.sub, await oauth.userInfoRequest(server, asClient, tokens.access_token, http));

const refresh = async (token) => oauth.processRefreshTokenResponse(server, asClient,
  await oauth.refreshTokenGrantRequest(server, asClient, authentication, token, { ...http, additionalParameters: { resource } }));
const second = await refresh(tokens.refresh_token);
const third = await refresh(second.refresh_token);
seen.refreshTokens = new Set([tokens, second, third].map((grant) => grant.refresh_token)).size;
const introspect = async () => oauth.processIntrospectionResponse(server, asApi,
  await oauth.introspectionRequest(server, asApi, oauth.ClientSecretPost(api.secret), third.access_token, http));
seen.active = await introspect();
if (third.access_token.split('.').length === 3) {
  const request = new Request(resource, { headers: { authorization: `Bearer ${third.access_token}` } });
  seen.claims = await oauth.validateJwtAccessToken(server, request, resource, http); // RFC 9068
}

// Nobody has to sign in again while the session lasts.
const before = browser.pages.length;
const again = await authorize({ prompt: 'none' });
seen.silent = { error: again.callback.searchParams.get('error'), pages: browser.pages.length - before };

await oauth.processRevocationResponse(await oauth.revocationRequest(server, asClient, authentication, third.refresh_token, http));
seen.revoked = await introspect();
seen.refused = await refresh(third.refresh_token).then(() => 'nothing was refused', ({ error, status }) => ({ error, status }));

const state = oauth.generateRandomState();
const leaving = new URLSearchParams({ client_id: app.id, id_token_hint: tokens.id_token, post_logout_redirect_uri: postLogoutRedirectUri, state });
const left = await browser.walk(`${server.end_session_endpoint}?${leaving}`, postLogoutRedirectUri);
seen.left = left.searchParams.get('state') === state;
seen.afterwards = (await authorize({ prompt: 'none' })).callback.searchParams.get('error');
seen.pages = browser.pages;
console.log(JSON.stringify(seen));
