// A device without a browser, with openid-client (RFC 8628): a person allows it elsewhere. Prints what the device got.
import * as client from 'openid-client';
import { Walker } from './signInWalker.mjs';

const { issuer, app, resource, scope, user } = JSON.parse(process.argv[2]);
const config = await client.discovery(new URL(issuer), app.id, undefined, client.None(), { execute: [client.allowInsecureRequests] });
const started = await client.initiateDeviceAuthorization(config, { scope, resource });
const browser = new Walker(user);
const polled = client.pollDeviceAuthorizationGrant(config, started);
await browser.walk(started.verification_uri_complete);
const tokens = await polled;
const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token, { resource });

console.log(JSON.stringify({
  userCode: started.user_code, interval: started.interval, sub: tokens.claims()?.sub, scope: tokens.scope,
  refreshed: refreshed.refresh_token !== tokens.refresh_token, pages: browser.pages,
}));
