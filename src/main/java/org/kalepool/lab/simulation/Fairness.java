package org.kalepool.lab.simulation;

import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * Whether farmers are worse off for not being planted, or not staking, where the pool expected that
 * not to pay them: of each block that is over, what it would have brought each of them had
 * everybody farmed always, which is what {@code simulate-plan} means by it, too. A pail that was
 * not planted is taken to have been as good as the pool's are on average, in the same block or the
 * last one with any; what is earned is worth what the price is when the block is over.
 */
final class Fairness {
  /** Fewer blocks are luck. */
  private static final long ENOUGH = 50;

  private static final long LEAST_PRICE = 100;

  /** A plant so many ledgers behind the opening has not only waited for its turn. */
  private static final long KEPT_BACK = 3;

  /** By so much, of what farming always would have earned, nobody may be worse off. */
  private static final double MOST = 0.01;

  private static final String CHOSEN =
      """
      select c.farmer_id, v.custodial, c.choice, c.stake, c.fees, terms_of(c.farmer_id, ?),
        v.stake_percentage, coalesce((select b.balance from account_balances b
          where b.account = 'custody:' || c.farmer_id and b.asset = 'KALE'), 0)
      from farm_choices c join farmer_view v on v.id = c.farmer_id
      where c.block_index = ? order by v.seq
      """;

  private final SimulatedDatabase database;
  private final Sandbox sandbox;
  private final Map<UUID, Sum> sums = new LinkedHashMap<>();
  private double usualFees;
  private @Nullable Usual usual;

  Fairness(SimulatedDatabase database, Sandbox sandbox) {
    this.database = database;
    this.sandbox = sandbox;
  }

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

  /** XLM, but the blocks. */
  private static final class Sum {
    private double always;
    private double lost;
    private long blocks;
    private long skipped;
  }

  private record Chosen(
      UUID farmer, Address custodial, String choice, double fees, double keeps, BigInteger wished) {
    static Chosen of(String row) {
      String[] parts = row.split(" ", -1);
      BigInteger custody = new BigInteger(parts[7]);
      BigInteger staked = new BigInteger(parts[3]);
      BigInteger share =
          custody
              .multiply(BigInteger.valueOf(Long.parseLong(parts[6])))
              .divide(BigInteger.valueOf(100));
      return new Chosen(
          UUID.fromString(parts[0]),
          Address.of(parts[1]),
          parts[2],
          Long.parseLong(parts[4]) / 1e7,
          1 - Integer.parseInt(parts[5]) / 1e4,
          staked.signum() > 0 ? staked : share);
    }
  }

  /**
   * Looks at a block that has just ended, before its pails are harvested.
   *
   * @param price XLM for one KALE
   */
  void ended(long index, double price, Instant now) throws SQLException {
    Optional<Block> stored = sandbox.block(index);
    if (stored.isEmpty() || !stored.get().scorable()) {
      return;
    }
    Block block = stored.get();
    List<Chosen> chosen = new ArrayList<>();
    for (String row : database.rows(CHOSEN, Timestamp.from(now), index)) {
      chosen.add(Chosen.of(row));
    }
    Map<UUID, Pail> pails = new LinkedHashMap<>();
    for (Chosen each : chosen) {
      sandbox
          .pail(each.custodial(), index)
          .filter(Pail::worked)
          .ifPresent(pail -> pails.put(each.farmer(), pail));
      usualFees = each.fees() > 0 ? each.fees() : usualFees;
    }
    usual = Usual.of(pails.values()).orElse(usual);
    if (usual == null) {
      return;
    }
    OptionalLong opened = opened(index);
    Map<Chosen, Pail> always = new LinkedHashMap<>();
    BigInteger more = BigInteger.ZERO;
    for (Chosen each : chosen) {
      Pail came = pails.get(each.farmer());
      if (came != null || each.choice().equals("SKIP")) {
        Pail pail = always(each, came, block, waited(came, opened));
        always.put(each, pail);
        BigInteger had = came == null ? BigInteger.ZERO : contribution(block, came);
        more = more.add(contribution(block, pail).subtract(had));
      }
    }
    Block all = with(block, more);
    double surge = opened.isEmpty() ? 0 : surge(opened.getAsLong());
    always.forEach(
        (each, pail) -> {
          Pail came = pails.get(each.farmer());
          double worth = worth(all, pail, index, each, price);
          double had = came == null ? 0 : worth(block, came, index, each, price);
          Sum sum = sums.computeIfAbsent(each.farmer(), _ -> new Sum());
          sum.blocks++;
          sum.always += worth;
          sum.lost += worth - had;
          if (came == null) {
            // the fee of burning a stake is not reckoned with: with it the stake would be worse
            sum.skipped++;
            sum.lost -= usualFees + surge;
          } else if (waited(came, opened) > 0) {
            sum.lost -= surge;
          }
        });
  }

