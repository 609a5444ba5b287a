CREATE TABLE "evaluation_results" (
	"workspace_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"variant" text NOT NULL,
	"item_id" text NOT NULL,
	"trace_id" uuid,
	"config_hash" text NOT NULL,
	"observation" jsonb NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "evaluation_results_workspace_id_run_id_variant_item_id_pk" PRIMARY KEY("workspace_id","run_id","variant","item_id")
);
--> statement-breakpoint
CREATE TABLE "evaluation_runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"gold_set_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"part" text,
	"variants" jsonb NOT NULL,
	"concurrency" integer NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"item_count" integer NOT NULL,
	"api_key_id" uuid NOT NULL,
	"api_key_name" text NOT NULL,
	"code_version" text NOT NULL,
	"failure" text,
	"lease_token" uuid,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "evaluation_runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "evaluation_runs_status" CHECK ("evaluation_runs"."status" in ('queued', 'running', 'succeeded', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "gold_items" (
	"workspace_id" uuid NOT NULL,
	"gold_set_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"place" integer NOT NULL,
	"item_id" text NOT NULL,
	"part" text NOT NULL,
	"classification" text NOT NULL,
	"sources" text[] NOT NULL,
	"item" jsonb NOT NULL,
	CONSTRAINT "gold_items_workspace_id_gold_set_id_version_place_pk" PRIMARY KEY("workspace_id","gold_set_id","version","place"),
	CONSTRAINT "gold_items_id" UNIQUE("workspace_id","gold_set_id","version","item_id"),
	CONSTRAINT "gold_items_classification" CHECK ("gold_items"."classification" in ('public', 'internal', 'confidential', 'restricted'))
);
--> statement-breakpoint
CREATE TABLE "gold_set_versions" (
	"workspace_id" uuid NOT NULL,
	"gold_set_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"note" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gold_set_versions_workspace_id_gold_set_id_version_pk" PRIMARY KEY("workspace_id","gold_set_id","version")
);
--> statement-breakpoint
CREATE TABLE "gold_sets" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "gold_sets_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "gold_sets_name" UNIQUE("workspace_id","name")
);
--> statement-breakpoint
ALTER TABLE "evaluation_results" ADD CONSTRAINT "evaluation_results_workspace_id_run_id_evaluation_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."evaluation_runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_runs" ADD CONSTRAINT "evaluation_runs_workspace_id_gold_set_id_version_gold_set_versions_workspace_id_gold_set_id_version_fk" FOREIGN KEY ("workspace_id","gold_set_id","version") REFERENCES "public"."gold_set_versions"("workspace_id","gold_set_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_runs" ADD CONSTRAINT "evaluation_runs_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gold_items" ADD CONSTRAINT "gold_items_workspace_id_gold_set_id_version_gold_set_versions_workspace_id_gold_set_id_version_fk" FOREIGN KEY ("workspace_id","gold_set_id","version") REFERENCES "public"."gold_set_versions"("workspace_id","gold_set_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gold_set_versions" ADD CONSTRAINT "gold_set_versions_workspace_id_gold_set_id_gold_sets_workspace_id_id_fk" FOREIGN KEY ("workspace_id","gold_set_id") REFERENCES "public"."gold_sets"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gold_sets" ADD CONSTRAINT "gold_sets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evaluation_runs_open" ON "evaluation_runs" USING btree ("id") WHERE status in ('queued', 'running');