CREATE TABLE "verification_results" (
	"workspace_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"verification_id" uuid,
	"recorded_verdict" text,
	"recorded_verifier" text,
	"verdict" text,
	"verifier" text,
	"changed_claims" integer NOT NULL,
	"failure" text,
	CONSTRAINT "verification_results_workspace_id_run_id_trace_id_pk" PRIMARY KEY("workspace_id","run_id","trace_id"),
	CONSTRAINT "verification_results_outcome" CHECK (("verification_results"."verification_id" is null) = ("verification_results"."failure" is not null))
);
--> statement-breakpoint
CREATE TABLE "verification_runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"status" text NOT NULL,
	"from_at" timestamp (3) with time zone,
	"to_at" timestamp (3) with time zone NOT NULL,
	"verdict" text,
	"up_to" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"total_answers" integer NOT NULL,
	"after_trace_id" uuid,
	"lease_token" uuid,
	"lease_until" timestamp (3) with time zone,
	"failure" text,
	CONSTRAINT "verification_runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "verification_runs_status" CHECK ("verification_runs"."status" in ('running', 'done', 'failed', 'cancelled')),
	CONSTRAINT "verification_runs_up_to" CHECK ("verification_runs"."up_to" in ('builtin', 'local', 'judge')),
	CONSTRAINT "verification_runs_verdict" CHECK ("verification_runs"."verdict" in ('verified', 'partly_verified', 'unverified', 'not_applicable')),
	CONSTRAINT "verification_runs_finished" CHECK (("verification_runs"."status" = 'running') = ("verification_runs"."finished_at" is null))
);
--> statement-breakpoint
ALTER TABLE "verification_results" ADD CONSTRAINT "verification_results_workspace_id_run_id_verification_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."verification_runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_results" ADD CONSTRAINT "verification_results_workspace_id_trace_id_traces_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_runs" ADD CONSTRAINT "verification_runs_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "verification_runs_running" ON "verification_runs" USING btree ("lease_until") WHERE status = 'running';