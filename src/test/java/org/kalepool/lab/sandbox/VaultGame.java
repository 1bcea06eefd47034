package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.address;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.KeyPair;

/**
 * Random calls of all roles to the pool contract and three vaults of it, on KALE's rules; each
 * result and each balance is held against the model.
 */
final class VaultGame implements AutoCloseable {
  private static final List<Integer> POINTS = List.of(0, 5_000, 3_333);
  private static final int VAULTS = POINTS.size();
  private static final long LIFE = 120;
  private static final long KALE = 10_000_000;
  private static final int STOPPED = 101;
  private static final int BELOW_FLOOR = 103;

  private final VaultContracts contracts = new VaultContracts(POINTS, LIFE);
  private final VaultBooks books = new VaultBooks(POINTS);
  private final Sandbox sandbox = contracts.sandbox();
  private final SplittableRandom random;
  private final List<Pail> pails = new ArrayList<>();

  private record Pail(int vault, long block, long stake) {}

  VaultGame(long seed) {
    random = new SplittableRandom(seed);
  }

  /** From nothing to a handful of stroops, or of KALE. */
  private long amount() {
    return random.nextBoolean() ? random.nextInt(20) : random.nextLong(20 * KALE);
  }

  /** One call, and all that has to be so after it. */
  void step() {
    int at = random.nextInt(VAULTS);
    switch (random.nextInt(40)) {
      case 0, 1 -> donate(at, amount());
      case 2, 3 -> deposit(at, amount(), amount());
      case 4, 5, 6, 7, 8, 9 -> plant(at, amount());
      case 10, 11, 12, 13, 14, 15 -> work(at);
      case 16, 17, 18, 19, 20, 21 -> harvest(at);
      case 22, 23, 24, 25, 26 -> nextBlock();
      case 27 -> losePails();
      case 28, 29 -> settle(at);
      case 30 -> floor(at, amount());
      case 31, 32 -> withdraw(at, amount());
      case 33 -> stop(at);
      case 34, 35 -> claim(at);
      case 36, 37 -> cover(at, amount());
      case 38 -> give(contracts.pool(), amount());
      default -> unbond(amount());
    }
    books.check(contracts);
  }

  private void give(Address to, long amount) {
    contracts.call(
        key("alice"),
        contracts.asset(),
        "transfer",
        new Val.Addr(ALICE),
        new Val.Addr(to),
        Val.i128(amount));
    if (to.equals(contracts.pool())) {
      books.bond += amount;
    }
  }

  private void donate(int at, long amount) {
    give(contracts.vault(at), amount);
    books.of(at).balance += amount;
    books.of(at).put += amount;
  }

  private void deposit(int at, long one, long other) {
    long amount = Math.max(one, other);
    long atRisk = Math.min(one, other);
    KeyPair owner = contracts.owner(at);
    Val[] arguments = {new Val.Addr(address(owner)), Val.i128(amount), Val.i128(atRisk)};
    if (amount == 0) {
      assertThat(contracts.isRefused(owner, contracts.vault(at), "deposit", arguments)).isTrue();
      return;
    }
    contracts.call(owner, contracts.vault(at), "deposit", arguments);
    books.settled(at);
    books.of(at).deposit(amount, atRisk);
  }

  private void plant(int at, long stake) {
    VaultModel model = books.of(at);
    Val items = Val.list(Val.list(new Val.Addr(contracts.vault(at)), Val.i128(stake)));
    Val result = first(contracts.call(key("bob"), contracts.pool(), "plant_many", items));
    long block = sandbox.farm().index();
    @Nullable Integer error = error(result);
    boolean twice = pails.stream().anyMatch(it -> it.vault() == at && it.block() == block);
    if (model.stopped > 0) {
      assertThat(error).isEqualTo(STOPPED);
    } else if (stake > 0 && model.balance - stake < model.floor) {
      assertThat(error).isEqualTo(BELOW_FLOOR);
    } else if (error != null) {
      assertThat(error).isEqualTo(8);
      assertThat(twice).isTrue();
    } else {
      if (!model.planted) {
        books.settled(at);
      }
      model.plant(stake);
      pails.add(new Pail(at, block, stake));
      assertThat(stake == 0 || model.balance >= model.floor).isTrue();
    }
  }

  private static Val first(Val list) {
    return list instanceof Val.Items(List<Val> items)
        ? items.getFirst()
        : VaultContracts.failed("" + list);
  }

  private static @Nullable Integer error(Val result) {
    return result instanceof Val.Fault(int type, int code) && type == 0
        ? Integer.valueOf(code)
        : null;
  }

