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

/** Makes the pooler of this process from the settings, at its first start. */
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

  private record Stored(
      UUID id, String name, Address wallet, int shareBasisPoints, int maxFarmers) {}

  /** What is stored stays: whoever starts a second process by mistake must not change the terms. */
  private void apply() {
    Optional<Stored> stored =
        db.one(
            "select id, name, wallet, share_basis_points, max_farmers from poolers where own",
            row ->
                new Stored(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    Address.of(row.getString(3)),
                    row.getInt(4),
                    row.getInt(5)));
    UUID id = stored.map(Stored::id).orElseGet(() -> RandomId.of(random));
    Address wallet = wallet(id, stored);
    if (stored.isEmpty()) {
      insert(id, wallet);
      return;
    }
    if (!wallet.equals(stored.get().wallet())) {
      throw new IllegalStateException(
          ("kale.pooler.secret-file (KALE_POOLER_SECRET) has the key of %s, but this database is"
                  + " that of a pooler with the wallet %s: are these another pool's settings?"
                  + " Without the setting the stored key is used.")
              .formatted(wallet, stored.get().wallet()));
    }
    told("kale.pooler.name", stored.get().name(), settings.name());
    told(
        "kale.pooler.share-basis-points",
        stored.get().shareBasisPoints(),
        settings.shareBasisPoints());
    told("kale.pooler.max-farmers", stored.get().maxFarmers(), settings.maxFarmers());
  }

  private static void told(String setting, Object stored, Object set) {
    if (!stored.equals(set)) {
      LOG.warnf(
          "%s is %s, but the pool goes on with %s: it counts at the first start only; to change it"
              + " PATCH /api/v1/operator/pooler",
          setting, set, stored);
    }
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
