package org.kalepool.lab.simulation;

import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;

/**
 * What a block that is over would have brought each farmer had everybody farmed always, which is
 * what {@code simulate-plan} means by it, too. A pail that was left out is taken to have been as
 * good as the pool's are on average, in the same block or the last one with any; one that was kept
 * back as if it had come when its block opened; one without its stake as if it had had it.
 */
final class AlwaysFarmed {
  /** A plant so many ledgers behind the opening has not only waited for its turn. */
  private static final long KEPT_BACK = 3;

  private @Nullable Usual usual;
  private double usualFees;

  /** What the pool's pails had, on average. */
  private record Usual(long gap, long zeros) {
    static Optional<Usual> of(Collection<Pail> pails) {
      if (pails.isEmpty()) {
        return Optional.empty();
      }
      double gap = pails.stream().mapToLong(it -> value(it.gap())).average().orElseThrow();
      double zeros = pails.stream().mapToLong(it -> value(it.zeros())).average().orElseThrow();
      return Optional.of(new Usual(Math.round(gap), Math.round(zeros)));
    }
  }

  /**
   * What was chosen for a farmer.
   *
   * @param skipped whether it was left out
   * @param less whether it was, or is planted with less, or later, than it would have been as
   *     wished
   * @param wished the stake that it would have had
   * @param fees of what was chosen, XLM; 0 where nothing was planted
   * @param keeps its part of a reward, 0 to 1
   * @param came its pail, if that was worked
   */
  record Chosen(
      UUID farmer,
      boolean skipped,
      boolean less,
      BigInteger wished,
      double fees,
      double keeps,
      @Nullable Pail came) {}

  /**
   * A block that is over.
   *
   * @param opened the ledger that opened it, if that is known
   * @param surge what a place in that ledger cost beyond the least, XLM
   * @param price XLM for one KALE
   */
  record Over(long index, Block block, OptionalLong opened, double surge, double price) {}

  /**
   * What came of a farmer's block; XLM.
   *
   * @param always what it would have had, fees not taken off
   * @param lost by how much it has less, fees reckoned with; negative where it has more
   */
  record Came(double always, double lost, boolean skipped) {}

  /** By farmer; without those who would not have been planted either way. */
  Map<UUID, Came> of(Over over, List<Chosen> chosen) {
    List<Pail> pails = chosen.stream().map(Chosen::came).filter(Objects::nonNull).toList();
    usual = Usual.of(pails).orElse(usual);
    for (Chosen each : chosen) {
      usualFees = each.fees() > 0 ? each.fees() : usualFees;
    }
    Usual as = usual;
    if (as == null) {
      return Map.of();
    }
    Map<Chosen, Pail> always = new LinkedHashMap<>();
    BigInteger more = BigInteger.ZERO;
    for (Chosen each : chosen) {
      if (each.came() != null || each.skipped()) {
        Pail pail = pail(each, as, over);
        always.put(each, pail);
        more =
            more.add(contribution(over.block(), pail))
                .subtract(contribution(over.block(), each.came()));
      }
    }
    Block all = with(over.block(), more);
    Map<UUID, Came> came = new LinkedHashMap<>();
    always.forEach((each, pail) -> came.put(each.farmer(), came(each, pail, all, over)));
    return came;
  }

  private Came came(Chosen each, Pail pail, Block all, Over over) {
    double worth = worth(all, pail, each, over);
    double had = each.came() == null ? 0 : worth(over.block(), each.came(), each, over);
    double spared = 0;
    if (each.came() == null) {
      // the fee of burning a stake is not reckoned with: with it the stake would be worse
      spared = usualFees + over.surge();
    } else if (waited(each, over) > 0) {
      spared = over.surge();
    }
    return new Came(worth, worth - had - spared, each.came() == null);
  }

  /** Its pail if everybody had farmed always. */
  private static Pail pail(Chosen each, Usual as, Over over) {
    BigInteger cap = over.block().maxStake().max(BigInteger.ZERO);
    Pail came = each.came();
    if (came == null) {
      return new Pail(0, as.gap(), each.wished().min(cap), as.zeros());
    }
    return new Pail(
        0,
        value(came.gap()) + waited(each, over),
        each.less() ? each.wished().min(cap).max(came.stake()) : came.stake(),
        came.zeros());
  }

  /** Ledgers by which a plant came after the block's opening, if it was kept back. */
  private static long waited(Chosen each, Over over) {
    Pail came = each.came();
    if (came == null || !each.less() || over.opened().isEmpty()) {
      return 0;
    }
    long behind = came.sequence() - over.opened().getAsLong();
    return behind >= KEPT_BACK ? behind : 0;
  }

  private static double worth(Block block, Pail pail, Chosen each, Over over) {
    double kale = Reward.of(block, pail, over.index()).doubleValue() / 1e7;
    return kale * each.keeps() * over.price();
  }

  private static BigInteger contribution(Block block, @Nullable Pail pail) {
    return pail == null
        ? BigInteger.ZERO
        : Contribution.of(block, value(pail.gap()), pail.stake(), value(pail.zeros())).sum();
  }

  /** The same block, had so much more been contributed to it. */
  private static Block with(Block block, BigInteger more) {
    return block.withTotals(block.stakedTotal(), block.normalizedTotal().add(more));
  }

  private static long value(@Nullable Long number) {
    return number == null ? 0 : number;
  }
}
