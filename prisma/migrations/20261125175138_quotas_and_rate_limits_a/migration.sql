-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(128) NOT NULL,
    "full_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "rate_limit_full_at_idx" ON "rate_limit"("full_at");

-- CreateIndex
CREATE INDEX "task_tenant_id_seed_replicas_content_length_idx" ON "task"("tenant_id", "seed_replicas", "content_length");
