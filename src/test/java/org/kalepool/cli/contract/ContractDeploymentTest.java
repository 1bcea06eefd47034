package org.kalepool.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.PoolContracts;

class ContractDeploymentTest {
  private final ContractSandbox network = new ContractSandbox();
  private final PoolContracts contracts = network.contracts();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void bringsAllContractsAndKnowsTheirIdsBeforehand() throws InterruptedException {
    Deployment deployment = network.deployment(network.deployer);
    assertThat(deployment.missing())
        .extracting(Deployment.Step::label)
        .containsExactly(
            "the code of split",
            "the code of batch",
            "the code of vault",
            "the code of pool",
            "the contract of XLM",
            "the contract split",
            "the contract batch",
            "the contract pool");
    Map<Deployable, Address> ids = deployment.carryOut(_ -> {});
    assertThat(ids).containsOnlyKeys(Deployable.SPLIT, Deployable.BATCH, Deployable.POOL);
    ids.forEach(
        (contract, id) -> {
          assertThat(id).isEqualTo(deployment.id(contract));
          assertThat(contracts.deployed(id).orElseThrow().code()).isEqualTo(contract.hash());
        });
    assertThat(contracts.codeLiveUntil(Deployable.VAULT.hash())).isPresent();
    assertThat(contracts.split(Objects.requireNonNull(ids.get(Deployable.SPLIT))).admin())
        .isEqualTo(network.deployer);
    PoolContracts.PoolState pool = contracts.pool(Objects.requireNonNull(ids.get(Deployable.POOL)));
    assertThat(pool.vaultCode()).isEqualTo(Deployable.VAULT.hash());
    assertThat(pool.life()).isEqualTo(17_280);
    assertThat(pool.bond()).isEqualTo(Kale.ZERO);
  }

  @Test
  void paysForNothingTwice() throws InterruptedException {
    Map<Deployable, Address> ids = network.deployed();
    Xlm left = network.xlm(network.deployer);
    List<String> log = new ArrayList<>();
    assertThat(network.deployment(network.deployer).carryOut(log::add)).isEqualTo(ids);
    assertThat(log).isEmpty();
    assertThat(network.xlm(network.deployer)).isEqualTo(left);
  }

  @Test
  void goesOnWhereARunThatDiedHadCome() throws InterruptedException {
    for (int died = 0; died < 8; died++) {
      network.lives = 1;
      assertThatThrownBy(network::deployed).hasMessage("killed");
      assertThat(network.deployment(network.deployer).missing()).hasSize(7 - died);
      if (died == 6) {
        break;
      }
    }
    network.lives = 1;
    assertThat(network.deployed()).hasSize(3);
  }

  @Test
  void costsNoMoreThanItHasSaid() throws InterruptedException {
    Xlm before = network.xlm(network.deployer);
    Xlm said =
        network.deployment(network.deployer).missing().stream()
            .map(Deployment.Step::most)
            .reduce(Xlm.ZERO, Xlm::plus);
    network.deployed();
    Xlm paid = before.minus(network.xlm(network.deployer));
    assertThat(paid).isLessThanOrEqualTo(said);
    assertThat(paid.stroops()).isGreaterThan(said.stroops() / 2);
  }

  @Test
  void makesAnotherContractForAnotherAdmin() throws InterruptedException {
    Address first = Objects.requireNonNull(network.deployed().get(Deployable.SPLIT));
    Address admin = network.account("admin", "5", null);
    Map<Deployable, Address> ids = network.deployment(admin).carryOut(_ -> {});
    assertThat(Objects.requireNonNull(ids.get(Deployable.SPLIT))).isNotEqualTo(first);
    assertThat(contracts.split(Objects.requireNonNull(ids.get(Deployable.SPLIT))).admin())
        .isEqualTo(admin);
    assertThat(contracts.split(first).admin()).isEqualTo(network.deployer);
  }
}
