package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.address;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.KeyPair;

/**
 * Random calls of all roles to the pool contract and three vaults of it, the very wasm, on KALE's
 * rules; each result and each balance is held against the model. Alice is the admin, Bob the
 * operator.
 */
final class VaultGame implements AutoCloseable {
  private static final int VAULTS = 3;
  private static final long LIFE = 120;
  private static final long KALE = 10_000_000;
  private static final int STOPPED = 101;
  private static final int BELOW_FLOOR = 103;

  private final SteppedSandbox network;
  private final HostTx host;
  private final SplittableRandom random;
  private final Address pool;
  private final List<Address> vaults = new ArrayList<>();
  private final List<byte[]> salts = new ArrayList<>();
  private final List<KeyPair> owners = new ArrayList<>();
  private final List<VaultModel> models =
      List.of(new VaultModel(0), new VaultModel(5_000), new VaultModel(3_333));
  private final List<Pail> pails = new ArrayList<>();
  private long bond;

  private record Pail(int vault, long block, long stake) {}

  VaultGame(long seed) {
    SandboxConfigBuilder config = SteppedSandbox.farmers().minTempTtl(LIFE - 20);
    for (int i = 0; i < VAULTS; i++) {
      KeyPair owner = key("owner " + i);
      owners.add(owner);
      config = config.account(address(owner), Xlm.parse("100"), Kale.parse("100000"));
    }
    network = new SteppedSandbox(config.build());
    network.sandbox.giveKale(ALICE, Kale.parse("100000"));
    host = new HostTx(network);
    random = new SplittableRandom(seed);
    byte[] salt = new byte[32];
    byte[] vault = wasm("vault");
    done(host.land(key("alice"), HostTx.upload(vault)));
    done(host.land(key("alice"), HostTx.upload(wasm("pool"))));
    done(
        host.land(
            key("alice"),
            HostTx.create(
                ALICE,
                salt,
                Hash.of(Sha256.of(wasm("pool"))),
                new Val.Addr(ALICE),
                new Val.Addr(BOB),
                new Val.Addr(network.sandbox.config().farmContract()),
                new Val.Addr(asset()),
                new Val.Bytes(Hash.of(Sha256.of(vault)).hex()),
                new Val.U32(LIFE))));
    pool = host.address(ALICE, salt);
    for (int i = 0; i < VAULTS; i++) {
      Val making =
          Val.list(
              new Val.U64(i),
              new Val.Addr(address(owners.get(i))),
              new Val.U32(models.get(i).points),
              Val.i128(0));
      salts.add(Sha256.of(making.bytes()));
      vaults.add(addressIn(call(key("bob"), pool, "create_many", Val.list(making), Val.i128(0))));
    }
  }

  private Address addressIn(Val list) {
    return list instanceof Val.Items(List<Val> items)
            && items.getFirst() instanceof Val.Addr(Address made)
        ? made
        : failed("no vault: " + list);
  }

  private static <T> T failed(String why) {
    throw new AssertionError(why);
  }

