package org.kalepool.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * The demo's farmers: each joins over REST and is given money by the sandbox. Registration carries
 * an idempotency key, so that a second run on the same folder meets the farmers of the first again.
 */
public final class DemoFarmers {
  private static final int[] STAKES = {50, 25, 100, 10, 0, 75, 5, 33};
  private static final int[] INTERVALS = {1, 2, 1, 3, 1, 2, 4, 1};
  private static final long[] DEPOSITS = {1_000, 2_500, 300, 5_000, 50, 800, 10_000, 120};
  private static final Xlm LUMENS = Xlm.parse("20");

  private final DemoClient client;
  private final Sandbox sandbox;
  private final IntFunction<Choice> poolers;
  private final IntPredicate vaults;
  private final long seed;

  public DemoFarmers(DemoClient client, Sandbox sandbox, String pooler, long seed) {
    this(client, sandbox, seed, number -> new Choice(pooler, ""), number -> false);
  }

  /**
   * @param poolers which pooler each farmer joins, by its number from 0
   * @param vaults which of them keep their KALE in a vault
   */
  DemoFarmers(
      DemoClient client,
      Sandbox sandbox,
      long seed,
      IntFunction<Choice> poolers,
      IntPredicate vaults) {
    this.client = client;
    this.sandbox = sandbox;
    this.seed = seed;
    this.poolers = poolers;
    this.vaults = vaults;
  }

  /**
   * A pooler to join.
   *
   * @param mark goes into the names of those who join it, so that they are not taken for farmers of
   *     another
   */
  record Choice(String pooler, String mark) {}

  /**
   * One farmer as the demo knows it.
   *
   * @param custodial its account, or its vault
   * @param owner the name of its vault's owner among the network's people, null without a vault
   */
  public record DemoFarmer(
      UUID id, String token, Address custodial, Kale deposit, @Nullable String owner) {
    /** One without a vault. */
    public DemoFarmer(UUID id, String token, Address custodial, Kale deposit) {
      this(id, token, custodial, deposit, null);
    }
  }

  /**
   * Registers or meets again, and funds, so many farmers; they have not departed, except where
   * their pooler takes nobody new.
   */
  public List<DemoFarmer> join(int count) {
    List<DemoFarmer> farmers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      farmers.add(join(i, 0));
    }
    farmers.forEach(this::fund);
    return farmers;
  }

  private DemoFarmer join(int number, int generation) {
    Choice choice = poolers.apply(number);
    String name = "kale-pool-demo-" + seed + "-" + number + "-" + generation + choice.mark();
    boolean vault = vaults.test(number);
    Address payout = vault ? sandbox.person(name) : somebody("payout/" + name);
    if (!vault && sandbox.lumens(payout).isEmpty()) {
      sandbox.fund(payout, Xlm.parse("5"));
      sandbox.giveKale(payout, Kale.ZERO);
    }
    ObjectNode body = client.object();
    body.put("pooler_id", choice.pooler());
    body.put("payout_wallet", payout.text());
    body.put("stake_percentage", STAKES[number % STAKES.length]);
    body.put("harvest_interval", INTERVALS[number % INTERVALS.length]);
    if (vault) {
      body.put("custody", "VAULT");
    }
    JsonNode answer = client.post("/api/v1/farmers", null, body, name);
    DemoFarmer farmer =
        new DemoFarmer(
            UUID.fromString(answer.path("farmer_id").asText()),
            answer.path("token").asText(),
            Address.of(answer.path("custodial_wallet").asText()),
            Kale.parse(Long.toString(DEPOSITS[number % DEPOSITS.length])),
            vault ? name : null);
    // Whoever left in an earlier run is followed by somebody new.
    return hasLeft(farmer) ? join(number, generation + 1) : farmer;
  }

  boolean hasLeft(DemoFarmer farmer) {
    return state(farmer).equals("DEPARTED");
  }

  public String state(DemoFarmer farmer) {
    return client
        .call("GET", "/api/v1/farmers/" + farmer.id(), farmer.token(), null)
        .path("state")
        .asText();
  }

  private void fund(DemoFarmer farmer) {
    String state = state(farmer);
    if (state.equals("REGISTERED") && farmer.owner() == null) {
      if (sandbox.lumens(farmer.custodial()).isEmpty()) {
        sandbox.fund(farmer.custodial(), LUMENS);
      }
      client.call(
          "POST", "/api/v1/farmers/" + farmer.id() + "/confirm-funding", farmer.token(), null);
    }
  }

  /**
   * Has the owner of a vault that is empty pay its deposit in, by a transaction that may take some
   * ledgers to land; asks again until it has.
   *
   * @return whether the deposit is there
   */
  public boolean fillVault(DemoFarmer farmer) {
    String owner = farmer.owner();
    if (owner == null || sandbox.kale(farmer.custodial()).filter(Kale::isPositive).isPresent()) {
      return true;
    }
    sandbox.pays(owner, farmer.custodial(), farmer.deposit());
    return false;
  }

  /** Has the owner of a vault stop it, past the pool; who left since an earlier run has done so. */
  public void stopVault(DemoFarmer farmer) {
    if (hasLeft(farmer)) {
      return;
    }
    sandbox.stops(Objects.requireNonNull(farmer.owner()), farmer.custodial());
  }

  /** Has the owner of a vault take everything out of it, past the pool. */
  public void emptyVault(DemoFarmer farmer) {
    String owner = Objects.requireNonNull(farmer.owner());
    sandbox.withdraws(
        owner, farmer.custodial(), sandbox.person(owner), Kale.ofStroops(Long.MAX_VALUE));
  }

  /** Gives the KALE deposit to whoever has a trustline and has had none yet. */
  public void depositKale(DemoFarmer farmer, boolean depositedBefore) {
    if (farmer.owner() != null) {
      return;
    }
    Kale held = sandbox.kale(farmer.custodial()).orElse(null);
    if (held != null && held.isZero() && !depositedBefore) {
      sandbox.giveKale(farmer.custodial(), farmer.deposit());
    }
  }

  /** With whom a farmer is. */
  String pooler(DemoFarmer farmer) {
    return client
        .call("GET", "/api/v1/farmers/" + farmer.id(), farmer.token(), null)
        .path("pooler_id")
        .asText();
  }

  void move(DemoFarmer farmer, String pooler) {
    ObjectNode body = client.object();
    body.put("pooler_id", pooler);
    client.call("PATCH", "/api/v1/farmers/" + farmer.id() + "/pooler", farmer.token(), body);
  }

  /** Asks for the exit, of whom an earlier run's has not come to its end meanwhile. */
  public void leave(DemoFarmer farmer) {
    if (hasLeft(farmer)) {
      return;
    }
    client.call("POST", "/api/v1/farmers/" + farmer.id() + "/exit", farmer.token(), null);
  }

  /** An account of that name; nobody has its key. */
  public static Address somebody(String name) {
    return Address.account(Sha256.of(name));
  }
}
