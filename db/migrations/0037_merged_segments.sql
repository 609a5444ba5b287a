CREATE TABLE "merged_embedding_segments" (
	"workspace_id" uuid NOT NULL,
	"number" integer PRIMARY KEY NOT NULL,
	"merged_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "merged_embedding_segments" ADD CONSTRAINT "merged_embedding_segments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
create function create_embedding_table(segment integer, owner uuid, dimensions integer, vector_type text) returns void
language plpgsql as $$
declare
  partition text := 'embeddings_' || segment;
begin
  execute format(
    'create table %I (
      like embeddings including all,
      constraint %I check (workspace_id = %L),
      constraint %I check (vector_dims(embedding) = %s))',
    partition, partition || '_workspace', owner, partition || '_width', dimensions);
  -- A row must fit a page, whose 8,160 bytes hold 2,018 numbers of four bytes beside the other columns.
  if vector_type = 'vector' and dimensions > 2018 then
    execute format('alter table %I alter column embedding set storage external', partition);
  end if;
end $$;
--> statement-breakpoint
create function attach_embedding_table(segment integer) returns void
language plpgsql as $$
begin
  execute format('alter table embeddings attach partition %I for values in (%s)', 'embeddings_' || segment, segment);
end $$;
--> statement-breakpoint
create or replace function open_embedding_segment(owner uuid, profile uuid) returns void
language plpgsql as $$
declare
  segment embedding_segments;
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
  perform create_embedding_table(segment.number, owner, segment.dimensions, segment.vector_type);
  perform attach_embedding_table(segment.number);
end $$;
