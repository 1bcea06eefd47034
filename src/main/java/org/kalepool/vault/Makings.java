package org.kalepool.vault;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.OpenTransactions;

/**
 * How many vaults the pool makes in a day at most. It pays for each, and whoever has sent the least
 * deposit can take that out again: without a bound a stranger could have it pay any number of them.
 * Those that others have made count, too, since nobody tells them apart.
 */
@Singleton
public final class Makings {
  private static final Duration DAY = Duration.ofDays(1);

  private final VaultRepository repository;
  private final OpenTransactions open;
  private final Chain chain;
  private final int most;

  /** By the last look; what is left before there was one. */
  private final AtomicLong left;

  @Inject
  Makings(
      VaultRepository repository,
      OpenTransactions open,
      Chain chain,
      VaultSettings settings,
      MeterRegistry meters) {
    this.repository = repository;
    this.open = open;
    this.chain = chain;
    this.most = settings.makingsPerDay();
    this.left = meters.gauge("kale.vault.makings.left", new AtomicLong(most));
  }

  /**
   * How many more may be asked for now.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  int left() {
    double ledgers = DAY.toSeconds() / chain.terms().ledgerSeconds();
    long since = chain.tip().sequence() - (long) Math.ceil(ledgers);
    long asked =
        open.list().stream()
            .flatMap(each -> each.request().deeds().stream())
            .filter(deed -> deed.action() == Action.MAKE_VAULT)
            .count();
    left.set(Math.max(0, most - asked - repository.madeSince(since)));
    return Math.toIntExact(left.get());
  }

  /** Whether by the last look as many were made within a day as may be: who has paid waits. */
  public boolean reached() {
    return left.get() == 0;
  }

  /** What an operator has to be told, in words; empty if nothing. */
  Optional<String> trouble() {
    return reached()
        ? Optional.of(
            ("Within 24 hours %d vaults were made or asked for, which is all that"
                    + " kale.vault.makings-per-day allows: whoever pays into another now waits for its"
                    + " turn.")
                .formatted(most))
        : Optional.empty();
  }
}
