CREATE TABLE "alert_states" (
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"value" double precision,
	"detail" text NOT NULL,
	"looks" bigint NOT NULL,
	"looked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "alert_states_workspace_id_name_pk" PRIMARY KEY("workspace_id","name"),
	CONSTRAINT "alert_states_state" CHECK ("alert_states"."state" in ('ok', 'pending', 'open', 'clearing'))
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"detail" text NOT NULL,
	"value" double precision NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "alerts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "canary_answers" (
	"workspace_id" uuid NOT NULL,
	"round_id" uuid NOT NULL,
	"question" integer NOT NULL,
	"repetition" integer NOT NULL,
	"asked" text NOT NULL,
	"classification" text NOT NULL,
	"answer" text,
	"error" text,
	"served_model" text,
	"fingerprint" text,
	"cost_usd" double precision NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "canary_answers_workspace_id_round_id_question_repetition_pk" PRIMARY KEY("workspace_id","round_id","question","repetition"),
	CONSTRAINT "canary_answers_classification" CHECK ("canary_answers"."classification" in ('public', 'internal', 'confidential', 'restricted')),
	CONSTRAINT "canary_answers_one" CHECK (("canary_answers"."answer" is null) = ("canary_answers"."error" is not null))
);
--> statement-breakpoint
CREATE TABLE "canary_rounds" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"model" text NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"questions_hash" text,
	"baseline_id" uuid,
	"verdict" text,
	"detail" text,
	"changed" integer,
	"distance" double precision,
	"own_distance" double precision,
	"p_value" double precision,
	"api_key_id" uuid,
	"api_key_name" text,
	"lease_token" uuid,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "canary_rounds_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "canary_rounds_kind" CHECK ("canary_rounds"."kind" in ('baseline', 'check')),
	CONSTRAINT "canary_rounds_status" CHECK ("canary_rounds"."status" in ('queued', 'running', 'done')),
	CONSTRAINT "canary_rounds_verdict" CHECK ("canary_rounds"."verdict" in ('recorded', 'same', 'version_changed', 'answers_changed', 'inconclusive')),
	CONSTRAINT "canary_rounds_ended" CHECK (("canary_rounds"."status" = 'done') = ("canary_rounds"."verdict" is not null)
        and ("canary_rounds"."status" = 'done') = ("canary_rounds"."finished_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "model_incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"upstream" text NOT NULL,
	"cause" text NOT NULL,
	"detail" text NOT NULL,
	"first_bad_at" timestamp (3) with time zone NOT NULL,
	"detected_at" timestamp (3) with time zone NOT NULL,
	"detected_in" uuid,
	"detected_trace_id" uuid,
	"diverted_at" timestamp (3) with time zone,
	"diverted_in" uuid,
	"diverted_trace_id" uuid,
	"restored_at" timestamp (3) with time zone,
	"restored_because" text,
	CONSTRAINT "model_incidents_kind" CHECK ("model_incidents"."kind" in ('circuit', 'canary')),
	CONSTRAINT "model_incidents_restored_because" CHECK ("model_incidents"."restored_because" in ('probes_succeeded', 'call_succeeded', 'same_answers', 'baseline_accepted')),
	CONSTRAINT "model_incidents_restored" CHECK (("model_incidents"."restored_at" is null) = ("model_incidents"."restored_because" is null)),
	CONSTRAINT "model_incidents_order" CHECK ("model_incidents"."first_bad_at" <= "model_incidents"."detected_at" and "model_incidents"."detected_at" <= "model_incidents"."restored_at"
        and "model_incidents"."detected_at" <= "model_incidents"."diverted_at")
);
--> statement-breakpoint
ALTER TABLE "alert_states" ADD CONSTRAINT "alert_states_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "canary_answers" ADD CONSTRAINT "canary_answers_workspace_id_round_id_canary_rounds_workspace_id_id_fk" FOREIGN KEY ("workspace_id","round_id") REFERENCES "public"."canary_rounds"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "canary_rounds" ADD CONSTRAINT "canary_rounds_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("workspace_id","name") WHERE closed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "canary_rounds_open" ON "canary_rounds" USING btree ("workspace_id","model") WHERE status <> 'done';--> statement-breakpoint
CREATE INDEX "canary_rounds_model" ON "canary_rounds" USING btree ("workspace_id","model","id");--> statement-breakpoint
CREATE UNIQUE INDEX "model_incidents_open" ON "model_incidents" USING btree ("upstream","kind") WHERE restored_at is null;--> statement-breakpoint
CREATE INDEX "model_incidents_detected" ON "model_incidents" USING btree ("detected_at");