  /** Ledgers by which a plant came after the block's opening, if so many that it was kept back. */
  private static long waited(@Nullable Pail came, OptionalLong opened) {
    long behind = came == null || opened.isEmpty() ? 0 : came.sequence() - opened.getAsLong();
    return behind >= KEPT_BACK ? behind : 0;
  }

  /** Its pail if everybody had farmed always. */
  private Pail always(Chosen each, @Nullable Pail came, Block block, long waited) {
    Usual as = Objects.requireNonNull(usual);
    if (came == null) {
      return new Pail(0, as.gap(), each.wished().min(cap(block)), as.zeros());
    }
    return new Pail(
        0,
        value(came.gap()) + waited,
        each.choice().equals("ZERO") ? each.wished().min(cap(block)) : came.stake(),
        came.zeros());
  }

  private static double worth(Block block, Pail pail, long index, Chosen each, double price) {
    return Reward.of(block, pail, index).doubleValue() / 1e7 * each.keeps() * price;
  }

  private static BigInteger contribution(Block block, Pail pail) {
    return Contribution.of(block, value(pail.gap()), pail.stake(), value(pail.zeros())).sum();
  }

  /** The same block, had so much more been contributed to it. */
  private static Block with(Block block, BigInteger more) {
    return new Block(
        block.timestamp(),
        block.minGap(),
        block.minStake(),
        block.minZeros(),
        block.maxGap(),
        block.maxStake(),
        block.maxZeros(),
        block.entropy(),
        block.stakedTotal(),
        block.normalizedTotal().add(more));
  }

  private static BigInteger cap(Block block) {
    return block.maxStake().max(BigInteger.ZERO);
  }

  private OptionalLong opened(long index) throws SQLException {
    List<String> opened =
        database.rows(
            "select opened_ledger from block_operations where block_index = ?"
                + " and opened_ledger is not null",
            index);
    return opened.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(opened.getFirst()));
  }

  /** What a place in the ledger that opened a block cost beyond the least, XLM. */
  private double surge(long opened) {
    List<Long> prices = sandbox.prices(opened);
    return prices.isEmpty() ? 0 : Math.max(0, prices.getFirst() - LEAST_PRICE) / 1e7;
  }

  private static long value(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  /**
   * What it came to.
   *
   * @param farmers with enough blocks to tell
   * @param skipped blocks in which one of all farmers was not planted
   * @param saved what that saved all of them, XLM; negative where it cost
   * @param worst by how much the worst off of those with enough blocks is worse off than with
   *     farming always, in parts of what that would have earned; negative if nobody is
   */
  record Standing(long farmers, long skipped, double saved, double worst) {
    boolean isFair() {
      return worst <= MOST;
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "%d times not planted, %.4f XLM saved; of %d farmers the worst off %+.2f %% against"
              + " farming always%s",
          skipped,
          saved,
          farmers,
          -100 * worst,
          isFair() ? "" : ": NOT FAIR");
    }
  }

  /** Empty where nothing was chosen. */
  Optional<Standing> standing() {
    if (sums.isEmpty()) {
      return Optional.empty();
    }
    long judged = 0;
    long skipped = 0;
    double saved = 0;
    double worst = Double.NEGATIVE_INFINITY;
    for (Sum sum : sums.values()) {
      skipped += sum.skipped;
      saved -= sum.lost;
      if (sum.blocks >= ENOUGH && sum.always > 0) {
        judged++;
        worst = Math.max(worst, sum.lost / sum.always);
      }
    }
    return Optional.of(new Standing(judged, skipped, saved, Double.isFinite(worst) ? worst : -0.0));
  }
}
