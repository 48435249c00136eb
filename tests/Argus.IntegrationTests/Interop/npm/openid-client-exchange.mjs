// The same with openid-client.
import * as client from 'openid-client';

const { issuer, client: app, api, resource, subjectToken, assertion, types } = JSON.parse(process.argv[2]);
const insecure = { execute: [client.allowInsecureRequests] };
const config = await client.discovery(new URL(issuer), app.id, app.secret, undefined, insecure);
const apiConfig = await client.discovery(new URL(issuer), api.id, undefined, client.ClientSecretBasic(api.secret), insecure);
const refusal = (asked) => asked.then(() => 'nothing was refused', ({ error, status }) => ({ error, status }));

const subject = { subject_token: subjectToken, subject_token_type: types.accessToken, resource };
const exchanged = await client.genericGrantRequest(config, types.exchange, subject);
const active = await client.tokenIntrospection(apiConfig, exchanged.access_token);

const bearer = await client.genericGrantRequest(config, types.bearer, { assertion, resource });
const asserted = await client.tokenIntrospection(apiConfig, bearer.access_token);
const replayed = await refusal(client.genericGrantRequest(config, types.bearer, { assertion, resource }));
const refused = await refusal(client.genericGrantRequest(config, types.exchange, { ...subject, subject_token: 'garbage' }));
console.log(JSON.stringify({ exchanged, active, asserted, replayed, refused }));
