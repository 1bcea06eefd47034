package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Farm;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Worth;
import org.kalepool.stellar.chain.InclusionFees;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.SorobanData;
import org.stellar.sdk.xdr.LedgerKey;

/** What a contract call declares and pays for: resources with room, and a bid for its place. */
@Singleton
final class Bids {
  /** Ledgers before a block's end in which what is sent may be in the next one. */
  private static final int CLOSING_LEDGERS = 3;

  /** Ledgers before the end of its time in which what waits is bumped. */
  private static final int BUMP_LEDGERS = 6;

  /** Seconds before a block's end in which a bid leaves no more to the market. */
  private static final int LAST_SECONDS = 60;

  /** What is bid where a bid was refused, in times of what would have been enough for the queue. */
  private static final int TIMES_A_REFUSAL = 4;

  /**
   * What is allowed, in times of what is bid while ours fill ledgers by themselves: the same for
   * all of a block, so that none of them goes before one that was sent earlier, and for what they
   * then pay little beside what they do; still far above a quiet market.
   */
  private static final int TIMES_IN_A_CROWD = 100;

  /** That a block may be longer, as it opens, than the one that another plant wrote. */
  private static final int OPENING_BYTES = 100;

  /** So many items that one of them is less than the room for all. */
  private static final int MANY = 20;

  /** What a fee bump has to bid, in times of what it replaces. */
  private static final int TIMES_TO_REPLACE = 10;

  private final Terms terms;
  private final ConfiguredNetwork settings;
  private final Worth worth;

  Bids(Terms terms, ConfiguredNetwork settings, Worth worth) {
    this.terms = terms;
    this.settings = settings;
    this.worth = worth;
  }

  /**
   * A bid.
   *
   * @param inclusion for an operation, stroops: the most that is paid; the ledger's price is
   * @param reason why so much, for operators
   */
  record Bid(long inclusion, String reason) {}

  /**
   * What one attempt knows.
   *
   * @param now the network's time, Unix seconds
   * @param farm as read with the sequence number, null if the call needs none
   * @param spendable what the payer can pay at most, stroops
   */
  record Moment(long now, @Nullable Farm farm, long spendable) {}

  /**
   * The simulation's resources with room; near the end of a block a plant also declares the next
   * one's entries, if it can pay for them, and so lands on either side of the boundary.
   */
  SorobanData resources(Call call, SorobanData simulated, Moment at) {
    SorobanData data = withMargin(call, simulated);
    Farm farm = at.farm();
    if (!(call instanceof Call.Plant plant)
        || farm == null
        || !closing(at)
        || !data.writtenBlocks().equals(List.of(farm.index()))) {
      return data;
    }
    OptionalLong fee = openingFee(data, at);
    if (fee.isEmpty()) {
      return data;
    }
    List<LedgerKey> next = new ArrayList<>();
    next.add(LedgerKeys.block(settings.network().contract(), farm.index() + 1));
    next.add(LedgerKeys.pail(settings.network().contract(), plant.farmer(), farm.index() + 1));
    return data.alsoWriting(next, 1_200, fee.getAsLong());
  }

  /** The simulation's resources with room. */
  static SorobanData withMargin(Call call, SorobanData simulated) {
    return call instanceof Call.Many many && many.items().size() >= MANY
        ? simulated.withMarginOfMany()
        : simulated.withMargin();
  }

  /**
   * The resources of a plant that may have to open its block, made of those of another plant; empty
   * if that cannot be paid for.
   */
  Optional<SorobanData> opening(SorobanData known, Moment at) {
    SorobanData data = known.withMargin();
    OptionalLong fee = openingFee(data, at);
    return fee.isEmpty()
        ? Optional.empty()
        : Optional.of(data.alsoWriting(List.of(), OPENING_BYTES, fee.getAsLong()));
  }

  /** The opening's rent is many times a plain plant's; what is not used of it comes back. */
  private OptionalLong openingFee(SorobanData data, Moment at) {
    long fee = Math.max(6 * data.resourceFee(), terms.resourceFee(Action.PLANT));
    fee = Math.min(fee, terms.highestResourceFee());
    return fee < 2 * data.resourceFee() || fee > at.spendable() - terms.inclusion().bid(true, 0)
        ? OptionalLong.empty()
        : OptionalLong.of(fee);
  }

  /**
   * The end of an attempt that the network wants more for than the operator allows. To make, extend
   * or restore something costs as much by itself as with others, so what is allowed counts for
   * each.
   */
  Optional<Answer> tooDear(TransactionRequest request, SorobanData declared) {
    int times =
        switch (request.call()) {
          case Call.MakeMany many -> many.items().size();
          case Call.Many _ -> Math.max(1, declared.archived().size());
          default -> 1;
        };
    return declared.resourceFee() > terms.highestResourceFee(request.action()) * times
        ? Optional.of(
            new Answer.TryAgain(
                terms.tooDear(request.action(), declared.resourceFee()),
                Answer.Takes.A_HIGHER_LIMIT))
        : Optional.empty();
  }

