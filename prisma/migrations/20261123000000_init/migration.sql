-- CreateEnum
CREATE TYPE "role_scope" AS ENUM ('platform', 'tenant');

-- CreateEnum
CREATE TYPE "user_state" AS ENUM ('enabled', 'disabled');

-- CreateEnum
CREATE TYPE "audit_outcome" AS ENUM ('success', 'failure');

-- CreateTable
CREATE TABLE "tenant" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" VARCHAR(64) NOT NULL,
    "name" VARCHAR(128) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(64) NOT NULL,
    "email" VARCHAR(320),
    "password_hash" VARCHAR(512) NOT NULL,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "state" "user_state" NOT NULL DEFAULT 'enabled',
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID,
    "name" VARCHAR(64) NOT NULL,
    "scope" "role_scope" NOT NULL,
    "description" VARCHAR(1024) NOT NULL DEFAULT '',

    CONSTRAINT "role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "permission" (
    "id" SERIAL NOT NULL,
    "role_id" INTEGER NOT NULL,
    "action" VARCHAR(64) NOT NULL,
    "subject" VARCHAR(64) NOT NULL,
    "conditions" JSONB,

    CONSTRAINT "permission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "user_id" INTEGER NOT NULL,
    "tenant_id" UUID NOT NULL,
    "role_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("user_id","tenant_id","role_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" INTEGER NOT NULL,
    "tenant_id" UUID NOT NULL,
    "user_version" INTEGER NOT NULL,
    "ip" VARCHAR(64) NOT NULL,
    "user_agent" VARCHAR(256) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scheduler_cluster" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID,
    "name" VARCHAR(256) NOT NULL,
    "bio" VARCHAR(1024) NOT NULL DEFAULT '',
    "config" JSONB NOT NULL DEFAULT '{}',
    "client_config" JSONB NOT NULL DEFAULT '{}',
    "seed_client_config" JSONB NOT NULL DEFAULT '{}',
    "scopes" JSONB NOT NULL DEFAULT '{}',
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scheduler_cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seed_peer_cluster" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID,
    "name" VARCHAR(256) NOT NULL,
    "bio" VARCHAR(1024) NOT NULL DEFAULT '',
    "config" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "seed_peer_cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seed_peer_cluster_scheduler_cluster" (
    "seed_peer_cluster_id" INTEGER NOT NULL,
    "scheduler_cluster_id" INTEGER NOT NULL,

    CONSTRAINT "seed_peer_cluster_scheduler_cluster_pkey" PRIMARY KEY ("seed_peer_cluster_id","scheduler_cluster_id")
);

