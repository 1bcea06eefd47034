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
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.KeyPair;

/**
 * The pool contract and vaults of it on a network, the very wasm: how they are called, and what
 * they say of themselves. Alice is the admin, Bob the operator.
 */
final class VaultContracts implements AutoCloseable {
  private final SteppedSandbox network;
  private final HostTx host;
  private final Address pool;
  private final List<Address> vaults = new ArrayList<>();
  private final List<byte[]> salts = new ArrayList<>();
  private final List<KeyPair> owners = new ArrayList<>();

  /**
   * @param points the share of each vault's gains, in basis points
   * @param life ledgers until a stopped vault is ripe
   */
  VaultContracts(List<Integer> points, long life) {
    SandboxConfigBuilder config = SteppedSandbox.farmers().minTempTtl(life - 20);
    for (int i = 0; i < points.size(); i++) {
      KeyPair owner = key("owner " + i);
      owners.add(owner);
      config = config.account(address(owner), Xlm.parse("100"), Kale.parse("100000"));
    }
    network = new SteppedSandbox(config.build());
    network.sandbox.giveKale(ALICE, Kale.parse("100000"));
    host = new HostTx(network);
    byte[] vault = wasm("vault");
    done(host.land(key("alice"), HostTx.upload(vault)));
    pool = deployPool(Hash.of(Sha256.of(vault)), life);
    for (int i = 0; i < points.size(); i++) {
      deployVault(i, points.get(i));
    }
  }

  private Address deployPool(Hash vault, long life) {
    byte[] salt = new byte[32];
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
                new Val.Bytes(vault.hex()),
                new Val.U32(life))));
    return host.address(ALICE, salt);
  }

  private void deployVault(int number, int points) {
    Val making =
        Val.list(
            new Val.U64(number),
            new Val.Addr(address(owners.get(number))),
            new Val.U32(points),
            Val.i128(0));
    salts.add(Sha256.of(making.bytes()));
    vaults.add(addressIn(call(key("bob"), pool, "create_many", Val.list(making), Val.i128(0))));
  }

  private static Address addressIn(Val list) {
    return list instanceof Val.Items(List<Val> items)
            && items.getFirst() instanceof Val.Addr(Address made)
        ? made
        : failed("no vault: " + list);
  }

  static <T> T failed(String why) {
    throw new AssertionError(why);
  }

  private static byte[] wasm(String name) {
    try (InputStream in =
        VaultContracts.class.getResourceAsStream("/contracts/" + name + ".wasm")) {
      return in == null ? failed("no " + name) : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode done(JsonNode landed) {
    assertThat(landed.path("status").asText()).as(landed.toString()).isEqualTo("SUCCESS");
    return landed;
  }

  /** The network that they are on. */
  Sandbox sandbox() {
    return network.sandbox;
  }

  Address pool() {
    return pool;
  }

  Address vault(int at) {
    return vaults.get(at);
  }

  KeyPair owner(int at) {
    return owners.get(at);
  }

  /** By what the pool contract knows a vault. */
  Val salt(int at) {
    return new Val.Bytes(Hash.of(salts.get(at)).hex());
  }

  Address asset() {
    return network.sandbox.config().farm().asset();
  }

  Address farm() {
    return network.sandbox.config().farmContract();
  }

  /** What a call returns that lands. */
  Val call(KeyPair by, Address contract, String function, Val... arguments) {
    byte[] call = HostTx.call(contract, function, arguments);
    JsonNode simulation = host.simulate(address(by), call);
    done(host.land(by, call, simulation));
    return HostTx.value(simulation);
  }

  /** Whether a call would be refused. */
  boolean isRefused(KeyPair by, Address contract, String function, Val... arguments) {
    return host.simulate(address(by), HostTx.call(contract, function, arguments)).has("error");
  }

  /** Lands a call of Alice's, unless it would be refused; whether it did. */
  boolean landed(Address contract, String function, Val... arguments) {
    byte[] call = HostTx.call(contract, function, arguments);
    JsonNode simulation = host.simulate(ALICE, call);
    if (simulation.has("error")) {
      return false;
    }
    done(host.land(key("alice"), call, simulation));
    return true;
  }

  /** In stroops. */
  long held(Address who) {
    return network.sandbox.kale(who).orElse(Kale.ZERO).stroops();
  }

  /** Principal, floor, cover, what is lent, the ledger of its stop, and 1 once it has planted. */
  long[] state(int at) {
    Val info = host.value(ALICE, HostTx.call(vaults.get(at), "info"));
    return info instanceof Val.Items(List<Val> parts)
            && parts.get(1) instanceof Val.Items(List<Val> state)
        ? state.stream().mapToLong(VaultContracts::number).toArray()
        : failed("" + info);
  }

  /** What of the bond is reserved for covers, in stroops. */
  long reserved() {
    Val info = host.value(ALICE, HostTx.call(pool, "info"));
    return info instanceof Val.Items(List<Val> parts) ? number(parts.get(1)) : failed("" + info);
  }

  private static long number(Val value) {
    return switch (value) {
      case Val.I64(long number) -> number;
      case Val.I128(BigInteger number) -> number.longValueExact();
      default -> VaultContracts.<Long>failed("no number: " + value);
    };
  }

  @Override
  public void close() {
    network.close();
  }
}