  /** Anybody works, if there is something to be worked. */
  private void work(int at) {
    sandbox.closeLedger();
    long index = sandbox.farm().index();
    Block block = sandbox.farm().observed();
    Address farmer = contracts.vault(at);
    long nonce = random.nextLong();
    Hash hash = WorkHash.of(index, nonce, block.entropy(), farmer);
    contracts.landed(
        contracts.farm(),
        "work",
        new Val.Addr(farmer),
        new Val.Bytes(hash.hex()),
        new Val.U64(nonce));
  }

  private void harvest(int at) {
    Pail pail = pails.stream().filter(it -> it.vault() == at).findFirst().orElse(null);
    if (pail == null) {
      return;
    }
    Address vault = contracts.vault(at);
    long before = contracts.held(vault);
    if (!contracts.landed(
        contracts.farm(), "harvest", new Val.Addr(vault), new Val.U32(pail.block()))) {
      if (pail.block() < sandbox.farm().index()) {
        pails.remove(pail); // never worked, or gone
      }
      return;
    }
    long came = contracts.held(vault) - before;
    assertThat(came).isGreaterThanOrEqualTo(pail.stake());
    pails.remove(pail);
    books.of(at).balance += came;
    books.of(at).cameBack += came;
  }

  private void nextBlock() {
    sandbox.closeLedger(sandbox.now() + 300);
  }

  private void losePails() {
    sandbox.closeLedger(sandbox.ledger() + LIFE + 1, sandbox.now() + 6 * (LIFE + 1));
    pails.clear();
  }

  private void settle(int at) {
    contracts.call(key("alice"), contracts.vault(at), "settle");
    books.settled(at);
  }

  private void floor(int at, long floor) {
    contracts.call(contracts.owner(at), contracts.vault(at), "set_floor", Val.i128(floor));
    books.of(at).floor = floor;
  }

  private void withdraw(int at, long amount) {
    KeyPair owner = contracts.owner(at);
    Val paid =
        contracts.call(
            owner, contracts.vault(at), "withdraw", new Val.Addr(address(owner)), Val.i128(amount));
    books.settled(at);
    long expected = Math.min(amount, books.of(at).balance);
    assertThat(paid).isEqualTo(Val.i128(expected));
    books.of(at).withdraw(expected);
  }

  private void stop(int at) {
    if (books.of(at).stopped > 0) {
      return;
    }
    contracts.call(
        contracts.owner(at),
        contracts.vault(at),
        "stop",
        new Val.Addr(address(contracts.owner(at))));
    books.of(at).stopped = sandbox.ledger();
  }

  private void claim(int at) {
    VaultModel model = books.of(at);
    boolean ripe = model.stopped > 0 && sandbox.ledger() > model.stopped + LIFE;
    if (!ripe) {
      // a simulation sees the ledger that is closed, a call the next one
      return;
    }
    Val paid = contracts.call(key("bob"), contracts.vault(at), "claim");
    books.settled(at);
    long pays = model.claim();
    assertThat(paid).isEqualTo(Val.i128(pays));
    books.bond -= pays;
  }

  private void cover(int at, long amount) {
    VaultModel model = books.of(at);
    boolean fits = books.reserved() + amount <= books.bond && model.stopped == 0;
    Val[] arguments = {contracts.salt(at), Val.i128(amount)};
    assertThat(contracts.isRefused(key("bob"), contracts.pool(), "add_cover", arguments))
        .isNotEqualTo(fits);
    if (fits) {
      contracts.call(key("bob"), contracts.pool(), "add_cover", arguments);
      model.cover += amount;
      model.reserved += amount;
    }
  }

  private void unbond(long amount) {
    boolean fits = amount <= books.bond - books.reserved();
    Val[] arguments = {new Val.Addr(ALICE), Val.i128(amount)};
    assertThat(contracts.isRefused(key("alice"), contracts.pool(), "withdraw_bond", arguments))
        .isNotEqualTo(fits);
    if (fits) {
      contracts.call(key("alice"), contracts.pool(), "withdraw_bond", arguments);
      books.bond -= amount;
    }
  }

  /** Whatever was played: everybody gets out what is there. */
  void leave() {
    IntStream.range(0, VAULTS)
        .forEach(
            at -> {
              stop(at);
              plant(at, 0);
              withdraw(at, Long.MAX_VALUE);
              assertThat(contracts.held(contracts.vault(at))).isZero();
            });
    losePails();
    IntStream.range(0, VAULTS)
        .forEach(
            at -> {
              claim(at);
              withdraw(at, Long.MAX_VALUE);
            });
    books.check(contracts);
    assertThat(books.reserved()).isZero();
    unbond(books.bond);
    assertThat(contracts.held(contracts.pool())).isZero();
  }

  @Override
  public void close() {
    contracts.close();
  }
}
