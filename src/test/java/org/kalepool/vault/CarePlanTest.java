package org.kalepool.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.VaultMaking;
import org.kalepool.vault.CarePlan.Care;

/** What vaults need, by what is read of them. */
class CarePlanTest {
  private static final long LEDGER = 1_000_000;
  private static final long LIFE = 17_280;
  private static final Address POOL = Address.contract(Sha256.of("pool"));
  private static final Address OWNER = Address.account(Sha256.of("owner"));

  private final CarePlan plan = new CarePlan(1_000, Kale.parse("1"));

  private static Vault vault(long made, OptionalLong settled) {
    return new Vault(
        UUID.randomUUID(),
        POOL,
        new VaultMaking(1, OWNER, 1_000, Kale.ZERO),
        Address.contract(Sha256.of("vault")),
        OptionalLong.of(made),
        OptionalLong.empty(),
        settled);
  }

  private static Vault vault() {
    return vault(1, OptionalLong.empty());
  }

  /** One that has a principal of 100 KALE. */
  private static VaultState state(
      String balance, String cover, String paid, OptionalLong stopped, long liveUntil) {
    return new VaultState(
        OWNER,
        POOL,
        Hash.of(Sha256.of("salt")),
        1_000,
        LIFE,
        Kale.parse("100"),
        Kale.ZERO,
        Kale.parse(cover),
        Kale.parse(paid),
        stopped,
        true,
        Kale.parse(balance),
        liveUntil,
        LEDGER);
  }

  private static VaultState state(String balance) {
    return state(balance, "0", "0", OptionalLong.empty(), LEDGER + 60_000);
  }

  private Care decide(Vault vault, @Nullable VaultState state) {
    return plan.decide(List.of(vault), state == null ? Map.of() : Map.of(vault.address(), state));
  }

  @Test
  void settlesWhereTheShareIsWorthATransactionAndTheLastTimeIsLongAgo() {
    assertThat(decide(vault(), state("110")).settle()).hasSize(1);
    assertThat(decide(vault(), state("109.9999999")).settle()).isEmpty();
    assertThat(decide(vault(), state("90")).settle()).isEmpty();
    Vault lately = vault(1, OptionalLong.of(LEDGER - 999));
    assertThat(decide(lately, state("110")).settle()).isEmpty();
    assertThat(decide(vault(1, OptionalLong.of(LEDGER - 1_000)), state("110")).settle()).hasSize(1);
    assertThat(decide(vault(LEDGER - 10, OptionalLong.empty()), state("500")).settle()).isEmpty();
    OptionalLong stopped = OptionalLong.of(LEDGER - 5);
    assertThat(decide(vault(), state("500", "0", "0", stopped, LEDGER + 60_000)).settle())
        .isEmpty();
  }

  @Test
  void aShareIsWhatTheContractTakesTheCoverFirstAndRoundsInTheFarmersFavour() {
    OptionalLong running = OptionalLong.empty();
    assertThat(CarePlan.share(state("100.0000019", "0", "0", running, 0)))
        .isEqualTo(Kale.ofStroops(1));
    assertThat(CarePlan.share(state("130", "0", "20", running, 0))).isEqualTo(Kale.parse("21"));
    assertThat(CarePlan.share(state("110", "0", "20", running, 0))).isEqualTo(Kale.parse("10"));
    assertThat(CarePlan.share(state("99", "0", "20", running, 0))).isEqualTo(Kale.ZERO);
  }

  @Test
  void claimsACoverOnceNoStakeCanBeOut() {
    VaultState early = state("80", "30", "0", OptionalLong.of(LEDGER - LIFE), LEDGER + 60_000);
    assertThat(decide(vault(), early).cover()).isEmpty();
    VaultState due = state("80", "30", "0", OptionalLong.of(LEDGER - LIFE - 1), LEDGER + 60_000);
    assertThat(decide(vault(), due).cover()).hasSize(1);
    VaultState freed = state("100", "30", "0", OptionalLong.of(LEDGER - LIFE - 1), LEDGER + 60_000);
    assertThat(decide(vault(), freed).cover()).hasSize(1);
    VaultState done = state("80", "0", "0", OptionalLong.of(LEDGER - LIFE - 1), LEDGER + 60_000);
    assertThat(decide(vault(), done).cover()).isEmpty();
    assertThat(
            decide(vault(), state("80", "30", "0", OptionalLong.empty(), LEDGER + 60_000)).cover())
        .isEmpty();
  }

  @Test
  void keepsAliveWhatRunsOrHasSomethingAndDoesNothingElseToWhatIsArchived() {
    OptionalLong running = OptionalLong.empty();
    OptionalLong stopped = OptionalLong.of(LEDGER - 5);
    assertThat(decide(vault(), state("0", "0", "0", running, LEDGER + 9)).keep()).hasSize(1);
    assertThat(decide(vault(), state("1", "0", "0", stopped, LEDGER + 9)).keep()).hasSize(1);
    assertThat(decide(vault(), state("0", "3", "0", stopped, LEDGER + 9)).keep()).hasSize(1);
    assertThat(decide(vault(), state("0", "0", "0", stopped, LEDGER + 9)).keep()).isEmpty();
    Care archived = decide(vault(), state("500", "0", "0", running, LEDGER - 1));
    assertThat(archived.archived()).isEqualTo(1);
    assertThat(archived.keep()).hasSize(1);
    assertThat(archived.settle()).isEmpty();
    assertThat(decide(vault(), null)).isEqualTo(new Care(List.of(), List.of(), List.of(), 0));
  }

  @Test
  void aLowBondIsTold() {
    VaultHealth health = new VaultHealth(true, new SimpleMeterRegistry());
    assertThat(health.troubles()).isEmpty();
    health.saw(seen("10", "10", 0, LEDGER), Optional.empty());
    assertThat(health.troubles()).contains(Map.of());
    health.saw(seen("9.9999999", "10", 3, LEDGER - 1), Optional.empty());
    assertThat(health.troubles().orElseThrow()).containsOnlyKeys("bond");
    health.saw(seen("10", "10", 0, LEDGER), Optional.empty());
    assertThat(health.troubles()).contains(Map.of());
    assertThat(new VaultHealth(false, new SimpleMeterRegistry()).troubles()).contains(Map.of());
  }

  private static VaultHealth.Seen seen(String bond, String reserved, long archived, long live) {
    Kale none = Kale.ZERO;
    return new VaultHealth.Seen(
        POOL,
        Kale.parse(bond),
        Kale.parse(reserved),
        5,
        archived,
        none,
        none,
        none,
        none,
        live,
        LEDGER);
  }
}
