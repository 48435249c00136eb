// RFC 8693 and RFC 7523 with oauth4webapi, which checks every answer on its own; prints what came of it.
import * as oauth from 'oauth4webapi';

const { issuer, client, api, resource, subjectToken, assertion, types } = JSON.parse(process.argv[2]);
const http = { [oauth.allowInsecureRequests]: true };
const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), http));
const [asClient, asApi] = [{ client_id: client.id }, { client_id: api.id }];
const grant = async (type, parameters) => oauth.processGenericTokenEndpointResponse(server, asClient,
  await oauth.genericTokenEndpointRequest(server, asClient, oauth.ClientSecretBasic(client.secret), type, parameters, http));
const introspect = async (token) => oauth.processIntrospectionResponse(server, asApi,
  await oauth.introspectionRequest(server, asApi, oauth.ClientSecretPost(api.secret), token, http));
const refusal = (asked) => asked.then(() => 'nothing was refused', ({ error, status }) => ({ error, status }));

const subject = { subject_token: subjectToken, subject_token_type: types.accessToken, resource };
const exchanged = await grant(types.exchange, subject);
const active = await introspect(exchanged.access_token);
const request = new Request(resource, { headers: { authorization: `Bearer ${exchanged.access_token}` } });
await oauth.validateJwtAccessToken(server, request, resource, http); // RFC 9068

const asserted = await introspect((await grant(types.bearer, { assertion, resource })).access_token);
const replayed = await refusal(grant(types.bearer, { assertion, resource }));
const refused = await refusal(grant(types.exchange, { ...subject, subject_token: 'garbage' }));
console.log(JSON.stringify({ exchanged, active, asserted, replayed, refused }));
