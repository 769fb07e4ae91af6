/** Raised when the tables change; an older journal is refused rather than guessed at. */
export const journalVersion = 2;

/**
 * `job` and `lot` hold what the node knows and has done, `attestation` what it has made of others' results,
 * `late_fee` what lateness has cost it, `slot` one row per nonce that it has used, `signed` the raw bytes of every
 * transaction that was ever signed for a slot, `tile` what lies in a lot's files: tiles, or in the assembly lot's
 * picture the lots that were joined. Big integers and structs are JSON text with decimal strings.
 */
export const journalSchema = `
create table meta (name text primary key, value text not null) strict;
create table scanned (block integer primary key, hash text not null) strict;
create table job (
  job_id text primary key, terms_hash text not null, posted_block integer not null,
  terms text not null, work text not null, input_cid text not null, input_verified integer not null default 0
) strict;
create table lot (
  lot_id text primary key, job_id text not null, stage text not null, attempt integer not null,
  retry_at integer not null default 0, note text not null default '',
  claim text, delivery text, submission text, pay_wei text
) strict;
create index lot_by_stage on lot (stage);
create index lot_by_job on lot (job_id);
create table attestation (
  lot_id text not null, attempt integer not null, job_id text not null, stage text not null,
  retry_at integer not null default 0, tries integer not null default 0, note text not null default '',
  finding text, pay_wei text,
  primary key (lot_id, attempt)
) strict;
create index attestation_by_stage on attestation (stage);
create table late_fee (
  lot_id text not null, attempt integer not null, at integer not null, primary key (lot_id, attempt)
) strict;
create table slot (
  nonce integer primary key, purpose text not null, destination text not null, data text not null,
  value text not null, gas text not null,
  state text not null check (state in ('pending', 'mined', 'void')),
  hash text, block_number integer, block_hash text, succeeded integer, cost_wei text
) strict;
create unique index one_live_slot on slot (purpose)
  where state = 'pending' or (state = 'mined' and succeeded = 1);
create table signed (
  hash text primary key, nonce integer not null references slot (nonce), raw text not null,
  max_fee text not null, empty integer not null default 0
) strict;
create table tile (
  lot_id text not null, tile integer not null, output_digest text not null, probe text not null,
  primary key (lot_id, tile)
) strict;
`;