-- CreateTable
CREATE TABLE "scheduler" (
    "id" SERIAL NOT NULL,
    "scheduler_cluster_id" INTEGER NOT NULL,
    "host_name" VARCHAR(256) NOT NULL,
    "ip" VARCHAR(64) NOT NULL,
    "port" INTEGER NOT NULL,
    "idc" VARCHAR(1024) NOT NULL DEFAULT '',
    "location" VARCHAR(1024) NOT NULL DEFAULT '',
    "features" TEXT[],
    "keep_alive_interval_ms" INTEGER NOT NULL,
    "lease_holder" VARCHAR(256),
    "lease_renewed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scheduler_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seed_peer" (
    "id" SERIAL NOT NULL,
    "seed_peer_cluster_id" INTEGER NOT NULL,
    "host_name" VARCHAR(256) NOT NULL,
    "ip" VARCHAR(64) NOT NULL,
    "port" INTEGER NOT NULL,
    "download_port" INTEGER NOT NULL,
    "type" VARCHAR(64) NOT NULL,
    "idc" VARCHAR(1024) NOT NULL DEFAULT '',
    "location" VARCHAR(1024) NOT NULL DEFAULT '',
    "lease_holder" VARCHAR(256),
    "lease_renewed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "seed_peer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" VARCHAR(256) NOT NULL,
    "url" VARCHAR(1024) NOT NULL,
    "bio" VARCHAR(1024) NOT NULL DEFAULT '',
    "priority" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_user_id" INTEGER,
    "actor_name" VARCHAR(64) NOT NULL,
    "action" VARCHAR(64) NOT NULL,
    "outcome" "audit_outcome" NOT NULL,
    "ip" VARCHAR(64) NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "user_name_key" ON "user"("name");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "role_tenant_id_name_key" ON "role"("tenant_id", "name") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "permission_role_id_idx" ON "permission"("role_id");

-- CreateIndex
CREATE INDEX "membership_tenant_id_idx" ON "membership"("tenant_id");

-- CreateIndex
CREATE INDEX "membership_role_id_idx" ON "membership"("role_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_tenant_id_idx" ON "session"("tenant_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "scheduler_cluster_tenant_id_name_key" ON "scheduler_cluster"("tenant_id", "name") NULLS NOT DISTINCT;

-- CreateIndex
CREATE UNIQUE INDEX "seed_peer_cluster_tenant_id_name_key" ON "seed_peer_cluster"("tenant_id", "name") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "seed_peer_cluster_scheduler_cluster_scheduler_cluster_id_idx" ON "seed_peer_cluster_scheduler_cluster"("scheduler_cluster_id");

-- CreateIndex
CREATE UNIQUE INDEX "scheduler_scheduler_cluster_id_host_name_ip_key" ON "scheduler"("scheduler_cluster_id", "host_name", "ip");

-- CreateIndex
CREATE UNIQUE INDEX "seed_peer_seed_peer_cluster_id_host_name_ip_key" ON "seed_peer"("seed_peer_cluster_id", "host_name", "ip");

-- CreateIndex
CREATE UNIQUE INDEX "application_tenant_id_name_key" ON "application"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "audit_event_tenant_id_at_idx" ON "audit_event"("tenant_id", "at");

-- CreateIndex
CREATE INDEX "audit_event_actor_user_id_idx" ON "audit_event"("actor_user_id");

-- AddForeignKey
ALTER TABLE "role" ADD CONSTRAINT "role_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "permission" ADD CONSTRAINT "permission_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scheduler_cluster" ADD CONSTRAINT "scheduler_cluster_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seed_peer_cluster" ADD CONSTRAINT "seed_peer_cluster_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seed_peer_cluster_scheduler_cluster" ADD CONSTRAINT "seed_peer_cluster_scheduler_cluster_seed_peer_cluster_id_fkey" FOREIGN KEY ("seed_peer_cluster_id") REFERENCES "seed_peer_cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seed_peer_cluster_scheduler_cluster" ADD CONSTRAINT "seed_peer_cluster_scheduler_cluster_scheduler_cluster_id_fkey" FOREIGN KEY ("scheduler_cluster_id") REFERENCES "scheduler_cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scheduler" ADD CONSTRAINT "scheduler_scheduler_cluster_id_fkey" FOREIGN KEY ("scheduler_cluster_id") REFERENCES "scheduler_cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seed_peer" ADD CONSTRAINT "seed_peer_seed_peer_cluster_id_fkey" FOREIGN KEY ("seed_peer_cluster_id") REFERENCES "seed_peer_cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_actor_user_id_fkey" FOREIGN KEY ("actor_user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- At most one cluster is the default of those that share a tenant, and one of the shared ones.
CREATE UNIQUE INDEX "scheduler_cluster_one_default" ON "scheduler_cluster"("tenant_id") NULLS NOT DISTINCT WHERE "is_default";

-- AddCheck
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_slug_check" CHECK ("slug" ~ '^[a-z0-9](-?[a-z0-9])*$');
ALTER TABLE "user" ADD CONSTRAINT "user_name_check" CHECK (length("name") > 0 AND "name" = btrim("name"));
ALTER TABLE "role" ADD CONSTRAINT "role_platform_check" CHECK ("scope" = 'tenant' OR "tenant_id" IS NULL);
ALTER TABLE "permission" ADD CONSTRAINT "permission_conditions_check" CHECK (jsonb_typeof("conditions") = 'object');
ALTER TABLE "scheduler_cluster" ADD CONSTRAINT "scheduler_cluster_json_check" CHECK (jsonb_typeof("config") = 'object' AND jsonb_typeof("client_config") = 'object' AND jsonb_typeof("seed_client_config") = 'object' AND jsonb_typeof("scopes") = 'object');
ALTER TABLE "seed_peer_cluster" ADD CONSTRAINT "seed_peer_cluster_json_check" CHECK (jsonb_typeof("config") = 'object');
ALTER TABLE "scheduler" ADD CONSTRAINT "scheduler_port_check" CHECK ("port" BETWEEN 1 AND 65535);
ALTER TABLE "scheduler" ADD CONSTRAINT "scheduler_keep_alive_check" CHECK ("keep_alive_interval_ms" > 0);
ALTER TABLE "scheduler" ADD CONSTRAINT "scheduler_lease_check" CHECK (("lease_holder" IS NULL) = ("expires_at" IS NULL) AND ("lease_holder" IS NULL) = ("lease_renewed_at" IS NULL));
ALTER TABLE "seed_peer" ADD CONSTRAINT "seed_peer_port_check" CHECK ("port" BETWEEN 1 AND 65535 AND "download_port" BETWEEN 0 AND 65535);
ALTER TABLE "seed_peer" ADD CONSTRAINT "seed_peer_type_check" CHECK ("type" IN ('super', 'strong', 'weak'));
ALTER TABLE "seed_peer" ADD CONSTRAINT "seed_peer_lease_check" CHECK (("lease_holder" IS NULL) = ("expires_at" IS NULL) AND ("lease_holder" IS NULL) = ("lease_renewed_at" IS NULL));
ALTER TABLE "application" ADD CONSTRAINT "application_priority_check" CHECK (jsonb_typeof("priority") = 'object');
