package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Part;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.testing.FarmRows;

/** How a farmer is paid out who was with a pooler elsewhere, too. */
class PoolersPayoutTest extends PlannerFixture {
  private static final Address ELSEWHERE = FarmRows.address("elsewhere");
  private static final String WIDE = "900000000000";
  private final Pooler other = new Pooler(new UUID(0, 2), "o", ELSEWHERE, 2_500, 10, true);

  PoolersPayoutTest() {
    poolers = List.of(pooler, other);
    holds(ELSEWHERE, "10", "8", "50", WIDE);
  }

  /** Ten of the first one's twenty are its own, two of the other's eight. */
  private Position books(String owedByOther) {
    return books(part(pooler.id(), "20", "10", "0"), part(other.id(), "8", "2", owedByOther));
  }

  private Position books(Part... parts) {
    Position books = PoolersSplitTest.books(K100, List.of(parts));
    return new Position(
        books.deposited(),
        books.earned(),
        books.forfeited(),
        books.custody(),
        books.staked(),
        xlm(),
        books.fees(),
        xlm(),
        books.paidOut(),
        books.poolers(),
        books.advanced());
  }

  private static Part part(UUID id, String earned, String share, String owed) {
    return new Part(id, Kale.parse(earned), Kale.parse(share), Kale.parse(owed));
  }

  private ExitDecision.Pay pays(Position books) {
    ExitDecision decision = decide(books, null);
    assertThat(decision).isInstanceOf(ExitDecision.Pay.class);
    return (ExitDecision.Pay) decision;
  }

  @Test
  void oneTransactionPaysAllOfThem() {
    assertThat(pays(books("0")).operations().operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.PayKale(null, ELSEWHERE, Kale.parse("2")),
            new Call.PayKale(null, PAYOUT, Kale.parse("88")),
            new Call.CloseTrustline(null),
            new Call.Merge(null, PAYOUT));
  }

  @Test
  void whatAPoolerElsewhereOwesBeyondItsShareStaysItsDebt() {
    ExitDecision.Pay pay = pays(books("9"));
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.PayKale(null, PAYOUT, Kale.parse("90")),
            new Call.CloseTrustline(null),
            new Call.Merge(null, PAYOUT));
    assertThat(pay.split().of(other.id(), Split.Part::debt)).isEqualTo(Kale.parse("7"));
    assertThat(pay.split().of(pooler.id(), Split.Part::debt)).isEqualTo(Kale.ZERO);
  }

  @Test
  void aPoolerWhoseKeyIsHeldPaysWithThePayoutWhoeverCarriesIt() {
    signer.hold(ELSEWHERE);
    assertThat(pays(books("9")).operations().operations())
        .contains(new Call.PayKale(ELSEWHERE, PAYOUT, Kale.parse("7")));
    // what did not go once is not tried again
    assertThat(((ExitDecision.Pay) decide(books("9"), Cause.BALANCE_TOO_LOW)).split().debt())
        .isEqualTo(Kale.parse("7"));
  }

  @Test
  void aPoolerThatCannotBePaidHoldsNeitherTheFarmerNorTheOthers() {
    holds(ELSEWHERE, "10", "8", null, null);
    ExitDecision.Pay pay = pays(books("0"));
    assertThat(pay.operations().operations())
        .contains(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.PayKale(null, PAYOUT, Kale.parse("88")))
        .noneMatch(Call.Merge.class::isInstance);
    assertThat(pay.split().of(other.id(), Split.Part::withheld)).isEqualTo(Kale.parse("2"));
    assertThat(pay.split().withheld()).isEqualTo(Kale.parse("2"));
  }

  @Test
  void aClaimableBalanceHasWhatAllPoolersAdd() {
    signer.hold(ELSEWHERE);
    holds(PAYOUT, "10", "8", null, null);
    assertThat(pays(books("9")).operations().operations())
        .containsSubsequence(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.PayKale(null, WALLET, Kale.parse("90")),
            new Call.PayKale(ELSEWHERE, WALLET, Kale.parse("7")),
            new Call.ClaimableKale(WALLET, PAYOUT, Kale.parse("97")));
  }

  @Test
  void thoseThatAreTooManyForOneTransactionArePaidLater() {
    List<Pooler> many = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < ClassicPlanner.MOST_PAID + 3; i++) {
      Address wallet = FarmRows.address("wallet " + i);
      Pooler each = new Pooler(new UUID(1, i), "p" + i, wallet, 5_000, 10, true);
      many.add(each);
      holds(wallet, "10", "8", "0", WIDE);
      parts.add(part(each.id(), "2", "1", "0"));
    }
    poolers = many;
    ExitDecision.Pay pay = pays(books(parts.toArray(Part[]::new)));
    assertThat(pay.split().withheld()).isEqualTo(Kale.parse("3"));
    assertThat(pay.operations().operations()).hasSizeLessThan(100);
    Position rest =
        PoolersSplitTest.books(Kale.parse("3"), List.of())
            .settled(
                Map.of(
                    new UUID(1, 60), Kale.parse("1"),
                    new UUID(1, 61), Kale.parse("1"),
                    new UUID(1, 62), Kale.parse("1")));
    assertThat(Split.of(rest).toPooler()).isEqualTo(Kale.parse("3"));
  }
}
