package org.kalepool.stellar;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/**
 * A request for one transaction.
 *
 * @param lane the source account, which carries one transaction at a time and pays the fee
 * @param deeds what it does, one or more of one kind; of a {@link Call.TurnMany} plants come first
 *     with each farmer, then its harvest
 * @param call the operation or operations: the deed's own, or one that does all of them
 * @param notAfter network time, Unix seconds, after which it is of no use and must not land any
 *     more; null: no such time, its validity is renewed until it lands or is refused
 */
public record TransactionRequest(
    Address lane, List<Deed> deeds, Call call, @Nullable Long notAfter) {
  private static final Comparator<Deed> ORDER =
      Comparator.comparing(Deed::farmer, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Deed::action)
          .thenComparing(Deed::block, Comparator.nullsFirst(Comparator.naturalOrder()));

  public TransactionRequest {
    deeds = List.copyOf(deeds);
    List<Call> items = call instanceof Call.Many many ? List.copyOf(many.items()) : List.of(call);
    if (deeds.isEmpty()
        || !deeds.stream().map(Deed::call).toList().equals(items)
        || (!(call instanceof Call.TurnMany)
            && deeds.stream().map(Deed::action).distinct().count() > 1)) {
      throw new IllegalArgumentException("the deeds are not what is called: " + call);
    }
  }

  /** A request for one deed. */
  public TransactionRequest(
      Address lane,
      Action action,
      @Nullable UUID farmer,
      @Nullable Long block,
      Call call,
      @Nullable Long notAfter) {
    this(lane, List.of(new Deed(action, farmer, block, call)), call, notAfter);
  }

  /**
   * A request for works or harvests that share a transaction, each of which succeeds or fails by
   * itself; in the order of the farmers, which is the order in which their rows are locked.
   *
   * @param contract that calls one after the other
   */
  public static TransactionRequest batch(
      Address lane, Address contract, List<Deed> deeds, @Nullable Long notAfter) {
    return batch(lane, Call.Many.of(contract, calls(deeds)), deeds, notAfter);
  }

  /**
   * The same of any kind.
   *
   * @param like what calls one after the other, with any items or none
   */
  public static TransactionRequest batch(
      Address lane, Call.Many like, List<Deed> deeds, @Nullable Long notAfter) {
    List<Deed> ordered = deeds.stream().sorted(ORDER).toList();
    return new TransactionRequest(lane, ordered, like.with(calls(ordered)), notAfter);
  }

  private static List<Call> calls(List<Deed> deeds) {
    return deeds.stream().map(Deed::call).toList();
  }

  /** What it is for; a turn is for its plants. */
  public Action action() {
    return deeds.getFirst().action();
  }

  /** For whom it is; null if for none, or for several. */
  public @Nullable UUID farmer() {
    UUID first = deeds.getFirst().farmer();
    return deeds.stream().allMatch(deed -> Objects.equals(deed.farmer(), first)) ? first : null;
  }

  /** The block it is about, of a turn that of its plants; null if about none, or several. */
  public @Nullable Long block() {
    Deed first = deeds.getFirst();
    return deeds.stream()
            .filter(deed -> deed.action() == first.action())
            .allMatch(deed -> Objects.equals(deed.block(), first.block()))
        ? first.block()
        : null;
  }

  /** The same request, were one of its deeds alone in it. */
  public TransactionRequest of(Deed deed) {
    return new TransactionRequest(lane, List.of(deed), deed.call(), notAfter);
  }

  /** Whether a contract calls one deed after the other, were there only one left. */
  public boolean isBatch() {
    return call instanceof Call.Many;
  }
}
