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
import org.kalepool.db.RandomId;
import org.kalepool.kale.Address;
import org.kalepool.wallet.Wallets;

/** Makes the pooler of this process from the settings, at its first start. */
@Singleton
final class OwnPooler {
  private static final Logger LOG = Logger.getLogger(OwnPooler.class);

  private final PoolerRepository repository;
  private final Clock clock;
  private final RandomGenerator random;
  private final Wallets wallets;
  private final PoolerSettings settings;
  private boolean ensured;

  OwnPooler(
      PoolerRepository repository,
      Clock clock,
      RandomGenerator random,
      Wallets wallets,
      PoolerSettings settings) {
    this.repository = repository;
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
                repository.lockTable();
                apply();
              });
      ensured = true;
    }
  }

  /** What is stored stays: whoever starts a second process by mistake must not change the terms. */
  private void apply() {
    Optional<Pooler> stored = repository.own();
    UUID id = stored.map(Pooler::id).orElseGet(() -> RandomId.of(random));
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
    repository.persist(
        new PoolerEntity(
            id,
            settings.name(),
            wallet,
            settings.shareBasisPoints(),
            settings.maxFarmers(),
            clock.instant()));
    LOG.infof("pooler %s made, its wallet is %s", settings.name(), wallet);
  }

  private Address wallet(UUID id, Optional<Pooler> stored) {
    Optional<char[]> secret = PoolerSecret.of(settings);
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
