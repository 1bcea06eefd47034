package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/**
 * Payouts by the split contract of a farmer who has earned 20 beside its 100 KALE, from the wish to
 * leave until nothing is left, whatever becomes of the transactions.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class SplitByContractTest extends SplitByContractFixture {
  @Test
  void anAccountIsPaidByTheContractAndClosedInTheNextTransaction() {
    leave();
    assertThat(split().payout()).isEqualTo(payout);
    assertThat(split().earned()).isEqualTo(Kale.parse("20"));
    assertThat(split().xlm()).isEqualTo(Xlm.ZERO);
    assertThat(split().parts())
        .containsExactly(
            new ContractCall.Part(
                pooler.wallet(),
                false,
                Kale.ZERO,
                List.of(new ContractCall.Earned(0, Kale.parse("20")))));

    splits("9.97", "110");
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(splitRows()).containsExactly("100000000 1100000000 0");
    TransactionRequest closing = sent(Action.LATE);
    assertThat(closing.lane()).isEqualTo(farmer.custodial());
    assertThat(closing.call())
        .isEqualTo(
            new Call.Operations(
                List.of(new Call.CloseTrustline(null), new Call.Merge(null, payout))));

    chain.close(1);
    chain.removeAccount(farmer.custodial());
    settle(Action.LATE, landed("0.01", null, "9.96"));
    assertThat(fixture.rows("select kale, xlm, debt_xlm from late_payouts"))
        .containsExactly("0 99600000 0");
    nothingIsLeftInTheBooks();
  }

  @Test
  void aContractGetsXlmWithTheSplitAndTheReserveByTheContractOfXlm() {
    toContract();
    leave();
    assertThat(split().payout()).isEqualTo(SMART);
    assertThat(split().xlm()).isEqualTo(Xlm.parse("8.3"));

    splits("1.67", "110");
    assertThat(splitRows()).containsExactly("100000000 1100000000 83000000");
    TransactionRequest closing = sent(Action.LATE);
    assertThat(closing.lane()).isEqualTo(pooler.wallet());
    assertThat(closing.call())
        .isEqualTo(
            new Call.Operations(
                List.of(
                    new Call.CloseTrustline(farmer.custodial()),
                    new Call.Merge(farmer.custodial(), pooler.wallet()))));

    chain.close(1);
    chain.removeAccount(farmer.custodial());
    settle(Action.LATE, landed("0.01", null, "1.67"));
    nothingIsLeftInTheBooks();
    debts.sweep();
    assertThat(sent(Action.DEBT).call())
        .isEqualTo(
            new ContractCall.Transfer(
                FakeContracts.XLM, pooler.wallet(), SMART, Xlm.parse("1.65").stroops()));
    settle(Action.DEBT, landed("0.01", null, null));
    debts.sweep();
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void kaleThatComesInOnTheWayIsPaidAndBookedAsDeposited() {
    leave();
    splits("9.97", "110.5");
    assertThat(splitRows()).containsExactly("100000000 1105000000 0");
    nothingIsLeftOfKale();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100.5"));
  }

  @Test
  void oneThatFailsIsMadeAgainAndChangesNothing() {
    leave();
    settle(
        Action.SPLIT,
        new Outcome.Failed(
            HASH,
            chain.now().ledger(),
            chain.now().time(),
            Xlm.ZERO,
            Cause.CONTRACT_ERROR,
            "#13",
            null));
    assertThat(fixture.state(farmer)).isEqualTo("LEAVING");
    assertThat(splitRows()).isEmpty();
    pass();
    exits.sweep();
    assertThat(split().earned()).isEqualTo(Kale.parse("20"));
  }
}
