CREATE TABLE "budget_days" (
	"workspace_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"subject" text NOT NULL,
	"day" date NOT NULL,
	"spent_usd" numeric DEFAULT '0' NOT NULL,
	"reserved_usd" numeric DEFAULT '0' NOT NULL,
	CONSTRAINT "budget_days_workspace_id_scope_subject_day_pk" PRIMARY KEY("workspace_id","scope","subject","day"),
	CONSTRAINT "budget_days_scope" CHECK ("budget_days"."scope" in ('key', 'workflow', 'workspace')),
	CONSTRAINT "budget_days_not_negative" CHECK ("budget_days"."spent_usd" >= 0 and "budget_days"."reserved_usd" >= 0)
);
--> statement-breakpoint
CREATE TABLE "budget_reservations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"scope" text NOT NULL,
	"subject" text NOT NULL,
	"day" date NOT NULL,
	"amount_usd" numeric NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "budget_reservations_workspace_id_id_scope_subject_pk" PRIMARY KEY("workspace_id","id","scope","subject")
);
--> statement-breakpoint
ALTER TABLE "budget_days" ADD CONSTRAINT "budget_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_reservations" ADD CONSTRAINT "budget_reservations_day" FOREIGN KEY ("workspace_id","scope","subject","day") REFERENCES "public"."budget_days"("workspace_id","scope","subject","day") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "budget_reservations_expiry" ON "budget_reservations" USING btree ("expires_at");