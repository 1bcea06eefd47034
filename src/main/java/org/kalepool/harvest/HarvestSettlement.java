package org.kalepool.harvest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.books.Books;
import org.kalepool.books.Debtor;
import org.kalepool.books.Discrepancies;
import org.kalepool.harvest.ExpectedRewardRepository.Expected;
import org.kalepool.harvest.HarvestRepository.Pail;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.DeedsSettled;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.Outcome.Landed;
import org.kalepool.stellar.TransactionSettled;

/** Records how harvests ended together with the end of their transaction. */
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

  void settled(@Observes @Priority(200) DeedsSettled event) {
    Map<Pail, Landed> landed = new LinkedHashMap<>();
    for (TransactionSettled each : event.each()) {
      UUID farmer = each.request().farmer();
      Long block = each.request().block();
      if (each.request().action() == Action.HARVEST && farmer != null && block != null) {
        switch (each.outcome()) {
          case Landed it -> landed.put(new Pail(farmer, block), it);
          case Outcome.Failed it ->
              failed(each.id(), farmer, block, it.cause(), it.detail(), it.ledger());
          case Outcome.Refused it -> {
            long ledger = blocks.current().map(Blocks.Current::ledger).orElse(0L);
            failed(each.id(), farmer, block, it.cause(), it.detail(), ledger);
          }
        }
      }
    }
    if (!landed.isEmpty()) {
      landed(event.each().getFirst().id(), landed);
    }
  }

  /**
   * A pail as it was harvested.
   *
   * @param minted what the network says, or what was computed
   */
  private record Found(Books.Harvested booked, Kale minted, @Nullable Expected expected) {
    Pail pail() {
      return new Pail(booked.farmer(), booked.block());
    }
  }

  /** All of one transaction. */
  private void landed(long id, Map<Pail, Landed> landed) {
    Map<Pail, Expected> expected = expectations.expected(landed.keySet());
    Map<Pail, Kale> stakes = harvests.stakes(landed.keySet());
    List<Found> all = new ArrayList<>();
    landed.forEach((pail, end) -> all.add(found(pail, end, stakes.get(pail), expected.get(pail))));
    Landed one = landed.values().iterator().next();
    Set<Pail> first =
        harvests.harvested(
            all.stream().map(Found::booked).toList(), one.ledger(), id, one.transaction());
    List<Found> news = all.stream().filter(each -> first.contains(each.pail())).toList();
    books.harvested(news.stream().map(Found::booked).toList(), one.ledger());
    news.forEach(each -> compare(each, one.ledger()));
  }

  private static Found found(
      Pail pail, Landed end, @Nullable Kale stake, @Nullable Expected expected) {
    if (stake == null) {
      throw new IllegalStateException("harvested a pail never planted");
    }
    Kale minted = minted(end, stake, expected);
    Kale reward = minted.minus(stake).max(Kale.ZERO);
    return new Found(
        new Books.Harvested(pail.farmer(), pail.block(), stake, reward), minted, expected);
  }

  private void compare(Found found, long ledger) {
    Expected expected = found.expected();
    if (expected != null && !expected.due().equals(found.minted())) {
      discrepancies.found(
          found.booked().farmer(),
          found.booked().block(),
          ledger,
          "reward",
          expected.due().stroops(),
          found.minted().stroops());
    }
  }

  /** What the network says was minted; where it does not say, what was computed. */
  private static Kale minted(Landed landed, Kale stake, @Nullable Expected expected) {
    Kale rewarded = landed.rewarded();
    Kale minted = rewarded == null ? landed.minted() : rewarded.plus(stake);
    if (minted != null) {
      return minted;
    }
    if (expected == null) {
      throw new IllegalStateException("a harvest of unknown amount");
    }
    return expected.due();
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
