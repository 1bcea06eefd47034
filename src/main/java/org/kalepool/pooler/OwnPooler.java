package org.kalepool.pooler;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.kalepool.db.Db;
import org.kalepool.db.RandomId;
import org.kalepool.kale.Address;
import org.kalepool.wallet.Wallets;

/** Makes the pooler of this process from the settings, and follows their changes at each start. */
@Singleton
final class OwnPooler {
  private static final Logger LOG = Logger.getLogger(OwnPooler.class);

  private final Db db;
  private final Clock clock;
  private final RandomGenerator random;
  private final Wallets wallets;
  private final PoolerSettings settings;
  private boolean ensured;

  OwnPooler(Db db, Clock clock, RandomGenerator random, Wallets wallets, PoolerSettings settings) {
    this.db = db;
    this.clock = clock;
    this.random = random;
    this.wallets = wallets;
    this.settings = settings;
  }

  void start(@Observes @Priority(1000) StartupEvent event) {
    ensure();
  }

  /** Does nothing from the second time on. */
  synchronized void ensure() {
    if (!ensured) {
      // The table's lock lets two processes that start at once agree on one pooler.
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                db.update("lock table poolers in exclusive mode");
                apply();
              });
      ensured = true;
    }
  }

  private record Stored(UUID id, Address wallet, int shareBasisPoints) {}

  private void apply() {
    Optional<Stored> stored =
        db.one(
            "select id, wallet, share_basis_points from poolers where own",
            row ->
                new Stored(
                    row.getObject(1, UUID.class), Address.of(row.getString(2)), row.getInt(3)));
    UUID id = stored.map(Stored::id).orElseGet(() -> RandomId.of(random));
    Address wallet = wallet(id, stored);
    if (stored.isEmpty()) {
      insert(id, wallet);
      return;
    }
    if (stored.get().shareBasisPoints() != settings.shareBasisPoints()) {
      LOG.warnf(
          "the pooler's share changes from %d to %d basis points, for new farmers; to announce it to"
              + " those who are here: POST /api/v1/operator/terms",
          stored.get().shareBasisPoints(), settings.shareBasisPoints());
    }
    db.update(
        "update poolers set name = ?, wallet = ?, share_basis_points = ?, max_farmers = ?"
            + " where id = ?",
        settings.name(),
        wallet.text(),
        settings.shareBasisPoints(),
        settings.maxFarmers(),
        id);
  }

  private void insert(UUID id, Address wallet) {
    db.update(
        "insert into poolers (id, name, wallet, share_basis_points, max_farmers, own, created_at)"
            + " values (?, ?, ?, ?, ?, true, ?)",
        id,
        settings.name(),
        wallet.text(),
        settings.shareBasisPoints(),
        settings.maxFarmers(),
        clock.instant());
    LOG.infof("pooler %s made, its wallet is %s", settings.name(), wallet);
  }

  private Address wallet(UUID id, Optional<Stored> stored) {
    Optional<char[]> secret = settings.secret();
    if (secret.isPresent()) {
      return wallets.adopt(id, secret.get());
    }
    if (stored.isPresent()) {
      return stored.get().wallet();
    }
    if (settings.generateWallet()) {
      return wallets.create(id);
    }
    throw new IllegalStateException(
        "No wallet for the pooler: set kale.pooler.secret-file to a file with its secret (S…), or"
            + " the environment variable KALE_POOLER_SECRET. Only on the sandbox may"
            + " kale.pooler.generate-wallet make one.");
  }
}
