// The same device with oauth4webapi; it asks once before anybody has allowed it.
import * as oauth from 'oauth4webapi';
import { Walker } from './signInWalker.mjs';

const { issuer, app, resource, scope, user } = JSON.parse(process.argv[2]);
const http = { [oauth.allowInsecureRequests]: true };
const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), http));
const client = { client_id: app.id };
const started = await oauth.processDeviceAuthorizationResponse(server, client,
  await oauth.deviceAuthorizationRequest(server, client, oauth.None(), { scope, resource }, http));

const interval = () => new Promise((resolve) => { setTimeout(resolve, (started.interval ?? 5) * 1000); });
const poll = async () => oauth.processDeviceCodeResponse(server, client, await oauth.deviceCodeGrantRequest(server, client, oauth.None(), started.device_code, http));
const refusal = () => poll().then(() => 'nothing was refused', ({ error }) => error);

const pending = await refusal();
const browser = new Walker(user);
await browser.walk(started.verification_uri_complete);
await interval();
const tokens = await poll();
const twice = await refusal();

console.log(JSON.stringify({
  userCode: started.user_code, interval: started.interval, pending, sub: oauth.getValidatedIdTokenClaims(tokens)?.sub, scope: tokens.scope, twice, pages: browser.pages,
}));
