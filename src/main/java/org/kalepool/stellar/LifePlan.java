package org.kalepool.stellar;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.kalepool.kale.Address;

/**
 * Decides about the lives of contracts and of their code: what is archived is brought back, what
 * will be before long lives on. A pure function of what was read.
 *
 * @param below what has fewer ledgers left is extended
 * @param to ledgers that it lives then
 */
public record LifePlan(long below, long to) {
  /** Entries that one transaction brings back: each is read from the disk, and written. */
  static final int MOST_RESTORED = 20;

  /** Entries that one transaction extends: they are named in it, and looked up. */
  static final int MOST_EXTENDED = 100;

  /**
   * An entry that was found.
   *
   * @param contract that is it, has it as its code, or owns it
   * @param until the last ledger in which it need not be restored; 0 if it is archived
   */
  public record Living(Address contract, ContractCall.Living entry, long until) {
    boolean isArchived(long ledger) {
      return until < ledger;
    }

    /** Ledgers that are left, 0 if it is archived. */
    long left(long ledger) {
      return Math.max(0, until - ledger);
    }
  }

  /** What is to be done next; empty if all of them live long enough. */
  public Optional<ContractCall.Life> next(List<Living> entries, long ledger) {
    List<ContractCall.Living> archived =
        those(entries, one -> one.isArchived(ledger), MOST_RESTORED);
    if (!archived.isEmpty()) {
      return Optional.of(new ContractCall.Restore(archived));
    }
    List<ContractCall.Living> ending =
        those(entries, one -> one.left(ledger) < below, MOST_EXTENDED);
    return ending.isEmpty()
        ? Optional.empty()
        : Optional.of(new ContractCall.Extend(ending, Math.max(to, below)));
  }

  /** Each once: contracts can have their code together. */
  private static List<ContractCall.Living> those(
      List<Living> entries, Predicate<Living> which, int most) {
    Set<ContractCall.Living> seen = new HashSet<>();
    return entries.stream().filter(which).map(Living::entry).filter(seen::add).limit(most).toList();
  }
}
