package org.kalepool.lab.simulation;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** A PostgreSQL for simulations, which is fast and need not outlive anything. */
final class SimulationServer {
  private SimulationServer() {}

  /** Nobody's money: what a power cut would lose may be lost. */
  static EmbeddedPostgres start(Path folder) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("postgres"))
        .setCleanDataDirectory(true)
        .setServerConfig("fsync", "off")
        .setServerConfig("synchronous_commit", "off")
        .setServerConfig("full_page_writes", "off")
        .setServerConfig("wal_level", "minimal")
        .setServerConfig("max_wal_senders", "0")
        .setServerConfig("max_wal_size", "2GB")
        .setServerConfig("jit", "off")
        .setServerConfig("autovacuum", "off")
        .setServerConfig("synchronize_seqscans", "off")
        .setServerConfig("shared_buffers", "128MB")
        .setServerConfig("plan_cache_mode", "force_generic_plan")
        .start();
  }
}
