package org.kalepool.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.LifePlan;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;

/** Lives of contracts on a network where they are short, changed as the pool's lanes do. */
class LivesOnSandboxTest {
  private static final long LIFE = 60;
  private static final Address NOBODYS = Address.contract(Sha256.of("nobody's"));

  private final ContractSandbox network = new ContractSandbox(LIFE);
  private List<Address> both = List.of();

  @BeforeEach
  void deploy() throws InterruptedException {
    both =
        network.deployed().entrySet().stream()
            .filter(each -> each.getKey() != Deployable.POOL)
            .map(each -> Objects.requireNonNull(each.getValue()))
            .toList();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private PoolContracts.Lives lives() {
    return network.contracts().lives(both);
  }

  private long shortest() {
    PoolContracts.Lives now = lives();
    return now.entries().stream()
        .mapToLong(one -> Math.max(0, one.until() - now.ledger()))
        .min()
        .orElseThrow();
  }

  private Optional<ContractCall.Life> next(LifePlan plan) {
    PoolContracts.Lives now = lives();
    return plan.next(now.entries(), now.ledger());
  }

  private void carryOut(ContractCall call) {
    assertThat(network.outcome(network.deployer, call)).isInstanceOf(Outcome.Landed.class);
  }

  @Test
  void contractsAndTheirCodeAreExtendedTogether() {
    assertThat(lives().entries()).hasSize(4);
    assertThat(shortest()).isBetween(1L, LIFE);
    LifePlan plan = new LifePlan(LIFE + 1, 1_000);
    ContractCall.Life call = next(plan).orElseThrow();
    assertThat(call.entries()).hasSize(4);
    carryOut(call);
    assertThat(shortest()).isEqualTo(1_000);
    assertThat(next(plan)).isEmpty();
  }

  @Test
  void whatIsArchivedIsBroughtBack() {
    network.pass(LIFE + 1);
    assertThat(shortest()).isZero();
    LifePlan plan = new LifePlan(10, 1_000);
    ContractCall.Life call = next(plan).orElseThrow();
    assertThat(call).isInstanceOf(ContractCall.Restore.class);
    assertThat(call.entries()).hasSize(4);
    carryOut(call);
    assertThat(shortest()).isPositive();
    assertThat(next(plan)).isEmpty();
  }

  @Test
  void aContractThatIsNotThereHasNoLife() {
    assertThat(network.contracts().lives(List.of(NOBODYS, network.farm())).entries())
        .extracting(LifePlan.Living::contract)
        .isNotEmpty()
        .doesNotContain(NOBODYS);
  }
}
