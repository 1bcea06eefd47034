package org.kalepool.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Envelopes.Made;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;

/** The split contract's very wasm, called as the pool's lanes call it. */
class SplitOnSandboxTest {
  private static final UUID FARMER = new UUID(7, 8);

  private final ContractSandbox network = new ContractSandbox();
  private final Address custodial = network.account("custodial", "5", "100");
  private final Address wallet = network.account("wallet", "5", "50");
  private final Address other = network.account("other", "5", "50");
  private final Address account = network.account("payout", "5", "0");
  private final Address contract = Address.contract(Sha256.of("a wallet with passkeys"));
  private Address split = contract;

  @BeforeEach
  void deploy() throws InterruptedException {
    split = Objects.requireNonNull(network.deployed().get(Deployable.SPLIT));
    append(5_000, wallet);
    append(2_000, other);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private void append(int points, Address whose) {
    assertThat(
            network.outcome(
                network.deployer,
                new ContractCall.AddTerms(split, network.deployer, points, whose)))
        .isInstanceOf(Outcome.Landed.class);
  }

  private ContractCall.ExecuteSplit split(Address payout, Xlm xlm, ContractCall.Part... parts) {
    Kale earned =
        List.of(parts).stream()
            .flatMap(part -> part.earned().stream())
            .map(ContractCall.Earned::amount)
            .reduce(Kale.ZERO, Kale::plus);
    return new ContractCall.ExecuteSplit(
        split, FARMER, earned, payout, custodial, List.of(parts), xlm);
  }

  private static ContractCall.Part part(
      Address whose, boolean pays, String owed, int version, String earned) {
    return new ContractCall.Part(
        whose,
        pays,
        Kale.parse(owed),
        List.of(new ContractCall.Earned(version, Kale.parse(earned))));
  }

  @Test
  void keepsTheTermsInTheirOrder() {
    assertThat(network.contracts().split(split).terms())
        .containsExactly(
            new PoolContracts.Terms(5_000, wallet), new PoolContracts.Terms(2_000, other));
  }

  @Test
  void paysSeveralPoolersAndAnAccountInOneCall() {
    Outcome outcome =
        network.outcome(
            custodial,
            split(
                account,
                Xlm.ZERO,
                part(wallet, false, "1", 0, "20"),
                part(other, false, "0", 1, "10")));
    assertThat(outcome).isInstanceOf(Outcome.Landed.class);
    assertThat(network.kale(wallet)).isEqualTo(Kale.parse("59"));
    assertThat(network.kale(other)).isEqualTo(Kale.parse("52"));
    assertThat(network.kale(account)).isEqualTo(Kale.parse("89"));
    assertThat(network.kale(custodial)).isEqualTo(Kale.ZERO);
    assertThat(((Outcome.Landed) outcome).minted()).isEqualTo(Kale.parse("89"));
    assertThat(network.contracts().splitIn(split, custodial, FARMER))
        .isEqualTo(network.sandbox.ledger());
    assertThat(network.contracts().splitIn(split, custodial, new UUID(7, 9))).isZero();
    assertThat(told(FARMER))
        .contains(
            new PoolContracts.WasSplit(
                ((Outcome.Landed) outcome).transaction(),
                account,
                Kale.parse("30"),
                Kale.parse("89"),
                List.of(
                    paid(wallet, "10", "1", "9", "0", "0"), paid(other, "2", "0", "2", "0", "0"))));
    assertThat(told(new UUID(7, 9))).isEmpty();
  }

  private Optional<PoolContracts.WasSplit> told(UUID farmer) {
    return network
        .contracts()
        .wasSplit(split, custodial, farmer, network.contracts().splitIn(split, custodial, FARMER));
  }

  private static PoolContracts.PaidPart paid(
      Address wallet, String share, String owed, String to, String from, String held) {
    return new PoolContracts.PaidPart(
        wallet,
        Kale.parse(share),
        Kale.parse(owed),
        Kale.parse(to),
        Kale.parse(from),
        Kale.parse(held));
  }

  @Test
  void aPoolerThatOwesMoreThanItsShareSignsAnEntryOfItsOwn() {
    Outcome outcome =
        network.outcome(
            custodial, split(contract, Xlm.parse("2"), part(wallet, true, "13", 0, "20")));
    assertThat(outcome).isInstanceOf(Outcome.Landed.class);
    assertThat(network.kale(wallet)).isEqualTo(Kale.parse("47"));
    assertThat(network.kale(contract)).isEqualTo(Kale.parse("103"));
    assertThat(network.xlm(contract)).isEqualTo(Xlm.parse("2"));
    assertThat(told(FARMER).orElseThrow().parts())
        .containsExactly(paid(wallet, "10", "13", "0", "3", "0"));
  }

  @Test
  void anotherAccountCanCarryIt() {
    Xlm before = network.xlm(custodial);
    Outcome outcome =
        network.outcome(wallet, split(account, Xlm.ZERO, part(wallet, true, "13", 0, "20")));
    assertThat(outcome).isInstanceOf(Outcome.Landed.class);
    assertThat(network.kale(account)).isEqualTo(Kale.parse("103"));
    assertThat(network.xlm(custodial)).isEqualTo(before);
  }

  @Test
  void isRefusedASecondTime() {
    ContractCall.ExecuteSplit call = split(account, Xlm.ZERO, part(wallet, false, "0", 0, "20"));
    assertThat(network.outcome(custodial, call)).isInstanceOf(Outcome.Landed.class);
    network.sandbox.giveKale(custodial, Kale.parse("5"));
    assertThat(network.outcome(custodial, call))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.cause()).isEqualTo(Cause.CONTRACT_ERROR);
              assertThat(refused.detail()).contains("#301");
            });
    assertThat(network.kale(custodial)).isEqualTo(Kale.parse("5"));
  }

  @Test
  void tellsThatThePayoutWalletTakesNothing() {
    Address closed = network.account("closed", "5", null);
    assertThat(
            network.outcome(custodial, split(closed, Xlm.ZERO, part(wallet, false, "0", 0, "20"))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.cause()).isEqualTo(Cause.NO_TRUSTLINE));
    assertThat(network.kale(custodial)).isEqualTo(Kale.parse("100"));
  }

  @Test
  void isNotMadeWithoutTheKeyOfWhoPays() {
    Address stranger = Address.account(Sha256.of("stranger"));
    assertThat(
            network.made(custodial, split(account, Xlm.ZERO, part(stranger, true, "13", 0, "20"))))
        .isInstanceOfSatisfying(
            Made.Refused.class,
            refused -> assertThat(refused.cause()).isEqualTo(Cause.BAD_SIGNATURE));
  }

  @Test
  void anAssetGoesToAContractByItsOwn() {
    ContractCall.Transfer kale =
        new ContractCall.Transfer(network.contracts().ofKale(), wallet, contract, 30_000_000);
    ContractCall.Transfer xlm =
        new ContractCall.Transfer(network.contracts().ofXlm(), wallet, contract, 12_345_678);
    assertThat(network.outcome(wallet, kale)).isInstanceOf(Outcome.Landed.class);
    assertThat(network.outcome(wallet, xlm)).isInstanceOf(Outcome.Landed.class);
    assertThat(network.kale(contract)).isEqualTo(Kale.parse("3"));
    assertThat(network.xlm(contract)).isEqualTo(Xlm.ofStroops(12_345_678));
  }

  @Test
  void whatAWalletCannotTakeIsHeldForItAndPaidLater() {
    Address closed = network.account("closed", "5", null);
    append(1_000, closed);
    assertThat(
            network.outcome(
                custodial, split(contract, Xlm.ZERO, part(closed, false, "0", 2, "20"))))
        .isInstanceOf(Outcome.Landed.class);
    List<Address> wallets = List.of(wallet, closed);
    assertThat(network.contracts().held(split, wallets)).isEqualTo(Map.of(closed, Kale.parse("2")));
    assertThat(told(FARMER).orElseThrow().parts())
        .containsExactly(paid(closed, "2", "0", "0", "0", "2"));

    ContractCall collect = new ContractCall.Collect(split, closed);
    assertThat(network.outcome(wallet, collect)).isInstanceOf(Outcome.Refused.class);
    network.sandbox.giveKale(closed, Kale.ZERO);
    assertThat(network.outcome(wallet, collect)).isInstanceOf(Outcome.Landed.class);
    assertThat(network.kale(closed)).isEqualTo(Kale.parse("2"));
    assertThat(network.contracts().held(split, wallets)).isEmpty();
    assertThat(network.outcome(wallet, collect))
        .as("once only")
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.detail()).contains("#309"));
  }
}
