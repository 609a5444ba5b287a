CREATE TABLE "index_changes" (
	"workspace_id" uuid NOT NULL,
	"transaction_id" bigint DEFAULT pg_current_xact_id()::text::bigint NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "index_changes_workspace_id_transaction_id_pk" PRIMARY KEY("workspace_id","transaction_id")
);
--> statement-breakpoint
ALTER TABLE "index_changes" ADD CONSTRAINT "index_changes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "index_changes_changed" ON "index_changes" USING btree ("changed_at");--> statement-breakpoint
create function note_index_change() returns trigger language plpgsql as $$
begin
  insert into index_changes (workspace_id) select distinct workspace_id from changed on conflict do nothing;
  return null;
end $$;
--> statement-breakpoint
do $$
declare
  searched text;
begin
  -- Rows that came or went, and their state before or after: a trigger with these names one event.
  foreach searched in array array['documents', 'collections', 'embedding_segments'] loop
    execute format('create trigger %1$s_added after insert on %1$s referencing new table as changed
      for each statement execute function note_index_change()', searched);
    execute format('create trigger %1$s_changed after update on %1$s referencing new table as changed
      for each statement execute function note_index_change()', searched);
    execute format('create trigger %1$s_removed after delete on %1$s referencing old table as changed
      for each statement execute function note_index_change()', searched);
  end loop;
end $$;
