-- CreateIndex
CREATE INDEX "job_item_job_id_updated_at_idx" ON "job_item"("job_id", "updated_at");
