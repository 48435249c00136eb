// The same with openid-client, as its documentation shows it.
import * as client from 'openid-client';

const { issuer, client: app, api, resource } = JSON.parse(process.argv[2]);
const insecure = { execute: [client.allowInsecureRequests] };
const config = await client.discovery(new URL(issuer), app.id, app.secret, undefined, insecure);
const apiConfig = await client.discovery(new URL(issuer), api.id, undefined, client.ClientSecretBasic(api.secret), insecure);

const tokens = await client.clientCredentialsGrant(config, { resource, scope: 'orders.read' });
const active = await client.tokenIntrospection(apiConfig, tokens.access_token);
await client.tokenRevocation(config, tokens.access_token);
const revoked = await client.tokenIntrospection(apiConfig, tokens.access_token);

let refused;
try {
  await client.clientCredentialsGrant(config, { resource, scope: 'everything' });
} catch (error) {
  refused = { error: error.error, status: error.status };
}

console.log(JSON.stringify({ issuer: config.serverMetadata().issuer, expiresIn: tokens.expiresIn(), active, revoked, refused }));
