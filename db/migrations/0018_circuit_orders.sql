CREATE TABLE "circuit_orders" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "circuit_orders_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"upstream" text NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"ordered_in" uuid NOT NULL,
	"ordered_by" uuid NOT NULL,
	"ordered_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "circuit_orders_state" CHECK ("circuit_orders"."state" in ('forced_open', 'auto'))
);
--> statement-breakpoint
CREATE INDEX "circuit_orders_upstream" ON "circuit_orders" USING btree ("upstream","number");