package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Whatever happens to a vault in whatever order. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VaultBooksOrderTest extends VaultBooksFixture {
  @Inject Event<HarvestFound> harvested;

  private void harvest(long block, Kale stake, Kale reward) {
    chain.removePail(farmer.custodial(), block);
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).plus(stake).plus(reward));
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                harvested.fire(
                    new HarvestFound(
                        farmer.id(), block, stake, reward, chain.now().ledger(), null)));
  }

  /** Each step may leave several things to be told at once; the vault's own rules pay the pool. */
  @Test
  void whateverHappensInWhateverOrderBooksAndChainAgreeToTheStroop() {
    Random random = new Random(17);
    Map<Long, Kale> open = new TreeMap<>();
    long block = chain.index();
    List<Long> shares = new ArrayList<>();
    long lent = 0;
    for (int step = 0; step < 150; step++) {
      long held = chain.kale(farmer.custodial()).stroops();
      Kale some = Kale.ofStroops(held == 0 ? 0 : 1 + random.nextLong(held));
      switch (random.nextInt(7)) {
        case 0 -> pay(EXCHANGE, farmer.custodial(), Kale.ofStroops(1 + random.nextLong(1L << 40)));
        case 1 -> pay(farmer.custodial(), OWNER, some);
        case 2 -> {
          pay(farmer.custodial(), POOL, some);
          long back = Math.min(lent, some.stroops());
          lent -= back;
          shares.add(some.stroops() - back);
        }
        case 3 -> {
          Kale cover = Kale.ofStroops(1 + random.nextLong(1_000_000));
          lent += cover.stroops();
          pay(POOL, farmer.custodial(), cover);
        }
        case 4 -> {
          open.put(++block, some);
          plant(block, some);
        }
        case 5 -> {
          if (!open.isEmpty()) {
            Map.Entry<Long, Kale> oldest = Map.Entry.copyOf(open.entrySet().iterator().next());
            open.remove(oldest.getKey());
            harvest(oldest.getKey(), oldest.getValue(), Kale.ofStroops(random.nextLong(1L << 35)));
          }
        }
        default -> {
          if (!open.isEmpty()) {
            Map.Entry<Long, Kale> oldest = Map.Entry.copyOf(open.entrySet().iterator().next());
            open.remove(oldest.getKey());
            lose(oldest.getKey(), oldest.getValue());
          }
        }
      }
      if (random.nextInt(3) == 0) {
        nextLedger();
        agrees(open);
      }
    }
    nextLedger();
    agrees(open);
    Statement is = statement();
    assertThat(is.poolerShare()).isEqualTo(shares.stream().mapToLong(Long::longValue).sum());
    assertThat(is.compensation()).isEqualTo(lent);
  }

  private void pay(Address from, Address to, Kale amount) {
    if (amount.isPositive()) {
      Hash transaction = Hash.of(Sha256.of("transaction " + ++transactions));
      chain.pay(from, to, amount, transaction);
    }
  }
}