  private static byte[] wasm(String name) {
    try (InputStream in = VaultGame.class.getResourceAsStream("/contracts/" + name + ".wasm")) {
      return in == null ? failed("no " + name) : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Address asset() {
    return network.sandbox.config().farm().asset();
  }

  private static JsonNode done(JsonNode landed) {
    assertThat(landed.path("status").asText()).as(landed.toString()).isEqualTo("SUCCESS");
    return landed;
  }

  /** What a call returns that lands. */
  private Val call(KeyPair by, Address contract, String function, Val... arguments) {
    byte[] call = HostTx.call(contract, function, arguments);
    Val value = host.value(address(by), call);
    done(host.land(by, call));
    return value;
  }

  /** Whether a call would be refused. */
  private boolean isRefused(KeyPair by, Address contract, String function, Val... arguments) {
    return host.simulate(address(by), HostTx.call(contract, function, arguments)).has("error");
  }

  private long held(Address who) {
    return network.sandbox.kale(who).orElse(Kale.ZERO).stroops();
  }

  /** From nothing to a handful of stroops, or of KALE. */
  private long amount() {
    return random.nextBoolean() ? random.nextInt(20) : random.nextLong(20 * KALE);
  }

  private void settled(int at) {
    bond += models.get(at).settle();
  }

  private long reserved() {
    return models.stream().mapToLong(model -> model.cover).sum();
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
      case 38 -> give(pool, amount());
      default -> unbond(amount());
    }
    check();
  }

  private void give(Address to, long amount) {
    call(
        key("alice"), asset(), "transfer", new Val.Addr(ALICE), new Val.Addr(to), Val.i128(amount));
    if (to.equals(pool)) {
      bond += amount;
    }
  }

  private void donate(int at, long amount) {
    give(vaults.get(at), amount);
    models.get(at).balance += amount;
    models.get(at).put += amount;
  }

  private void deposit(int at, long one, long other) {
    long amount = Math.max(one, other);
    long atRisk = Math.min(one, other);
    KeyPair owner = owners.get(at);
    Val[] arguments = {new Val.Addr(address(owner)), Val.i128(amount), Val.i128(atRisk)};
    if (amount == 0) {
      assertThat(isRefused(owner, vaults.get(at), "deposit", arguments)).isTrue();
      return;
    }
    call(owner, vaults.get(at), "deposit", arguments);
    settled(at);
    models.get(at).deposit(amount, atRisk);
  }

  private void plant(int at, long stake) {
    VaultModel model = models.get(at);
    Val items = Val.list(Val.list(new Val.Addr(vaults.get(at)), Val.i128(stake)));
    Val result = first(call(key("bob"), pool, "plant_many", items));
    long block = network.sandbox.farm().index();
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
        settled(at);
      }
      model.plant(stake);
      pails.add(new Pail(at, block, stake));
      assertThat(stake == 0 || model.balance >= model.floor).isTrue();
    }
  }

  private static Val first(Val list) {
    return list instanceof Val.Items(List<Val> items) ? items.getFirst() : failed("" + list);
  }

  private static @Nullable Integer error(Val result) {
    return result instanceof Val.Fault(int type, int code) && type == 0
        ? Integer.valueOf(code)
        : null;
  }

  /** Anybody works, if there is something to be worked. */
  private void work(int at) {
    network.sandbox.closeLedger();
    long index = network.sandbox.farm().index();
    Block block = network.sandbox.farm().observed();
    Address farmer = vaults.get(at);
    long nonce = random.nextLong();
    Hash hash = WorkHash.of(index, nonce, block.entropy(), farmer);
    byte[] work =
        HostTx.call(
            network.sandbox.config().farmContract(),
            "work",
            new Val.Addr(farmer),
            new Val.Bytes(hash.hex()),
            new Val.U64(nonce));
    if (!host.simulate(ALICE, work).has("error")) {
      done(host.land(key("alice"), work));
    }
  }

  private void harvest(int at) {
    Pail pail = pails.stream().filter(it -> it.vault() == at).findFirst().orElse(null);
    if (pail == null) {
      return;
    }
    byte[] harvest =
        HostTx.call(
            network.sandbox.config().farmContract(),
            "harvest",
            new Val.Addr(vaults.get(at)),
            new Val.U32(pail.block()));
    if (host.simulate(ALICE, harvest).has("error")) {
      if (pail.block() < network.sandbox.farm().index()) {
        pails.remove(pail); // never worked, or gone
      }
      return;
    }
    long before = held(vaults.get(at));
    done(host.land(key("alice"), harvest));
    long came = held(vaults.get(at)) - before;
    assertThat(came).isGreaterThanOrEqualTo(pail.stake());
    pails.remove(pail);
    models.get(at).balance += came;
    models.get(at).cameBack += came;
  }

  private void nextBlock() {
    network.sandbox.closeLedger(network.sandbox.now() + 300);
  }

  private void losePails() {
    network.sandbox.closeLedger(
        network.sandbox.ledger() + LIFE + 1, network.sandbox.now() + 6 * (LIFE + 1));
    pails.clear();
  }

  private void settle(int at) {
    call(key("alice"), vaults.get(at), "settle");
    settled(at);
  }

  private void floor(int at, long floor) {
    call(owners.get(at), vaults.get(at), "set_floor", Val.i128(floor));
    models.get(at).floor = floor;
  }

  private void withdraw(int at, long amount) {
    KeyPair owner = owners.get(at);
    Val paid =
        call(owner, vaults.get(at), "withdraw", new Val.Addr(address(owner)), Val.i128(amount));
    settled(at);
    long expected = Math.min(amount, models.get(at).balance);
    assertThat(paid).isEqualTo(Val.i128(expected));
    models.get(at).withdraw(expected);
  }

  private void stop(int at) {
    if (models.get(at).stopped > 0) {
      return;
    }
    call(owners.get(at), vaults.get(at), "stop", new Val.Addr(address(owners.get(at))));
    models.get(at).stopped = network.sandbox.ledger();
  }

  private void claim(int at) {
    VaultModel model = models.get(at);
    boolean ripe = model.stopped > 0 && network.sandbox.ledger() > model.stopped + LIFE;
    if (!ripe) {
      // a simulation sees the ledger that is closed, a call the next one
      return;
    }
    Val paid = call(key("bob"), vaults.get(at), "claim");
    settled(at);
    long pays = model.claim();
    assertThat(paid).isEqualTo(Val.i128(pays));
    bond -= pays;
  }

  private void cover(int at, long amount) {
    VaultModel model = models.get(at);
    boolean fits = reserved() + amount <= bond && model.stopped == 0;
    Val[] arguments = {new Val.Bytes(hex(salts.get(at))), Val.i128(amount)};
    assertThat(isRefused(key("bob"), pool, "add_cover", arguments)).isNotEqualTo(fits);
    if (fits) {
      call(key("bob"), pool, "add_cover", arguments);
      model.cover += amount;
      model.reserved += amount;
    }
  }

  private static String hex(byte[] bytes) {
    return Hash.of(bytes).hex();
  }

  private void unbond(long amount) {
    boolean fits = amount <= bond - reserved();
    Val[] arguments = {new Val.Addr(ALICE), Val.i128(amount)};
    assertThat(isRefused(key("alice"), pool, "withdraw_bond", arguments)).isNotEqualTo(fits);
    if (fits) {
      call(key("alice"), pool, "withdraw_bond", arguments);
      bond -= amount;
    }
  }

  private void check() {
    for (int at = 0; at < VAULTS; at++) {
      VaultModel model = models.get(at);
      long[] state = state(at);
      assertThat(held(vaults.get(at))).isEqualTo(model.balance);
      if (model.planted) {
        assertThat(state[0]).isEqualTo(model.principal);
      }
      assertThat(Arrays.copyOfRange(state, 1, 6))
          .containsExactly(
              model.floor, model.cover, model.lent, model.stopped, model.planted ? 1 : 0);
      long came = model.put + model.cameBack + model.paid;
      long went = model.fees + model.repaid + model.withdrawn + model.burnt;
      assertThat(model.balance).isEqualTo(came - went);
      assertThat(model.fees * 10_000).isLessThanOrEqualTo(model.points * model.gains);
      assertThat(model.repaid).isLessThanOrEqualTo(model.paid);
      assertThat(model.paid).isLessThanOrEqualTo(model.reserved);
    }
    assertThat(held(pool)).isEqualTo(bond);
    assertThat(poolReserves()).isEqualTo(reserved());
    assertThat(reserved()).isLessThanOrEqualTo(bond);
  }

  private long[] state(int at) {
    Val info = host.value(ALICE, HostTx.call(vaults.get(at), "info"));
    return info instanceof Val.Items(List<Val> parts)
            && parts.get(1) instanceof Val.Items(List<Val> state)
        ? state.stream().mapToLong(VaultGame::number).toArray()
        : failed("" + info);
  }

  private long poolReserves() {
    Val info = host.value(ALICE, HostTx.call(pool, "info"));
    return info instanceof Val.Items(List<Val> parts) ? number(parts.get(1)) : failed("" + info);
  }

  private static long number(Val value) {
    return switch (value) {
      case Val.I64(long number) -> number;
      case Val.I128(BigInteger number) -> number.longValueExact();
      default -> VaultGame.<Long>failed("no number: " + value);
    };
  }

  /** Whatever was played: everybody gets out what is there. */
  void leave() {
    IntStream.range(0, VAULTS)
        .forEach(
            at -> {
              stop(at);
              plant(at, 0);
              withdraw(at, Long.MAX_VALUE);
              assertThat(held(vaults.get(at))).isZero();
            });
    losePails();
    IntStream.range(0, VAULTS)
        .forEach(
            at -> {
              claim(at);
              withdraw(at, Long.MAX_VALUE);
            });
    check();
    assertThat(reserved()).isZero();
    unbond(bond);
    assertThat(held(pool)).isZero();
  }

  @Override
  public void close() {
    network.close();
  }
}
