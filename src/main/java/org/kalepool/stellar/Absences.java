package org.kalepool.stellar;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kalepool.kale.Address;

/**
 * What nodes said was not there. One answer may be wrong, and what follows from an account, a
 * trustline or a pail that is gone is a suspension or a loss: so an absence is believed when a
 * reading as of a newer ledger shows it, too, and none in between has shown the opposite.
 *
 * <p>Kept in memory only: after a restart it takes one more reading.
 */
@Singleton
public final class Absences {
  /**
   * Ledgers for which an absence is remembered: what was gone then may have come and gone since.
   */
  private static final long REMEMBERED = 720;

  private static final int MANY = 1_000;

  /** The ledger of the first reading that lacked it. */
  private final Map<Thing, Long> missed = new ConcurrentHashMap<>();

  private sealed interface Thing {}

  private record Account(Address address) implements Thing {}

  private record Trustline(Address account) implements Thing {}

  private record Pail(Address farmer, long block) implements Thing {}

  /** Whether the account is there, or certainly is not. */
  public boolean isCertainOfAccount(FarmerOnChain seen) {
    return isCertainOfAccount(seen.farmer(), seen.holdings() != null, seen.ledger());
  }

  /** Whether the account is there, or certainly is not. */
  public boolean isCertainOfAccount(Address account, boolean there, long ledger) {
    return isCertain(new Account(account), there, ledger);
  }

  /** Whether the trustline is there, or certainly is not; without its account it never is. */
  public boolean isCertainOfTrustline(FarmerOnChain seen) {
    Holdings held = seen.holdings();
    return held == null
        ? isCertainOfAccount(seen)
        : isCertain(new Trustline(seen.farmer()), held.hasTrustline(), seen.ledger());
  }

  /** Whether the pail is there, or certainly is not. */
  public boolean isCertainOfPail(FarmerOnChain seen, long block) {
    return isCertain(
        new Pail(seen.farmer(), block), seen.pails().containsKey(block), seen.ledger());
  }

  private boolean isCertain(Thing thing, boolean there, long ledger) {
    if (there) {
      missed.remove(thing);
      return true;
    }
    long first =
        missed.merge(
            thing, ledger, (known, now) -> known < now - REMEMBERED ? now : Long.valueOf(known));
    if (missed.size() > MANY) {
      missed.values().removeIf(known -> known < ledger - REMEMBERED);
    }
    return first < ledger;
  }
}
