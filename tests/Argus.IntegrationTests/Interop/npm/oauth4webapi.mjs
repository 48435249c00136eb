// Discovery, client credentials, introspection (plain and signed) and revocation with oauth4webapi; prints each result.
import * as oauth from 'oauth4webapi';

const { issuer, client, api, resource } = JSON.parse(process.argv[2]);
const http = { [oauth.allowInsecureRequests]: true };
const result = {};

for (const algorithm of ['oidc', 'oauth2']) {
  const url = new URL(issuer);
  const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, { ...http, algorithm }));
  result[algorithm] = server.issuer;

  const asClient = { client_id: client.id };
  const basic = oauth.ClientSecretBasic(client.secret);
  const granted = await oauth.processClientCredentialsResponse(server, asClient,
    await oauth.clientCredentialsGrantRequest(server, asClient, basic, new URLSearchParams({ resource }), http));
  result.token_type = granted.token_type;

  const asApi = { client_id: api.id };
  const post = oauth.ClientSecretPost(api.secret);
  const introspect = async (asked, options) => oauth.processIntrospectionResponse(server, asked,
    await oauth.introspectionRequest(server, asked, post, granted.access_token, { ...http, ...options }));
  result.plain = await introspect(asApi, {});
  result.signed = await introspect({ ...asApi, introspection_signed_response_alg: 'RS256' }, { requestJwtResponse: true });

  // RFC 9068 validation of a request to a resource server.
  const request = new Request(resource, { headers: { authorization: `Bearer ${granted.access_token}` } });
  result.claims = await oauth.validateJwtAccessToken(server, request, resource, http);

  await oauth.processRevocationResponse(await oauth.revocationRequest(server, asClient, basic, granted.access_token, http));
  result.revoked = await introspect(asApi, {});
}

console.log(JSON.stringify(result));
