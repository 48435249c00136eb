// The adapter in the shape that oidc-provider's documentation gives it: one JSONB row an artefact, a statement each, no transaction around them. PGHOST and its
// like say where.
import pg from 'pg';

const pool = new pg.Pool({ max: 16 });

export async function createTable() {
  await pool.query(`create table if not exists oidc (
    model text not null, id text not null, payload jsonb not null, grant_id text, user_code text, uid text,
    expires_at timestamptz, consumed_at timestamptz, primary key (model, id))`);
  await pool.query('create index if not exists oidc_grant on oidc (grant_id) where grant_id is not null');
}

export default class PostgresAdapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload, expiresIn) {
    await pool.query({
      name: 'upsert',
      text: `insert into oidc (model, id, payload, grant_id, user_code, uid, expires_at) values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
        on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, user_code = excluded.user_code, uid = excluded.uid,
          expires_at = excluded.expires_at`,
      values: [this.model, id, payload, payload.grantId, payload.userCode, payload.uid, expiresIn ?? null],
    });
  }

  async find(id) {
    const { rows: [row] } = await pool.query({
      name: 'find',
      text: 'select payload, consumed_at from oidc where model = $1 and id = $2 and (expires_at is null or expires_at > now())',
      values: [this.model, id],
    });
    return row && { ...row.payload, ...(row.consumed_at ? { consumed: Math.floor(row.consumed_at / 1000) } : undefined) };
  }

  async consume(id) {
    await pool.query({ name: 'consume', text: 'update oidc set consumed_at = now() where model = $1 and id = $2', values: [this.model, id] });
  }

  async destroy(id) {
    await pool.query({ name: 'destroy', text: 'delete from oidc where model = $1 and id = $2', values: [this.model, id] });
  }

  async revokeByGrantId(grantId) {
    await pool.query({ name: 'revoke', text: 'delete from oidc where grant_id = $1', values: [grantId] });
  }
}
