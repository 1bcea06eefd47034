package org.kalepool.vault;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/** What the last look at the pool contract and all vaults has shown; kept in memory only. */
@Singleton
public class VaultHealth {
  private final AtomicLong made;
  private final AtomicLong archived;
  private final AtomicLong bond;
  private final AtomicLong reserved;
  private final boolean offered;
  private volatile Optional<Seen> last = Optional.empty();
  private volatile Optional<String> makings = Optional.empty();

  @Inject
  VaultHealth(Vaults vaults, MeterRegistry meters) {
    this(vaults.offered(), meters);
  }

  VaultHealth(boolean offered, MeterRegistry meters) {
    this.offered = offered;
    this.made = meters.gauge("kale.vaults", new AtomicLong());
    this.archived = meters.gauge("kale.vaults.archived", new AtomicLong());
    this.bond = meters.gauge("kale.vault.bond.stroops", new AtomicLong());
    this.reserved = meters.gauge("kale.vault.reserved.stroops", new AtomicLong());
  }

  /**
   * One look.
   *
   * @param contract the pool contract
   * @param bond the KALE that it has
   * @param reserved what of that is reserved to cover vaults
   * @param made how many vaults there are
   * @param archived how many of them are archived
   * @param principal KALE that vaults' owners count as theirs, whatever is lost of it
   * @param cover reserved for these vaults
   * @param paid of covers that were paid, what has not come back
   * @param unsettled what settling all of them now would bring the pool contract
   * @param liveUntil the last ledger in which the pool contract and the code of both kinds need not
   *     be restored
   * @param ledger as of which
   */
  public record Seen(
      Address contract,
      Kale bond,
      Kale reserved,
      long made,
      long archived,
      Kale principal,
      Kale cover,
      Kale paid,
      Kale unsettled,
      long liveUntil,
      long ledger) {
    private Map<String, String> troubles() {
      Map<String, String> found = new LinkedHashMap<>();
      if (bond.compareTo(reserved) < 0) {
        found.put(
            "bond",
            "The pool contract %s has %s KALE, and %s are reserved to cover vaults: send it some."
                .formatted(contract, bond, reserved));
      }
      return found;
    }
  }

  /** By subject what takes an operator, in words; empty as long as nobody has looked. */
  public Optional<Map<String, String>> troubles() {
    return offered ? last.map(this::troubles) : Optional.of(Map.of());
  }

  private Map<String, String> troubles(Seen seen) {
    Map<String, String> found = new LinkedHashMap<>(seen.troubles());
    makings.ifPresent(what -> found.put("makings", what));
    return found;
  }

  /** Empty without a pool contract, and until it was looked at. */
  public Optional<Seen> last() {
    return last;
  }

  /**
   * @param trouble that the pool makes no more of them now, in words; empty while it does
   */
  void saw(Seen seen, Optional<String> trouble) {
    makings = trouble;
    last = Optional.of(seen);
    made.set(seen.made());
    archived.set(seen.archived());
    bond.set(seen.bond().stroops());
    reserved.set(seen.reserved().stroops());
  }
}
