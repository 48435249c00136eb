// A person's whole session with openid-client: discovery, authorization code with PKCE, state and nonce (pushed first where the client must), userinfo, refresh,
// introspection, revocation, logout. Prints what came of each.
import * as client from 'openid-client';
import { Walker } from './signInWalker.mjs';

const { issuer, app, api, resource, scope, user, redirectUri, postLogoutRedirectUri, pushed } = JSON.parse(process.argv[2]);
const insecure = { execute: [client.allowInsecureRequests] };
const authentication = app.secret ? client.ClientSecretBasic(app.secret) : client.None();
const config = await client.discovery(new URL(issuer), app.id, undefined, authentication, insecure);
const apiConfig = await client.discovery(new URL(issuer), api.id, undefined, client.ClientSecretBasic(api.secret), insecure);
const browser = new Walker(user);
const seen = { issuer: config.serverMetadata().issuer };

async function authorize(more = {}) {
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  const parameters = {
    redirect_uri: redirectUri, scope, resource, state, nonce, code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
  };
  const url = pushed ? await client.buildAuthorizationUrlWithPAR(config, parameters) : client.buildAuthorizationUrl(config, parameters);
  const callback = await browser.walk(url, redirectUri);
  return { callback, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true } };
}

async function refusal(attempt) {
  try {
    await attempt();
    return 'nothing was refused';
  } catch (error) {
    return { error: error.error, status: error.status };
  }
}

const { callback, checks } = await authorize({ prompt: 'consent' });
seen.iss = callback.searchParams.get('iss');
const tokens = await client.authorizationCodeGrant(config, callback, checks);
seen.idToken = tokens.claims();
seen.scope = tokens.scope;
seen.userinfo = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);

const second = await client.refreshTokenGrant(config, tokens.refresh_token, { resource });
const third = await client.refreshTokenGrant(config, second.refresh_token, { resource });
seen.refreshTokens = new Set([tokens, second, third].map((grant) => grant.refresh_token)).size;
const introspect = () => client.tokenIntrospection(apiConfig, third.access_token);
seen.active = await introspect();

// Nobody has to sign in again while the session lasts.
const before = browser.pages.length;
const again = await authorize({ prompt: 'none' });
seen.silent = { error: again.callback.searchParams.get('error'), pages: browser.pages.length - before };

await client.tokenRevocation(config, third.refresh_token, { token_type_hint: 'refresh_token' });
seen.revoked = await introspect();
seen.refused = await refusal(() => client.refreshTokenGrant(config, third.refresh_token));

const state = client.randomState();
const left = await browser.walk(client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: postLogoutRedirectUri, state }), postLogoutRedirectUri);
seen.left = left.searchParams.get('state') === state;
seen.afterwards = (await authorize({ prompt: 'none' })).callback.searchParams.get('error');
seen.pages = browser.pages;
console.log(JSON.stringify(seen));
