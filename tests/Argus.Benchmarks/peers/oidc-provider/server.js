// node server.js PORT PROCESSES, with PEER_CLIENT_ID and PEER_CLIENT_SECRET in the environment.
// Every process signs with the same key; tokens are JWTs (RFC 9068), so the adapter stores nothing for them.
import cluster from 'node:cluster';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, processes] = process.argv.slice(2).map(Number);
const resource = 'https://api.bench.example';

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'bench' };
}

function serve(key) {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    jwks: { keys: [key] },
    scopes: ['bench.read'],
    ttl: { ClientCredentials: 3600 },
    clients: [{
      client_id: process.env.PEER_CLIENT_ID,
      client_secret: process.env.PEER_CLIENT_SECRET,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: 'bench.read',
    }],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        getResourceServerInfo: () => ({
          scope: 'bench.read',
          audience: resource,
          accessTokenTTL: 3600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  provider.listen(port, '127.0.0.1');
}

if (processes > 1 && cluster.isPrimary) {
  const key = JSON.stringify(signingKey());
  for (let i = 0; i < processes; i += 1) cluster.fork({ PEER_KEY: key });
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM');
    process.exit(0);
  });
} else {
  serve(process.env.PEER_KEY ? JSON.parse(process.env.PEER_KEY) : signingKey());
}
