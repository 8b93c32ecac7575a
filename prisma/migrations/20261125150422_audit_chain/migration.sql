-- CreateTable
CREATE TABLE "audit_chain" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "anchor_id" BIGINT NOT NULL DEFAULT 0,
    "anchor_hash" VARCHAR(64) NOT NULL DEFAULT '',
    "head_id" BIGINT NOT NULL DEFAULT 0,
    "head_hash" VARCHAR(64) NOT NULL DEFAULT '',

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_event_tenant_id_id_idx" ON "audit_event"("tenant_id", "id");

-- What was written down before there was a chain stays outside of it.
INSERT INTO "audit_chain" ("anchor_id", "head_id") SELECT max("id"), max("id") FROM "audit_event" HAVING count(*) > 0;
