// The same with openid-client.
import * as openid from 'openid-client';
import { Agent, fetch } from 'undici';

const { issuer, client, api, resource, ca, own, other } = JSON.parse(process.argv[2]);
async function over(connect) {
  const dispatcher = new Agent({ connect: { ...connect, ca } });
  const options = { execute: [openid.allowInsecureRequests], [openid.customFetch]: (url, request) => fetch(url, { ...request, dispatcher }) };
  return openid.discovery(new URL(issuer), client, { use_mtls_endpoint_aliases: true }, openid.TlsClientAuth(), options);
}
const [mine, others, nobodys] = [await over(own), await over(other), await over({})];
// The challenge that comes with each 401 (RFC 9110 §15.5.2) hides the error in the body from the libraries.
const refusal = (asked) => asked.then(() => 'nothing was refused', async ({ error, status, cause, response }) => (
  { error: error ?? cause[0].parameters.error ?? (await response.json()).error, status }));
const grant = (config) => openid.clientCredentialsGrant(config, { resource, scope: 'orders.read' });
const call = async (token, config) => (await openid.fetchProtectedResource(config, token, new URL(api), 'GET')).text();

const granted = await grant(mine);
const active = await openid.tokenIntrospection(mine, granted.access_token);
const called = await call(granted.access_token, mine);
const stolen = [await refusal(call(granted.access_token, others)), await refusal(call(granted.access_token, nobodys))];
const refused = [await refusal(grant(others)), await refusal(grant(nobodys))];
await openid.tokenRevocation(mine, granted.access_token);
const revoked = await openid.tokenIntrospection(mine, granted.access_token);
console.log(JSON.stringify({ type: granted.token_type, active, called, stolen, refused, revoked }));
