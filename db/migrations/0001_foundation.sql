CREATE TABLE "api_keys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"groups" text[] NOT NULL,
	"clearance" text NOT NULL,
	"collections" text[],
	"models" text[],
	"budget_usd_per_day" double precision,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "api_keys_clearance" CHECK ("api_keys"."clearance" in ('public', 'internal', 'confidential', 'restricted'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"workspace_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"api_key_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sessions_token_hash_pk" PRIMARY KEY("token_hash"),
	CONSTRAINT "sessions_kind" CHECK ("sessions"."kind" in ('browser', 'sign_in_link'))
);
--> statement-breakpoint
CREATE TABLE "collections" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"chunking" jsonb NOT NULL,
	"profile_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "collections_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "collections_name" UNIQUE("workspace_id","name"),
	CONSTRAINT "collections_profile" UNIQUE("workspace_id","id","profile_id")
);
--> statement-breakpoint
CREATE TABLE "embedding_profiles" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"adapter" text NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"dimensions" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embedding_profiles_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "embedding_profiles_identity" UNIQUE("workspace_id","adapter","name","version","dimensions"),
	CONSTRAINT "embedding_profiles_width" UNIQUE("workspace_id","id","dimensions")
);
--> statement-breakpoint
CREATE TABLE "embeddings" (
	"workspace_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"text_hash" "bytea" NOT NULL,
	"dimensions" integer NOT NULL,
	"embedding" vector NOT NULL,
	CONSTRAINT "embeddings_workspace_id_profile_id_text_hash_pk" PRIMARY KEY("workspace_id","profile_id","text_hash"),
	CONSTRAINT "embeddings_width" CHECK (vector_dims("embeddings"."embedding") = "embeddings"."dimensions")
);
--> statement-breakpoint
CREATE TABLE "chunk_placements" (
	"workspace_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"position" integer NOT NULL,
	"chunk_id" uuid NOT NULL,
	"page" integer,
	"char_start" integer NOT NULL,
	"char_end" integer NOT NULL,
	CONSTRAINT "chunk_placements_workspace_id_document_id_version_position_pk" PRIMARY KEY("workspace_id","document_id","version","position"),
	CONSTRAINT "chunk_placements_chunk" UNIQUE("workspace_id","chunk_id","document_id","version")
);
--> statement-breakpoint
CREATE TABLE "chunks" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "chunks_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"document_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"embedding_hash" "bytea" NOT NULL,
	"occurrence" integer NOT NULL,
	"content_hash" text NOT NULL,
	"text" text NOT NULL,
	"heading_path" text[] NOT NULL,
	"token_count" integer NOT NULL,
	"is_live" boolean NOT NULL,
	CONSTRAINT "chunks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "chunks_number" UNIQUE("workspace_id","number"),
	CONSTRAINT "chunks_identity" UNIQUE("workspace_id","document_id","embedding_hash","occurrence","profile_id")
);
--> statement-breakpoint
CREATE TABLE "document_versions" (
	"workspace_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"mime" text NOT NULL,
	"original_sha256" "bytea" NOT NULL,
	"byte_size" integer NOT NULL,
	"text" text NOT NULL,
	"char_count" integer NOT NULL,
	"page_count" integer,
	"parser" text NOT NULL,
	"chunker" text NOT NULL,
	"served_from" timestamp (3) with time zone NOT NULL,
	"served_until" timestamp (3) with time zone,
	CONSTRAINT "document_versions_workspace_id_document_id_version_pk" PRIMARY KEY("workspace_id","document_id","version")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"source" text NOT NULL,
	"title" text NOT NULL,
	"mime" text,
	"tags" text[] NOT NULL,
	"classification" text NOT NULL,
	"acl" text[] NOT NULL,
	"version" integer,
	"retired_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "documents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "documents_source" UNIQUE("workspace_id","collection_id","source"),
	CONSTRAINT "documents_classification" CHECK ("documents"."classification" in ('public', 'internal', 'confidential', 'restricted'))
);
--> statement-breakpoint
CREATE TABLE "originals" (
	"workspace_id" uuid NOT NULL,
	"sha256" "bytea" NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "originals_workspace_id_sha256_pk" PRIMARY KEY("workspace_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "idempotent_requests" (
	"workspace_id" uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"response_status" integer,
	"response_body" "bytea",
	"response_headers" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"running_until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotent_requests_workspace_id_api_key_id_endpoint_key_pk" PRIMARY KEY("workspace_id","api_key_id","endpoint","key")
);
--> statement-breakpoint
CREATE TABLE "ingest_jobs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"original_sha256" "bytea" NOT NULL,
	"file_name" text NOT NULL,
	"title" text,
	"mime" text,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"run_after" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp (3) with time zone,
	"error_code" text,
	"error_detail" text,
	"chunks_added" integer DEFAULT 0 NOT NULL,
	"chunks_reused" integer DEFAULT 0 NOT NULL,
	"chunks_retired" integer DEFAULT 0 NOT NULL,
	"timings" jsonb,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "ingest_jobs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "ingest_jobs_status" CHECK ("ingest_jobs"."status" in ('queued', 'running', 'done', 'unchanged', 'failed')),
	CONSTRAINT "ingest_jobs_error_code" CHECK ("ingest_jobs"."error_code" is null or "ingest_jobs"."error_code" in ('empty', 'unreadable', 'encrypted', 'no_text', 'wrong_type', 'invalid_encoding', 'too_large', 'too_slow', 'embedding_unavailable', 'retired', 'internal')),
	CONSTRAINT "ingest_jobs_lease" CHECK (("ingest_jobs"."status" = 'running') = ("ingest_jobs"."lease_token" is not null))
);
--> statement-breakpoint
CREATE TABLE "ingest_runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ingest_runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "lexical_statistics" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"chunk_count" integer NOT NULL,
	"total_length" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lexical_terms" (
	"workspace_id" uuid NOT NULL,
	"term" text NOT NULL,
	"chunk_count" integer NOT NULL,
	CONSTRAINT "lexical_terms_workspace_id_term_pk" PRIMARY KEY("workspace_id","term")
);
--> statement-breakpoint
CREATE TABLE "postings" (
	"workspace_id" uuid NOT NULL,
	"term" text NOT NULL,
	"chunk_number" bigint NOT NULL,
	"frequency" smallint NOT NULL,
	"length" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trace_evidence" (
	"workspace_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"chunk_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"document_version" integer NOT NULL,
	"is_cited" boolean NOT NULL,
	CONSTRAINT "trace_evidence_workspace_id_trace_id_chunk_id_pk" PRIMARY KEY("workspace_id","trace_id","chunk_id")
);
--> statement-breakpoint
CREATE TABLE "trace_records" (
	"workspace_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"state" text NOT NULL,
	"canonical" "bytea" NOT NULL,
	"sha256" "bytea" NOT NULL,
	CONSTRAINT "trace_records_workspace_id_trace_id_state_pk" PRIMARY KEY("workspace_id","trace_id","state")
);
--> statement-breakpoint
CREATE TABLE "traces" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"api_key_id" uuid NOT NULL,
	"api_key_name" text NOT NULL,
	"app" text,
	"otel_trace_id" text,
	"question" text NOT NULL,
	"document_ids" uuid[] NOT NULL,
	"classification" text NOT NULL,
	"status" text,
	"verdict" text,
	"task" text,
	"model" text,
	"provider" text,
	"fallback" text,
	"cited_count" integer NOT NULL,
	"selected_count" integer NOT NULL,
	"candidate_count" integer NOT NULL,
	"confidence" double precision,
	"total_ms" double precision,
	"input_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"cost_usd" double precision NOT NULL,
	"pending_until" timestamp (3) with time zone,
	CONSTRAINT "traces_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "traces_kind" CHECK ("traces"."kind" in ('answer', 'retrieval')),
	CONSTRAINT "traces_state" CHECK ("traces"."state" in ('pending', 'complete', 'interrupted')),
	CONSTRAINT "traces_classification" CHECK ("traces"."classification" in ('public', 'internal', 'confidential', 'restricted'))
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspaces_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collections" ADD CONSTRAINT "collections_workspace_id_profile_id_embedding_profiles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","profile_id") REFERENCES "public"."embedding_profiles"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embedding_profiles" ADD CONSTRAINT "embedding_profiles_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embeddings" ADD CONSTRAINT "embeddings_workspace_id_profile_id_dimensions_embedding_profiles_workspace_id_id_dimensions_fk" FOREIGN KEY ("workspace_id","profile_id","dimensions") REFERENCES "public"."embedding_profiles"("workspace_id","id","dimensions") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunk_placements" ADD CONSTRAINT "chunk_placements_workspace_id_document_id_version_document_versions_workspace_id_document_id_version_fk" FOREIGN KEY ("workspace_id","document_id","version") REFERENCES "public"."document_versions"("workspace_id","document_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunk_placements" ADD CONSTRAINT "chunk_placements_workspace_id_chunk_id_chunks_workspace_id_id_fk" FOREIGN KEY ("workspace_id","chunk_id") REFERENCES "public"."chunks"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_workspace_id_document_id_documents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","document_id") REFERENCES "public"."documents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_workspace_id_collection_id_profile_id_collections_workspace_id_id_profile_id_fk" FOREIGN KEY ("workspace_id","collection_id","profile_id") REFERENCES "public"."collections"("workspace_id","id","profile_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_workspace_id_profile_id_embedding_hash_embeddings_workspace_id_profile_id_text_hash_fk" FOREIGN KEY ("workspace_id","profile_id","embedding_hash") REFERENCES "public"."embeddings"("workspace_id","profile_id","text_hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_workspace_id_document_id_documents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","document_id") REFERENCES "public"."documents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_workspace_id_original_sha256_originals_workspace_id_sha256_fk" FOREIGN KEY ("workspace_id","original_sha256") REFERENCES "public"."originals"("workspace_id","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_workspace_id_collection_id_collections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","collection_id") REFERENCES "public"."collections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "originals" ADD CONSTRAINT "originals_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotent_requests" ADD CONSTRAINT "idempotent_requests_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_jobs" ADD CONSTRAINT "ingest_jobs_workspace_id_run_id_ingest_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."ingest_runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_jobs" ADD CONSTRAINT "ingest_jobs_workspace_id_document_id_documents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","document_id") REFERENCES "public"."documents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_jobs" ADD CONSTRAINT "ingest_jobs_workspace_id_original_sha256_originals_workspace_id_sha256_fk" FOREIGN KEY ("workspace_id","original_sha256") REFERENCES "public"."originals"("workspace_id","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingest_runs" ADD CONSTRAINT "ingest_runs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lexical_statistics" ADD CONSTRAINT "lexical_statistics_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lexical_terms" ADD CONSTRAINT "lexical_terms_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_evidence" ADD CONSTRAINT "trace_evidence_workspace_id_trace_id_traces_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_evidence" ADD CONSTRAINT "trace_evidence_workspace_id_document_id_documents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","document_id") REFERENCES "public"."documents"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_records" ADD CONSTRAINT "trace_records_workspace_id_trace_id_traces_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traces" ADD CONSTRAINT "traces_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_prefix" ON "api_keys" USING btree ("prefix");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "chunks_live" ON "chunks" USING btree ("workspace_id","profile_id") WHERE is_live;--> statement-breakpoint
CREATE INDEX "documents_updated" ON "documents" USING btree ("workspace_id","updated_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "idempotent_requests_expiry" ON "idempotent_requests" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "ingest_jobs_run" ON "ingest_jobs" USING btree ("workspace_id","run_id");--> statement-breakpoint
CREATE INDEX "ingest_jobs_document" ON "ingest_jobs" USING btree ("workspace_id","document_id","id");--> statement-breakpoint
CREATE INDEX "ingest_jobs_waiting" ON "ingest_jobs" USING btree ("run_after","id") WHERE status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "trace_evidence_document" ON "trace_evidence" USING btree ("workspace_id","document_id","trace_id");--> statement-breakpoint
CREATE INDEX "traces_pending" ON "traces" USING btree ("pending_until");