CREATE TABLE "workflow_items" (
	"workspace_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"key" text,
	"text" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"run_after" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp (3) with time zone,
	"leased_by" text,
	"outcome" text,
	"label" text,
	"probability" double precision,
	"verdict" text,
	"model" text,
	"is_escalated_to_model" boolean DEFAULT false NOT NULL,
	"steps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"draft" jsonb,
	"trace_id" uuid,
	"answer_id" uuid,
	"input_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"cost_usd" double precision DEFAULT 0 NOT NULL,
	"total_ms" double precision,
	"error_code" text,
	"error_detail" text,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "workflow_items_workspace_id_run_id_position_pk" PRIMARY KEY("workspace_id","run_id","position"),
	CONSTRAINT "workflow_items_status" CHECK ("workflow_items"."status" in ('queued', 'running', 'done', 'failed', 'cancelled')),
	CONSTRAINT "workflow_items_outcome" CHECK (("workflow_items"."status" = 'done') = ("workflow_items"."outcome" is not null)
        and ("workflow_items"."outcome" is null or "workflow_items"."outcome" in ('resolved', 'escalated', 'review'))),
	CONSTRAINT "workflow_items_error_code" CHECK ("workflow_items"."error_code" is null or "workflow_items"."error_code" in ('budget_exceeded', 'not_allowed', 'unavailable', 'invalid_value', 'internal')),
	CONSTRAINT "workflow_items_lease" CHECK (("workflow_items"."status" = 'running') = ("workflow_items"."lease_token" is not null))
);
--> statement-breakpoint
CREATE TABLE "workflow_runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"workflow" text NOT NULL,
	"definition" jsonb NOT NULL,
	"api_key_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"refused_count" integer NOT NULL,
	"refused_lines" jsonb NOT NULL,
	CONSTRAINT "workflow_runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "workflow_items" ADD CONSTRAINT "workflow_items_workspace_id_run_id_workflow_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."workflow_runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_items" ADD CONSTRAINT "workflow_items_trace" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_items" ADD CONSTRAINT "workflow_items_answer" FOREIGN KEY ("workspace_id","answer_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_runs" ADD CONSTRAINT "workflow_runs_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "workflow_items_waiting" ON "workflow_items" USING btree ("position","run_id") WHERE status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "workflow_runs_workflow" ON "workflow_runs" USING btree ("workspace_id","workflow","id");