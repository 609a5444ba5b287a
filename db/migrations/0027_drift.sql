CREATE TABLE "config_versions" (
	"hash" text PRIMARY KEY NOT NULL,
	"config" jsonb NOT NULL,
	"first_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drift_attributions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"status" text NOT NULL,
	"request" jsonb NOT NULL,
	"done_count" integer DEFAULT 0 NOT NULL,
	"total_count" integer DEFAULT 0 NOT NULL,
	"result" jsonb,
	"failure" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"progress_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "drift_attributions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "drift_attributions_status" CHECK ("drift_attributions"."status" in ('running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "drift_samples" (
	"workspace_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"place" bigint NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"question" text NOT NULL,
	"prompt" text,
	"answer" text NOT NULL,
	"redacted_count" integer NOT NULL,
	CONSTRAINT "drift_samples_workspace_id_trace_id_pk" PRIMARY KEY("workspace_id","trace_id")
);
--> statement-breakpoint
CREATE TABLE "setting_changes" (
	"workspace_id" uuid NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "setting_changes_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"collection_id" uuid NOT NULL,
	"document_id" uuid,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "setting_changes_workspace_id_number_pk" PRIMARY KEY("workspace_id","number"),
	CONSTRAINT "setting_changes_kind" CHECK ("setting_changes"."kind" in ('access', 'chunking', 'embedding'))
);
--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "ood_score" double precision;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "top_score" double precision;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "answer_chars" integer;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "is_refusal" boolean;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "config_hash" text;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "code_version" text;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "prompt_version" text;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "served_model" text;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "fingerprint" text;--> statement-breakpoint
ALTER TABLE "drift_attributions" ADD CONSTRAINT "drift_attributions_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_samples" ADD CONSTRAINT "drift_samples_workspace_id_trace_id_traces_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_workspace_id_collection_id_collections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","collection_id") REFERENCES "public"."collections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_changes" ADD CONSTRAINT "setting_changes_workspace_id_document_id_documents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","document_id") REFERENCES "public"."documents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drift_samples_asked" ON "drift_samples" USING btree ("workspace_id","asked_at","place");--> statement-breakpoint
CREATE INDEX "setting_changes_changed" ON "setting_changes" USING btree ("workspace_id","changed_at");--> statement-breakpoint
create function note_access_change() returns trigger language plpgsql as $$
begin
  insert into setting_changes (workspace_id, kind, collection_id, document_id, before, after)
  values (new.workspace_id, 'access', new.collection_id, new.id,
    jsonb_build_object('classification', old.classification, 'acl', to_jsonb(old.acl)),
    jsonb_build_object('classification', new.classification, 'acl', to_jsonb(new.acl)));
  return null;
end $$;
--> statement-breakpoint
-- Nobody could read what has never served.
create trigger documents_access_changed after update of acl, classification on documents for each row
  when (old.version is not null
    and (old.acl is distinct from new.acl or old.classification is distinct from new.classification))
  execute function note_access_change();
--> statement-breakpoint
create function note_collection_change() returns trigger language plpgsql as $$
begin
  if old.chunking is distinct from new.chunking then
    insert into setting_changes (workspace_id, kind, collection_id, before, after)
    values (new.workspace_id, 'chunking', new.id, old.chunking, new.chunking);
  end if;
  if old.profile_id is distinct from new.profile_id then
    insert into setting_changes (workspace_id, kind, collection_id, before, after)
    select new.workspace_id, 'embedding', new.id,
      jsonb_build_object('adapter', b.adapter, 'name', b.name, 'version', b.version),
      jsonb_build_object('adapter', a.adapter, 'name', a.name, 'version', a.version)
    from embedding_profiles b
    join embedding_profiles a on a.workspace_id = new.workspace_id and a.id = new.profile_id
    where b.workspace_id = old.workspace_id and b.id = old.profile_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger collections_settings_changed after update of chunking, profile_id on collections for each row
  execute function note_collection_change();
