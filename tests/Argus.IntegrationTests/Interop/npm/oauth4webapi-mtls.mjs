// A client that is known by its certificate (RFC 8705), with oauth4webapi over undici; prints what came of it.
import * as oauth from 'oauth4webapi';
import { Agent, fetch } from 'undici';

const { issuer, client, api, resource, ca, own, other } = JSON.parse(process.argv[2]);
const over = (connect) => {
  const dispatcher = new Agent({ connect: { ...connect, ca } });
  return { [oauth.allowInsecureRequests]: true, [oauth.customFetch]: (url, options) => fetch(url, { ...options, dispatcher }) };
};
const [mine, others, nobodys] = [over(own), over(other), over({})];
const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), nobodys));
const app = { client_id: client, use_mtls_endpoint_aliases: true };
const shown = oauth.TlsClientAuth();
// The challenge that comes with each 401 (RFC 9110 §15.5.2) hides the error in the body from the libraries.
const refusal = (asked) => asked.then(() => 'nothing was refused', async ({ error, status, cause, response }) => (
  { error: error ?? cause[0].parameters.error ?? (await response.json()).error, status }));
const grant = async (http) => oauth.processClientCredentialsResponse(server, app,
  await oauth.clientCredentialsGrantRequest(server, app, shown, { resource, scope: 'orders.read' }, http));
const introspect = async (token) => oauth.processIntrospectionResponse(server, app, await oauth.introspectionRequest(server, app, shown, token, mine));
const call = async (token, http) => (await oauth.protectedResourceRequest(token, 'GET', new URL(api), undefined, undefined, http)).text();

const granted = await grant(mine);
const active = await introspect(granted.access_token);
const called = await call(granted.access_token, mine);
const stolen = [await refusal(call(granted.access_token, others)), await refusal(call(granted.access_token, nobodys))];
const refused = [await refusal(grant(others)), await refusal(grant(nobodys))];
await oauth.processRevocationResponse(await oauth.revocationRequest(server, app, shown, granted.access_token, mine));
const revoked = await introspect(granted.access_token);
console.log(JSON.stringify({ type: granted.token_type, active, called, stolen, refused, revoked }));
