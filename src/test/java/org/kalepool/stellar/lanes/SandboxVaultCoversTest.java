package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.testing.PostgresResource;

/** What of the bond is reserved for a vault, and paid to it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxVaultCoversTest extends SandboxVaultsFixture {
  @Test
  void coverBeyondTheBondIsRefusedForAllAndMakesNothing() {
    Call.MakeVault making = making(Kale.ZERO);
    Deed deed = new Deed(Action.MAKE_VAULT, null, null, making);

    Map<Address, Outcome> ends =
        ends(batch(new Call.MakeMany(pool, operator, STAKE, List.of()), List.of(deed)), 1);

    assertThat(cause(Objects.requireNonNull(ends.get(making.address()))))
        .isEqualTo(Cause.BOND_TOO_LOW);
    assertThat(contracts.vaults(List.of(making.address()))).isEmpty();
    deposit(pool, STAKE);
    settled.clear();
    assertThat(
            ends(batch(new Call.MakeMany(pool, operator, STAKE, List.of()), List.of(deed)), 1)
                .get(making.address()))
        .isInstanceOf(Outcome.Landed.class);
    assertThat(state(making.address()).cover()).isEqualTo(STAKE);
    assertThat(contracts.pool(pool).reserved()).isEqualTo(STAKE);
  }

  @Test
  void aClaimPaysFromTheBondWhatIsMissingOnceNoStakeCanBeOut() {
    Call.MakeVault making = making(Kale.ZERO);
    Address vault = making.address();
    deposit(pool, STAKE.times(3));
    Deed made = new Deed(Action.MAKE_VAULT, null, null, making);
    landed(batch(new Call.MakeMany(pool, operator, STAKE.times(2), List.of()), List.of(made)));
    deposit(vault, DEPOSIT);
    landed(batch(plants(), List.of(plant(vault, blockIsDue(), STAKE))));
    Deed stop = new Deed(Action.STOP, null, null, new Call.Stop(vault));
    landed(batch(new Call.StopMany(pool, operator, List.of()), List.of(stop)));
    Kale bond = contracts.pool(pool).bond();
    ContractCall.Claim claim = new ContractCall.Claim(vault);
    sandbox.closeLedger(sandbox.ledger() + LIFE + 1, sandbox.now() + 6 * LIFE);
    step();
    landed(request(channel, Action.COVER, null, claim));

    VaultState state = state(vault);
    assertThat(state.balance()).isEqualTo(DEPOSIT);
    assertThat(state.paid()).isEqualTo(STAKE);
    assertThat(state.cover()).isEqualTo(Kale.ZERO);
    assertThat(contracts.pool(pool).reserved()).isEqualTo(Kale.ZERO);
    assertThat(contracts.pool(pool).bond()).isEqualTo(bond.minus(STAKE));
  }
}
