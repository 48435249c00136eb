// Asks a node for tokens while its keys roll over, and has each of them verified at once and again in the middle of its life, by jose and by jwks-rsa with jsonwebtoken, as their
// documentation shows it and with their default caches. Ends when it has seen enough, or has no more patience; prints what became of the tokens.
// Each library is there twice: as a process that has run all the time, and as one that started a moment ago. It takes the second to be caught in the time after a
// look at the keys in which there is no other.
import { after, systemNow } from './compressed-clock.mjs'; // Before all that looks at the time.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import jwt from 'jsonwebtoken';
import jwksRsa from 'jwks-rsa';

const { issuer, client, audience, tokensPerSecond, rotations, verifications, patience } = JSON.parse(process.argv[2]);
const workers = 4;
const youth = 20; // Seconds; jose does not look again for 30.
const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const algorithms = metadata.introspection_signing_alg_values_supported;
const authorization = `Basic ${btoa(`${client.id}:${client.secret}`)}`;

function newJose() {
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  return (token) => jwtVerify(token, keys, { issuer, audience, typ: 'at+jwt', algorithms });
}

function newJwksRsa() {
  const client = jwksRsa({ jwksUri: metadata.jwks_uri });
  const keyOf = (header, done) => client.getSigningKey(header.kid, (error, key) => done(error, key?.getPublicKey()));
  return (token) => new Promise((resolve, reject) => {
    jwt.verify(token, keyOf, { issuer, audience, algorithms }, (error, payload) => (error ? reject(error) : resolve(payload)));
  });
}

function verifier(make) {
  const steady = make();
  let [young, since] = [make(), Date.now()];
  return {
    verified: 0,
    kids: new Set(),
    failures: {},
    both() {
      if (Date.now() - since > youth * 1000) [young, since] = [make(), Date.now()];
      return [steady, young];
    },
  };
}

const verifiers = { jose: verifier(newJose), jwksRsa: verifier(newJwksRsa) };

const signed = new Set();
const onTheirWay = new Set();
let late = 0;

async function newToken() {
  const response = await fetch(metadata.token_endpoint, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ grant_type: 'client_credentials' }) });
  const { access_token: token, expires_in: life } = await response.json();
  if (response.status !== 200) throw new Error(`The node gives no token: ${response.status}`);
  const [{ kid }, { exp }] = token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  signed.add(kid);
  return { token, kid, life, end: exp * 1000 };
}

async function verifyEverywhere({ token, kid, life, end }) {
  // A machine that has no time for this process can make a token old. That is not what is looked for.
  if (end - Date.now() < life * 1000 / 4) late += 1;
  else await Promise.all(Object.values(verifiers).flatMap((by) => by.both().map(async (verify) => {
    try {
      await verify(token);
      by.verified += 1;
      by.kids.add(kid);
    } catch (error) {
      if (Date.now() >= end) {
        late += 1;
        return;
      }

      const why = error.code ?? error.message;
      by.failures[why] = (by.failures[why] ?? 0) + 1;
    }
  })));
}

async function verifyLater(token) {
  await after(token.life / 2);
  await verifyEverywhere(token);
}

const isDone = () => systemNow() > patience * 1000
  || (signed.size > rotations && Object.values(verifiers).every((by) => by.verified >= verifications || Object.keys(by.failures).length > 0));

async function work() {
  while (!isDone()) {
    const began = systemNow();
    const token = await newToken();
    await verifyEverywhere(token);
    const second = verifyLater(token).finally(() => onTheirWay.delete(second));
    onTheirWay.add(second);
    await new Promise((resolve) => { setTimeout(resolve, workers * 1000 / tokensPerSecond - (systemNow() - began)); });
  }
}

await verifyEverywhere(await newToken());
await Promise.all(Array.from({ length: workers }, work));
await Promise.race([Promise.all(onTheirWay), new Promise((resolve) => { setTimeout(resolve, patience * 1000 - systemNow()); })]);

const report = Object.entries(verifiers).map(([name, { verified, kids, failures }]) => [name, { verified, kids: [...kids], failures }]);
console.log(JSON.stringify({ signed: [...signed], late, ...Object.fromEntries(report) }));
process.exit(0);
