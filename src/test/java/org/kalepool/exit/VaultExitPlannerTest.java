package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.VaultMaking;
import org.kalepool.vault.SeenVault;
import org.kalepool.vault.Vault;

/** What is left to be done of a leaving farmer's vault. */
class VaultExitPlannerTest {
  private static final Address OWNER = Address.contract(Sha256.of("owner"));
  private static final Address POOL = Address.contract(Sha256.of("pool"));
  private static final Address PLACE = Address.contract(Sha256.of("vault"));
  private static final Kale LEAST = Kale.parse("10");
  private static final long NEVER = 0;

  private static Vault vault(long made, long settled) {
    return new Vault(
        new UUID(1, 2),
        POOL,
        new VaultMaking(7, OWNER, 2_500, Kale.ZERO),
        PLACE,
        ledger(made),
        OptionalLong.empty(),
        ledger(settled));
  }

  private static OptionalLong ledger(long ledger) {
    return ledger == NEVER ? OptionalLong.empty() : OptionalLong.of(ledger);
  }

  private static SeenVault unmade(long made, String kale) {
    return new SeenVault(vault(made, NEVER), null, Kale.parse(kale), 90);
  }

  private static SeenVault made(
      long settled, long stopped, boolean planted, String principal, String balance) {
    VaultState state =
        new VaultState(
            OWNER,
            POOL,
            Hash.of(Sha256.of("salt")),
            2_500,
            17_280,
            Kale.parse(principal),
            Kale.ZERO,
            Kale.ZERO,
            Kale.ZERO,
            ledger(stopped),
            planted,
            Kale.parse(balance),
            1_000,
            90);
    return new SeenVault(vault(5, settled), state, state.balance(), state.ledger());
  }

  private static VaultExitDecision decided(SeenVault seen) {
    return VaultExitPlanner.decide(seen, LEAST, seen.kale()).orElseThrow();
  }

  @Test
  void whatWasPaidForIsMadeSoThatItsOwnerCanTakeItOut() {
    assertThat(decided(unmade(NEVER, "10"))).isEqualTo(new VaultExitDecision.Make());
    assertThat(decided(unmade(NEVER, "9.9999999"))).isEqualTo(new VaultExitDecision.Gone());
    assertThat(decided(unmade(NEVER, "0"))).isEqualTo(new VaultExitDecision.Gone());
    assertThat(VaultExitPlanner.decide(unmade(NEVER, "0"), Kale.ZERO, Kale.ZERO))
        .as("not even where nothing is asked for")
        .contains(new VaultExitDecision.Gone());
  }

  @Test
  void aNodeThatLagsIsNotBelieved() {
    assertThat(VaultExitPlanner.decide(unmade(80, "50"), LEAST, Kale.ZERO)).isEmpty();
  }

  @Test
  void itIsStoppedThenSettledAndThenLeft() {
    assertThat(decided(made(NEVER, NEVER, true, "40", "50")))
        .isEqualTo(new VaultExitDecision.Stop());
    assertThat(decided(made(NEVER, 80, true, "40", "50")))
        .isEqualTo(new VaultExitDecision.Settle());
    assertThat(decided(made(85, 80, true, "50", "50"))).isEqualTo(new VaultExitDecision.Depart());
  }

  @Test
  void whatNeverGainedOrHasLostNeedsNoSettlement() {
    assertThat(decided(made(NEVER, 80, false, "0", "50")))
        .isEqualTo(new VaultExitDecision.Depart());
    assertThat(decided(made(NEVER, 80, true, "50", "45")))
        .isEqualTo(new VaultExitDecision.Depart());
    assertThat(decided(made(NEVER, 80, true, "0", "0"))).isEqualTo(new VaultExitDecision.Depart());
  }

  /** Nobody looks any more at the vault of one who has departed with nothing in the books. */
  @Test
  void whoseDepositIsNotBookedYetStaysUntilItIs() {
    SeenVault seen = made(NEVER, 80, false, "0", "50");
    assertThat(VaultExitPlanner.decide(seen, LEAST, Kale.ZERO)).isEmpty();
    assertThat(VaultExitPlanner.decide(seen, LEAST, Kale.parse("50")))
        .contains(new VaultExitDecision.Depart());
  }

  @Test
  void dustThatComesAfterTheSettlementKeepsNobody() {
    assertThat(decided(made(85, 80, true, "50", "50.0000001")))
        .isEqualTo(new VaultExitDecision.Depart());
    assertThat(decided(made(70, 80, true, "50", "50.0000001")))
        .as("one before the stop says nothing of what came since")
        .isEqualTo(new VaultExitDecision.Settle());
  }
}
