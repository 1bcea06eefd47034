package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plays moves and checks after each that only what may change has changed, and by how much. */
final class CheckedGame {
  private record Place(Address farmer, long index) {}

  private record Planted(long ledger, BigInteger stake) {}

  private record State(Farm farm, @Nullable Block block, List<Long> balances) {}

  private final TestFarm game;
  private final boolean worksRepeat;
  private final long startBalance;
  private final Map<Place, Planted> open = new HashMap<>();
  private final Set<Place> harvested = new HashSet<>();
  private int repeatedWorks;
  private final Map<Long, BigInteger> rewards = new TreeMap<>();
  private final Map<Long, Block> lastSeen = new HashMap<>();

  CheckedGame(long startBalance, boolean worksRepeat) {
    this.startBalance = startBalance;
    this.worksRepeat = worksRepeat;
    this.game = new TestFarm(startBalance);
  }

  void play(Move move) {
    State before = state();
    try {
      switch (move) {
        case Move.Plant(int farmer, long amount) -> plant(farmer, amount, before);
        case Move.Work(int farmer, long nonce, int nonces) -> work(farmer, nonce, nonces, before);
        case Move.Harvest(int farmer, int ago) -> harvest(farmer, game.index() - ago, before);
        case Move.Pass(long ledgers, long seconds) -> game.pass(ledgers, seconds);
        case Move.Pause() -> game.contract.pause();
        case Move.Unpause() -> game.contract.unpause();
      }
    } catch (CallFailed refusal) {
      assertThat(state()).as("after a refusal").isEqualTo(before);
    }
    Block block = game.farm.block(game.index());
    if (block != null) {
      lastSeen.put(game.index(), block);
    }
    checkPailsLiveAsLongAsTheyShould();
  }

  private void plant(int number, long amount, State before) {
    Address farmer = TestFarm.FARMERS.get(number);
    game.plant(farmer, amount);
    BigInteger stake = BigInteger.valueOf(amount);
    assertThat(open.put(new Place(farmer, game.index()), new Planted(game.now().ledger(), stake)))
        .as("a second plant in block %d", game.index())
        .isNull();
    checkBalances(before, number, -amount);
    boolean sameBlock = before.block() != null && before.farm().index() == game.index();
    Block old = sameBlock ? Objects.requireNonNull(before.block()) : null;
    BigInteger stakedBefore = old == null ? BigInteger.ZERO : old.stakedTotal();
    assertThat(game.block().stakedTotal()).isEqualTo(stakedBefore.add(stake));
  }

  private void work(int number, long nonce, int nonces, State before) {
    Address farmer = TestFarm.FARMERS.get(number);
    Pail old = game.farm.pail(farmer, game.index());
    if (old != null && old.worked() && !worksRepeat) {
      return;
    }
    game.work(farmer, nonce, nonces);
    checkBalances(before, number, 0);
    BigInteger stakedBefore = Objects.requireNonNull(before.block()).stakedTotal();
    boolean first = !Objects.requireNonNull(old).worked();
    repeatedWorks += first ? 0 : 1;
    assertThat(game.block().stakedTotal())
        .isEqualTo(first ? stakedBefore.subtract(old.stake()) : stakedBefore);
    assertThat(game.pail(farmer).stake()).isEqualTo(old.stake());
    assertThat(game.pail(farmer).sequence()).isEqualTo(old.sequence());
  }

  private void harvest(int number, long index, State before) {
    Place place = new Place(TestFarm.FARMERS.get(number), index);
    Block closed = game.farm.block(index);
    BigInteger reward = game.contract.harvest(place.farmer(), index);
    assertThat(harvested.add(place)).as("first harvest of %s", place).isTrue();
    BigInteger stake = Objects.requireNonNull(open.remove(place)).stake();
    checkBalances(before, number, reward.add(stake).longValueExact());
    rewards.merge(index, reward, BigInteger::add);
    assertThat(game.farm.block(index)).as("block after a harvest").isEqualTo(closed);
    assertThat(game.farm.farm()).isEqualTo(before.farm());
  }

  /** Harvests whatever the contract will still pay. */
  void harvestAll() {
    for (Place place : List.copyOf(open.keySet())) {
      int number = TestFarm.FARMERS.indexOf(place.farmer());
      boolean payable =
          place.index() < game.index()
              && game.farm.block(place.index()) != null
              && game.farm.pail(place.farmer(), place.index()) instanceof Pail pail
              && pail.worked();
      if (payable) {
        harvest(number, place.index(), state());
      } else {
        play(new Move.Harvest(number, (int) (game.index() - place.index())));
        assertThat(open).as("what cannot be paid stays unpaid").containsKey(place);
      }
    }
  }

  /** Balances are the start's, less stakes still out or lost, plus all rewards. */
  void checkAllKaleIsAccountedFor() {
    BigInteger expected = BigInteger.valueOf(startBalance).multiply(BigInteger.valueOf(5));
    for (Planted planted : open.values()) {
      expected = expected.subtract(planted.stake());
    }
    for (BigInteger reward : rewards.values()) {
      expected = expected.add(reward);
    }
    BigInteger held =
        state().balances().stream()
            .map(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add);
    assertThat(held).isEqualTo(expected);
  }

  void checkNothingIsLeft() {
    for (Place place : open.keySet()) {
      assertThat(game.farm.pail(place.farmer(), place.index())).isNull();
      assertThat(game.farm.block(place.index())).isNull();
    }
  }

  private void checkPailsLiveAsLongAsTheyShould() {
    open.forEach(
        (place, planted) -> {
          boolean alive = game.now().ledger() <= planted.ledger() + TestFarm.TTL - 1;
          assertThat(game.farm.pail(place.farmer(), place.index()) != null)
              .as("pail %s planted in %d lives in %d", place, planted.ledger(), game.now().ledger())
              .isEqualTo(alive);
        });
    for (Place place : harvested) {
      assertThat(game.farm.pail(place.farmer(), place.index())).isNull();
    }
  }

  private void checkBalances(State before, int changed, long by) {
    List<Long> after = state().balances();
    for (int i = 0; i < after.size(); i++) {
      assertThat(after.get(i))
          .as("balance of farmer %d", i)
          .isEqualTo(before.balances().get(i) + (i == changed ? by : 0));
    }
  }

  private State state() {
    return new State(
        game.farm.farm(),
        game.farm.block(game.index()),
        TestFarm.FARMERS.stream().map(game::balance).toList());
  }

  int harvests() {
    return harvested.size();
  }

  int repeatedWorks() {
    return repeatedWorks;
  }

  /** Pails that are gone without having been harvested. */
  long expired() {
    return open.keySet().stream()
        .filter(place -> game.farm.pail(place.farmer(), place.index()) == null)
        .count();
  }

  /** Rewards paid so far, by block. */
  Map<Long, BigInteger> rewards() {
    return rewards;
  }

  /** The block as it was when it closed. */
  Block closed(long index) {
    return Objects.requireNonNull(lastSeen.get(index));
  }
}
