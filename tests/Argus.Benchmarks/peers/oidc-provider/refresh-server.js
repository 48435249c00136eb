// node refresh-server.js PORT STORES FILE PROCESSES, with PEER_CLIENT_ID and PEER_CLIENT_SECRET in the environment; PEER_STORE is memory (of one process) or postgres.
// Rotates refresh tokens; access tokens are JWTs (RFC 9068), of which nothing is stored. Makes the first refresh tokens itself, one for each store, and writes them to the file.
import cluster from 'node:cluster';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Provider } from 'oidc-provider';

const [port, stores, file, processes] = process.argv.slice(2).map((argument) => (/^[0-9]+$/.test(argument) ? Number(argument) : argument));
const { default: adapter, createTable } = await import(`./${process.env.PEER_STORE}-adapter.js`);
const resource = 'https://api.bench.example';
const scope = 'offline_access bench.read';
const day = 24 * 60 * 60;

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'bench' };
}

const key = process.env.PEER_KEY ? JSON.parse(process.env.PEER_KEY) : signingKey();
const provider = new Provider(`http://127.0.0.1:${port}`, {
  adapter,
  jwks: { keys: [key] },
  scopes: ['offline_access', 'bench.read'],
  ttl: { AccessToken: 600, Grant: 30 * day, RefreshToken: 7 * day },
  rotateRefreshToken: true,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  clients: [{
    client_id: process.env.PEER_CLIENT_ID,
    client_secret: process.env.PEER_CLIENT_SECRET,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['https://bench.example/callback'],
    scope,
  }],
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: 'bench.read', audience: resource, accessTokenTTL: 600, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
    },
  },
});

/** What an authorization code would have been redeemed for. */
async function firstToken(number, client) {
  const accountId = `person-${number}`;
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope('offline_access');
  grant.addResourceScope(resource, 'bench.read');
  const grantId = await grant.save();
  return new provider.RefreshToken({ accountId, client, grantId, scope, resource, gty: 'authorization_code', rotations: 0, iiat: Math.floor(Date.now() / 1000) }).save();
}

async function seed() {
  await createTable?.();
  const client = await provider.Client.find(process.env.PEER_CLIENT_ID);
  const tokens = [];
  for (let number = 0; number < stores; number += 1) tokens.push(await firstToken(number, client));
  await writeFile(file, tokens.map((token) => `${token}\n`).join(''));
}

if (cluster.isPrimary) await seed();
if (cluster.isPrimary && processes > 1) {
  for (let i = 0; i < processes; i += 1) cluster.fork({ PEER_KEY: JSON.stringify(key) });
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM');
    process.exit(0);
  });
} else {
  provider.listen(port, '127.0.0.1');
}
