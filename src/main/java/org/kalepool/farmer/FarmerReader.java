package org.kalepool.farmer;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.vault.Vaults;

/** Puts together what a farmer is shown of itself. */
@Singleton
final class FarmerReader {
  /** The rest is to be had in pages. */
  private static final int NEWEST_EVENTS = 20;

  private final FarmerRepository farmers;
  private final FarmerSettingRepository settings;
  private final FarmerEventRepository events;
  private final FarmerDeeds deeds;
  private final FarmerTerms terms;
  private final PayoutChanges payoutChanges;
  private final Vaults vaults;
  private final List<FarmerBalances> balances;

  FarmerReader(
      FarmerRepository farmers,
      FarmerSettingRepository settings,
      FarmerEventRepository events,
      FarmerDeeds deeds,
      FarmerTerms terms,
      PayoutChanges payoutChanges,
      Vaults vaults,
      @All List<FarmerBalances> balances) {
    this.farmers = farmers;
    this.settings = settings;
    this.events = events;
    this.deeds = deeds;
    this.terms = terms;
    this.payoutChanges = payoutChanges;
    this.vaults = vaults;
    this.balances = balances;
  }

  FarmerAnswer read(Farmer farmer) {
    return new FarmerAnswer(
        farmer.id(),
        farmer.pooler(),
        farmer.custody().name(),
        farmer.custodial().text(),
        farmer.destination().text(),
        PayoutWallets.memo(farmer.destination()),
        PayoutWallets.memoType(farmer.destination()),
        farmer.state().name(),
        farmer.stakePercentage(),
        farmer.harvestInterval(),
        settings.farmWhen(farmer.id()).text(),
        farmers.registered(farmer.id()),
        FarmerAnswer.Terms.of(terms.current(farmer.id())),
        terms.coming(farmer.id()).stream().map(FarmerAnswer.Terms::of).toList(),
        payoutChanges.open(farmer.id()),
        balances(farmer.id()),
        deeds.openPails(farmer.id()),
        events.newest(farmer.id(), NEWEST_EVENTS),
        deeds.payout(farmer.id()).orElse(null),
        farmer.hasVault() ? vaults.find(farmer.id()).map(VaultAnswer::of).orElseThrow() : null);
  }

  private FarmerBalances.@Nullable Balances balances(UUID id) {
    return balances.stream().findFirst().map(books -> books.of(id)).orElse(null);
  }
}
