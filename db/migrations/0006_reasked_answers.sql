ALTER TABLE "traces" ADD COLUMN "as_of" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "reask_of" uuid;--> statement-breakpoint
CREATE INDEX "traces_reask_of" ON "traces" USING btree ("workspace_id","reask_of") WHERE reask_of is not null;