package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Farm;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
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

  private final Terms terms;
  private final ConfiguredNetwork settings;

  Bids(Terms terms, ConfiguredNetwork settings) {
    this.terms = terms;
    this.settings = settings;
  }

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
    SorobanData data = simulated.withMargin();
    Farm farm = at.farm();
    if (!(call instanceof Call.Plant plant)
        || farm == null
        || !closing(at)
        || !data.writtenBlocks().equals(List.of(farm.index()))) {
      return data;
    }
    // the opening's rent is many times a plain plant's; what is not used of it comes back
    long fee = Math.max(6 * data.resourceFee(), terms.resourceFee(Action.PLANT));
    fee = Math.min(fee, terms.highestResourceFee());
    if (fee < 2 * data.resourceFee() || fee > at.spendable() - terms.inclusionBid(true, 0)) {
      return data;
    }
    List<LedgerKey> next = new ArrayList<>();
    next.add(LedgerKeys.block(settings.network().contract(), farm.index() + 1));
    next.add(LedgerKeys.pail(settings.network().contract(), plant.farmer(), farm.index() + 1));
    return data.alsoWriting(next, 1_200, fee);
  }

  /** The end of an attempt that the network wants more for than the operator allows. */
  Optional<Answer> tooDear(Action action, SorobanData declared) {
    return declared.resourceFee() > terms.highestResourceFee()
        ? Optional.of(
            new Answer.TryAgain(
                terms.tooDear(action, declared.resourceFee()), Answer.Takes.A_HIGHER_LIMIT))
        : Optional.empty();
  }

  /**
   * The inclusion fee to bid. A work that is left out of the few ledgers before its block's end
   * loses the stake, so it bids all that is allowed at once, as far as the account can pay it.
   *
   * @param attempt 0 at first; each further one doubles the bid
   */
  long inclusion(Action action, int attempt, long resourceFee, Moment at) {
    long usual = terms.inclusionBid(true, attempt);
    if (action != Action.WORK || !closing(at)) {
      return usual;
    }
    return Math.clamp(at.spendable() - resourceFee, usual, terms.highestInclusionFee());
  }

  private boolean closing(Moment at) {
    Farm farm = at.farm();
    double soon = at.now() + CLOSING_LEDGERS * terms.ledgerSeconds() + 2;
    return farm != null && soon >= farm.observed().timestamp() + GameRules.BLOCK_INTERVAL_SECONDS;
  }
}
