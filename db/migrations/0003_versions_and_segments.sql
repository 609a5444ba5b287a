CREATE TABLE "version_findings" (
	"workspace_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"position" integer NOT NULL,
	"finding" jsonb NOT NULL,
	CONSTRAINT "version_findings_workspace_id_document_id_version_position_pk" PRIMARY KEY("workspace_id","document_id","version","position")
);
--> statement-breakpoint
CREATE TABLE "version_pages" (
	"workspace_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"page" integer NOT NULL,
	"layout" jsonb NOT NULL,
	CONSTRAINT "version_pages_workspace_id_document_id_version_page_pk" PRIMARY KEY("workspace_id","document_id","version","page")
);
--> statement-breakpoint
CREATE TABLE "lexical_segments" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"is_history" boolean DEFAULT false NOT NULL,
	"staged_for" uuid,
	"chunk_count" integer NOT NULL,
	"total_length" bigint NOT NULL,
	"posting_count" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lexical_segments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "lexical_tombstones" (
	"workspace_id" uuid NOT NULL,
	"chunk_number" bigint NOT NULL,
	"length" integer NOT NULL,
	CONSTRAINT "lexical_tombstones_workspace_id_chunk_number_pk" PRIMARY KEY("workspace_id","chunk_number")
);
--> statement-breakpoint
CREATE TABLE "posting_lists" (
	"workspace_id" uuid NOT NULL,
	"term" text COLLATE "C" NOT NULL,
	"segment_id" uuid NOT NULL,
	"posting_count" integer NOT NULL,
	"postings" "bytea" NOT NULL,
	CONSTRAINT "posting_lists_workspace_id_term_segment_id_pk" PRIMARY KEY("workspace_id","term","segment_id")
);
--> statement-breakpoint
CREATE TABLE "source_entries" (
	"workspace_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"path" text NOT NULL,
	"document_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"is_gone" boolean DEFAULT false NOT NULL,
	CONSTRAINT "source_entries_workspace_id_source_id_path_pk" PRIMARY KEY("workspace_id","source_id","path")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"collection_id" uuid NOT NULL,
	"settings" jsonb NOT NULL,
	"defaults" jsonb NOT NULL,
	"interval_seconds" integer,
	"next_sync_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sources_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "sources_name" UNIQUE("workspace_id","name"),
	CONSTRAINT "sources_kind" CHECK ("sources"."kind" in ('folder', 'url', 'sitemap', 'git', 's3'))
);
--> statement-breakpoint
CREATE TABLE "stale_citations" (
	"workspace_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"chunk_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"from_version" integer NOT NULL,
	"to_version" integer,
	"run_id" uuid,
	"marked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"cleared_at" timestamp (3) with time zone,
	CONSTRAINT "stale_citations_workspace_id_trace_id_chunk_id_pk" PRIMARY KEY("workspace_id","trace_id","chunk_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"event" text NOT NULL,
	"payload" jsonb NOT NULL,
	"webhook" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"given_up_at" timestamp (3) with time zone,
	"last_error" text,
	CONSTRAINT "webhook_deliveries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "chunks" DROP CONSTRAINT "chunks_identity";--> statement-breakpoint
ALTER TABLE "ingest_jobs" DROP CONSTRAINT "ingest_jobs_status";--> statement-breakpoint
ALTER TABLE "ingest_jobs" DROP CONSTRAINT "ingest_jobs_error_code";--> statement-breakpoint
ALTER TABLE "chunks" DROP CONSTRAINT "chunks_workspace_id_collection_id_profile_id_collections_workspace_id_id_profile_id_fk";
--> statement-breakpoint
ALTER TABLE "chunks" DROP CONSTRAINT "chunks_workspace_id_profile_id_embedding_hash_embeddings_workspace_id_profile_id_text_hash_fk";
--> statement-breakpoint
ALTER TABLE "collections" DROP CONSTRAINT "collections_profile";--> statement-breakpoint
DROP INDEX "chunks_live";--> statement-breakpoint
ALTER TABLE "chunks" ALTER COLUMN "profile_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "document_versions" ALTER COLUMN "served_from" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "collections" ADD COLUMN "next_profile_id" uuid;--> statement-breakpoint
ALTER TABLE "chunks" ADD COLUMN "term_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "chunking" jsonb;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "job_id" uuid;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "restored_from" integer;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "held_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "given_settings" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "source_id" uuid;--> statement-breakpoint
ALTER TABLE "ingest_jobs" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_jobs" ADD COLUMN "version" integer;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "kind" text DEFAULT 'upload' NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "api_key_id" uuid;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "paused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "cancelled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "announced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "source_id" uuid;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "sync_status" text;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "sync_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "sync_run_after" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "sync_lease_token" uuid;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "sync_lease_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "sync_finished_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "sync_error" text;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "allows_mass_retire" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "entries_added" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "entries_changed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "entries_unchanged" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "entries_gone" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD COLUMN "entries_skipped" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "version_findings" ADD CONSTRAINT "version_findings_workspace_id_document_id_version_document_versions_workspace_id_document_id_version_fk" FOREIGN KEY ("workspace_id","document_id","version") REFERENCES "public"."document_versions"("workspace_id","document_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_pages" ADD CONSTRAINT "version_pages_workspace_id_document_id_version_document_versions_workspace_id_document_id_version_fk" FOREIGN KEY ("workspace_id","document_id","version") REFERENCES "public"."document_versions"("workspace_id","document_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lexical_segments" ADD CONSTRAINT "lexical_segments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_entries" ADD CONSTRAINT "source_entries_workspace_id_source_id_sources_workspace_id_id_fk" FOREIGN KEY ("workspace_id","source_id") REFERENCES "public"."sources"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_entries" ADD CONSTRAINT "source_entries_workspace_id_document_id_documents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","document_id") REFERENCES "public"."documents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_workspace_id_collection_id_collections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","collection_id") REFERENCES "public"."collections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stale_citations" ADD CONSTRAINT "stale_citations_workspace_id_trace_id_traces_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lexical_segments_staged" ON "lexical_segments" USING btree ("workspace_id","staged_for");--> statement-breakpoint
CREATE INDEX "posting_lists_segment" ON "posting_lists" USING btree ("workspace_id","segment_id");--> statement-breakpoint
CREATE INDEX "sources_due" ON "sources" USING btree ("next_sync_at");--> statement-breakpoint
CREATE INDEX "stale_citations_document" ON "stale_citations" USING btree ("workspace_id","document_id","trace_id");--> statement-breakpoint
CREATE INDEX "stale_citations_run" ON "stale_citations" USING btree ("workspace_id","run_id","trace_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_attempt_at") WHERE delivered_at is null and given_up_at is null;--> statement-breakpoint
ALTER TABLE "collections" ADD CONSTRAINT "collections_workspace_id_next_profile_id_embedding_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","next_profile_id") REFERENCES "public"."embedding_profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_workspace_id_collection_id_collections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","collection_id") REFERENCES "public"."collections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD CONSTRAINT "ingest_runs_workspace_id_source_id_sources_workspace_id_id_fk" FOREIGN KEY ("workspace_id","source_id") REFERENCES "public"."sources"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ingest_runs_sync" ON "ingest_runs" USING btree ("sync_run_after") WHERE sync_status in ('queued', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "ingest_runs_one_sync" ON "ingest_runs" USING btree ("workspace_id","source_id") WHERE sync_status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "ingest_runs_unannounced" ON "ingest_runs" USING btree ("workspace_id","id") WHERE announced_at is null;--> statement-breakpoint
CREATE INDEX "chunks_live" ON "chunks" USING btree ("workspace_id","collection_id") WHERE is_live;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_identity" UNIQUE("workspace_id","document_id","embedding_hash","occurrence");--> statement-breakpoint
ALTER TABLE "ingest_jobs" ADD CONSTRAINT "ingest_jobs_status" CHECK ("ingest_jobs"."status" in ('queued', 'running', 'done', 'unchanged', 'held', 'failed', 'cancelled'));--> statement-breakpoint
ALTER TABLE "ingest_jobs" ADD CONSTRAINT "ingest_jobs_error_code" CHECK ("ingest_jobs"."error_code" is null or "ingest_jobs"."error_code" in ('empty', 'unreadable', 'encrypted', 'no_text', 'wrong_type', 'invalid_encoding', 'too_large', 'too_slow', 'embedding_unavailable', 'retired', 'refused', 'source_unavailable', 'internal'));--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD CONSTRAINT "ingest_runs_kind" CHECK ("ingest_runs"."kind" in ('upload', 'sync', 'reindex'));--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD CONSTRAINT "ingest_runs_sync_status" CHECK ("ingest_runs"."sync_status" is null or "ingest_runs"."sync_status" in ('queued', 'running', 'done', 'failed'));