-- Indexes on parts of texts. PostgreSQL ships the extension; whoever owns the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- DropIndex
DROP INDEX "host_ip_idx";

-- DropIndex
DROP INDEX "task_digest_idx";

-- CreateIndex
CREATE INDEX "host_idc_idx" ON "host"("idc");

-- CreateIndex
CREATE INDEX "host_name_parts" ON "host" USING GIN ("host_name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "host_ip_parts" ON "host" USING GIN ("ip" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "host_id_parts" ON "host" USING GIN ("host_id" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "task_heat_idx" ON "task"("heat");

-- CreateIndex
CREATE INDEX "task_content_length_idx" ON "task"("content_length");

-- CreateIndex
CREATE INDEX "task_replicas_idx" ON "task"("replicas");

-- CreateIndex
CREATE INDEX "task_url_parts" ON "task" USING GIN ("url" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "task_image_parts" ON "task" USING GIN ("image" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "task_id_parts" ON "task" USING GIN ("task_id" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "task_digest_parts" ON "task" USING GIN ("digest" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "task_tag_idx" ON "task"("tag");
