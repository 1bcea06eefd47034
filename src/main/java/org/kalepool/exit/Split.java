package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.kalepool.books.Books;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Kale;

/**
 * Who gets what of a leaving farmer's KALE (docs/adr/0008). All of the custodial KALE is given out:
 * {@code toPooler + toFarmer + withheld} is the custody, to the stroop.
 *
 * @param earned sum of the harvest rewards
 * @param parts what is between the farmer and each pooler, but where nothing is
 * @param toFarmer from the custodial account to the payout wallet
 */
record Split(Kale earned, List<Part> parts, Kale toFarmer) {
  /** Of an account that holds no KALE. */
  static final Split NONE = new Split(Kale.ZERO, List.of(), Kale.ZERO);

  Split {
    parts = List.copyOf(parts);
  }

  /**
   * One pooler's part. What it owes lessens its own share only, and beyond that stays its own.
   *
   * @param earned rewards of what it had planted
   * @param share its part of them: floor(earned × basis points / 10 000), once for all that was
   *     earned under the same terms
   * @param owed compensation that it has not paid yet
   * @param toPooler from the custodial account to its wallet
   * @param fromPooler from its wallet to the farmer: what the share does not cover of the
   *     compensation
   * @param debt what it cannot pay now of the compensation and owes on
   * @param withheld what its wallet cannot take now of its share, so that it stays in custody
   */
  @RegisterForReflection
  record Part(
      UUID pooler,
      Kale earned,
      Kale share,
      Kale owed,
      Kale toPooler,
      Kale fromPooler,
      Kale debt,
      Kale withheld) {

    private static Part of(Books.Part books) {
      return new Part(
          books.pooler(),
          books.earned(),
          books.share(),
          books.owed(),
          books.share().minus(books.owed()).max(Kale.ZERO),
          books.owed().minus(books.share()).max(Kale.ZERO),
          Kale.ZERO,
          Kale.ZERO);
    }

    /** Of one with whom nothing is to be shared. */
    static Part none(UUID pooler) {
      return of(new Books.Part(pooler, Kale.ZERO, Kale.ZERO, Kale.ZERO));
    }

    private boolean isEmpty() {
      return earned.isZero() && share.isZero() && owed.isZero();
    }

    private Part paying(Kale amount) {
      return new Part(pooler, earned, share, owed, amount, fromPooler, debt, withheld);
    }

    /** The same, with what it was to pay left as its debt. */
    private Part deferred() {
      return new Part(
          pooler, earned, share, owed, toPooler, Kale.ZERO, debt.plus(fromPooler), withheld);
    }

    /** The same, with what it was to get kept for it. */
    private Part kept() {
      return new Part(
          pooler, earned, share, owed, Kale.ZERO, fromPooler, debt, withheld.plus(toPooler));
    }
  }

  /** The same, with what these poolers were to pay left as their debt. */
  Split deferring(Predicate<Part> those) {
    return with(part -> those.test(part) ? part.deferred() : part);
  }

  /** The same, with all that poolers were to pay left as their debt. */
  Split deferred() {
    return deferring(_ -> true);
  }

  /** The same, with what these poolers were to get kept for them. */
  Split keeping(Predicate<Part> those) {
    return with(part -> those.test(part) ? part.kept() : part);
  }

  private Split with(Function<Part, Part> change) {
    return new Split(earned, parts.stream().map(change).toList(), toFarmer);
  }

  /** The poolers' shares. */
  Kale poolerShare() {
    return sum(parts, Part::share);
  }

  /** What all poolers owe. */
  Kale owed() {
    return sum(parts, Part::owed);
  }

  /** From the custodial account to the poolers' wallets. */
  Kale toPooler() {
    return sum(parts, Part::toPooler);
  }

  /** From the poolers' wallets to the farmer. */
  Kale fromPooler() {
    return sum(parts, Part::fromPooler);
  }

  /** What poolers owe on. */
  Kale debt() {
    return sum(parts, Part::debt);
  }

  /** What stays in custody for poolers. */
  Kale withheld() {
    return sum(parts, Part::withheld);
  }

  /** What the payout wallet receives from all sides. */
  Kale payout() {
    return toFarmer.plus(fromPooler());
  }

  /** One pooler's sum; zero if nothing is between it and the farmer. */
  Kale of(UUID pooler, Function<Part, Kale> amount) {
    return sum(parts.stream().filter(part -> part.pooler().equals(pooler)).toList(), amount);
  }

  /**
   * The split of what the books hold for a farmer.
   *
   * <p>The farmer pays its poolers no more than there is: shares that forfeited stakes have eaten
   * into are cut to the custody, in proportion, each rounded down.
   *
   * @throws IllegalArgumentException if a sum that cannot be negative is
   */
  static Split of(Position position) {
    Kale custody = position.custody();
    boolean negative =
        custody.isNegative()
            || position.poolers().stream()
                .anyMatch(part -> part.share().isNegative() || part.owed().isNegative());
    if (negative) {
      throw new IllegalArgumentException("the books hold a negative sum: " + position);
    }
    List<Part> due =
        position.poolers().stream().map(Part::of).filter(part -> !part.isEmpty()).toList();
    Kale all = sum(due, Part::toPooler);
    List<Part> parts =
        all.compareTo(custody) <= 0
            ? due
            : due.stream().map(part -> part.paying(cut(part.toPooler(), custody, all))).toList();
    return new Split(position.earned(), parts, custody.minus(sum(parts, Part::toPooler)));
  }

  /** floor(amount × part / whole). */
  private static Kale cut(Kale amount, Kale part, Kale whole) {
    return Kale.ofStroops(
        BigInteger.valueOf(amount.stroops())
            .multiply(BigInteger.valueOf(part.stroops()))
            .divide(BigInteger.valueOf(whole.stroops()))
            .longValueExact());
  }

  private static Kale sum(List<Part> parts, Function<Part, Kale> amount) {
    return parts.stream().map(amount).reduce(Kale.ZERO, Kale::plus);
  }
}
