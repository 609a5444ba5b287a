-- Written by hand: partitions and functions are beyond drizzle-kit. Carries every vector over into segments,
-- which takes a few seconds for 100,000.
set local statement_timeout = 0;
--> statement-breakpoint
alter table embeddings rename to embeddings_without_segments;
--> statement-breakpoint
CREATE TABLE "embedding_segments" (
	"workspace_id" uuid NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "embedding_segments_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"profile_id" uuid NOT NULL,
	"dimensions" integer NOT NULL,
	"vector_type" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"row_count" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embedding_segments_workspace_id_profile_id_number_pk" PRIMARY KEY("workspace_id","profile_id","number"),
	CONSTRAINT "embedding_segments_number" UNIQUE("number"),
	CONSTRAINT "embedding_segments_state" CHECK ("embedding_segments"."state" in ('open', 'sealed', 'indexed')),
	CONSTRAINT "embedding_segments_vector_type" CHECK ("embedding_segments"."vector_type" in ('halfvec', 'vector')),
	CONSTRAINT "embedding_segments_counted" CHECK (state = 'open' or row_count is not null)
);
--> statement-breakpoint
ALTER TABLE "embedding_segments" ADD CONSTRAINT "embedding_segments_workspace_id_profile_id_dimensions_embedding_profiles_workspace_id_id_dimensions_fk" FOREIGN KEY ("workspace_id","profile_id","dimensions") REFERENCES "public"."embedding_profiles"("workspace_id","id","dimensions") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "embedding_segments_open" ON "embedding_segments" USING btree ("workspace_id","profile_id") WHERE state = 'open';
--> statement-breakpoint
-- The embedded database is Postgres compiled to WebAssembly, where a scan of halfvec takes 2.5 to 7 times as
-- long as one of vector; elsewhere halfvec takes half the space and is the faster one.
do $$
begin
  execute format(
    'create table embeddings (
      segment_number integer not null,
      workspace_id uuid not null,
      text_hash bytea not null,
      embedding %s not null,
      constraint embeddings_text_hash_segment_number_pk primary key (text_hash, segment_number)
    ) partition by list (segment_number)',
    case when version() like '%emscripten%' then 'vector' else 'halfvec' end);
end $$;
--> statement-breakpoint
-- Out of line, each distance would cost a look-up of its own.
alter table embeddings
  alter column text_hash set storage plain,
  alter column embedding set storage plain;
--> statement-breakpoint
-- Opens a segment for the vectors of a profile, with its partition, unless one is open already. The checks
-- make it impossible to mix workspaces or widths. Attaching, unlike creating a partition in one statement,
-- lets others read and write meanwhile.
create function open_embedding_segment(owner uuid, profile uuid) returns void
language plpgsql as $$
declare
  segment embedding_segments;
  partition text;
begin
  insert into embedding_segments (workspace_id, profile_id, dimensions, vector_type)
  select p.workspace_id, p.id, p.dimensions,
    (select format_type(a.atttypid, null)
     from pg_attribute a
     where a.attrelid = 'embeddings'::regclass and a.attname = 'embedding')
  from embedding_profiles p
  where p.workspace_id = owner and p.id = profile
  on conflict (workspace_id, profile_id) where state = 'open' do nothing
  returning * into segment;
  if segment.number is null then
    perform 1 from embedding_profiles p where p.workspace_id = owner and p.id = profile;
    if not found then
      raise foreign_key_violation using message = 'The workspace has no such embedding profile.';
    end if;
    return;
  end if;
  partition := 'embeddings_' || segment.number;
  execute format(
    'create table %I (
      like embeddings including all,
      constraint %I check (workspace_id = %L),
      constraint %I check (vector_dims(embedding) = %s))',
    partition, partition || '_workspace', owner, partition || '_width', segment.dimensions);
  -- A row must fit a page, whose 8,160 bytes hold 2,018 numbers of four bytes beside the other columns.
  if segment.vector_type = 'vector' and segment.dimensions > 2018 then
    execute format('alter table %I alter column embedding set storage external', partition);
  end if;
  execute format('alter table embeddings attach partition %I for values in (%s)', partition, segment.number);
end $$;
--> statement-breakpoint
-- The nearest texts of each segment, `wanted` of each. Goes through the index of a segment of which no more
-- than `indexed_share` is wanted, and scans the others. A function, because naming a partition outright is
-- planned in a tenth of a millisecond, and finding it through the partitioned table in one for each hundred
-- workspaces. Parallel workers would take four times as long as one scan does when others search, too.
create function nearest_texts(
  owner uuid, profile uuid, question vector, wanted integer, ef_search integer, indexed_share real
) returns table (hash bytea, distance float8, by_index boolean)
language plpgsql rows 50
set max_parallel_workers_per_gather = 0 as $$
declare
  segment record;
  typed text;
begin
  perform set_config('hnsw.ef_search', ef_search::text, true),
    set_config('hnsw.iterative_scan', 'strict_order', true);
  for segment in
    select s.number, s.dimensions, s.vector_type,
      s.state = 'indexed' and wanted <= s.row_count * indexed_share as is_indexed
    from embedding_segments s
    where s.workspace_id = owner and s.profile_id = profile
  loop
    typed := segment.vector_type || '(' || segment.dimensions || ')';
    if segment.is_indexed then
      return query execute format(
        'select text_hash, embedding::%1$s <=> $1::%1$s, true
         from embeddings_%2$s
         order by embedding::%1$s <=> $1::%1$s
         limit $2', typed, segment.number) using question, wanted;
    else
      return query execute format(
        'select text_hash, embedding <=> $1::%1$s as distance, false
         from embeddings_%2$s
         order by distance, text_hash
         limit $2', typed, segment.number) using question, wanted;
    end if;
  end loop;
end $$;
--> statement-breakpoint
-- How far the given texts are, as far as they have been embedded.
create function text_distances(owner uuid, profile uuid, question vector, hashes bytea[])
returns table (hash bytea, distance float8)
language plpgsql
set max_parallel_workers_per_gather = 0 as $$
declare
  segment record;
begin
  for segment in
    select s.number, s.vector_type
    from embedding_segments s
    where s.workspace_id = owner and s.profile_id = profile
  loop
    return query execute format(
      'select text_hash, embedding <=> $1::%s from embeddings_%s where text_hash = any($2)',
      segment.vector_type, segment.number) using question, hashes;
  end loop;
end $$;
--> statement-breakpoint
select open_embedding_segment(workspace_id, profile_id)
from (select distinct workspace_id, profile_id from embeddings_without_segments) held;
--> statement-breakpoint
insert into embeddings (segment_number, workspace_id, text_hash, embedding)
select s.number, e.workspace_id, e.text_hash, e.embedding
from embeddings_without_segments e
join embedding_segments s on s.workspace_id = e.workspace_id and s.profile_id = e.profile_id;
--> statement-breakpoint
drop table embeddings_without_segments;
--> statement-breakpoint
CREATE INDEX "chunks_embedding_hash" ON "chunks" USING btree ("workspace_id","embedding_hash");