  /**
   * The inclusion fee to bid. What is paid is the ledger's price and never more than the bid, so
   * for what is lost by waiting it is generous: all that is allowed in the last few ledgers, and
   * before a tenth of that, which leaves a fee bump room for ten times as much. While ours fill
   * ledgers by themselves and nobody else's bids were seen to go before them, the price of a ledger
   * is what they bid, so it is a hundredth, and they land in the order in which they were sent.
   *
   * @param attempt 0 at first; each further one doubles the bid
   */
  Bid inclusion(TransactionRequest request, int attempt, long resourceFee, Moment at) {
    long usual = terms.inclusion().bid(true, attempt);
    long affordable = Math.max(at.spendable() - resourceFee, terms.inclusion().lowest());
    if (request.action() != Action.WORK && request.action() != Action.PLANT) {
      return new Bid(usual, "usual: " + market(true));
    }
    OptionalLong lost = worth.stroops(request);
    long limit = limit(lost);
    usual = Math.min(usual, limit);
    long refused = terms.inclusion().refusedLately(true);
    long most = limit / TIMES_TO_REPLACE;
    if (refused == 0 && terms.inclusion().crowded()) {
      long ahead = Math.max(2 * terms.inclusion().market(true).high(), limit / TIMES_IN_A_CROWD);
      return new Bid(
          Math.max(usual, Math.min(Math.min(ahead, most), affordable)),
          "ours fill ledgers, and take turns: " + market(true) + ", " + bounds(limit, lost));
    }
    boolean soon = left(at, LAST_SECONDS) <= 0;
    if (request.action() == Action.WORK && (closing(at) || (soon && refused > 0))) {
      long all = Math.clamp(affordable, usual, limit);
      String why = closing(at) ? "the block's last ledgers: " : "refused in the last minute: ";
      return new Bid(all, why + market(true) + ", " + bounds(limit, lost));
    }
    long generous = soon ? most : Math.min(2 * terms.inclusion().market(true).high(), most);
    if (request.action() == Action.WORK) {
      // what is enough for a node's queue is not yet for a ledger
      generous = Math.max(generous, Math.min(TIMES_A_REFUSAL * refused, limit));
    }
    return new Bid(
        Math.max(usual, Math.min(generous, affordable)),
        "ahead of the market: " + market(true) + ", " + bounds(limit, lost));
  }

  /** The bid of classic operations. */
  Bid classic(int attempt) {
    return new Bid(terms.inclusion().bid(false, attempt), "usual: " + market(false));
  }

  /**
   * What a fee bump of an envelope that waits should bid; empty where it is too early, or not
   * allowed, or not to be paid.
   *
   * @param old what the envelope bids for an operation
   * @param operations how many times the bump pays the inclusion fee
   */
  Optional<Bid> bump(
      TransactionRequest request, long old, int operations, long resourceFee, Moment at) {
    OptionalLong lost = worth.stroops(request);
    boolean call = !(request.call() instanceof Call.Operations);
    long limit = Math.min(limit(lost), (at.spendable() - resourceFee) / operations);
    long least = TIMES_TO_REPLACE * old;
    if (least > limit) {
      return Optional.empty();
    }
    long market =
        Math.max(2 * terms.inclusion().market(call).high(), terms.inclusion().refusedLately(call));
    long bid = closing(at) ? limit : Math.clamp(market, least, limit);
    return Optional.of(
        new Bid(bid, "bump of " + old + ": " + market(call) + ", " + bounds(limit, lost)));
  }

  private long limit(OptionalLong lost) {
    long cap = terms.inclusion().highest();
    return Math.clamp(lost.orElse(cap), terms.inclusion().lowest(), cap);
  }

  private String market(boolean soroban) {
    InclusionFees.Market market = terms.inclusion().market(soroban);
    long refused = terms.inclusion().refusedLately(soroban);
    return "ledgers charged "
        + market.usual()
        + (market.high() > market.usual() ? " to " + market.high() : "")
        + (refused > 0 ? ", ours needed " + refused : "");
  }

  private static String bounds(long limit, OptionalLong lost) {
    return "at most "
        + limit
        + (lost.isPresent() ? ", " + lost.getAsLong() + " would be lost" : "");
  }

  private boolean closing(Moment at) {
    return left(at, CLOSING_LEDGERS * terms.ledgerSeconds() + 2) <= 0;
  }

  /** Whether what is asked for is near the time after which it is of no use. */
  boolean near(TransactionRequest request, long maxTime, Moment at) {
    double soon = BUMP_LEDGERS * terms.ledgerSeconds() + 2;
    return (at.farm() != null && request.action() == Action.WORK)
        ? left(at, soon) <= 0
        : at.now() + soon >= maxTime;
  }

  /** Seconds until so long before the running block's end; many without a farm. */
  private static double left(Moment at, double before) {
    Farm farm = at.farm();
    return farm == null
        ? Double.MAX_VALUE
        : farm.observed().timestamp() + GameRules.BLOCK_INTERVAL_SECONDS - before - at.now();
  }
}
