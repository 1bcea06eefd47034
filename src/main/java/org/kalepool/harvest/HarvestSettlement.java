package org.kalepool.harvest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.block.Blocks;
import org.kalepool.books.Books;
import org.kalepool.books.Debtor;
import org.kalepool.books.Discrepancies;
import org.kalepool.harvest.ExpectedRewardRepository.Expected;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.Outcome.Landed;
import org.kalepool.stellar.TransactionSettled;

/** Records how a harvest ended together with the end of its transaction. */
@ApplicationScoped
class HarvestSettlement {
  private final HarvestRepository harvests;
  private final ExpectedRewardRepository expectations;
  private final Books books;
  private final Discrepancies discrepancies;
  private final Blocks blocks;
  private final Event<PailHarvested> harvested;

  HarvestSettlement(
      HarvestRepository harvests,
      ExpectedRewardRepository expectations,
      Books books,
      Discrepancies discrepancies,
      Blocks blocks,
      Event<PailHarvested> harvested) {
    this.harvests = harvests;
    this.expectations = expectations;
    this.books = books;
    this.discrepancies = discrepancies;
    this.blocks = blocks;
    this.harvested = harvested;
  }

  void settled(@Observes @Priority(200) TransactionSettled event) {
    UUID farmer = event.request().farmer();
    Long block = event.request().block();
    if (event.request().action() != Action.HARVEST || farmer == null || block == null) {
      return;
    }
    switch (event.outcome()) {
      case Outcome.Landed landed -> landed(event.id(), farmer, block, landed);
      case Outcome.Failed failed ->
          failed(event.id(), farmer, block, failed.cause(), failed.detail(), failed.ledger());
      case Outcome.Refused refused -> {
        long ledger = blocks.current().map(Blocks.Current::ledger).orElse(0L);
        failed(event.id(), farmer, block, refused.cause(), refused.detail(), ledger);
      }
    }
  }

  private void landed(long id, UUID farmer, long block, Landed landed) {
    Optional<Expected> expected = expectations.expected(farmer, block);
    Kale stake =
        harvests
            .stake(farmer, block)
            .orElseThrow(() -> new IllegalStateException("harvested a pail never planted"));
    Kale minted = minted(landed, stake, expected);
    Kale reward = minted.minus(stake).max(Kale.ZERO);
    boolean first =
        harvests.harvested(farmer, block, stake, reward, landed.ledger(), id, landed.transaction());
    if (!first) {
      return;
    }
    books.harvested(farmer, block, stake, reward, landed.ledger());
    expected
        .map(e -> e.stake().plus(e.reward()))
        .filter(due -> !due.equals(minted))
        .ifPresent(
            due ->
                discrepancies.found(
                    farmer, block, landed.ledger(), "reward", due.stroops(), minted.stroops()));
  }

  /** What the network says was minted; where it does not say, what was computed. */
  private static Kale minted(Landed landed, Kale stake, Optional<Expected> expected) {
    Kale rewarded = landed.rewarded();
    Kale minted = rewarded == null ? landed.minted() : rewarded.plus(stake);
    return minted != null
        ? minted
        : expected
            .map(e -> e.stake().plus(e.reward()))
            .orElseThrow(() -> new IllegalStateException("a harvest of unknown amount"));
  }

  private void failed(long id, UUID farmer, long block, Cause cause, String detail, long ledger) {
    harvests.failed(farmer, block, cause, detail, Debtor.ofHarvest(cause), ledger, id);
  }

  void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    UUID farmer = event.request().farmer();
    Long block = event.request().block();
    if (event.request().action() == Action.HARVEST
        && farmer != null
        && block != null
        && event.outcome() instanceof Outcome.Landed) {
      harvested.fire(new PailHarvested(farmer, block));
    }
  }
}
