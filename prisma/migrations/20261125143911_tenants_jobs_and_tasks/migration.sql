-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('user', 'token', 'system', 'anonymous');

-- CreateEnum
CREATE TYPE "provider_kind" AS ENUM ('oidc', 'ldap');

-- CreateEnum
CREATE TYPE "token_state" AS ENUM ('active', 'revoked');

-- CreateEnum
CREATE TYPE "job_state" AS ENUM ('pending', 'running', 'succeeded', 'partial', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "item_state" AS ENUM ('pending', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "trigger_kind" AS ENUM ('harbor', 'kraken', 'oci');

-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('pending', 'delivered', 'failed');

-- CreateEnum
CREATE TYPE "quota_kind" AS ENUM ('jobs_per_minute', 'concurrent_preheat_bytes', 'origin_bytes_per_day', 'seed_cached_bytes');

-- CreateEnum
CREATE TYPE "host_kind" AS ENUM ('normal', 'seed');

-- CreateEnum
CREATE TYPE "task_kind" AS ENUM ('standard', 'persistent', 'persistent_cache', 'cache');

-- CreateEnum
CREATE TYPE "task_state" AS ENUM ('pending', 'running', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "sample_span" AS ENUM ('minute', 'hour', 'day');

-- AlterEnum
ALTER TYPE "audit_outcome" ADD VALUE 'refused';

-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "actor_kind" "actor_kind" NOT NULL DEFAULT 'user',
ADD COLUMN     "after" JSONB,
ADD COLUMN     "before" JSONB,
ADD COLUMN     "hash" VARCHAR(64) NOT NULL DEFAULT '',
ADD COLUMN     "request_id" VARCHAR(64) NOT NULL DEFAULT '',
ADD COLUMN     "target_id" VARCHAR(256) NOT NULL DEFAULT '',
ADD COLUMN     "target_kind" VARCHAR(64) NOT NULL DEFAULT '',
ADD COLUMN     "target_name" VARCHAR(256) NOT NULL DEFAULT '',
ADD COLUMN     "user_agent" VARCHAR(256) NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "display_name" VARCHAR(128) NOT NULL DEFAULT '',
ADD COLUMN     "last_sign_in_at" TIMESTAMPTZ(3),
ALTER COLUMN "password_hash" DROP NOT NULL;

-- CreateTable
CREATE TABLE "identity_provider" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(64) NOT NULL,
    "kind" "provider_kind" NOT NULL,
    "label" VARCHAR(128) NOT NULL,
    "config" JSONB NOT NULL,
    "secret_cipher" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_mapping" (
    "id" SERIAL NOT NULL,
    "provider_id" INTEGER NOT NULL,
    "group" VARCHAR(512) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "role_id" INTEGER NOT NULL,

    CONSTRAINT "group_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "provider_id" INTEGER NOT NULL,
    "subject" VARCHAR(512) NOT NULL,
    "user_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "identity_pkey" PRIMARY KEY ("provider_id","subject")
);

-- CreateTable
CREATE TABLE "service_account" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" VARCHAR(64) NOT NULL,
    "description" VARCHAR(1024) NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_account_role" (
    "service_account_id" INTEGER NOT NULL,
    "role_id" INTEGER NOT NULL,

    CONSTRAINT "service_account_role_pkey" PRIMARY KEY ("service_account_id","role_id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "user_id" INTEGER,
    "service_account_id" INTEGER,
    "name" VARCHAR(128) NOT NULL,
    "description" VARCHAR(1024) NOT NULL DEFAULT '',
    "prefix" VARCHAR(24) NOT NULL,
    "hash" VARCHAR(64) NOT NULL,
    "scopes" TEXT[],
    "allowed_cidrs" TEXT[],
    "state" "token_state" NOT NULL DEFAULT 'active',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" VARCHAR(64) NOT NULL DEFAULT '',
    "replaces_id" INTEGER,
    "created_by_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token_cluster" (
    "api_token_id" INTEGER NOT NULL,
    "scheduler_cluster_id" INTEGER NOT NULL,

    CONSTRAINT "api_token_cluster_pkey" PRIMARY KEY ("api_token_id","scheduler_cluster_id")
);

-- CreateTable
CREATE TABLE "join_token" (
    "id" SERIAL NOT NULL,
    "scheduler_cluster_id" INTEGER,
    "name" VARCHAR(128) NOT NULL,
    "prefix" VARCHAR(24) NOT NULL,
    "hash" VARCHAR(64) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "join_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID,
    "name" VARCHAR(128) NOT NULL,
    "value" JSONB NOT NULL,
    "bio" VARCHAR(1024) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "config_revision" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" UUID,
    "subject" VARCHAR(64) NOT NULL,
    "subject_id" VARCHAR(128) NOT NULL,
    "revision" INTEGER NOT NULL,
    "value" JSONB,
    "comment" VARCHAR(1024) NOT NULL DEFAULT '',
    "actor_user_id" INTEGER,
    "actor_name" VARCHAR(64) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "config_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host" (
    "id" SERIAL NOT NULL,
    "scheduler_cluster_id" INTEGER NOT NULL,
    "host_id" VARCHAR(512) NOT NULL,
    "kind" "host_kind" NOT NULL,
    "host_name" VARCHAR(256) NOT NULL,
    "ip" VARCHAR(64) NOT NULL,
    "port" INTEGER NOT NULL,
    "download_port" INTEGER NOT NULL,
    "proxy_port" INTEGER NOT NULL DEFAULT 0,
    "idc" VARCHAR(1024) NOT NULL DEFAULT '',
    "location" VARCHAR(1024) NOT NULL DEFAULT '',
    "os" VARCHAR(64) NOT NULL DEFAULT '',
    "platform" VARCHAR(128) NOT NULL DEFAULT '',
    "platform_family" VARCHAR(128) NOT NULL DEFAULT '',
    "platform_version" VARCHAR(128) NOT NULL DEFAULT '',
    "kernel_version" VARCHAR(128) NOT NULL DEFAULT '',
    "git_version" VARCHAR(128) NOT NULL DEFAULT '',
    "git_commit" VARCHAR(128) NOT NULL DEFAULT '',
    "build_platform" VARCHAR(128) NOT NULL DEFAULT '',
    "concurrent_upload_limit" INTEGER NOT NULL DEFAULT 0,
    "disable_shared" BOOLEAN NOT NULL DEFAULT false,
    "disk_total_bytes" BIGINT NOT NULL DEFAULT 0,
    "disk_free_bytes" BIGINT NOT NULL DEFAULT 0,
    "cpu_percent" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "memory_used_percent" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "max_tx_bps" BIGINT NOT NULL DEFAULT 0,
    "tx_bps" BIGINT NOT NULL DEFAULT 0,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "draining" BOOLEAN NOT NULL DEFAULT false,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "announced_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "host_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "scheduler_cluster_id" INTEGER NOT NULL,
    "task_id" VARCHAR(128) NOT NULL,
    "tenant_id" UUID,
    "kind" "task_kind" NOT NULL,
    "url" TEXT NOT NULL,
    "image" VARCHAR(1024) NOT NULL DEFAULT '',
    "digest" VARCHAR(256) NOT NULL DEFAULT '',
    "application" VARCHAR(256) NOT NULL DEFAULT '',
    "tag" VARCHAR(256) NOT NULL DEFAULT '',
    "state" "task_state" NOT NULL,
    "content_length" BIGINT,
    "piece_length" BIGINT,
    "total_pieces" INTEGER,
    "replicas" INTEGER NOT NULL DEFAULT 0,
    "seed_replicas" INTEGER NOT NULL DEFAULT 0,
    "heat" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "source_bytes" BIGINT NOT NULL DEFAULT 0,
    "peer_bytes" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_pkey" PRIMARY KEY ("scheduler_cluster_id","task_id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "type" VARCHAR(64) NOT NULL,
    "bio" VARCHAR(1024) NOT NULL DEFAULT '',
    "state" "job_state" NOT NULL DEFAULT 'pending',
    "args" JSONB NOT NULL,
    "secret_cipher" TEXT,
    "result" JSONB,
    "failure" TEXT NOT NULL DEFAULT '',
    "user_id" INTEGER,
    "api_token_id" INTEGER,
    "service_account_id" INTEGER,
    "schedule_id" INTEGER,
    "trigger_id" INTEGER,
    "cloned_from_id" INTEGER,
    "idempotency_key" VARCHAR(128),
    "request_hash" VARCHAR(64) NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL DEFAULT 3,
    "timeout_ms" INTEGER NOT NULL,
    "run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancelled_at" TIMESTAMPTZ(3),
    "lease_holder" VARCHAR(64),
    "lease_expires_at" TIMESTAMPTZ(3),
    "total_bytes" BIGINT NOT NULL DEFAULT 0,
    "done_bytes" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_scheduler_cluster" (
    "job_id" INTEGER NOT NULL,
    "scheduler_cluster_id" INTEGER NOT NULL,

    CONSTRAINT "job_scheduler_cluster_pkey" PRIMARY KEY ("job_id","scheduler_cluster_id")
);

-- CreateTable
CREATE TABLE "job_attempt" (
    "job_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "holder" VARCHAR(64) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" VARCHAR(32),
    "failure" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "job_attempt_pkey" PRIMARY KEY ("job_id","number")
);

-- CreateTable
CREATE TABLE "job_item" (
    "id" BIGSERIAL NOT NULL,
    "job_id" INTEGER NOT NULL,
    "scheduler_cluster_id" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "task_id" VARCHAR(128) NOT NULL DEFAULT '',
    "host_id" VARCHAR(512) NOT NULL,
    "host_name" VARCHAR(256) NOT NULL DEFAULT '',
    "ip" VARCHAR(64) NOT NULL DEFAULT '',
    "state" "item_state" NOT NULL DEFAULT 'pending',
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "content_length" BIGINT,
    "verified" BOOLEAN,
    "failure_code" VARCHAR(64) NOT NULL DEFAULT '',
    "failure" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "job_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_event" (
    "id" BIGSERIAL NOT NULL,
    "job_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" VARCHAR(64) NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "job_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schedule" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "cron" VARCHAR(128) NOT NULL,
    "time_zone" VARCHAR(64) NOT NULL,
    "job_type" VARCHAR(64) NOT NULL,
    "args" JSONB NOT NULL,
    "secret_cipher" TEXT,
    "cluster_ids" INTEGER[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_by_id" INTEGER,
    "next_run_at" TIMESTAMPTZ(3),
    "last_run_at" TIMESTAMPTZ(3),
    "lease_holder" VARCHAR(64),
    "lease_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trigger" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "kind" "trigger_kind" NOT NULL,
    "filters" JSONB NOT NULL DEFAULT '{}',
    "job_type" VARCHAR(64) NOT NULL,
    "args" JSONB NOT NULL,
    "secret_cipher" TEXT,
    "cluster_ids" INTEGER[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_by_id" INTEGER,
    "last_fired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "trigger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "url" VARCHAR(2048) NOT NULL,
    "secret_cipher" TEXT NOT NULL,
    "events" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" BIGSERIAL NOT NULL,
    "webhook_id" INTEGER NOT NULL,
    "event" VARCHAR(64) NOT NULL,
    "payload" JSONB NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status_code" INTEGER,
    "failure" VARCHAR(1024) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registry_credential" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "registry" VARCHAR(256) NOT NULL,
    "username" VARCHAR(256) NOT NULL,
    "password_cipher" TEXT NOT NULL,
    "certificate" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "registry_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quota" (
    "tenant_id" UUID NOT NULL,
    "kind" "quota_kind" NOT NULL,
    "soft" BIGINT,
    "hard" BIGINT,

    CONSTRAINT "quota_pkey" PRIMARY KEY ("tenant_id","kind")
);

-- CreateTable
CREATE TABLE "quota_usage" (
    "tenant_id" UUID NOT NULL,
    "kind" "quota_kind" NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "used" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "quota_usage_pkey" PRIMARY KEY ("tenant_id","kind","window_start")
);

-- CreateTable
CREATE TABLE "usage_sample" (
    "id" BIGSERIAL NOT NULL,
    "span" "sample_span" NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "scheduler_cluster_id" INTEGER NOT NULL,
    "tenant_id" UUID,
    "application" VARCHAR(256) NOT NULL DEFAULT '',
    "source_bytes" BIGINT NOT NULL DEFAULT 0,
    "peer_bytes" BIGINT NOT NULL DEFAULT 0,
    "local_bytes" BIGINT NOT NULL DEFAULT 0,
    "started_tasks" INTEGER NOT NULL DEFAULT 0,
    "finished_peers" INTEGER NOT NULL DEFAULT 0,
    "failed_peers" INTEGER NOT NULL DEFAULT 0,
    "active_hosts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "usage_sample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "tenant_id" UUID NOT NULL,
    "page" VARCHAR(128) NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "query" VARCHAR(4096) NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "identity_provider_name_key" ON "identity_provider"("name");

-- CreateIndex
CREATE INDEX "group_mapping_tenant_id_idx" ON "group_mapping"("tenant_id");

-- CreateIndex
CREATE INDEX "group_mapping_role_id_idx" ON "group_mapping"("role_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_mapping_provider_id_group_tenant_id_role_id_key" ON "group_mapping"("provider_id", "group", "tenant_id", "role_id");

-- CreateIndex
CREATE INDEX "identity_user_id_idx" ON "identity"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_account_tenant_id_name_key" ON "service_account"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "service_account_role_role_id_idx" ON "service_account_role"("role_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_replaces_id_key" ON "api_token"("replaces_id");

-- CreateIndex
CREATE INDEX "api_token_user_id_idx" ON "api_token"("user_id");

-- CreateIndex
CREATE INDEX "api_token_service_account_id_idx" ON "api_token"("service_account_id");

-- CreateIndex
CREATE INDEX "api_token_created_by_id_idx" ON "api_token"("created_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_tenant_id_name_key" ON "api_token"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "api_token_cluster_scheduler_cluster_id_idx" ON "api_token_cluster"("scheduler_cluster_id");

-- CreateIndex
CREATE UNIQUE INDEX "join_token_name_key" ON "join_token"("name");

-- CreateIndex
CREATE UNIQUE INDEX "join_token_hash_key" ON "join_token"("hash");

-- CreateIndex
CREATE INDEX "join_token_scheduler_cluster_id_idx" ON "join_token"("scheduler_cluster_id");

-- CreateIndex
CREATE UNIQUE INDEX "setting_tenant_id_name_key" ON "setting"("tenant_id", "name") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "config_revision_tenant_id_idx" ON "config_revision"("tenant_id");

-- CreateIndex
CREATE INDEX "config_revision_actor_user_id_idx" ON "config_revision"("actor_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "config_revision_subject_subject_id_revision_key" ON "config_revision"("subject", "subject_id", "revision");

-- CreateIndex
CREATE INDEX "host_host_name_idx" ON "host"("host_name");

-- CreateIndex
CREATE INDEX "host_ip_idx" ON "host"("ip");

-- CreateIndex
CREATE INDEX "host_git_version_idx" ON "host"("git_version");

-- CreateIndex
CREATE INDEX "host_announced_at_idx" ON "host"("announced_at");

-- CreateIndex
CREATE UNIQUE INDEX "host_scheduler_cluster_id_host_id_key" ON "host"("scheduler_cluster_id", "host_id");

-- CreateIndex
CREATE INDEX "task_task_id_idx" ON "task"("task_id");

-- CreateIndex
CREATE INDEX "task_tenant_id_updated_at_idx" ON "task"("tenant_id", "updated_at");

-- CreateIndex
CREATE INDEX "task_updated_at_idx" ON "task"("updated_at");

-- CreateIndex
CREATE INDEX "task_digest_idx" ON "task"("digest");

-- CreateIndex
CREATE INDEX "task_application_idx" ON "task"("application");

-- CreateIndex
CREATE INDEX "job_tenant_id_created_at_idx" ON "job"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "job_state_run_at_idx" ON "job"("state", "run_at");

-- CreateIndex
CREATE INDEX "job_lease_expires_at_idx" ON "job"("lease_expires_at");

-- CreateIndex
CREATE INDEX "job_user_id_idx" ON "job"("user_id");

-- CreateIndex
CREATE INDEX "job_api_token_id_idx" ON "job"("api_token_id");

-- CreateIndex
CREATE INDEX "job_service_account_id_idx" ON "job"("service_account_id");

-- CreateIndex
CREATE INDEX "job_schedule_id_idx" ON "job"("schedule_id");

-- CreateIndex
CREATE INDEX "job_trigger_id_idx" ON "job"("trigger_id");

-- CreateIndex
CREATE INDEX "job_cloned_from_id_idx" ON "job"("cloned_from_id");

-- CreateIndex
CREATE INDEX "job_finished_at_idx" ON "job"("finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "job_tenant_id_idempotency_key_key" ON "job"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "job_scheduler_cluster_scheduler_cluster_id_idx" ON "job_scheduler_cluster"("scheduler_cluster_id");

-- CreateIndex
CREATE INDEX "job_item_job_id_state_idx" ON "job_item"("job_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "job_item_job_id_scheduler_cluster_id_task_id_host_id_key" ON "job_item"("job_id", "scheduler_cluster_id", "task_id", "host_id");

-- CreateIndex
CREATE INDEX "job_event_job_id_id_idx" ON "job_event"("job_id", "id");

-- CreateIndex
CREATE INDEX "schedule_enabled_next_run_at_idx" ON "schedule"("enabled", "next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "schedule_tenant_id_name_key" ON "schedule"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "trigger_tenant_id_name_key" ON "trigger"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_tenant_id_name_key" ON "webhook"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_id_idx" ON "webhook_delivery"("webhook_id", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_state_next_attempt_at_idx" ON "webhook_delivery"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "registry_credential_tenant_id_registry_idx" ON "registry_credential"("tenant_id", "registry");

-- CreateIndex
CREATE UNIQUE INDEX "registry_credential_tenant_id_name_key" ON "registry_credential"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "usage_sample_scheduler_cluster_id_span_starts_at_idx" ON "usage_sample"("scheduler_cluster_id", "span", "starts_at");

-- CreateIndex
CREATE INDEX "usage_sample_tenant_id_span_starts_at_idx" ON "usage_sample"("tenant_id", "span", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "usage_sample_span_starts_at_scheduler_cluster_id_tenant_id__key" ON "usage_sample"("span", "starts_at", "scheduler_cluster_id", "tenant_id", "application") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "saved_view_tenant_id_page_idx" ON "saved_view"("tenant_id", "page");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_user_id_tenant_id_page_name_key" ON "saved_view"("user_id", "tenant_id", "page", "name");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "audit_event_target_kind_target_id_idx" ON "audit_event"("target_kind", "target_id");

-- AddForeignKey
ALTER TABLE "group_mapping" ADD CONSTRAINT "group_mapping_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "identity_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_mapping" ADD CONSTRAINT "group_mapping_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_mapping" ADD CONSTRAINT "group_mapping_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "identity_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_account" ADD CONSTRAINT "service_account_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_account_role" ADD CONSTRAINT "service_account_role_service_account_id_fkey" FOREIGN KEY ("service_account_id") REFERENCES "service_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_account_role" ADD CONSTRAINT "service_account_role_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_service_account_id_fkey" FOREIGN KEY ("service_account_id") REFERENCES "service_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "api_token"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_cluster" ADD CONSTRAINT "api_token_cluster_api_token_id_fkey" FOREIGN KEY ("api_token_id") REFERENCES "api_token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_cluster" ADD CONSTRAINT "api_token_cluster_scheduler_cluster_id_fkey" FOREIGN KEY ("scheduler_cluster_id") REFERENCES "scheduler_cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "join_token" ADD CONSTRAINT "join_token_scheduler_cluster_id_fkey" FOREIGN KEY ("scheduler_cluster_id") REFERENCES "scheduler_cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "setting" ADD CONSTRAINT "setting_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "config_revision" ADD CONSTRAINT "config_revision_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "config_revision" ADD CONSTRAINT "config_revision_actor_user_id_fkey" FOREIGN KEY ("actor_user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host" ADD CONSTRAINT "host_scheduler_cluster_id_fkey" FOREIGN KEY ("scheduler_cluster_id") REFERENCES "scheduler_cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_scheduler_cluster_id_fkey" FOREIGN KEY ("scheduler_cluster_id") REFERENCES "scheduler_cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_api_token_id_fkey" FOREIGN KEY ("api_token_id") REFERENCES "api_token"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_service_account_id_fkey" FOREIGN KEY ("service_account_id") REFERENCES "service_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_trigger_id_fkey" FOREIGN KEY ("trigger_id") REFERENCES "trigger"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job" ADD CONSTRAINT "job_cloned_from_id_fkey" FOREIGN KEY ("cloned_from_id") REFERENCES "job"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_scheduler_cluster" ADD CONSTRAINT "job_scheduler_cluster_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_scheduler_cluster" ADD CONSTRAINT "job_scheduler_cluster_scheduler_cluster_id_fkey" FOREIGN KEY ("scheduler_cluster_id") REFERENCES "scheduler_cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_attempt" ADD CONSTRAINT "job_attempt_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_item" ADD CONSTRAINT "job_item_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_event" ADD CONSTRAINT "job_event_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registry_credential" ADD CONSTRAINT "registry_credential_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota" ADD CONSTRAINT "quota_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota_usage" ADD CONSTRAINT "quota_usage_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_sample" ADD CONSTRAINT "usage_sample_scheduler_cluster_id_fkey" FOREIGN KEY ("scheduler_cluster_id") REFERENCES "scheduler_cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_sample" ADD CONSTRAINT "usage_sample_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Jobs that can be taken: found without reading those that ended.
CREATE INDEX "job_open" ON "job"("run_at") WHERE "state" IN ('pending', 'running');

-- AddCheck
ALTER TABLE "service_account" ADD CONSTRAINT "service_account_name_check" CHECK (length("name") > 0 AND "name" = btrim("name"));
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_holder_check" CHECK (("user_id" IS NULL) <> ("service_account_id" IS NULL));
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_hash_check" CHECK ("hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_scopes_check" CHECK (cardinality("scopes") > 0);
ALTER TABLE "join_token" ADD CONSTRAINT "join_token_hash_check" CHECK ("hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "identity_provider" ADD CONSTRAINT "identity_provider_name_check" CHECK ("name" ~ '^[a-z0-9](-?[a-z0-9])*$' AND jsonb_typeof("config") = 'object');
ALTER TABLE "config_revision" ADD CONSTRAINT "config_revision_number_check" CHECK ("revision" > 0);
ALTER TABLE "host" ADD CONSTRAINT "host_port_check" CHECK ("port" BETWEEN 0 AND 65535 AND "download_port" BETWEEN 0 AND 65535 AND "proxy_port" BETWEEN 0 AND 65535);
ALTER TABLE "host" ADD CONSTRAINT "host_labels_check" CHECK (jsonb_typeof("labels") = 'object');
ALTER TABLE "host" ADD CONSTRAINT "host_bytes_check" CHECK ("disk_total_bytes" >= 0 AND "disk_free_bytes" >= 0 AND "max_tx_bps" >= 0 AND "tx_bps" >= 0);
ALTER TABLE "task" ADD CONSTRAINT "task_counts_check" CHECK ("replicas" >= 0 AND "seed_replicas" BETWEEN 0 AND "replicas" AND "source_bytes" >= 0 AND "peer_bytes" >= 0 AND "heat" >= 0);
ALTER TABLE "job" ADD CONSTRAINT "job_json_check" CHECK (jsonb_typeof("args") = 'object');
ALTER TABLE "job" ADD CONSTRAINT "job_lease_check" CHECK (("lease_holder" IS NULL) = ("lease_expires_at" IS NULL));
ALTER TABLE "job" ADD CONSTRAINT "job_end_check" CHECK (("state" IN ('succeeded', 'partial', 'failed', 'cancelled')) = ("finished_at" IS NOT NULL));
ALTER TABLE "job" ADD CONSTRAINT "job_secret_check" CHECK ("finished_at" IS NULL OR "secret_cipher" IS NULL);
ALTER TABLE "job" ADD CONSTRAINT "job_numbers_check" CHECK ("attempts" BETWEEN 0 AND "max_attempts" AND "timeout_ms" > 0 AND "total_bytes" >= 0 AND "done_bytes" >= 0);
ALTER TABLE "job_item" ADD CONSTRAINT "job_item_bytes_check" CHECK ("bytes" >= 0 AND "content_length" >= 0);
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_args_check" CHECK (jsonb_typeof("args") = 'object' AND ("lease_holder" IS NULL) = ("lease_expires_at" IS NULL));
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_args_check" CHECK (jsonb_typeof("args") = 'object' AND jsonb_typeof("filters") = 'object');
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_url_check" CHECK ("url" ~ '^https?://');
ALTER TABLE "quota" ADD CONSTRAINT "quota_limits_check" CHECK ("soft" >= 0 AND "hard" >= 0 AND "soft" <= "hard");
ALTER TABLE "quota_usage" ADD CONSTRAINT "quota_usage_check" CHECK ("used" >= 0);
ALTER TABLE "usage_sample" ADD CONSTRAINT "usage_sample_check" CHECK ("source_bytes" >= 0 AND "peer_bytes" >= 0 AND "local_bytes" >= 0);
