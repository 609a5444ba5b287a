CREATE TABLE "classifier_examples" (
	"workspace_id" uuid NOT NULL,
	"classifier" text NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "classifier_examples_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"text" text NOT NULL,
	"label" text NOT NULL,
	"origin" text NOT NULL,
	"origin_id" text,
	"sha256" "bytea" NOT NULL,
	CONSTRAINT "classifier_examples_workspace_id_classifier_number_pk" PRIMARY KEY("workspace_id","classifier","number"),
	CONSTRAINT "classifier_examples_content" UNIQUE("workspace_id","classifier","sha256"),
	CONSTRAINT "classifier_examples_origin" CHECK ("classifier_examples"."origin" in ('given', 'model', 'review'))
);
--> statement-breakpoint
CREATE TABLE "classifier_versions" (
	"workspace_id" uuid NOT NULL,
	"classifier" text NOT NULL,
	"version" integer NOT NULL,
	"based_on" integer,
	"note" text NOT NULL,
	"examples" integer[] NOT NULL,
	"label_count" integer NOT NULL,
	"report" jsonb NOT NULL,
	"coefficients" "bytea" NOT NULL,
	"sha256" "bytea" NOT NULL,
	"created_by" uuid NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "classifier_versions_workspace_id_classifier_version_pk" PRIMARY KEY("workspace_id","classifier","version"),
	CONSTRAINT "classifier_versions_version" CHECK ("classifier_versions"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "classifiers" (
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"active_version" integer,
	"previous_version" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "classifiers_workspace_id_name_pk" PRIMARY KEY("workspace_id","name")
);
--> statement-breakpoint
ALTER TABLE "classifier_examples" ADD CONSTRAINT "classifier_examples_workspace_id_classifier_classifiers_workspace_id_name_fk" FOREIGN KEY ("workspace_id","classifier") REFERENCES "public"."classifiers"("workspace_id","name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "classifier_versions" ADD CONSTRAINT "classifier_versions_workspace_id_classifier_classifiers_workspace_id_name_fk" FOREIGN KEY ("workspace_id","classifier") REFERENCES "public"."classifiers"("workspace_id","name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "classifier_versions" ADD CONSTRAINT "classifier_versions_workspace_id_created_by_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","created_by") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "classifiers" ADD CONSTRAINT "classifiers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;