package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;

class FoundTest {
  private static final UUID FARMER = new UUID(7, 1);
  private static final Address ACCOUNT = Address.account(new byte[32]);
  private static final Map<Long, Long> OPENED = Map.of(10L, 3_000L, 11L, 3_300L, 12L, 3_600L);

  private static Movement moved(Kind kind, long stroops, long ledger, long time, Long... blocks) {
    Hash hash = Hash.ofHex("%064x".formatted(ledger));
    return new Movement(kind, Kale.ofStroops(stroops), ledger, time, hash, null, List.of(blocks));
  }

  private static Pail pail(long sequence, long stake) {
    return new Pail(sequence, 20L, BigInteger.valueOf(stake), 6L);
  }

  private static Found found(
      Map<Long, Long> stakes,
      Set<Long> settled,
      Map<Long, Pail> pails,
      @Nullable List<Movement> movements) {
    return Found.of(
        FARMER,
        new RecoveryRepository.Pails(stakes, settled),
        new FarmerOnChain(ACCOUNT, null, pails, 900),
        movements,
        12,
        OPENED::get);
  }

  @Test
  void tellsStakeAndRewardOfAPailThatCameAndWentSinceTheBackup() {
    Found found =
        found(
            Map.of(),
            Set.of(),
            Map.of(),
            List.of(
                moved(Kind.BURNED, 500, 700, 3_005, 10L),
                moved(Kind.MINTED, 620, 780, 3_400, 10L)));
    assertThat(found.complete()).isTrue();
    assertThat(found.plants()).singleElement().matches(PlantFound::harvested);
    HarvestFound harvest = found.harvests().getFirst();
    assertThat(harvest.block()).isEqualTo(10);
    assertThat(harvest.stake()).isEqualTo(Kale.ofStroops(500));
    assertThat(harvest.reward()).isEqualTo(Kale.ofStroops(120));
  }

  @Test
  void findsNothingThatTheBooksKnow() {
    Found found =
        found(
            Map.of(10L, 500L, 11L, 400L),
            Set.of(10L),
            Map.of(11L, pail(760, 400)),
            List.of(
                moved(Kind.BURNED, 500, 700, 3_005, 10L),
                moved(Kind.BURNED, 400, 760, 3_310, 11L),
                moved(Kind.MINTED, 620, 780, 3_400, 10L)));
    assertThat(found).isEqualTo(new Found(List.of(), List.of(), true));
  }

  @Test
  void tellsTheBlockOfAPlantThatDeclaredTwoByWhenTheyOpened() {
    Found before =
        found(Map.of(), Set.of(), Map.of(), List.of(moved(Kind.BURNED, 500, 700, 3_299, 10L, 11L)));
    assertThat(before.plants().getFirst().block()).isEqualTo(10);
    Found opening =
        found(Map.of(), Set.of(), Map.of(), List.of(moved(Kind.BURNED, 500, 700, 3_300, 10L, 11L)));
    assertThat(opening.plants().getFirst().block()).isEqualTo(11);
  }

  @Test
  void findsPailsThatAreThereWithoutTheNodesMemory() {
    Found found = found(Map.of(), Set.of(), Map.of(12L, pail(850, 300)), null);
    assertThat(found.complete()).isFalse();
    PlantFound plant = found.plants().getFirst();
    assertThat(plant.stake()).isEqualTo(Kale.ofStroops(300));
    assertThat(plant.ledger()).isEqualTo(850);
    assertThat(plant.running()).isTrue();
  }

  /** Planting nothing burns nothing, so the node has only the harvest to tell of. */
  @Test
  void takesTheRewardOfAPailWithoutStakeForNoDeposit() {
    Found found =
        found(Map.of(), Set.of(), Map.of(), List.of(moved(Kind.MINTED, 620, 780, 3_400, 10L)));
    assertThat(found.complete()).isTrue();
    assertThat(found.plants()).singleElement().matches(PlantFound::harvested);
    HarvestFound harvest = found.harvests().getFirst();
    assertThat(harvest.block()).isEqualTo(10);
    assertThat(harvest.stake()).isEqualTo(Kale.ZERO);
    assertThat(harvest.reward()).isEqualTo(Kale.ofStroops(620));
  }

  /** Such a transaction declares the pail that it harvests and the one that it plants. */
  @Test
  void tellsWhichPailATurnHarvestedThoughBothAreGone() {
    Found found =
        found(
            Map.of(10L, 500L),
            Set.of(),
            Map.of(12L, pail(830, 300)),
            List.of(
                moved(Kind.MINTED, 620, 780, 3_300, 10L, 11L),
                moved(Kind.BURNED, 400, 780, 3_300, 10L, 11L),
                moved(Kind.MINTED, 470, 830, 3_600, 11L, 12L),
                moved(Kind.BURNED, 300, 830, 3_600, 11L, 12L)));
    assertThat(found.complete()).isTrue();
    assertThat(found.harvests())
        .extracting(HarvestFound::block, HarvestFound::reward)
        .containsExactly(tuple(10L, Kale.ofStroops(120)), tuple(11L, Kale.ofStroops(70)));
    assertThat(found.plants()).extracting(PlantFound::block).containsExactly(11L, 12L);
  }

  @Test
  void takesTheRewardOfAPailWithoutStakeForThatOfNoneThatIsPlantedWithIt() {
    Found found =
        found(
            Map.of(10L, 500L),
            Set.of(),
            Map.of(12L, pail(830, 30)),
            List.of(
                moved(Kind.MINTED, 620, 780, 3_300, 10L, 11L),
                moved(Kind.MINTED, 70, 830, 3_600, 11L, 12L),
                moved(Kind.BURNED, 30, 830, 3_600, 11L, 12L)));
    assertThat(found.complete()).isTrue();
    assertThat(found.harvests())
        .extracting(HarvestFound::block, HarvestFound::stake, HarvestFound::reward)
        .containsExactly(
            tuple(10L, Kale.ofStroops(500), Kale.ofStroops(120)),
            tuple(11L, Kale.ZERO, Kale.ofStroops(70)));
  }

  @Test
  void leavesToAnOperatorWhatCannotBeTold() {
    Found unknown =
        found(Map.of(), Set.of(), Map.of(), List.of(moved(Kind.MINTED, 620, 780, 3_700, 10L, 11L)));
    assertThat(unknown.complete()).isFalse();
    assertThat(unknown.harvests()).isEmpty();
    Found forgotten =
        found(Map.of(), Set.of(), Map.of(), List.of(moved(Kind.BURNED, 500, 700, 3_005)));
    assertThat(forgotten.complete()).isFalse();
    assertThat(forgotten.plants()).isEmpty();
  }
}
