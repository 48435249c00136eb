// node reference-provider.mjs INPUT: npm's oidc-provider as another server to run the same sessions at, so that what they expect is what the standards say and not what Argus does.
// Prints a line when it listens; ends with its standard input.
import { createServer } from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { consent, signIn, withButton } from './reference-pages.mjs';

const { issuer, user, resource, scopes, clients } = JSON.parse(process.argv[2]);
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const targets = clients.flatMap((client) => [...client.redirect_uris ?? [], ...client.post_logout_redirect_uris ?? []]).map((uri) => new URL(uri))
  .map(({ protocol, hostname }) => `${protocol}//${hostname}:*`);

function answer(ctx, { headers, html }) {
  ctx.set(headers);
  ctx.body = html;
}

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [{ ...key, alg: 'RS256', use: 'sig', kid: 'reference' }] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
  scopes: ['openid', 'offline_access', ...scopes],
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...user.claims }) }),
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  clientBasedCORS: () => true,
  rotateRefreshToken: true,
  features: {
    devInteractions: { enabled: false },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: (ctx, form) => answer(ctx, withButton('Your device', form, '<button>Continue</button>', targets)),
      userCodeConfirmSource: (ctx, form) => answer(ctx, withButton('Allow this device?', form, '<button>Continue</button>', targets)),
      successSource: (ctx) => { ctx.body = 'Done.'; },
    },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    rpInitiatedLogout: { logoutSource: (ctx, form) => answer(ctx, withButton('Sign out?', form, '<button name="logout" value="yes">Sign out</button>', targets)) },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({ scope: scopes.join(' '), audience: resource, accessTokenFormat: 'opaque' }),
    },
  },
});

async function newGrant({ params, session, prompt }) {
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details;
  grant.addOIDCScope(missingOIDCScope.join(' '));
  for (const [indicator, missing] of Object.entries(missingResourceScopes)) grant.addResourceScope(indicator, missing.join(' '));
  return grant.save();
}

async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  const asked = details.prompt.name;
  if (request.method === 'POST') {
    const form = new URLSearchParams((await request.toArray()).join(''));
    const good = form.get('username') === user.name && form.get('password') === user.password;
    if (asked === 'login' && good) return provider.interactionFinished(request, response, { login: { accountId: user.name } });
    if (asked === 'consent') {
      const result = form.get('decision') === 'allow' ? { consent: { grantId: await newGrant(details) } } : { error: 'access_denied' };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    }
  }
  const { headers, html } = (asked === 'login' ? signIn : consent)(details.uid, targets);
  return response.writeHead(200, headers).end(html);
}

const callback = provider.callback();
const server = createServer((request, response) => {
  if (request.url.startsWith('/interaction/')) interact(request, response).catch((error) => response.writeHead(500).end(error.stack));
  else callback(request, response);
});
server.listen(Number(new URL(issuer).port), '127.0.0.1', () => console.log('listening'));
process.stdin.resume().on('end', () => process.exit(0));
