package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.VaultMaking;
import org.kalepool.stellar.xdr.VaultAddresses;

/** A pool contract of the committed code on a whole network, and vaults that it makes. */
abstract class SandboxVaultsFixture extends SandboxDeedsFixture {
  /** Longer than a pail lives in the sandbox. */
  static final long LIFE = 20_000;

  static final Kale DEPOSIT = Kale.parse("500");
  static final Kale STAKE = Kale.parse("10");

  @Inject PoolContracts contracts;

  Address operator;
  Address owner;
  Address channel;
  Address pool;
  private long number;

  @BeforeEach
  void deploy() {
    SandboxConfig config = sandbox.config();
    operator = account();
    owner = account();
    channel = account();
    Hash code = LabContracts.code(sandbox, "pool");
    Hash vault = LabContracts.code(sandbox, "vault");
    Hash salt = Hash.of(Sha256.of(operator.text()));
    List<ContractCall.Argument> arguments =
        List.of(
            new ContractCall.Whom(operator),
            new ContractCall.Whom(operator),
            new ContractCall.Whom(config.farmContract()),
            new ContractCall.Whom(config.farm().asset()),
            new ContractCall.Digest(vault),
            new ContractCall.Count(LIFE));
    landed(
        request(
            operator,
            Action.TERMS,
            null,
            new ContractCall.Create(operator, code, salt, arguments)));
    pool = contracts.address(operator, salt);
    sandbox.giveKale(owner, Kale.parse("100000"));
    settled.clear();
  }

  Call.MakeVault making(Kale floor) {
    VaultMaking making = new VaultMaking(++number, owner, 2_500, floor);
    return new Call.MakeVault(
        making, new VaultAddresses(sandbox.config().passphrase(), pool).of(making));
  }

  void deposit(Address vault, Kale amount) {
    Call pay =
        new ContractCall.Transfer(sandbox.config().farm().asset(), owner, vault, amount.stroops());
    landed(request(owner, Action.TRUSTLINE, null, pay));
  }

  /** Vaults with a deposit each, made together. */
  List<Address> vaults(int count) {
    List<Call.MakeVault> makings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      makings.add(making(Kale.ZERO));
    }
    make(makings);
    List<Address> made = makings.stream().map(Call.MakeVault::address).toList();
    made.forEach(vault -> deposit(vault, DEPOSIT));
    settled.clear();
    return made;
  }

  void make(List<Call.MakeVault> makings) {
    for (int from = 0; from < makings.size(); from += 15) {
      List<Deed> deeds =
          makings.subList(from, Math.min(makings.size(), from + 15)).stream()
              .map(making -> new Deed(Action.MAKE_VAULT, null, null, making))
              .toList();
      ends(batch(new Call.MakeMany(pool, operator, Kale.ZERO, List.of()), deeds), deeds.size())
          .values()
          .forEach(end -> assertThat(end).isInstanceOf(Outcome.Landed.class));
    }
  }

  /** Lets the next block be opened, by nobody yet, and gives its number. */
  long blockIsDue() {
    sandbox.closeLedger(sandbox.now() + 300);
    chain.tip(); // so that it is known how late it is
    return sandbox.farm().index() + 1;
  }

  Deed plant(Address vault, long block, Kale stake) {
    return new Deed(Action.PLANT, null, block, new Call.Plant(vault, stake));
  }

  Call.PlantMany plants() {
    return new Call.PlantMany(pool, operator, List.of());
  }

  Deed harvest(Address farmer, long block) {
    return new Deed(Action.HARVEST, null, block, new Call.Harvest(farmer, block));
  }

  Deed work(Address farmer, long block) {
    Hash hash = WorkHash.of(block, 7, chain.block(block).orElseThrow().block().entropy(), farmer);
    return new Deed(Action.WORK, null, block, new Call.Work(farmer, hash, 7));
  }

  /** Has them planted and worked in a block that is due, and gives its number. */
  long farmed(List<Address> vaults, Kale stake) {
    long block = blockIsDue();
    done(plants(), vaults.stream().map(it -> plant(it, block, stake)).toList());
    step();
    done(
        new Call.WorkMany(LabContracts.batch(sandbox), List.of()),
        vaults.stream().map(it -> work(it, block)).toList());
    return block;
  }

  private void done(Call.Many like, List<Deed> deeds) {
    settled.clear();
    assertThat(ends(batch(like, deeds), deeds.size()).values())
        .allMatch(Outcome.Landed.class::isInstance);
    settled.clear();
  }

  Call.TurnMany turns(long harvested, boolean opens) {
    return new Call.TurnMany(pool, operator, harvested, opens, List.of());
  }

  /** A plant and a harvest for each. */
  List<Deed> turn(List<Address> vaults, long harvested, long planted, Kale stake) {
    List<Deed> deeds = new ArrayList<>();
    for (Address vault : vaults) {
      deeds.add(plant(vault, planted, stake));
      deeds.add(harvest(vault, harvested));
    }
    return deeds;
  }

  /** How one of a transaction's deeds ended. */
  Outcome end(long id, Action action, Address vault) {
    return of(id).stream()
        .filter(event -> event.request().action() == action)
        .filter(
            event ->
                switch (event.request().call()) {
                  case Call.Plant plant -> plant.farmer().equals(vault);
                  case Call.Harvest harvest -> harvest.farmer().equals(vault);
                  default -> false;
                })
        .map(TransactionSettled::outcome)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until so many deeds of it have ended. */
  void ended(long id, int deeds) {
    for (int i = 0; i < 100 && of(id).size() < deeds; i++) {
      step();
    }
    assertThat(of(id)).hasSize(deeds);
  }

  long batch(Call.Many like, List<Deed> deeds) {
    return requested(TransactionRequest.batch(channel, like, deeds, sandbox.now() + 600));
  }

  VaultState state(Address vault) {
    return Objects.requireNonNull(contracts.vaults(List.of(vault)).get(vault));
  }

  static Cause cause(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Landed landed -> throw new AssertionError(landed.toString());
      case Outcome.Failed failed -> failed.cause();
      case Outcome.Refused refused -> refused.cause();
    };
  }

  static Xlm fees(Map<Address, Outcome> ends) {
    return ends.values().stream().map(Outcome::fee).reduce(Xlm.ZERO, Xlm::plus);
  }
}
